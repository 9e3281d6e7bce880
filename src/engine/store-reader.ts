import { type HayabusaError, isSystemError, missingFile } from '../base/errors.js';
import { BLOCK_ROWS, MAX_OPEN_BLOCKS } from '../base/limits.js';
import { readCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { type CompiledQuery, compileQuery } from '../executor/compiled-query.js';
import type { ContextSearch } from '../executor/context.js';
import { type Explanation, explainLeaf, rowsOf } from '../executor/explanation.js';
import type { FoundMessage } from '../executor/found-message.js';
import { type Hit, type HitSource, mergeHits, rowsFrom } from '../executor/hit-merge.js';
import { fetchContext, fetchMessages } from '../executor/message-fetcher.js';
import { newestHits, newestMessages } from '../executor/newest-hits.js';
import type { Candidate } from '../executor/pack-search.js';
import type { SearchProfile } from '../executor/search-profile.js';
import type { PackReader } from '../pack/pack-reader.js';
import { type Plan, planPacks, type TimeRange } from '../planner/plan.js';
import { printQuery } from '../query/printer.js';
import { countedDirectory } from '../storage/counted-directory.js';
import type { Directory } from '../storage/directory.js';
import { logPath, packPath } from '../storage/file-names.js';
import type { Tally } from '../tally/tally.js';
import type { TallySpec } from '../tally/tally-spec.js';
import { type ContextOptions, contextSearch } from './context-reader.js';
import { LogPack } from './log-packs.js';
import { PackCache } from './pack-cache.js';
import { type DamageReport, PackSearcher } from './pack-searcher.js';
import {
  type SearchedPack,
  SHARE_AFTER_MILLIS,
  SharedSearch,
  type ShareOptions,
} from './shared-search.js';

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

export type ReaderOptions = {
  /** Told what searches do, all of it in the calling thread. */
  profile?: SearchProfile;
  /** Threads that a long search uses, the caller's among them; they read the store's folder. 1 unless told otherwise. */
  threads?: number;
  /** What a search takes before they are started, in milliseconds. */
  shareAfterMillis?: number;
};

/** Answers plans from a store as it was last committed. Takes no lock and writes nothing. */
export class StoreReader {
  readonly directory: Directory;
  readonly #searcher: PackSearcher;
  readonly #cache: PackCache;
  readonly #logPack: LogPack;
  readonly #profile: SearchProfile | undefined;
  readonly #threads: number;
  readonly #shareAfterMillis: number;
  #catalog: Catalog;

  constructor(
    directory: Directory,
    onDamage: (report: DamageReport) => void,
    { profile, threads = 1, shareAfterMillis = SHARE_AFTER_MILLIS }: ReaderOptions = {},
  ) {
    this.directory = profile === undefined ? directory : countedDirectory(directory, profile);
    this.#profile = profile;
    this.#threads = profile === undefined ? threads : 1;
    this.#shareAfterMillis = shareAfterMillis;
    this.#catalog = readCatalog(this.directory);
    this.#cache = new PackCache(this.directory, profile);
    this.#searcher = new PackSearcher(this.#cache, onDamage, profile);
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
    const searcher = this.#searcher;
    const query = searcher.compile(plan.query);
    const packs = this.#open(plan);
    const passing = arePassing(packs);
    const shared = this.#share(plan, packs, { wanted: 'counts' });
    this.#cache.beginSearch();
    try {
      yield* this.#eachBlock(shared, query, { isCount: true, passing }, (block) =>
        searcher.count(block, query, passing),
      );
      yield shared.count(true);
    } finally {
      shared.close();
      this.#cache.endSearch();
    }
  }

  /**
   * Adds what a plan finds to a tally, block by block: numbers of messages whose sum is how many there are. With its `spec`
   * other threads may take part.
   */
  *tally<Part>(
    plan: Plan,
    tally: Pick<Tally<Part>, 'add'> & Partial<Tally<Part>>,
    spec?: TallySpec,
  ): Generator<number> {
    const searcher = this.#searcher;
    const query = searcher.compile(plan.query);
    const packs: SearchedPack[] = [];
    let known = 0;
    for (const searched of this.#open(plan)) {
      const { pack, ranges } = searched;
      const isWhole = plan.query.kind === 'all' && ranges === undefined;
      if (isWhole && searcher.tallyPack(pack, tally)) known += pack.info.messages;
      else packs.push(searched);
    }
    const passing = arePassing(packs);
    const shared = this.#share(plan, packs, {
      wanted: spec ?? 'counts',
      onPart: (part) => tally.merge?.(part as Part),
      ...(spec === undefined ? { threads: 1 } : {}),
    });
    this.#cache.beginSearch();
    try {
      if (known > 0) yield known;
      yield* this.#eachBlock(shared, query, { isCount: false, passing }, (block) =>
        searcher.tally(block, query, tally, passing),
      );
      yield shared.count(true);
    } finally {
      shared.close();
      this.#cache.endSearch();
    }
  }

  /** Has blocks counted that can hold an answer, here or in other threads. `passing` packs keep no templates behind their turn. */
  *#eachBlock(
    shared: SharedSearch,
    query: CompiledQuery,
    { isCount, passing }: { isCount: boolean; passing: boolean },
    count: (candidate: Candidate) => number,
  ): Generator<number> {
    for (const { pack, ranges, isTaken } of shared.turns()) {
      const { known, candidates } = shared.lookUp(pack, () =>
        this.#searcher.countable(pack, query, ranges, isCount),
      );
      if (isTaken && known > 0) yield known;
      for (const candidate of candidates) {
        const found = shared.search(candidate, () => count(candidate)) ?? 0;
        yield found + shared.count(false);
      }
      if (passing) pack.forgetTables();
    }
  }

  /** What a search for a plan would do. Reads dictionaries, and nothing of a block. */
  explain(plan: Plan): Explanation {
    const query = compileQuery(plan.query);
    this.#cache.beginSearch();
    try {
      const packs = this.#open(plan);
      const candidatesOf = (each: CompiledQuery) =>
        packs.map(({ pack, ranges }) => this.#searcher.candidates(pack, each, ranges));
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

  /**
   * The messages a plan finds, in batches, in order of time and then of arrival. Where nothing is found for a while batches are
   * empty, so that whoever asks can do something else, or no longer ask.
   */
  *search(plan: Plan, options: SearchOptions = {}): Generator<FoundMessage[]> {
    const searcher = this.#searcher;
    const query = searcher.compile(plan.query);
    const { limit, newestFirst = false, context } = options;
    const backwards = newestFirst || limit !== undefined;
    const packs = inOrderOfTime(this.#open(plan), backwards);
    const shared = this.#share(plan, packs, { wanted: 'rows', newestFirst: backwards });
    this.#cache.beginSearch();
    try {
      const sources = packs.map(({ pack, ranges }) => ({
        span: pack.info,
        candidates: () =>
          shared.lookUp(pack, () => ({ candidates: searcher.candidates(pack, query, ranges) }))
            .candidates,
      }));
      const rowsOf = (candidate: Candidate) => {
        const own = shared.search(candidate, () => ({ found: searcher.rows(candidate, query) }));
        return own === undefined
          ? searcher.rows(candidate, query, shared.rows(candidate))
          : own.found;
      };
      const order = backwards ? 'newest first' : 'oldest first';
      const hits = mergeHits(sources, order, rowsOf, this.#cache.done);
      if (context !== undefined) {
        const batches = limit === undefined ? hits : newestHits(hits, limit, newestFirst);
        const around = this.#around(context, newestFirst).around(batches);
        for (const messages of fetchContext(around, this.#cache.block, this.#lost)) {
          if (this.#profile !== undefined) this.#profile.printed += messages.length;
          yield messages;
        }
        return;
      }
      if (limit === undefined) for (const batch of hits) yield this.#fetch(batch);
      else yield* newestMessages(hits, limit, newestFirst, (batch) => this.#fetch(batch));
    } finally {
      shared.close();
      this.#cache.endSearch();
    }
  }

  /**
   * The messages a plan finds in order of arrival, from a number on. With the last batch, which may have no messages, all
   * that was committed when the search began was looked at, unless the limit was reached.
   */
  *arrivals(plan: Plan, { from, limit }: ArrivalOptions): Generator<ArrivedMessages> {
    const searcher = this.#searcher;
    const query = searcher.compile(plan.query);
    const rowsOf = rowsFrom(from, (candidate) => searcher.rows(candidate, query));
    let left = limit ?? Number.POSITIVE_INFINITY;
    this.#cache.beginSearch();
    try {
      const sources = this.#sources(plan, query, from);
      const { nextSequence } = this.#catalog;
      for (const batch of mergeHits(sources, 'arrival', rowsOf, this.#cache.done))
        for (let at = 0; at < batch.length; ) {
          const hits = batch.slice(at, at + left);
          at += hits.length;
          const messages = this.#fetch(hits);
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

  #fetch(hits: readonly Hit[]): FoundMessage[] {
    const messages = this.#searcher.timed('messages', () =>
      fetchMessages(hits, this.#cache.block, this.#lost),
    );
    if (this.#profile !== undefined) this.#profile.printed += messages.length;
    return messages;
  }

  #around(context: ContextOptions, newestFirst: boolean): ContextSearch {
    const searcher = this.#searcher;
    return contextSearch(
      {
        block: this.#cache.block,
        sources: (query, compiled) => this.#sources({ query, ranges: undefined }, compiled, 0),
        rowsOf: (compiled) => (candidate) => searcher.rows(candidate, compiled),
        unlessDamaged: (action) => searcher.unlessDamaged(action),
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
        this.#searcher
          .candidates(pack, query, ranges)
          .filter(({ block }) => block.lastSequence >= from),
    }));
  }

  #share(
    { query }: Plan,
    packs: readonly SearchedPack[],
    options: Pick<ShareOptions, 'wanted' | 'onPart'> & Partial<ShareOptions>,
  ): SharedSearch {
    return new SharedSearch(packs, {
      location: this.directory.location,
      query,
      newestFirst: false,
      threads: this.#threads,
      afterMillis: this.#shareAfterMillis,
      onDamage: (report) => this.#searcher.report(report),
      ...options,
    });
  }

  /**
   * The packs that can hold an answer that arrived from a number on, and the log as one: their files are open, and so what the
   * catalog named stays readable whatever the writer replaces from here on.
   */
  #open(plan: Plan, from = 0): SearchedPack[] {
    const packs = this.#searcher.timed('open', () => this.#openAll(plan, from));
    if (this.#profile !== undefined) {
      const { packs: named, log } = this.#catalog;
      this.#profile.packs += named.length + (log.bytes > 0 ? 1 : 0);
      this.#profile.packsInTime += packs.length;
    }
    return packs;
  }

  #openAll(plan: Plan, from: number): SearchedPack[] {
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

  #openNamed(plan: Plan, from: number, onMissing?: (path: string) => void): SearchedPack[] {
    const packs: SearchedPack[] = [];
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

  readonly #lost = (error: HayabusaError): void => this.#searcher.lost(error);

  readonly #missing = (path: string): void =>
    this.#lost(missingFile(`${this.directory.location}/${path}`));
}

/** Whether packs have more blocks than are kept open: the first of them would be gone when somebody asks again. */
function arePassing(packs: readonly SearchedPack[]): boolean {
  const messages = packs.reduce((sum, { pack }) => sum + pack.info.messages, 0);
  return messages > MAX_OPEN_BLOCKS * BLOCK_ROWS;
}

function inOrderOfTime(packs: readonly SearchedPack[], backwards: boolean): SearchedPack[] {
  return [...packs].sort((a, b) =>
    backwards
      ? b.pack.info.maxTime - a.pack.info.maxTime
      : a.pack.info.minTime - b.pack.info.minTime,
  );
}
