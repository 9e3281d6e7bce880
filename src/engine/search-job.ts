import type { MessagePort } from 'node:worker_threads';
import type { TallySpec } from '../executor/tally-spec.js';
import type { PackInfo } from '../pack/pack-format.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import type { SerializedError } from './thread-error.js';

/**
 * A search as several threads share it: plain data. Each block of each pack has a claim, numbered through in the order of the
 * packs; whoever sets it from 0 to 1 searches the block.
 */
export type SearchJob = {
  /** The store's folder in the file system. */
  readonly location: string;
  readonly query: Query;
  /** What is asked for: numbers of messages, the rows, or a tally. */
  readonly wanted: 'counts' | 'rows' | TallySpec;
  /** In the order of the output, and whether that is backwards. */
  readonly packs: readonly JobPack[];
  readonly newestFirst: boolean;
  /** Int32: a claim a block. */
  readonly claims: Int32Array;
  /**
   * Int32: how many answers workers have given, how many of them were taken (rows wait for their turn in the output), and of
   * each worker whether it has begun: 1 before its first claim.
   */
  readonly progress: Int32Array;
};

export type JobPack = {
  readonly info: PackInfo;
  readonly ranges: readonly TimeRange[] | undefined;
  readonly firstClaim: number;
};

export const GIVEN = 0;
export const TAKEN = 1;
export const FIRST_BEGUN = 2;

/** How a worker is started. */
export type SearchWorkerData = {
  readonly job: SearchJob;
  /** Its place among the workers. */
  readonly place: number;
  readonly port: MessagePort;
};

/** What a worker says. */
export type SearchAnswer =
  | { readonly kind: 'count'; readonly count: number }
  /** Of the block with this claim. */
  | { readonly kind: 'rows'; readonly claim: number; readonly rows: Uint32Array }
  /** Of the tally: what the worker has summed up. */
  | { readonly kind: 'part'; readonly part: unknown }
  | { readonly kind: 'damage'; readonly error: SerializedError; readonly lost: boolean }
  | { readonly kind: 'failed'; readonly error: SerializedError }
  | { readonly kind: 'done' };
