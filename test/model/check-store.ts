import { expect } from 'vitest';
import type { StoreReader } from '../../src/engine/store-reader.js';
import { verifyStore } from '../../src/engine/verify.js';
import { parsePhrase, parseQuery } from '../../src/query/parser.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { inOrder, type KnownMessage } from '../support/oracle.js';
import { makeMessage } from '../support/oracle-messages.js';
import { Choices } from '../support/oracle-random.js';
import { checkSummary } from './check-summaries.js';
import { type RandomQuery, randomQuery } from './random-queries.js';
import { StoreModel } from './store-model.js';

const QUERIES = 30;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 1);

/** Where the hours of a store lie: in plain weeks, around New Year, and where clocks are put back or forward. */
const ERAS = [
  Date.UTC(2024, 4, 15, 12),
  Date.UTC(2023, 11, 31, 22),
  Date.UTC(2023, 9, 29, 0),
  Date.UTC(2024, 2, 31, 0),
];
const ZONES = ['UTC', 'Asia/Kathmandu', 'Europe/Berlin', '-03:30'];

/** Asks a store `count` random questions. */
export type Questioning = (choices: Choices, model: StoreModel, count: number) => void;

/** Checks stores of `count` seeds by random questions; a failure names its own seed. */
export function checkStores(seed: number, count: number, ask: Questioning = checkQueries): void {
  for (let run = 0; run < count; run++) {
    try {
      checkStore(new Choices(seed + run), ask);
    } catch (error) {
      throw new Error(
        `HAYABUSA_TEST_SEED=${seed + run}: ${error instanceof Error ? error.message : error}`,
        { cause: error },
      );
    }
  }
}

/** Builds one store in several ingests, and asks it questions on the way. */
function checkStore(choices: Choices, ask: Questioning): void {
  const commitBytes = () => choices.of([1, 300, 3000, 30_000, 10_000_000]);
  const model = new StoreModel(commitBytes());
  try {
    const zone = timeZone(choices.of(ZONES));
    const start = choices.of(ERAS);
    const hours = choices.of([1, 2, 5, 30]);
    const ingests = choices.between(1, 5);
    for (let ingest = 0; ingest < ingests; ingest++) {
      const count = choices.of([1, 3, 30, 60, 200]);
      const isOrdered = choices.chance(0.4);
      const times = Array.from({ length: count }, () => randomTime(choices, start, hours));
      if (isOrdered) times.sort((a, b) => a - b);
      const framing = choices.of(['newline', 'newline', 'octet'] as const);
      let messages = times.map((time) => makeMessage(choices, time, zone));
      // Octet counting knows no empty messages, and nothing but it carries an LF.
      if (framing === 'octet')
        messages = messages.map(({ raw, time }) => ({
          raw: raw === '' ? 'x' : raw + (choices.chance(0.2) ? '\nand \n more' : ''),
          time,
        }));
      const reference = start + (hours + 1) * HOUR;
      model.ingest(
        {
          name: `${['', '/srv/log/', 'a b/'][ingest % 3]}file-${ingest % 3}.log`,
          messages,
          framing,
          limit: choices.of([200, 1000, 1 << 20]),
          clock: { zone, reference, now: NOW, fallback: start },
        },
        choices,
      );
      if (ingest < ingests - 1 && choices.chance(0.3)) continue;
      model.commit();
      if (choices.chance(0.4)) model.seal();
      if (choices.chance(0.3)) model.reopen(commitBytes());
      ask(choices, model, ingest === ingests - 1 ? QUERIES : 5);
    }
    ask(choices, model, QUERIES);
    model.seal();
    ask(choices, model, QUERIES / 4);
    for (const report of verifyStore(model.directory, model.reader().catalog, { deep: true }))
      expect(report.findings, 'findings of verify').toEqual([]);
  } finally {
    model.close();
  }
}

/** Often the same few instants, so that many messages are told apart only by when they arrived. */
function randomTime(choices: Choices, start: number, hours: number): number {
  if (choices.chance(0.03)) return start - choices.between(1, 60) * 24 * HOUR;
  const time = start + choices.below(hours * HOUR);
  return choices.chance(0.5) ? Math.floor(time / 600_000) * 600_000 : time;
}

function checkQueries(choices: Choices, model: StoreModel, count: number): void {
  const { messages } = model.bruteForce;
  const reader = model.reader();
  for (let i = 0; i < count; i++) {
    const asked = randomQuery(choices, messages);
    const expected = model.bruteForce.search(asked);
    expectSame(asked, expected, answerOf(reader, asked), 'search');
    checkCounts(choices, reader, asked, expected, model);
    checkSqlite(asked, expected, model);
  }
}

function planOf({ text, exact, ranges }: RandomQuery): Parameters<StoreReader['search']>[0] {
  return { query: exact ? parsePhrase(text) : parseQuery(text), ranges };
}

function answerOf(reader: StoreReader, asked: RandomQuery): KnownMessage[] {
  const { limit, newestFirst } = asked;
  const options = limit === undefined ? { newestFirst } : { newestFirst, limit };
  return [...reader.search(planOf(asked), options)].flat().map((message) => ({
    raw: asText(message.raw),
    time: message.time,
    source: message.source,
    sequence: message.sequence,
    pieces: [],
  }));
}

/** Counts know no limit: as many as there are. */
function checkCounts(
  choices: Choices,
  reader: StoreReader,
  asked: RandomQuery,
  expected: readonly KnownMessage[],
  model: StoreModel,
): void {
  const all =
    asked.limit === undefined ? expected : model.bruteForce.search({ ...asked, limit: undefined });
  let sum = 0;
  for (const part of reader.count(planOf(asked))) sum += part;
  expect(sum, `count of ${describeQuery(asked)}`).toBe(all.length);
  checkSummary(choices, reader, planOf(asked), all);
}

/** SQLite knows words, prefixes and phrases only; times, order and limits are brute force's. */
function checkSqlite(
  asked: RandomQuery,
  expected: readonly KnownMessage[],
  model: StoreModel,
): void {
  const { phrases, prefixes, addresses } = asked;
  if (addresses.length > 0 || phrases.length + prefixes.length === 0) return;
  // A row is a piece of a message: each phrase may stand in another.
  const messagesWith = (rows: readonly number[]) =>
    new Set(rows.map((row) => model.messageOfRow[row]));
  const each = [
    ...phrases.map((phrase) => messagesWith(model.sqlite.match([phrase]))),
    ...prefixes.map((prefix) => messagesWith(model.sqlite.match([], [prefix]))),
  ];
  const found = model.bruteForce.messages.filter(
    ({ time }, i) =>
      each.every((numbers) => numbers.has(i)) &&
      (asked.ranges?.some(({ from, to }) => time >= from && time < to) ?? true),
  );
  expectSame(asked, inOrder(found, asked), expected, 'SQLite');
}

function expectSame(
  asked: RandomQuery,
  expected: readonly KnownMessage[],
  got: readonly KnownMessage[],
  what: string,
): void {
  const lines = (messages: readonly KnownMessage[]) =>
    messages.map(
      (each) => `${each.time} ${each.sequence} ${each.source} ${JSON.stringify(each.raw)}`,
    );
  expect(lines(got), `${what}: ${describeQuery(asked)}`).toEqual(lines(expected));
}

function describeQuery({ text, exact, ranges, limit, newestFirst }: RandomQuery): string {
  return JSON.stringify({ text, exact, ranges, limit, newestFirst });
}
