import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine, Span, StoreOf } from '../../../native-free-bench/engines/engine.js';
import { compressedScanners, grep, ripgrep } from '../../../native-free-bench/engines/scanners.js';
import { runAll, versionOf } from '../../../native-free-bench/measure/command.js';
import type { BenchQuery, Clause, Mode } from '../../../native-free-bench/queries/query.js';
import { corpusOf, isHit, queryOf, tokensOf } from '../../support/bench-corpus.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const word = (text: string): Clause => ({ kind: 'word', word: text });
const QUERIES: readonly BenchQuery[] = [
  queryOf(word('every')),
  queryOf(word('third')),
  queryOf(word('nowhere')),
  queryOf(word('third'), word('seventh')),
  queryOf({ kind: 'phrase', words: ['is', 'third', 'of'] }),
  queryOf({ kind: 'prefix', prefix: 'seven' }),
  queryOf({ kind: 'address', address: '10.0.0.3' }, word('every')),
  // The numbers and names in front of the text are no hits.
  queryOf(word('12')),
  queryOf(word('log')),
];
const LINES = 500;

/** Two hours of lines, some of them out of order. */
function twoHours() {
  const raw = Array.from({ length: LINES }, (_, i) => {
    const minute = (i * 120) / LINES + (i % 5 === 0 ? 3 : 0);
    const time = new Date(Date.UTC(2026, 5, 10, 8) + minute * 60_000).toISOString();
    const third = i % 3 === 0 ? 'is Third of [10.0.0.3]' : 'thirdly:log:12x';
    return `<13>${time} host app: every ${i} ${third} ${i % 7 === 0 ? '\\seventh' : '_\xff7th'}\n`;
  });
  return corpusOf(Buffer.from(raw.join(''), 'latin1'));
}

async function outputOf(engine: Engine, store: StoreOf, query: BenchQuery, mode: Mode, span: Span) {
  const command = engine.fresh?.command(store, query, mode, span);
  if (command === undefined) return undefined;
  const output: Buffer[] = [];
  await runAll([command], (bytes) => output.push(bytes));
  return Buffer.concat(output);
}

const there = (program: string) => versionOf(program, '--version');
const [grepThere, rgThere, gzipThere, lz4There] = ['grep', 'rg', 'gzip', 'lz4'].map(there);
const plain = [
  { name: 'grep', engine: grepThere === undefined ? undefined : grep(grepThere) },
  { name: 'ripgrep', engine: rgThere === undefined ? undefined : ripgrep(rgThere) },
];

describe.each(plain)('$name', ({ name, engine }) => {
  const note = engine === undefined ? `: SKIPPED, there is no ${name} here` : '';
  it.skipIf(engine === undefined)(
    `says, counts and prints the hits of every query${note}`,
    async () => {
      const corpus = twoHours();
      const tokens = tokensOf(corpus);
      const store = await engine!.fresh!.prepare!(corpus, join(temporaryFolder(), 'store'));
      for (const span of [undefined, corpus.hours[1]])
        for (const query of QUERIES) {
          const { first, end } = span ?? { first: 0, end: LINES };
          const expected = tokens.flatMap((each, line) =>
            line >= first && line < end && isHit(query, each) ? [line] : [],
          );
          const hits = await outputOf(engine!, store, query, 'hits', span);
          expect(engine!.fresh!.hits(store, hits!, span).sort((a, b) => a - b)).toEqual(expected);
          const count = await outputOf(engine!, store, query, 'count', span);
          expect(
            count!
              .toString()
              .split('\n')
              .reduce((sum, each) => sum + Number(each), 0),
          ).toBe(expected.length);
          const texts = expected.map((line) =>
            corpus.text.toString('latin1', corpus.offsets[line], corpus.offsets[line + 1]),
          );
          const all = await outputOf(engine!, store, query, 'all', span);
          expect(linesOf(all!).sort()).toEqual(texts.sort());
          const some = linesOf((await outputOf(engine!, store, query, 'first 100', span))!);
          expect(some).toHaveLength(Math.min(100, expected.length));
          expect(texts).toEqual(expect.arrayContaining(some));
        }
    },
  );
});

describe('compressedScanners()', () => {
  const engines = compressedScanners({
    ...(gzipThere === undefined ? {} : { gzip: gzipThere }),
    ...(lz4There === undefined ? {} : { lz4: lz4There }),
    ...(gzipThere === undefined || rgThere === undefined ? {} : { ripgrep: rgThere }),
  });
  it('count in the compressed text, and are asked nothing else', async () => {
    const corpus = twoHours();
    const tokens = tokensOf(corpus);
    for (const engine of engines) {
      const store = await engine.fresh!.prepare!(corpus, join(temporaryFolder(), 'store'));
      for (const query of QUERIES) {
        const count = Number(await outputOf(engine, store, query, 'count', undefined));
        const expected = tokens.filter((each) => isHit(query, each)).length;
        expect(count, `${engine.info.name}: ${JSON.stringify(query.clauses)}`).toBe(expected);
      }
      for (const mode of ['hits', 'all', 'first 100'] as const)
        expect(engine.fresh!.command(store, QUERIES[0]!, mode, undefined)).toBeUndefined();
      expect(engine.fresh!.command(store, QUERIES[0]!, 'count', corpus.hours[0])).toBeUndefined();
    }
  });

  it('need the programs that they are made of', () => {
    expect(compressedScanners({})).toEqual([]);
    const names = compressedScanners({ lz4: '1', ripgrep: '1' }).map(({ info }) => info.name);
    expect(names).toEqual(['lz4 -dc | grep', 'ripgrep -z, gzip']);
  });
});

/** With their LF. */
function linesOf(output: Buffer): string[] {
  return output.toString('latin1').match(/[^\n]*\n/g) ?? [];
}
