import { describe, expect, it } from 'vitest';
import { MERGED_PACKS, SMALL_PACK_MESSAGES } from '../../src/base/limits.js';
import { MessageRouter } from '../../src/engine/message-router.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { verifyStore } from '../../src/engine/verify.js';
import { parseQuery } from '../../src/query/parser.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { LineFramer } from '../../src/syslog/framing.js';
import { LineClock } from '../../src/syslog/line-clock.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { searchedTextOf } from '../support/oracle.js';
import { Choices } from '../support/oracle-random.js';
import { SqliteOracle } from '../support/oracle-sqlite.js';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 4, 15, 12);
/** So many that the hour has many packs, each of several blocks, before they are merged. */
const MESSAGES = 230_000;
const ROUNDS = 10;
const QUERIES = [
  'all',
  'h7',
  'w0',
  'w1',
  'w4321',
  'h7 w0',
  'w3 of',
  '"of 2"',
  '"1 n77"',
  'nothing',
  'w1*',
  'h* w12*',
  'n99* "of 2 n"*',
  'nothing*',
];
const COMMIT_BYTES = 1_500_000;

describe('a large hour', () => {
  it('answers as SQLite does while packs of it gather and when they are merged', () => {
    const choices = new Choices(20_250_611);
    const directory = new MemoryDirectory();
    const writer = new StoreWriter(directory, { create: true, commitBytes: COMMIT_BYTES });
    const sqlite = new SqliteOracle();
    const times: number[] = [];
    let sequence = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const lines = Array.from({ length: MESSAGES / ROUNDS }, () => makeLine(choices, times));
      for (const line of lines) sqlite.add(searchedTextOf(Buffer.from(line)));
      sequence = feed(writer, `${lines.join('\n')}\n`, sequence);
      if (round === 3 || round === 7)
        check(directory, sqlite, times, ['w17', 'h7 w0', '"1 n77"', 'w17* h7']);
    }
    expect(writer.catalog.packs.length).toBeGreaterThanOrEqual(MERGED_PACKS);
    check(directory, sqlite, times, QUERIES);
    writer.seal();
    expect(writer.catalog.packs).toHaveLength(1);
    expect(writer.catalog.packs[0]?.messages).toBeGreaterThan(SMALL_PACK_MESSAGES);
    check(directory, sqlite, times, QUERIES);
    for (const report of verifyStore(directory, writer.catalog, { deep: true }))
      expect(report.findings).toEqual([]);
    writer.close();
    sqlite.close();
  });
});

/** Anywhere in the hour, seldom in the next one. Words from those in every message to those in one. */
function makeLine(choices: Choices, times: number[]): string {
  const time = START + choices.below(HOUR) + (choices.chance(0.05) ? HOUR : 0);
  times.push(time);
  const rare = Math.floor(choices.fraction() ** 4 * 50_000);
  return `${new Date(time).toISOString()} h${choices.below(20)} app: all w${rare} of ${choices.below(3)} n${times.length}`;
}

function feed(writer: StoreWriter, text: string, sequence: number): number {
  const zone = timeZone('UTC');
  const now = Date.UTC(2026, 0, 1);
  const clock = new LineClock({ zone, reference: now, now, fallback: START });
  const options = { source: 'in.log', continuing: false, nextSequence: sequence };
  const router = new MessageRouter(writer, clock, options);
  const bytes = Buffer.from(text);
  const framer = new LineFramer();
  router.add(framer.push(bytes), now);
  router.add(framer.finish(), now);
  writer.endTurn(bytes.length);
  writer.commit({ nextSequence: router.nextSequence, inputs: [] });
  return router.nextSequence;
}

function check(
  directory: MemoryDirectory,
  sqlite: SqliteOracle,
  times: readonly number[],
  queries: readonly string[],
): void {
  const reader = new StoreReader(directory, ({ error }) => {
    throw error;
  });
  const ranges = [{ from: START + 600_000, to: START + HOUR + 300_000 }];
  const inRange = (time: number) => ranges.some(({ from, to }) => time >= from && time < to);
  for (const text of queries) {
    const words = text.match(/"[^"]*"\*?|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
    const rows = sqlite.match(
      words.filter((word) => !word.endsWith('*')),
      words.flatMap((word) => (word.endsWith('*') ? [word.slice(0, -1)] : [])),
    );
    rows.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
    const query = parseQuery(text);
    const all = { query, ranges: undefined };
    expect(total(reader, all), text).toBe(rows.length);
    const rowsInRange = rows.filter((row) => inRange(times[row] ?? 0));
    expectSame(sequences(reader, { query, ranges }), rowsInRange, text);
    expectSame(sequences(reader, all, 1000), rows.slice(-1000), text);
  }
  expect(total(reader, { query: parseQuery(''), ranges: undefined })).toBe(times.length);
}

/** `toEqual` takes seconds for so many. */
function expectSame(got: readonly number[], expected: readonly number[], query: string): void {
  expect(got.length, query).toBe(expected.length);
  const differs = got.findIndex((each, i) => each !== expected[i]);
  if (differs >= 0)
    expect(got.slice(differs, differs + 10), query).toEqual(expected.slice(differs, differs + 10));
}

type Plan = Parameters<StoreReader['search']>[0];

function total(reader: StoreReader, plan: Plan): number {
  let sum = 0;
  for (const part of reader.count(plan)) sum += part;
  return sum;
}

function sequences(reader: StoreReader, plan: Plan, limit?: number): number[] {
  const options = limit === undefined ? {} : { limit };
  return [...reader.search(plan, options)].flat().map(({ sequence }) => sequence);
}
