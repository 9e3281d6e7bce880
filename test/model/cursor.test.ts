import { describe, expect, it, vi } from 'vitest';
import type { StoreReader } from '../../src/engine/store-reader.js';
import type { Plan } from '../../src/planner/plan.js';
import { parsePhrase, parseQuery } from '../../src/query/parser.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { makeMessage } from '../support/oracle-messages.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { type RandomQuery, randomQuery } from './random-queries.js';
import { StoreModel } from './store-model.js';

/** Limits so low that between two steps of a reader logs are sealed, packs merged, and blocks end. */
vi.mock('../../src/base/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  BLOCK_ROWS: 12,
  BLOCK_TEXT_BYTES: 3000,
  COMMIT_TEXT_BYTES: 40_000,
  SMALL_PACK_TEXT_BYTES: 8000,
  LOG_COMMIT_BYTES: 1500,
  SEAL_LOG_BYTES: 4000,
  LOG_BLOCK_TEXT_BYTES: 700,
  MERGED_PACKS: 3,
  MAX_OPEN_PACKS: 2,
  MAX_OPEN_BLOCKS: 2,
}));

const HOUR = 3_600_000;
const START = Date.UTC(2024, 1, 28, 20);
const ZONE = timeZone('UTC');
const STORES = 15;

describe('reading on by number of arrival', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `in steps, between which messages come in, are sealed and merged, finds each once (${numRuns} stores from seed ${seed})`,
    () => {
      for (let run = 0; run < numRuns; run++) {
        try {
          checkStore(new Choices(seed + 9_000_000 + run));
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new Error(`HAYABUSA_TEST_SEED=${seed + run}: ${message}`, { cause: error });
        }
      }
    },
    240_000 * Math.max(1, numRuns / STORES),
  );
});

/** Somebody who asks the same again and again, and goes on where the answer before ended. */
class Follower {
  readonly asked: RandomQuery;
  readonly #model: StoreModel;
  readonly #plan: Plan;
  #reader: StoreReader;
  /** An answer that is not read to its end yet. */
  #open: ReturnType<StoreReader['arrivals']> | undefined;
  next = 0;
  readonly found: string[] = [];

  constructor(model: StoreModel, asked: RandomQuery) {
    this.#model = model;
    this.asked = asked;
    const { text, exact, ranges } = asked;
    this.#plan = { query: exact ? parsePhrase(text) : parseQuery(text), ranges };
    this.#reader = model.reader();
  }

  step(choices: Choices): void {
    if (choices.chance(0.2)) {
      // Another process: it has nothing but the number.
      this.#reader = this.#model.reader();
      this.#open = undefined;
    }
    if (this.#open === undefined) {
      this.#reader.refresh();
      const limit = choices.chance(0.5) ? choices.between(1, 30) : undefined;
      const options = limit === undefined ? {} : { limit };
      this.#open = this.#reader.arrivals(this.#plan, { from: this.next, ...options });
    }
    for (const batch of this.#open) {
      this.#take(batch);
      // Stops for good; or lies still while the store goes on.
      if (choices.chance(0.1)) break;
    }
    this.#open = undefined;
  }

  /** Reads one batch of an answer, and leaves the rest for the next step. */
  pause(): void {
    this.#reader.refresh();
    this.#open ??= this.#reader.arrivals(this.#plan, { from: this.next });
    const result = this.#open.next();
    if (result.done) this.#open = undefined;
    else this.#take(result.value);
  }

  finish(): void {
    this.#reader = this.#model.reader();
    for (const batch of this.#reader.arrivals(this.#plan, { from: this.next })) this.#take(batch);
    expect(this.next).toBe(this.#reader.catalog.nextSequence);
    const again = [...this.#reader.arrivals(this.#plan, { from: this.next })];
    expect(again).toEqual([{ messages: [], next: this.next }]);
  }

  /** All that is found from a number on. */
  from(sequence: number): string[] {
    return [...this.#reader.arrivals(this.#plan, { from: sequence })].flatMap(({ messages }) =>
      messages.map(lineOf),
    );
  }

  #take({ messages, next }: { messages: Parameters<typeof lineOf>[0][]; next: number }): void {
    expect(next).toBeGreaterThanOrEqual(this.next);
    this.found.push(...messages.map(lineOf));
    this.next = next;
  }
}

function lineOf(message: { sequence: number; raw: Uint8Array }): string {
  return `${message.sequence} ${asText(message.raw)}`;
}

function checkStore(choices: Choices): void {
  const model = new StoreModel(choices.of([1, 300, 3000, 30_000]));
  try {
    const followers: Follower[] = [];
    const rounds = choices.between(2, 8);
    for (let round = 0; round < rounds; round++) {
      const messages = Array.from({ length: choices.of([1, 3, 30, 90]) }, () =>
        makeMessage(choices, START + choices.below(5 * HOUR), ZONE),
      );
      model.ingest(
        {
          name: `file-${round % 3}.log`,
          messages,
          framing: 'newline',
          limit: choices.of([200, 1 << 20]),
          clock: {
            zone: ZONE,
            reference: START + 6 * HOUR,
            now: START + 6 * HOUR,
            fallback: START,
          },
        },
        choices,
      );
      if (choices.chance(0.8)) model.commit();
      if (followers.length === 0)
        for (let i = 0; i < 6; i++)
          followers.push(new Follower(model, randomQuery(choices, model.bruteForce.messages)));
      for (const follower of followers)
        if (choices.chance(0.3)) follower.pause();
        else if (choices.chance(0.6)) follower.step(choices);
      if (choices.chance(0.5)) {
        model.commit();
        if (choices.chance(0.8)) model.seal();
        if (choices.chance(0.4)) model.reopen(choices.of([1, 3000]));
      }
      for (const follower of followers) if (choices.chance(0.3)) follower.step(choices);
    }
    model.commit();
    if (choices.chance(0.5)) model.seal();
    for (const follower of followers) {
      follower.finish();
      const { limit: _, ...asked } = follower.asked;
      const expected = model.bruteForce
        .search({ ...asked, limit: undefined })
        .sort((a, b) => a.sequence - b.sequence);
      const lines = expected.map(({ sequence, raw }) => `${sequence} ${raw}`);
      const what = `${JSON.stringify(asked.text)} ${JSON.stringify(asked.ranges)}`;
      expect(follower.found, what).toEqual(lines);
      const from = choices.below(follower.next + 1);
      const rest = expected.filter(({ sequence }) => sequence >= from);
      expect(follower.from(from), `${what} from ${from}`).toEqual(
        rest.map(({ sequence, raw }) => `${sequence} ${raw}`),
      );
    }
  } finally {
    model.close();
  }
}
