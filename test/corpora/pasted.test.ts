import { describe, expect, it } from 'vitest';
import { isHayabusaError } from '../../src/base/errors.js';
import type { Query } from '../../src/query/ast.js';
import { parseQuery } from '../../src/query/parser.js';
import { queryOfLine } from '../../src/query/pasted-line.js';
import { asText } from '../support/bytes.js';
import { corpusFiles, hasCorpora, linesOf } from '../support/corpora.js';
import { type KnownPiece, knownPiece, plainWords, typed } from '../support/oracle.js';
import { answersPlainly } from '../support/oracle-query.js';

const MINUTES = 60_000;
/** Lines taken of a file, and how many lie between two of them. */
const LINES = 200;
const EVERY: Readonly<Record<string, number>> = { large: 997, loghub: 23, torture: 1, vendors: 1 };

type PastedLine = { readonly text: string; readonly piece: KnownPiece };

/** Lines of all files of a folder that can be typed and have a word. */
async function* pastedLines(folder: string): AsyncGenerator<PastedLine> {
  for (const file of corpusFiles(folder)) {
    let number = 0;
    for await (const line of linesOf(file)) {
      if (number++ % (EVERY[folder] ?? 1) !== 0) continue;
      if (number > LINES * (EVERY[folder] ?? 1)) break;
      const text = typed(asText(line));
      if (text === undefined || text.length > 4000) continue;
      const piece = knownPiece(line.slice(), false);
      if (plainWords(asText(piece.text)).length > 0) yield { text, piece };
    }
  }
}

/** The query of a text; undefined when it is refused, with the place and what to write. */
function queryOf(text: string): Query | undefined {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!isHayabusaError(error, 'query-syntax')) throw error;
    return undefined;
  }
}

describe.skipIf(!hasCorpora)('what is pasted (skipped where the corpora are absent)', () => {
  it.each(Object.keys(EVERY))(
    '%s: a whole line finds its message',
    {
      timeout: 5 * MINUTES,
    },
    async (folder) => {
      const missed: string[] = [];
      let lines = 0;
      let others = 0;
      let othersMissed = 0;
      for await (const { text, piece } of pastedLines(folder)) {
        const line = queryOfLine(text);
        if (line !== undefined) {
          lines++;
          expect(parseQuery(text)).toEqual(line);
          if (!answersPlainly(line, [piece])) missed.push(text);
          continue;
        }
        // Without a header that is told from a query its marks may be operators.
        others++;
        const query = queryOf(text);
        if (query === undefined || !answersPlainly(query, [piece])) othersMissed++;
      }
      expect(missed).toEqual([]);
      expect(lines).toBeGreaterThan(500);
      expect(othersMissed).toBeLessThan((lines + others) * 0.03);
    },
  );

  it.each(Object.keys(EVERY))(
    '%s: a word of a line, with its marks, finds its message',
    {
      timeout: 5 * MINUTES,
    },
    async (folder) => {
      const missed = new Set<string>();
      let words = 0;
      for await (const { piece } of pastedLines(folder))
        for (const word of new Set(
          Buffer.from(piece.text)
            .toString()
            .split(/[\0- ]+/),
        )) {
          // A dash and a `^` before a word, and names of fields, mean what they mean.
          if (word.length > 300 || /^(?:[-^(]|\W*(?:NOT|msgid|severity|app)\b)/.test(word))
            continue;
          const query = queryOf(word);
          if (query === undefined) continue;
          words++;
          if (!answersPlainly(query, [piece])) missed.add(word);
        }
      expect(words).toBeGreaterThan(5000);
      // Quotation marks with a backslash within, and spaces beyond ASCII.
      expect(
        [...missed].filter((word) => !/\\|""|[\u00a0\u2000-\u206f\u3000\ufeff]/.test(word)),
      ).toEqual([]);
    },
  );

  it.each(Object.keys(EVERY))(
    '%s: a part of a line finds its message, or is refused with a query that does',
    { timeout: 5 * MINUTES },
    async (folder) => {
      let parts = 0;
      let found = 0;
      let helped = 0;
      for await (const { piece } of pastedLines(folder)) {
        const words = Buffer.from(piece.text).toString().trim().split(/ +/);
        const start = (parts * 7) % words.length;
        for (const some of [words.slice(start), words.slice(start, start + 2 + (parts % 4))]) {
          const text = some.join(' ');
          if (plainWords(text).length === 0) continue;
          parts++;
          if (finds(text, piece)) found++;
          else if (remediesOf(text).some((remedy) => finds(remedy, piece))) helped++;
        }
      }
      expect(parts).toBeGreaterThan(1500);
      expect(found / parts).toBeGreaterThan(0.96);
      expect((found + helped) / parts).toBeGreaterThan(0.98);
    },
  );
});

function finds(text: string, piece: KnownPiece): boolean {
  const query = queryOf(text);
  return query !== undefined && isTestable(query) && answersPlainly(query, [piece]);
}

/** The oracle knows expressions only of what RE2 and JavaScript read alike. */
function isTestable(query: Query): boolean {
  if (query.kind === 'regex') return /^[\w/ -]+$/.test(query.source);
  if (query.kind === 'and' || query.kind === 'or') return query.parts.every(isTestable);
  return query.kind !== 'not' || isTestable(query.part);
}

/** The queries that the error of a text says to write. */
function remediesOf(text: string): string[] {
  try {
    parseQuery(text);
    return [];
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    const remedy = /: write (.*)$/.exec(sentence)?.[1];
    if (remedy === undefined) return [];
    const words = remedy.replace(/ for the words?$/, '');
    return [remedy, words, ...words.split(', or ')];
  }
}
