import { describe, it, vi } from 'vitest';
import { randomRuns } from '../support/random-runs.js';
import { checkStores } from './check-store.js';

/**
 * The engine once more, with limits so low that small stores come to have what else only large ones have: many blocks,
 * many packs, logs that are sealed by a commit, packs that are merged.
 */
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

const STORES = 60;

describe('engine with many small packs', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `answers as brute force and SQLite do (${numRuns} stores from seed ${seed})`,
    () => checkStores(seed + 5_000_000, numRuns),
    240_000 * Math.max(1, numRuns / STORES),
  );
});
