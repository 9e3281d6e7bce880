import { describe, it } from 'vitest';
import { randomRuns } from '../support/random-runs.js';
import { checkStores } from './check-store.js';

/**
 * The whole engine, from bytes to answers, against brute force and against SQLite. A failure names the seed of its
 * store: `HAYABUSA_TEST_SEED=… HAYABUSA_TEST_RUNS=0.01 npx vitest run test/model` runs that store first;
 * HAYABUSA_TEST_RUNS=50 runs fifty times as many, each with a seed of its own.
 */
const STORES = 60;

describe('engine', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `answers as brute force and SQLite do (${numRuns} stores from seed ${seed})`,
    () => checkStores(seed, numRuns),
    240_000 * Math.max(1, numRuns / STORES),
  );
});
