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
  /** Packs of the store, the message log among them; those whose hours the ranges touch; those that have the words. */
  packs = 0;
  packsInTime = 0;
  packsWithWords = 0;
  /** Blocks of packs in time; those that can hold an answer; those whose columns were read. */
  blocks = 0;
  candidates = 0;
  blocksOpened = 0;
  /** Terms looked up, and posting lists decoded. */
  lookups = 0;
  postingLists = 0;
  /** Messages that were made to see whether they answer; and to be printed. */
  verified = 0;
  printed = 0;
  /** Of files. */
  reads = 0;
  bytesRead = 0;
  readonly millis: Record<Stage, number> = { open: 0, lookup: 0, columns: 0, messages: 0 };

  /** Runs an action as part of a stage. */
  time<T>(stage: Stage, action: () => T): T {
    const start = performance.now();
    try {
      return action();
    } finally {
      this.millis[stage] += performance.now() - start;
    }
  }
}
