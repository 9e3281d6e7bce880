import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hayabusa } from '../../../native-free-bench/engines/hayabusa.js';
import { parallelSqlite } from '../../../native-free-bench/engines/sqlite-cli.js';
import { ftsAnswers } from '../../../native-free-bench/sessions/fts-answers.js';
import { linesOf } from '../../../native-free-bench/sessions/read-lines.js';
import { Session } from '../../../native-free-bench/sessions/session.js';
import { corpusOf, queryOf } from '../../support/bench-corpus.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const node = (script: string) => ({ program: process.execPath, args: ['-e', script] });

describe('Session', () => {
  const echo = `console.log('ready'); require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { query } = JSON.parse(line);
    if (query === 'die') { console.error('no disk'); process.exit(9); }
    console.log(JSON.stringify({ millis: 1, count: query.length }));
  });`;

  it('answers one question after the other', async () => {
    const session = await Session.open(node(echo));
    for (const query of ['a', 'bb', 'ロ'])
      expect(await session.ask({ query, mode: 'count' })).toEqual({
        millis: 1,
        count: query.length,
      });
    session.close();
  });

  it('that dies says what it wrote on standard error', async () => {
    const session = await Session.open(node(echo));
    await expect(session.ask({ query: 'die', mode: 'count' })).rejects.toThrow(
      /ended early: no disk$/,
    );
  });

  it('that cannot be opened says why', async () => {
    await expect(Session.open(node('throw new Error("no store")'))).rejects.toThrow(/no store/);
    await expect(Session.open(node('console.log("hm")'))).rejects.toThrow(
      'expected "ready", got "hm"',
    );
    await expect(Session.open({ program: '/no/such', args: [] })).rejects.toThrow(
      /ended early: .*ENOENT/,
    );
  });
});

describe('linesOf()', () => {
  it('gives the bytes of every line, wherever reading is cut', () => {
    const file = join(temporaryFolder(), 'lines');
    const chunk = 1 << 20;
    const check = (lines: string[], end: string) => {
      writeFileSync(file, lines.join('\n') + end, 'latin1');
      expect([...linesOf(file)].map((line) => line.toString('latin1')).join('|')).toBe(
        lines.join('|'),
      );
    };
    check(['one', '', '\xff\r', ' '], '\n');
    check(['one', 'two'], '');
    for (const length of [chunk - 1, chunk, chunk + 1, 2 * chunk + 5])
      check(['x'.repeat(length), 'y', '', 'z'.repeat(chunk)], '\n');
    check([], '');
  });
});

describe('ftsAnswers()', () => {
  const asked: unknown[] = [];
  const answer = ftsAnswers((sql, values) => {
    asked.push([sql, ...values]);
    return sql.includes('count(*)') ? [[7]] : [[3], [1]];
  });

  it('asks by row, which is the line plus 1', async () => {
    const span = { first: 10, end: 20, from: 0, to: 1 };
    expect(await answer({ query: 'q', mode: 'count' })).toEqual({ count: 7 });
    expect(await answer({ query: 'q', mode: 'hits', span })).toEqual({ count: 2, lines: [2, 0] });
    expect(await answer({ query: 'q', mode: 'first 100' })).toEqual({ count: 2 });
    expect(await answer({ query: 'q', mode: 'all' })).toEqual({ count: 2 });
    expect(await answer({ query: '%q%', mode: 'count', operator: 'LIKE' })).toEqual({ count: 7 });
    expect(asked).toEqual([
      ['SELECT count(*) FROM syslog WHERE logs MATCH ?', 'q'],
      ['SELECT rowid FROM syslog WHERE logs MATCH ? AND rowid BETWEEN ? AND ?', 'q', 11, 20],
      ['SELECT logs FROM syslog WHERE logs MATCH ? ORDER BY rowid DESC LIMIT 100', 'q'],
      ['SELECT logs FROM syslog WHERE logs MATCH ?', 'q'],
      ['SELECT count(*) FROM syslog WHERE logs LIKE ?', '%q%'],
    ]);
  });
});

describe('parallelSqlite()', () => {
  const raw = ['10:00:01', '10:00:02', '10:05:00', '11:00:00'].map(
    (time) => `2026-06-10T${time}Z h a: b\n`,
  );

  it('asks the databases of the minutes in a span, and counts rows from their first line', () => {
    const corpus = corpusOf(raw.join(''));
    const { fresh } = parallelSqlite('1');
    const store = { corpus, paths: ['/x/001/0.db', '/x/001/2.db', '/x/001/3.db'] };
    const query = queryOf({ kind: 'word', word: 'b' });
    const filesFor = (hour: number | undefined) =>
      fresh!
        .command(store, query, 'count', hour === undefined ? undefined : corpus.hours[hour])!
        .args.filter((arg) => arg.endsWith('.db'));
    expect(filesFor(undefined)).toEqual(store.paths);
    expect(filesFor(0)).toEqual(store.paths.slice(0, 2));
    expect(filesFor(1)).toEqual(store.paths.slice(2));
    const question = "select rowid from syslog where logs match 'b';";
    const output = `/x/001/2.db ${question}\t1\n/x/001/0.db ${question}\t2\n`;
    expect(fresh!.hits(store, Buffer.from(output), undefined)).toEqual([2, 1]);
  });
});

describe('hayabusa()', () => {
  it('runs without native code when told to, and only then', () => {
    for (const nativeFree of [false, true]) {
      const { ingest, fresh, warm } = hayabusa({ name: 'h', version: '1', nativeFree });
      const corpus = corpusOf('a\n');
      const { commands, store } = ingest!.commands(corpus, '/store', 1);
      const search = fresh!.command(store, queryOf(), 'count', undefined)!;
      for (const { env } of [...commands, search, warm!.command(store)])
        expect(env).toEqual({ HAYABUSA_NATIVE_FREE: nativeFree ? '1' : '' });
    }
  });
});
