import type { Corpus } from '../corpus/corpus.js';
import type { BenchQuery } from '../queries/query.js';
import { hayabusaQuery } from '../queries/query.js';

const MOST_SHOWN = 10;

/** Lines that a query found, sorted, without repetition expected. */
export function sortedLines(lines: Iterable<number>): Uint32Array {
  return Uint32Array.from(lines).sort();
}

/** The same for a query that was drawn. */
export function checkSameHits(
  corpus: Pick<Corpus, 'name' | 'line'>,
  query: BenchQuery,
  hits: ReadonlyMap<string, Uint32Array>,
): void {
  checkSameLines(corpus, { kind: query.kind, text: hayabusaQuery(query) }, hits);
}

/**
 * Throws when an engine's hits are not those of the first one, with the lines that only one of them found, and when a line
 * was found twice, be it by all of them.
 */
export function checkSameLines(
  corpus: Pick<Corpus, 'name' | 'line'>,
  { kind, text }: { kind: string; text: string },
  hits: ReadonlyMap<string, Uint32Array>,
): void {
  const [first, ...others] = hits;
  if (first === undefined) return;
  const [name, lines] = first;
  const twice = lines.find((line, i) => lines[i - 1] === line);
  if (twice !== undefined && others.every(([, other]) => isSame(lines, other)))
    throw new Error(
      `${text} in ${corpus.name}: all find line ${twice} more than once: ${corpus.line(twice)}`,
    );
  for (const [otherName, otherLines] of others) {
    if (isSame(lines, otherLines)) continue;
    const report = [
      `Different hits for ${kind} query ${text} in ${corpus.name}: ` +
        `${name} finds ${lines.length} lines, ${otherName} ${otherLines.length}`,
      ...onlyIn(corpus, name, lines, otherLines),
      ...onlyIn(corpus, otherName, otherLines, lines),
    ];
    throw new Error(report.join('\n'));
  }
}

function onlyIn(
  corpus: Pick<Corpus, 'line'>,
  name: string,
  lines: Uint32Array,
  others: Uint32Array,
): string[] {
  const known = new Set(others);
  const only = [...lines].filter((line, i) => !known.has(line) || lines[i - 1] === line);
  const shown = only
    .slice(0, MOST_SHOWN)
    .map((line) => `  only ${name}, line ${line}: ${corpus.line(line)}`);
  if (only.length > MOST_SHOWN) shown.push(`  … and ${only.length - MOST_SHOWN} more`);
  return shown;
}

function isSame(lines: Uint32Array, others: Uint32Array): boolean {
  return Buffer.compare(bytesOf(lines), bytesOf(others)) === 0;
}

function bytesOf(lines: Uint32Array): Uint8Array {
  return new Uint8Array(lines.buffer, lines.byteOffset, lines.byteLength);
}
