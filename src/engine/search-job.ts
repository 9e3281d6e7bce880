import type { MessagePort } from 'node:worker_threads';
import type { PackInfo } from '../pack/pack-format.js';
import type { CompiledModule } from '../pack/wasm.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import type { TallySpec } from '../tally/tally-spec.js';
import type { SerializedError } from './thread-error.js';

/** A search as several threads share it: plain data. */
export type SearchJob = {
  /** The store's folder in the file system. */
  readonly location: string;
  readonly query: Query;
  /** What is asked for: numbers of messages, the rows, or a tally. */
  readonly wanted: 'counts' | 'rows' | TallySpec;
  /** In the order of the output, and whether that is backwards. */
  readonly packs: readonly JobPack[];
  readonly newestFirst: boolean;
  /** What `SearchClaims` share. */
  readonly claims: Int32Array;
  /**
   * Int32: how many answers workers have given, how many of them were taken (rows wait for their turn in the output), a number
   * that changes with each answer and when a pack was looked up, and of each worker whether it has begun: 1 before its first
   * claim.
   */
  readonly progress: Int32Array;
};

export type JobPack = {
  readonly info: PackInfo;
  readonly ranges: readonly TimeRange[] | undefined;
  /** The number of its first block, counted through all packs. */
  readonly firstBlock: number;
};

export const GIVEN = 0;
export const TAKEN = 1;
export const NEWS = 2;
export const FIRST_BEGUN = 3;

/** Wakes the threads that wait for news. */
export function tellNews(progress: Int32Array): void {
  Atomics.add(progress, NEWS, 1);
  Atomics.notify(progress, NEWS);
}

/** How a worker is started. */
export type SearchWorkerData = {
  readonly job: SearchJob;
  /** Its place among the workers. */
  readonly place: number;
  readonly port: MessagePort;
  /** The kernel that the thread that asks has compiled. */
  readonly kernel: CompiledModule | undefined;
};

/** What a worker says. */
export type SearchAnswer =
  | { readonly kind: 'count'; readonly count: number }
  /** Of the block with this number. */
  | { readonly kind: 'rows'; readonly block: number; readonly rows: Uint32Array }
  /** Of the tally: what the worker has summed up. */
  | { readonly kind: 'part'; readonly part: unknown }
  | { readonly kind: 'damage'; readonly error: SerializedError; readonly lost: boolean }
  | { readonly kind: 'failed'; readonly error: SerializedError }
  | { readonly kind: 'done' };
