import { monotonicMillis } from '../base/monotonic-clock.js';
import type { PackReader } from '../pack/pack-reader.js';

/** The stages of a search, in their order. */
export const STAGES: readonly Stage[] = ['open', 'lookup', 'columns', 'messages'];
export type Stage =
  /** Catalog and packs opened, the message log made into a pack. */
  | 'open'
  /** Words looked up in dictionaries, posting lists decoded, blocks ruled out. */
  | 'lookup'
  /** Columns of blocks decoded and searched, messages verified. */
  | 'columns'
  /** Messages made that are printed. */
  | 'messages';

/** What a search did, as it goes on: counts, bytes, and milliseconds by stage. */
export class SearchProfile {
  /** Packs of the store, the message log among them; those whose hours the ranges touch; those with blocks that can answer. */
  packs = 0;
  packsInTime = 0;
  packsAnswering = 0;
  /** Blocks of packs that were asked; those that can hold an answer; those that were opened. */
  blocks = 0;
  candidates = 0;
  blocksOpened = 0;
  /** Messages that were made to see whether they answer; and to be printed. */
  verified = 0;
  printed = 0;
  /** Of files. */
  reads = 0;
  bytesRead = 0;
  readonly #packs = new Set<PackReader>();
  readonly millis: Record<Stage, number> = { open: 0, lookup: 0, columns: 0, messages: 0 };

  /** Posting lists decoded, of the packs that were asked. */
  get postingLists(): number {
    let lists = 0;
    for (const pack of this.#packs) lists += pack.index().listsRead;
    return lists;
  }

  /** Says that a pack was asked for blocks that can hold an answer. */
  addPack(pack: PackReader, candidates: number): void {
    this.#packs.add(pack);
    this.blocks += pack.blocks.length;
    this.candidates += candidates;
    if (candidates > 0) this.packsAnswering++;
  }

  /** Runs an action as part of a stage. */
  time<T>(stage: Stage, action: () => T): T {
    const start = monotonicMillis();
    try {
      return action();
    } finally {
      this.millis[stage] += monotonicMillis() - start;
    }
  }
}
