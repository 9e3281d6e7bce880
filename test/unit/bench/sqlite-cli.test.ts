import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parallelSqlite, sqliteShell } from '../../../native-free-bench/engines/sqlite-cli.js';
import { runAll, versionOf } from '../../../native-free-bench/measure/command.js';
import { corpusOf, isHit, queryOf, tokensOf } from '../../support/bench-corpus.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const isThere = versionOf('sqlite3', '--version') !== undefined;
const hasParallel = isThere && versionOf('parallel', '--version')?.startsWith('GNU') === true;
const QUERIES = [
  queryOf({ kind: 'word', word: 'third' }),
  queryOf({ kind: 'word', word: 'nowhere' }),
  queryOf({ kind: 'word', word: 'every' }, { kind: 'phrase', words: ['is', 'third'] }),
  queryOf({ kind: 'prefix', prefix: 'thir' }),
];
/** Quotes, separators and what the shell of SQLite might take for its own stand in the lines. */
const RAW = Array.from({ length: 60 }, (_, i) => {
  const minute = String(Math.floor(i / 20)).padStart(2, '0');
  const text = i % 3 === 0 ? `is 'Third" | \x1f ; .quit` : `thirdly, ".open`;
  return `2026-06-10T10:${minute}:00Z every ${i} ${text}\n`;
}).join('');

describe.each([
  { name: 'sqliteShell()', engine: sqliteShell('3'), runs: isThere },
  { name: 'parallelSqlite()', engine: parallelSqlite('3'), runs: hasParallel },
])('$name', ({ engine, runs }) => {
  const skipped = runs ? '' : ': SKIPPED, its programs are not here';
  it.skipIf(!runs)(`says and counts the hits of every query${skipped}`, async () => {
    const corpus = corpusOf(RAW);
    const tokens = tokensOf(corpus);
    const fresh = engine.fresh!;
    // In a folder with a blank, a quote and a colon.
    const path = join(temporaryFolder(), `3:st"o're d`);
    const store = await fresh.prepare!(corpus, path);
    for (const query of QUERIES) {
      const ask = async (mode: 'hits' | 'count') => {
        const output: Buffer[] = [];
        await runAll([fresh.command(store, query, mode, undefined)!], (bytes) =>
          output.push(bytes),
        );
        return Buffer.concat(output);
      };
      const expected = tokens.flatMap((each, line) => (isHit(query, each) ? [line] : []));
      const hits = fresh.hits(store, await ask('hits'), undefined);
      expect(hits.sort((a, b) => a - b)).toEqual(expected);
      const counts = (await ask('count')).toString().split('\n').map(Number);
      expect(counts.reduce((sum, count) => sum + count)).toBe(expected.length);
    }
  });
});
