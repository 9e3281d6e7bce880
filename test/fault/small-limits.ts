import type * as Limits from '../../src/base/limits.js';

/**
 * `src/base/limits.js` with limits so low that small inputs come to commits of both kinds, to packs of several blocks,
 * and to a log that a commit seals. For `vi.mock`.
 */
export function withSmallLimits(actual: typeof Limits): Record<keyof typeof Limits, number> {
  return {
    ...actual,
    BLOCK_ROWS: 20,
    COMMIT_TEXT_BYTES: 40_000,
    SMALL_PACK_TEXT_BYTES: 5000,
    LOG_BLOCK_TEXT_BYTES: 700,
    LOG_COMMIT_BYTES: 1450,
    SEAL_LOG_BYTES: 6500,
  };
}
