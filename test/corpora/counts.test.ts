import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/analysis/tokenizer.js';
import { openStore } from '../../src/index.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { searchedText } from '../../src/syslog/searched-text.js';
import { corpusFolder, hasCorpora, linesOf } from '../support/corpora.js';
import { SqliteOracle } from '../support/oracle-sqlite.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const MINUTES = 60_000;
const WORDS = 100;
/** A line in so many gives a word to count. */
const EVERY = 997;

const header = new Header();

function searched(line: Uint8Array): Uint8Array {
  parseHeader(line, 0, line.length, header);
  return searchedText(line, 0, line.length, header);
}

/** About a hundred words of a file: one each of lines far apart, of any place in the line; ASCII, so that they can be typed. */
async function wordsOf(file: string): Promise<string[]> {
  const words = new Set<string>();
  let number = 0;
  for await (const line of linesOf(file)) {
    if (number++ % EVERY !== 0) continue;
    const tokens = tokenize(searched(line));
    const token = Buffer.from(tokens[number % Math.max(1, tokens.length)] ?? []).toString('latin1');
    if (/^[a-z0-9]+$/.test(token)) words.add(token);
    if (words.size === WORDS) break;
  }
  return [...words, 'nosuchwordanywhere'];
}

/** Beginnings of some of the words, each with a star: of one letter or digit, of half a word, of all of it. */
function prefixesOf(words: readonly string[]): string[] {
  const prefixes = words
    .filter((_, i) => i % 10 === 0)
    .flatMap((word) => [word.slice(0, 1), word.slice(0, Math.ceil(word.length / 2)), word]);
  return [...new Set(prefixes)].map((prefix) => `${prefix}*`);
}

/** How many lines hold each word and each prefix, by brute force; and the same lines to SQLite when it is asked too. */
async function bruteForce(
  file: string,
  asked: readonly string[],
  sqlite: SqliteOracle | undefined,
): Promise<Map<string, number>> {
  const counts = new Map(asked.map((word) => [word, 0]));
  const prefixes = asked.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1));
  const add = (word: string) => {
    const count = counts.get(word);
    if (count !== undefined) counts.set(word, count + 1);
  };
  for await (const line of linesOf(file)) {
    const text = searched(line);
    sqlite?.add(Uint8Array.from(text));
    const lower = Buffer.from(text).toString('latin1').toLowerCase();
    const tokens = new Set(lower.split(/[^a-z0-9\x80-\xff]+/));
    for (const token of tokens) add(token);
    const spaced = ` ${[...tokens].join(' ')}`;
    for (const prefix of prefixes) if (spaced.includes(` ${prefix}`)) add(`${prefix}*`);
  }
  return counts;
}

describe.skipIf(!hasCorpora)('words of the real corpora (skipped where they are absent)', () => {
  const check = (file: string, askSqlite: boolean) =>
    it(`${file}: a hundred words and some prefixes, each as often as brute force${askSqlite ? ' and SQLite FTS5' : ''} finds it`, {
      timeout: 5 * MINUTES,
    }, async () => {
      const path = join(corpusFolder('large'), file);
      const folder = join(temporaryFolder(), 'store');
      const args = ['ingest', '--store', folder, '--year', '2021', '--input-timezone', 'UTC', path];
      expect(spawnSync(process.execPath, [MAIN, ...args]).status).toBe(0);

      const words = await wordsOf(path);
      const asked = [...words, ...prefixesOf(words)];
      const sqlite = askSqlite ? new SqliteOracle() : undefined;
      const expected = await bruteForce(path, asked, sqlite);
      await using store = await openStore(folder);
      const got = new Map<string, number>();
      for (const word of asked) {
        const count = await store.count(word);
        got.set(word, count);
        const isPrefix = word.endsWith('*');
        const rows = isPrefix ? sqlite?.count([], [word.slice(0, -1)]) : sqlite?.count([word]);
        if (rows !== undefined) expect(rows, word).toBe(count);
      }
      sqlite?.close();
      expect(words.length).toBeGreaterThan(10);
      expect([...got]).toEqual([...expected]);
    });
  check('auth.log.gz', false);
  check('syslog.log.gz', false);
  check('ufw.log.gz', false);
  check('chromeos.log.gz', true);
  check('apache.log.gz', true);
  check('zeek-weird.log.gz', true);
});
