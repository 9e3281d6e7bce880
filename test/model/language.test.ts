import { describe, expect, it } from 'vitest';
import type { StoreReader } from '../../src/engine/store-reader.js';
import { parseQuery } from '../../src/query/parser.js';
import { asText } from '../support/bytes.js';
import { inOrder, type KnownMessage } from '../support/oracle.js';
import { answersPlainly } from '../support/oracle-query.js';
import type { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { checkStores } from './check-store.js';
import { ftsQuery } from './fts-query.js';
import { isLine } from './language-checks.js';
import { type Question, randomQuestion } from './random-language.js';
import { randomRanges } from './random-queries.js';
import type { StoreModel } from './store-model.js';

/**
 * Random questions of the whole language, as texts, against brute force; and those of words, phrases and prefixes against
 * SQLite's FTS5 too. A failure names the seed of its store, as in engine.test.ts.
 */
const STORES = 25;

describe('language', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `answers as brute force does (${numRuns} stores from seed ${seed})`,
    () => {
      const found = { some: 0, none: 0 };
      checkStores(seed, numRuns, (choices, model, count) => {
        const reader = model.reader();
        for (let i = 0; i < count; i++) {
          const question = randomQuestion(choices, model.bruteForce.messages, 'all');
          if (isLine(question)) continue;
          const isFound = checkQuestion(choices, model, reader, question);
          found[isFound ? 'some' : 'none']++;
        }
      });
      expect(found.some, 'questions that find something').toBeGreaterThan(found.none);
    },
    300_000 * Math.max(1, numRuns / STORES),
  );

  it(
    `answers as FTS5 does where it knows the language (${numRuns} stores from seed ${seed})`,
    () => {
      checkStores(seed, numRuns, (choices, model, count) => {
        const reader = model.reader();
        for (let i = 0; i < count; i++) {
          const question = randomQuestion(choices, model.bruteForce.messages, 'fts');
          if (!isLine(question)) checkFts(model, reader, question);
        }
      });
    },
    300_000 * Math.max(1, numRuns / STORES),
  );
});

/** Searches and counts, with ranges and limits at random. Returns whether anything was found. */
function checkQuestion(
  choices: Choices,
  model: StoreModel,
  reader: StoreReader,
  { query, text }: Question,
): boolean {
  const { messages } = model.bruteForce;
  const ranges = randomRanges(choices, messages);
  const limit = choices.chance(0.3) ? choices.between(1, messages.length + 2) : undefined;
  const newestFirst = choices.chance(0.3);
  const matching = messages.filter(
    ({ time, pieces }) =>
      (ranges?.some(({ from, to }) => time >= from && time < to) ?? true) &&
      answersPlainly(query, pieces),
  );
  const expected = inOrder(matching, { ranges, limit, newestFirst, ...NOTHING });
  const plan = { query: parseQuery(text), ranges };
  const options = limit === undefined ? { newestFirst } : { newestFirst, limit };
  const what = JSON.stringify({ text, query, ranges, limit, newestFirst });
  const got = [...reader.search(plan, options)].flat();
  expect(
    got.map((message) => `${message.time} ${message.sequence} ${asText(message.raw)}`),
    `search: ${what}`,
  ).toEqual(expected.map(shown));
  let count = 0;
  for (const part of reader.count(plan)) count += part;
  expect(count, `count: ${what}`).toBe(matching.length);
  return matching.length > 0;
}

const NOTHING = { phrases: [], prefixes: [], addresses: [] };

function shown({ time, sequence, raw }: KnownMessage): string {
  return `${time} ${sequence} ${raw}`;
}

/** SQLite's rows are pieces: messages of several are left out on both sides. */
function checkFts(model: StoreModel, reader: StoreReader, { query, text }: Question): void {
  const { messages } = model.bruteForce;
  const { expression, isNegated } = ftsQuery(query);
  const numbers = new Set(
    model.sqlite.matchExpression(expression).map((row) => model.messageOfRow[row]),
  );
  const expected = messages
    .filter(({ pieces }, i) => pieces.length === 1 && numbers.has(i) !== isNegated)
    .map(({ sequence }) => sequence);
  const inPieces = new Set(
    messages.filter(({ pieces }) => pieces.length > 1).map(({ sequence }) => sequence),
  );
  const got = [...reader.search({ query: parseQuery(text), ranges: undefined }, {})]
    .flat()
    .map(({ sequence }) => sequence)
    .filter((sequence) => !inPieces.has(sequence));
  expect(
    got.sort((a, b) => a - b),
    `${text}: ${expression}`,
  ).toEqual(expected);
}
