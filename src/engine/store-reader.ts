import { corruption, type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import { readCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import type { FoundMessage } from '../executor/found-message.js';
import { type Hit, mergeHits } from '../executor/hit-merge.js';
import { fetchMessages } from '../executor/message-fetcher.js';
import {
  type Candidate,
  candidateBlocks,
  countBlock,
  countInDictionary,
  rowsOfBlock,
} from '../executor/pack-search.js';
import { type Asked, askedOf } from '../executor/term-test.js';
import type { PackInfo } from '../pack/pack-format.js';
import type { PackReader } from '../pack/pack-reader.js';
import { type Plan, planPacks, type TimeRange } from '../planner/plan.js';
import type { Directory } from '../storage/directory.js';
import { logPath, packPath } from '../storage/file-names.js';
import { LogPack } from './log-packs.js';
import { PackCache } from './pack-cache.js';

export type SearchOptions = {
  /** Only the newest so many messages. */
  limit?: number;
  /** Newest first; oldest first unless told so. */
  newestFirst?: boolean;
};

/**
 * What is wrong with the store, as a search met it. `lost` says whether messages may be missing from the answer: a
 * damaged index only makes it slower, damaged messages are gone.
 */
export type DamageReport = { readonly error: HayabusaError; readonly lost: boolean };

/** What is known of a whole pack without a look at its blocks; undefined when nothing is. */
type WholePack<T> = (pack: PackReader, ranges: readonly TimeRange[] | undefined) => T | undefined;

/** Answers plans from a store as it was last committed. Takes no lock and writes nothing. */
export class StoreReader {
  readonly directory: Directory;
  readonly #onDamage: (report: DamageReport) => void;
  readonly #reported = new Set<string>();
  readonly #cache: PackCache;
  readonly #logPack: LogPack;
  #catalog: Catalog;

  constructor(directory: Directory, onDamage: (report: DamageReport) => void) {
    this.directory = directory;
    this.#onDamage = onDamage;
    this.#catalog = readCatalog(directory);
    this.#cache = new PackCache(directory);
    this.#logPack = new LogPack(directory);
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Sees what was committed since. */
  refresh(): void {
    this.#catalog = readCatalog(this.directory);
    this.#cache.keep(this.#catalog.packs);
  }

  close(): void {
    this.#cache.close();
  }

  /** How many messages a plan finds: numbers whose sum is the answer, as they become known. */
  *count(plan: Plan): Generator<number> {
    const asked = askedOf(plan.query);
    const { packs, candidates } = this.#candidates(plan, asked, (pack, ranges) =>
      countInDictionary(pack, asked, ranges),
    );
    try {
      for (const { count, overlapping } of packs) {
        if (count > 0) yield count;
        candidates.push(...overlapping);
      }
      for (const candidate of candidates) {
        const count = this.#unlessDamaged(() => countBlock(candidate, asked, this.#cache.block));
        if (count !== undefined && count > 0) yield count;
      }
    } finally {
      this.#cache.endSearch();
    }
  }

  /** The messages a plan finds, in batches, in order of time and then of arrival. */
  *search(plan: Plan, options: SearchOptions = {}): Generator<FoundMessage[]> {
    const asked = askedOf(plan.query);
    const { limit, newestFirst = false } = options;
    const { block } = this.#cache;
    const rowsOf = (candidate: Candidate) =>
      this.#unlessDamaged(() => {
        const reader = block(candidate);
        const rows = rowsOfBlock(candidate, asked, reader);
        if (rows.length > 0) {
          // What merging asks for next: damage is met here.
          reader.times();
          reader.arrival();
        }
        return { rows, reader };
      });
    try {
      const { candidates } = this.#candidates(plan, asked, () => undefined);
      const hits = mergeHits(candidates, newestFirst || limit !== undefined, rowsOf);
      for (const batch of limit === undefined ? hits : newest(hits, limit, newestFirst)) {
        const messages = fetchMessages(batch, block, this.#lost);
        if (messages.length > 0) yield messages;
      }
    } finally {
      this.#cache.endSearch();
    }
  }

  /**
   * The blocks that can hold an answer, of all packs and of the log; but for packs of which `whole` knows better: then what
   * that says.
   */
  #candidates<T>(
    plan: Plan,
    asked: Asked,
    whole: WholePack<T>,
  ): { packs: T[]; candidates: Candidate[] } {
    for (let attempt = 0; ; attempt++) {
      try {
        return this.#candidatesOf(plan, asked, whole);
      } catch (error) {
        // The writer has just replaced what the catalog named: look again, a few times.
        if (!isSystemError(error, 'ENOENT') || attempt === 4) throw error;
        const before = this.#catalog.generation;
        this.refresh();
        if (this.#catalog.generation === before)
          return this.#candidatesOf(plan, asked, whole, this.#missing);
      }
    }
  }

  #candidatesOf<T>(
    plan: Plan,
    asked: Asked,
    whole: WholePack<T>,
    onMissing?: (path: string) => void,
  ): { packs: T[]; candidates: Candidate[] } {
    const packs: T[] = [];
    const candidates: Candidate[] = [];
    const open = <R>(path: string, action: () => R): R | undefined => {
      try {
        return action();
      } catch (error) {
        if (!isSystemError(error, 'ENOENT') || onMissing === undefined) throw error;
        onMissing(path);
        return undefined;
      }
    };
    const search = (reader: PackReader, ranges: readonly TimeRange[] | undefined) => {
      const known = this.#unlessIndexDamaged(() => whole(reader, ranges));
      if (known !== undefined) packs.push(known);
      else candidates.push(...this.#inPack(reader, asked, ranges));
    };
    for (const { pack, ranges } of planPacks(plan, this.#catalog.packs)) {
      const reader = open(packPath(pack.number), () => this.#cache.pack(pack));
      if (reader !== undefined) search(reader, ranges);
    }
    const { log } = this.#catalog;
    const reader = open(logPath(log.number), () => this.#logPack.pack(log, this.#lost));
    if (reader !== undefined) search(reader, plan.ranges);
    return { packs, candidates };
  }

  /** Damage of an index is told by `#inPack`, which searches all the same. */
  #unlessIndexDamaged<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      return undefined;
    }
  }

  #inPack(pack: PackReader, asked: Asked, ranges: readonly TimeRange[] | undefined): Candidate[] {
    try {
      return candidateBlocks(pack, asked, ranges, false);
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      // Without its index a pack is searched message by message; without its tables not at all.
      return (
        this.#unlessDamaged(() => {
          const all = candidateBlocks(pack, asked, ranges, true);
          this.#report({ error, lost: false });
          return all;
        }) ?? []
      );
    }
  }

  #unlessDamaged<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      this.#lost(error);
      return undefined;
    }
  }

  readonly #missing = (path: string): void =>
    this.#lost(
      corruption('File missing', `${this.directory.location}/${path}`, 0, 'a file', 'nothing'),
    );

  readonly #lost = (error: HayabusaError): void => this.#report({ error, lost: true });

  #report(report: DamageReport): void {
    if (this.#reported.has(report.error.message)) return;
    this.#reported.add(report.error.message);
    this.#onDamage(report);
  }
}

/** The first `limit` hits of a stream that comes newest first, in the order asked for. */
function newest(hits: Iterable<Hit[]>, limit: number, newestFirst: boolean): Hit[][] {
  const found: Hit[] = [];
  for (const batch of hits) {
    found.push(...batch.slice(0, limit - found.length));
    if (found.length >= limit) break;
  }
  if (!newestFirst) found.reverse();
  const batches: Hit[][] = [];
  for (let i = 0; i < found.length; i += 512) batches.push(found.slice(i, i + 512));
  return batches;
}

/** The packs of a catalog with messages in an hour. */
export function packsOfHour(packs: readonly PackInfo[], hour: number): PackInfo[] {
  return packs.filter(({ hours }) => hours.some((each, i) => i % 2 === 0 && each === hour));
}
