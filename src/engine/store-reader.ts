import { corruption, type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import { readCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { BlockAnswer } from '../executor/block-answer.js';
import { countBlock, rowsOfBlock } from '../executor/block-rows.js';
import { type CompiledQuery, compileQuery } from '../executor/compiled-query.js';
import type { ContextSearch } from '../executor/context.js';
import { type Explanation, explainLeaf, rowsOf } from '../executor/explanation.js';
import type { FoundMessage } from '../executor/found-message.js';
import { HIT_BATCH, type Hit, type HitSource, mergeHits } from '../executor/hit-merge.js';
import { fetchContext, fetchMessages } from '../executor/message-fetcher.js';
import { type Candidate, candidateBlocks, countInDictionary } from '../executor/pack-search.js';
import type { SearchProfile, Stage } from '../executor/search-profile.js';
import type { Tally } from '../executor/tally.js';
import type { PackReader } from '../pack/pack-reader.js';
import { type Plan, planPacks, type TimeRange } from '../planner/plan.js';
import { printQuery } from '../query/printer.js';
import { countedDirectory } from '../storage/counted-directory.js';
import type { Directory } from '../storage/directory.js';
import { logPath, packPath } from '../storage/file-names.js';
import { type ContextOptions, contextSearch } from './context-reader.js';
import { LogPack } from './log-packs.js';
import { PackCache } from './pack-cache.js';

export type SearchOptions = {
  /** Only the newest so many messages. */
  limit?: number;
  /** Newest first; oldest first unless told so. */
  newestFirst?: boolean;
  /** Also messages around these, in the same order, whatever their time. */
  context?: ContextOptions;
};

export type ArrivalOptions = {
  /** The number of arrival to begin with. */
  from: number;
  /** Only the first so many messages. */
  limit?: number;
};

/** Messages, and the number of arrival that the next batch begins with at the earliest. */
export type ArrivedMessages = { readonly messages: FoundMessage[]; readonly next: number };

/**
 * What is wrong with the store, as a search met it. `lost` says whether messages may be missing from the answer: a
 * damaged index only makes it slower, damaged messages are gone.
 */
export type DamageReport = { readonly error: HayabusaError; readonly lost: boolean };

/** A pack that can hold an answer; undefined ranges: all of it is asked for. */
type OpenPack = {
  readonly pack: PackReader;
  readonly ranges: readonly TimeRange[] | undefined;
};

/** Answers plans from a store as it was last committed. Takes no lock and writes nothing. */
export class StoreReader {
  readonly directory: Directory;
  readonly #onDamage: (report: DamageReport) => void;
  readonly #reported = new Set<string>();
  readonly #cache: PackCache;
  readonly #logPack: LogPack;
  readonly #profile: SearchProfile | undefined;
  #catalog: Catalog;

  /** With a `profile` it is told what searches do. */
  constructor(
    directory: Directory,
    onDamage: (report: DamageReport) => void,
    profile?: SearchProfile,
  ) {
    this.directory = profile === undefined ? directory : countedDirectory(directory, profile);
    this.#profile = profile;
    this.#onDamage = onDamage;
    this.#catalog = readCatalog(this.directory);
    this.#cache = new PackCache(this.directory, profile);
    this.#logPack = new LogPack(this.directory);
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
    const query = this.#compile(plan);
    this.#cache.beginSearch();
    try {
      for (const { pack, ranges } of this.#open(plan)) {
        const known = this.#unlessIndexDamaged(() =>
          this.#timed('lookup', () => countInDictionary(pack, query, ranges)),
        );
        if (known !== undefined) this.#profile?.addPack(pack, known.overlapping.length);
        if (known !== undefined && known.count > 0) yield known.count;
        for (const candidate of known?.overlapping ?? this.#inPack(pack, query, ranges)) {
          const count = this.#unlessDamaged(() =>
            this.#timed('columns', () => countBlock(candidate, query, this.#cache.block)),
          );
          if (count !== undefined && count > 0) yield count;
        }
      }
    } finally {
      this.#cache.endSearch();
    }
  }

  /** Adds what a plan finds to a tally, block by block: numbers of messages whose sum is how many there are. */
  *tally(plan: Plan, tally: Pick<Tally<unknown>, 'add'>): Generator<number> {
    const query = this.#compile(plan);
    this.#cache.beginSearch();
    try {
      for (const { pack, ranges } of this.#open(plan))
        for (const candidate of this.#inPack(pack, query, ranges)) {
          const count = this.#unlessDamaged(() =>
            this.#timed('columns', () => {
              const answer = new BlockAnswer(candidate, query, this.#cache.block);
              return tally.add(answer, this.#lost);
            }),
          );
          if (count !== undefined && count > 0) yield count;
        }
    } finally {
      this.#cache.endSearch();
    }
  }

  /** What a search for a plan would do. Reads dictionaries, and nothing of a block. */
  explain(plan: Plan): Explanation {
    const query = compileQuery(plan.query);
    this.#cache.beginSearch();
    try {
      const packs = this.#open(plan);
      const candidatesOf = (each: CompiledQuery) =>
        packs.map(({ pack, ranges }) => this.#inPack(pack, each, ranges));
      const candidates = candidatesOf(query);
      return {
        query: printQuery(plan.query),
        packs: this.#catalog.packs.length + (this.#catalog.log.bytes > 0 ? 1 : 0),
        packsInTime: packs.length,
        blocks: packs.reduce((sum, { pack }) => sum + pack.blocks.length, 0),
        messages: packs.reduce((sum, { pack }) => sum + pack.info.messages, 0),
        candidatePacks: candidates.filter(({ length }) => length > 0).length,
        candidates: candidates.flat().length,
        candidateMessages: rowsOf(candidates.flat()),
        leaves: query.leaves.map((leaf) =>
          explainLeaf(leaf, candidatesOf(compileQuery(leaf.leaf)).flat()),
        ),
      };
    } finally {
      this.#cache.endSearch();
    }
  }

  /** The messages a plan finds, in batches, in order of time and then of arrival. */
  *search(plan: Plan, options: SearchOptions = {}): Generator<FoundMessage[]> {
    const query = this.#compile(plan);
    const { limit, newestFirst = false, context } = options;
    this.#cache.beginSearch();
    try {
      const order = newestFirst || limit !== undefined ? 'newest first' : 'oldest first';
      const hits = mergeHits(this.#sources(plan, query, 0), order, this.#rowsOf(query));
      const batches = limit === undefined ? hits : newest(hits, limit, newestFirst);
      if (context !== undefined) {
        const around = this.#around(context, newestFirst).around(batches);
        for (const messages of fetchContext(around, this.#cache.block, this.#lost)) {
          if (this.#profile !== undefined) this.#profile.printed += messages.length;
          yield messages;
        }
        return;
      }
      for (const batch of batches) {
        const messages = this.#timed('messages', () =>
          fetchMessages(batch, this.#cache.block, this.#lost),
        );
        if (this.#profile !== undefined) this.#profile.printed += messages.length;
        if (messages.length > 0) yield messages;
      }
    } finally {
      this.#cache.endSearch();
    }
  }

  /**
   * The messages a plan finds in order of arrival, from a number on. With the last batch, which may have no messages, all
   * that was committed when the search began was looked at, unless the limit was reached.
   */
  *arrivals(plan: Plan, { from, limit }: ArrivalOptions): Generator<ArrivedMessages> {
    const query = this.#compile(plan);
    const found = this.#rowsOf(query);
    const rowsOf = (candidate: Candidate) => {
      const all = found(candidate);
      if (all === undefined || all.rows.length === 0) return all;
      if (candidate.block.firstSequence >= from) return all;
      const arrival = all.reader.arrival();
      return { ...all, rows: all.rows.filter((row) => arrival.sequence(row) >= from) };
    };
    let left = limit ?? Number.POSITIVE_INFINITY;
    this.#cache.beginSearch();
    try {
      const sources = this.#sources(plan, query, from);
      const { nextSequence } = this.#catalog;
      for (const batch of mergeHits(sources, 'arrival', rowsOf))
        for (let at = 0; at < batch.length; ) {
          const hits = batch.slice(at, at + left);
          at += hits.length;
          const messages = fetchMessages(hits, this.#cache.block, this.#lost);
          const last = messages[messages.length - 1];
          if (last === undefined) continue;
          left -= messages.length;
          yield { messages, next: last.sequence + 1 };
          if (left === 0) return;
        }
      yield { messages: [], next: nextSequence };
    } finally {
      this.#cache.endSearch();
    }
  }

  #around(context: ContextOptions, newestFirst: boolean): ContextSearch {
    return contextSearch(
      {
        block: this.#cache.block,
        sources: (query, compiled) => this.#sources({ query, ranges: undefined }, compiled, 0),
        rowsOf: (compiled) => this.#rowsOf(compiled),
        unlessDamaged: (action) => this.#unlessDamaged(action),
      },
      context,
      newestFirst ? 'newest first' : 'oldest first',
    );
  }

  /** Where hits may be that arrived from a number on. */
  #sources(plan: Plan, query: CompiledQuery, from: number): HitSource[] {
    return this.#open(plan, from).map(({ pack, ranges }) => ({
      span: pack.info,
      candidates: () =>
        this.#inPack(pack, query, ranges).filter(({ block }) => block.lastSequence >= from),
    }));
  }

  /** Searches blocks; undefined when one cannot be read. */
  #rowsOf(query: CompiledQuery): Parameters<typeof mergeHits>[2] {
    return (candidate) =>
      this.#unlessDamaged(() =>
        this.#timed('columns', () => {
          const reader = this.#cache.block(candidate);
          const rows = rowsOfBlock(candidate, query, reader);
          if (rows.length > 0) {
            // What merging asks for next: damage is met here.
            reader.times();
            reader.arrival();
          }
          return { rows, reader };
        }),
      );
  }

  /**
   * The packs that can hold an answer that arrived from a number on, and the log as one: their files are open, and so what the
   * catalog named stays readable whatever the writer replaces from here on.
   */
  #open(plan: Plan, from = 0): OpenPack[] {
    const packs = this.#timed('open', () => this.#openAll(plan, from));
    if (this.#profile !== undefined) {
      const { packs: named, log } = this.#catalog;
      this.#profile.packs += named.length + (log.bytes > 0 ? 1 : 0);
      this.#profile.packsInTime += packs.length;
    }
    return packs;
  }

  #openAll(plan: Plan, from: number): OpenPack[] {
    for (let attempt = 0; ; attempt++) {
      try {
        return this.#openNamed(plan, from);
      } catch (error) {
        // The writer has just replaced what the catalog named: look again, a few times.
        if (!isSystemError(error, 'ENOENT') || attempt === 4) throw error;
        const before = this.#catalog.generation;
        this.refresh();
        if (this.#catalog.generation === before) return this.#openNamed(plan, from, this.#missing);
      }
    }
  }

  #openNamed(plan: Plan, from: number, onMissing?: (path: string) => void): OpenPack[] {
    const packs: OpenPack[] = [];
    const add = (
      path: string,
      ranges: readonly TimeRange[] | undefined,
      open: () => PackReader | undefined,
    ) => {
      try {
        const pack = open();
        if (pack !== undefined) packs.push({ pack, ranges });
      } catch (error) {
        if (!isSystemError(error, 'ENOENT') || onMissing === undefined) throw error;
        onMissing(path);
      }
    };
    const named = this.#catalog.packs.filter(({ lastSequence }) => lastSequence >= from);
    for (const { pack, ranges } of planPacks(plan, named))
      add(packPath(pack.number), ranges, () => this.#cache.pack(pack));
    const { log } = this.#catalog;
    add(logPath(log.number), plan.ranges, () => this.#logPack.pack(log, this.#lost));
    return packs;
  }

  /** Damage of an index is told by `#inPack`, which searches all the same. */
  #unlessIndexDamaged<T>(action: () => T | undefined): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      return undefined;
    }
  }

  #inPack(
    pack: PackReader,
    query: CompiledQuery,
    ranges: readonly TimeRange[] | undefined,
  ): Candidate[] {
    try {
      const found = this.#timed('lookup', () => candidateBlocks(pack, query, ranges, false));
      this.#profile?.addPack(pack, found.length);
      return found;
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      // Without its index a pack is searched message by message; without its tables not at all.
      return (
        this.#unlessDamaged(() => {
          const all = candidateBlocks(pack, query, ranges, true);
          this.#report({ error, lost: false });
          return all;
        }) ?? []
      );
    }
  }

  /** The query as it is run; a profile counts the messages that it looks at. */
  #compile({ query }: Plan): CompiledQuery {
    const compiled = compileQuery(query);
    const profile = this.#profile;
    if (profile === undefined) return compiled;
    return {
      ...compiled,
      test: (pieces) => {
        profile.verified++;
        return compiled.test(pieces);
      },
    };
  }

  #timed<T>(stage: Stage, action: () => T): T {
    return this.#profile === undefined ? action() : this.#profile.time(stage, action);
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
  for (let i = 0; i < found.length; i += HIT_BATCH) batches.push(found.slice(i, i + HIT_BATCH));
  return batches;
}
