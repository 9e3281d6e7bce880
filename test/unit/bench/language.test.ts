import { describe, expect, it } from 'vitest';
import { hayabusa } from '../../../native-free-bench/engines/hayabusa.js';
import { languageEngines, languageInfos } from '../../../native-free-bench/engines/language.js';
import { ripgrep, ripgrepOver } from '../../../native-free-bench/engines/scanners.js';
import { sqliteWasm } from '../../../native-free-bench/engines/sqlite.js';
import { sqliteShell } from '../../../native-free-bench/engines/sqlite-cli.js';
import { runAll, versionOf } from '../../../native-free-bench/measure/command.js';
import { LANGUAGE_LISTS } from '../../../native-free-bench/queries/language-lists.js';
import {
  address,
  all,
  any,
  app,
  expression,
  host,
  LANGUAGE_KINDS,
  type LanguageQuery,
  network,
  overTime,
  pair,
  phrase,
  prefix,
  substring,
  without,
} from '../../../native-free-bench/queries/language-query.js';
import { queryAt } from '../../../native-free-bench/questions/language.js';
import { parseQuery } from '../../../src/query/parser.js';
import { printQuery } from '../../../src/query/printer.js';
import { corpusOf } from '../../support/bench-corpus.js';

describe('a question in the language', () => {
  it('is told to SQLite in words of FTS5, substrings by LIKE', () => {
    const check = (query: LanguageQuery, text: string, sqlite: string | undefined) =>
      expect([
        query.text,
        query.sqlite && `${query.sqlite.operator} ${query.sqlite.value}`,
      ]).toEqual([text, sqlite]);
    check(all('a', 'b'), 'a AND b', 'MATCH "a" AND "b"');
    check(any('a', 'b'), 'a OR b', 'MATCH "a" OR "b"');
    check(without('a', 'b'), 'a NOT b', 'MATCH "a" NOT "b"');
    check(phrase('a b'), '"a b"', 'MATCH "a b"');
    check(prefix('a'), 'a*', 'MATCH a*');
    check(address('10.0.0.1'), '10.0.0.1', 'MATCH "10 0 0 1"');
    check(substring('ab'), '*ab*', 'LIKE %ab%');
    check(substring('a b'), '*"a b"*', 'LIKE %a b%');
    check(network('10.0.0.0/8', '10.#.#.#'), '10.0.0.0/8', undefined);
    check(app('su'), 'app:su', undefined);
    check(host('gw'), 'host:gw', undefined);
    check(expression('a+'), '/a+/i', undefined);
    check(overTime('a'), 'a', undefined);
  });

  const LINES = [
    'gw su[1]: Alpha beta from 10.1.2.3/80',
    'gw2 su: alphabet, gamma 110.1.2.3 DPT=22',
    'gw sudo[7]: beta alpha 10.1.2.30 dpt=222',
    'log su[22]: BETA.gamma 10.12.2.3',
  ];
  const rg = versionOf('rg', '--version');
  const skipped = rg === undefined ? ': SKIPPED, there is no rg here' : '';
  it.skipIf(rg === undefined)(`means these lines to ripgrep${skipped}`, async () => {
    const corpus = corpusOf(LINES.map((line, i) => `2026-06-10T10:00:0${i}Z ${line}\n`).join(''));
    const { command, hits } = ripgrepOver(corpus);
    const linesOf = async (query: LanguageQuery) => {
      const output: Buffer[] = [];
      await runAll([command(query.ripgrep!, 'hits')], (bytes) => output.push(bytes));
      return hits(Buffer.concat(output)).sort();
    };
    const countOf = async (query: LanguageQuery) => {
      let sum = 0;
      await runAll([command(query.ripgrep!, 'count')], (bytes) => {
        for (const count of bytes.toString().split('\n')) sum += Number(count);
      });
      return sum;
    };
    for (const [query, expected] of [
      [all('alpha', 'beta'), [0, 2]],
      [any('gamma', 'sudo'), [1, 2, 3]],
      [without('beta', 'alpha'), [3]],
      [without('su', 'alpha'), [1, 3]],
      [phrase('beta gamma'), [3]],
      [prefix('alpha'), [0, 1, 2]],
      [address('10.1.2.3'), [0]],
      [network('10.1.2.0/24', '10.1.2.#'), [0, 2]],
      [network('10.12.0.0/14', '10.1[2-5].#.#'), [3]],
      [app('su'), [0, 1, 3]],
      [host('gw'), [0, 2]],
      [substring('habe'), [1]],
      [pair('dpt', '22'), [1]],
      [expression('bet(a|o)[.]'), [3]],
    ] as const) {
      expect(await linesOf(query), query.text).toEqual(expected);
      expect(await countOf(query), query.text).toBe(expected.length);
    }
  });
});

describe('LANGUAGE_LISTS', () => {
  it.each([...LANGUAGE_LISTS])('%s has several questions of every kind, each once', (_, list) => {
    const texts: string[] = [];
    for (const kind of LANGUAGE_KINDS) {
      expect(list[kind].length, kind).toBeGreaterThanOrEqual(3);
      texts.push(...list[kind].map(({ text }) => `${kind} ${text}`));
    }
    expect(new Set(texts).size).toBe(texts.length);
    expect(Object.keys(list).sort()).toEqual([...LANGUAGE_KINDS].sort());
  });

  const KIND_IN_TREE: Readonly<Record<string, string>> = {
    AND: 'and',
    OR: 'or',
    NOT: 'not',
  };
  it.each([...LANGUAGE_LISTS])('%s is read by the parser as it is meant', (_, list) => {
    for (const kind of LANGUAGE_KINDS)
      for (const { text } of list[kind]) {
        const query = parseQuery(text);
        expect(printQuery(parseQuery(printQuery(query)))).toBe(printQuery(query));
        const wanted = KIND_IN_TREE[kind];
        if (wanted !== undefined) expect(JSON.stringify(query), text).toContain(`"${wanted}"`);
      }
  });

  it.each([...LANGUAGE_LISTS])(
    '%s has no kind of which an engine answers some turns only',
    (_, list) => {
      for (const kind of LANGUAGE_KINDS) {
        const able = list[kind].map(({ sqlite, ripgrep }) => [
          sqlite?.operator,
          ripgrep !== undefined,
        ]);
        expect(new Set(able.map(String)).size, kind).toBe(1);
      }
    },
  );

  it('takes the next question each turn, and the first again after the last', () => {
    const list = LANGUAGE_LISTS.get('auth')!;
    expect([0, 1, 3].map((turn) => queryAt(list, 'OR', turn))).toEqual([
      list.OR[0],
      list.OR[1],
      list.OR[0],
    ]);
  });
});

describe('languageEngines()', () => {
  const own = hayabusa({ name: 'hayabusa', version: '1', nativeFree: false });
  const engines = [own, sqliteWasm('w'), sqliteShell('s'), ripgrep('r')];
  const enginesWith = (...stored: [engine: string, path: string][]) => {
    const corpus = corpusOf('a\n');
    const stores = new Map(stored.map(([name, path]) => [name, { corpus, paths: [path] }]));
    return languageEngines(own, engines, corpus, stores);
  };
  const OWN: [string, string] = ['hayabusa', '/own'];
  const WASM: [string, string] = ['SQLite FTS5, wasm', '/wasm.db'];
  const namesOf = (list: readonly { info: { name: string } }[]) =>
    list.map(({ info }) => info.name);

  it('asks who can express the question, and nobody else', () => {
    const all4 = enginesWith(OWN, WASM);
    const able = (query: LanguageQuery) =>
      namesOf(all4.filter(({ fresh }) => fresh?.(query, 'count') !== undefined));
    expect(able(network('10.0.0.0/8', '10.#.#.#'))).toEqual(['hayabusa', 'ripgrep']);
    expect(able(overTime('a'))).toEqual(['hayabusa']);
    expect(able(any('a', 'b')).slice(0, 2)).toEqual(['hayabusa', 'SQLite FTS5, wasm']);
    // The program that counts in one process knows MATCH only.
    expect(able(substring('a'))).not.toContain('SQLite FTS5, wasm');
  });

  it('lets the sqlite3 program ask the database that was ingested', () => {
    const shell = enginesWith(OWN, WASM).find(({ info }) => info.name === 'SQLite FTS5, sqlite3');
    if (versionOf('sqlite3', ':memory:', 'CREATE VIRTUAL TABLE t USING fts5(x)') === undefined)
      return expect(shell).toBeUndefined();
    expect(shell!.fresh!(substring('x'), 'count')!.args).toEqual([
      '-readonly',
      '/wasm.db',
      "select count(*) from syslog where logs LIKE '%x%';",
    ]);
  });

  it('leaves out SQLite where nothing was stored for it', () => {
    expect(namesOf(enginesWith(OWN))).toEqual(['hayabusa', 'ripgrep']);
  });

  it('lists the others by the FTS they ask', () => {
    expect(languageInfos(engines).map(({ name, family }) => [name, family])).toEqual([
      ['SQLite FTS5, sqlite3', 'sqlite'],
    ]);
  });
});
