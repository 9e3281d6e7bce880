import type { MessagePort, Worker } from 'node:worker_threads';
import { HayabusaError, isHayabusaError } from '../base/errors.js';
import { HELPER_YOUNG_MIB } from '../base/limits.js';
import type { Candidate } from '../executor/pack-search.js';
import type { PackReader } from '../pack/pack-reader.js';
import { SEARCH_KERNEL } from '../pack/search-kernel.js';
import { compiledModule } from '../pack/wasm.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import type { DamageReport } from './pack-searcher.js';
import { packTurns, SearchClaims, SearchCosts } from './search-claims.js';
import {
  FIRST_BEGUN,
  type JobPack,
  NEWS,
  type SearchAnswer,
  type SearchJob,
  type SearchWorkerData,
  TAKEN,
  tellNews,
} from './search-job.js';
import { asError } from './thread-error.js';

/** A search that has taken so long, and will take six times as long yet, is worth the start of threads. */
export const SHARE_AFTER_MILLIS = 100;
const WORTH = 6;
/** So many times as long a search for rows goes on alone: others look all words up once more, and often enough is found. */
const ROWS_PATIENCE = 3;
/** A worker that says nothing for so long has died. */
const PATIENCE_MILLIS = 120_000;

/** A pack of a search; undefined ranges: all of it is asked for. */
export type SearchedPack = {
  readonly pack: PackReader;
  readonly ranges: readonly TimeRange[] | undefined;
};

export type ShareOptions = {
  /** The store's folder in the file system. */
  readonly location: string;
  readonly query: Query;
  readonly wanted: SearchJob['wanted'];
  /** Rows are asked for from the newest back. */
  readonly newestFirst: boolean;
  /** Threads in all, the caller's among them. */
  readonly threads: number;
  /** What a count takes before others may take part. */
  readonly afterMillis: number;
  readonly onDamage: (report: DamageReport) => void;
  /** Told of what another thread has summed up. */
  readonly onPart?: (part: unknown) => void;
};

/** Node loads its threads when they are asked for: most searches are over before. */
const workerThreads = () => process.getBuiltinModule('node:worker_threads');

type Member = { readonly worker: Worker; readonly port: MessagePort; isDone: boolean };

/** A pack to go through. What another thread has taken is helped with: what the dictionary counts is counted there. */
export type SearchTurn = SearchedPack & { readonly isTaken: boolean };

/**
 * A search in which other threads take part once it turns out to be long. The caller goes through packs, and their candidates
 * one by one; each block is searched by whoever claims it first. All calls are synchronous. To be closed.
 */
export class SharedSearch {
  readonly #packs: readonly SearchedPack[];
  readonly #options: ShareOptions;
  /** Of all packs. */
  readonly #messages: number;
  readonly #members: Member[] = [];
  /** Of packs that others can search: their number among these, and that of their first block. */
  readonly #places = new Map<PackReader, { readonly pack: number; readonly firstBlock: number }>();
  readonly #rows = new Map<number, Uint32Array>();
  readonly #progress: Int32Array;
  #claims: SearchClaims | undefined;
  /** Before others take part: packs that the caller is done with, and of the others the numbers of blocks that it has searched. */
  readonly #done = new Set<PackReader>();
  readonly #begun = new Map<PackReader, { candidates: number; searched: number[] }>();
  #count = 0;
  readonly #costs = new SearchCosts();
  #searchedRows = 0;
  /** Rows of the candidates known so far, and messages of their packs. */
  #candidateRows = 0;
  #askedMessages = 0;

  /** `packs` in the order in which they are searched. */
  constructor(packs: readonly SearchedPack[], options: ShareOptions) {
    this.#packs = packs;
    this.#options = options;
    this.#messages = packs.reduce((sum, { pack }) => sum + pack.info.messages, 0);
    this.#progress = new Int32Array(new SharedArrayBuffer(4 * (FIRST_BEGUN + options.threads)));
  }

  /** Whether other threads take part. */
  get isShared(): boolean {
    return this.#members.length > 0;
  }

  /** The packs that the caller is to go through: all that no other thread has taken, then those of others that it can help with. */
  *turns(): Generator<SearchTurn> {
    const others: SearchedPack[] = [];
    for (const each of this.#packs)
      if (!this.isShared) {
        yield { ...each, isTaken: true };
        this.#done.add(each.pack);
        this.#begun.delete(each.pack);
      } else if (this.#places.has(each.pack)) others.push(each);
      else yield { ...each, isTaken: true };
    if (this.#claims === undefined) return;
    const byPlace = new Map(this.#packs.map((each) => [this.#places.get(each.pack)?.pack, each]));
    const order = others.map(({ pack }) => this.#places.get(pack)?.pack ?? 0);
    const turns = packTurns(this.#claims, order, this.#costs, {
      seen: () => Atomics.load(this.#progress, NEWS),
      wait: (seen) => this.#take(seen),
    });
    for (const { pack, isTaken } of turns) {
      const each = byPlace.get(pack);
      if (each !== undefined) yield { ...each, isTaken };
    }
  }

  /** Finds out which blocks of a pack can hold an answer. */
  lookUp<T extends { readonly candidates: readonly Candidate[] }>(
    pack: PackReader,
    find: () => T,
  ): T {
    const found = this.#costs.packs.of(find);
    const { candidates } = found;
    this.#askedMessages += pack.info.messages;
    for (const { block } of candidates) this.#candidateRows += block.rows;
    if (this.#claims === undefined)
      this.#begun.set(pack, { candidates: candidates.length, searched: [] });
    const place = this.#places.get(pack);
    if (place !== undefined) this.#claims?.lookedUp(place.pack, candidates.length);
    this.#startIfWorthIt();
    return found;
  }

  /** Searches a block, unless another thread does; what that one finds, `rows` or `count` say. */
  search<T>(candidate: Candidate, action: () => T): T | undefined {
    if (!this.#claim(candidate)) return undefined;
    if (!this.isShared) this.#begun.get(candidate.pack)?.searched.push(candidate.number);
    const found = this.#costs.blocks.of(action);
    this.#searchedRows += candidate.block.rows;
    this.#startIfWorthIt();
    return found;
  }

  /** The rows of a block that another thread has claimed. */
  rows(candidate: Candidate): Uint32Array {
    const block = this.#blockOf(candidate);
    for (;;) {
      const seen = Atomics.load(this.#progress, NEWS);
      const rows = this.#rows.get(block);
      this.#rows.delete(block);
      if (rows !== undefined) return rows;
      this.#take(seen);
    }
  }

  /**
   * How many messages other threads have found since it was asked last. With `isLast`, when the caller has been through all
   * its turns, it waits for those that have begun: to others nothing is left.
   */
  count(isLast: boolean): number {
    this.#take(undefined);
    while (isLast) {
      const seen = Atomics.load(this.#progress, NEWS);
      if (!this.#members.some((member, place) => !member.isDone && this.#hasBegun(place))) break;
      this.#take(seen);
    }
    const count = this.#count;
    this.#count = 0;
    return count;
  }

  close(): void {
    for (const { worker, port } of this.#members) {
      port.close();
      void worker.terminate();
    }
  }

  #hasBegun(place: number): boolean {
    return Atomics.load(this.#progress, FIRST_BEGUN + place) === 1;
  }

  #startIfWorthIt(): void {
    const { threads, wanted } = this.#options;
    const afterMillis = this.#options.afterMillis * (wanted === 'rows' ? ROWS_PATIENCE : 1);
    const { packs, blocks } = this.#costs;
    if (threads < 2 || this.isShared || packs.millis + blocks.millis < afterMillis) return;
    const unasked = this.#messages - this.#askedMessages;
    const rows =
      this.#candidateRows -
      this.#searchedRows +
      unasked * (this.#candidateRows / this.#askedMessages);
    const ofBlocks = this.#searchedRows === 0 ? 0 : (blocks.millis / this.#searchedRows) * rows;
    const ofPacks = (packs.millis / this.#askedMessages) * unasked;
    if (ofBlocks + ofPacks >= WORTH * afterMillis) this.#start();
  }

  #start(): void {
    const packs: JobPack[] = [];
    let blocks = 0;
    for (const { pack, ranges } of this.#packs) {
      // The message log has no file that others could read as a pack.
      if (pack.info.number === 0 || this.#done.has(pack)) continue;
      try {
        const more = pack.blocks.length;
        this.#places.set(pack, { pack: packs.length, firstBlock: blocks });
        packs.push({ info: pack.info, ranges, firstBlock: blocks });
        blocks += more;
      } catch (error) {
        // The caller meets the damage when it comes to the pack.
        if (!isHayabusaError(error, 'corruption')) throw error;
      }
    }
    this.#claims = SearchClaims.of(packs.length, blocks, () => tellNews(this.#progress));
    for (const [pack, { candidates, searched }] of this.#begun) {
      const place = this.#places.get(pack);
      if (place === undefined) continue;
      this.#claims.takePack(place.pack);
      this.#claims.lookedUp(place.pack, candidates);
      for (const number of searched) this.#claims.takeBlock(place.pack, place.firstBlock + number);
    }
    this.#begun.clear();
    const { location, query, wanted, newestFirst, threads } = this.#options;
    const job: SearchJob = {
      ...{ location, query, wanted, newestFirst, packs },
      claims: this.#claims.shared,
      progress: this.#progress,
    };
    const kernel = compiledModule(SEARCH_KERNEL);
    for (let i = 1; i < threads; i++) {
      const { MessageChannel, Worker } = workerThreads();
      const { port1, port2 } = new MessageChannel();
      const worker = new Worker(new URL('./search-worker.js', import.meta.url), {
        workerData: { job, place: i - 1, port: port2, kernel } satisfies SearchWorkerData,
        transferList: [port2],
        resourceLimits: { maxYoungGenerationSizeMb: HELPER_YOUNG_MIB },
      });
      // One that cannot start claims nothing: the others do its work.
      worker.on('error', () => {});
      worker.unref();
      port1.unref();
      this.#members.push({ worker, port: port1, isDone: false });
    }
  }

  /** Whether the caller is to search a block. */
  #claim(candidate: Candidate): boolean {
    const place = this.#places.get(candidate.pack);
    if (this.#claims === undefined || place === undefined) return true;
    return this.#claims.takeBlock(place.pack, place.firstBlock + candidate.number);
  }

  /** The number of a block that others can search. */
  #blockOf({ pack, number }: Candidate): number {
    return (this.#places.get(pack)?.firstBlock ?? 0) + number;
  }

  /** Takes what workers have said; when they have said nothing, and there is no news but what was `seen`, waits for some. */
  #take(seen: number | undefined): void {
    let any = false;
    for (const member of this.#members)
      for (
        let got = workerThreads().receiveMessageOnPort(member.port);
        got !== undefined;
        got = workerThreads().receiveMessageOnPort(member.port)
      ) {
        any = true;
        this.#hear(member, got.message as SearchAnswer);
        Atomics.add(this.#progress, TAKEN, 1);
        Atomics.notify(this.#progress, TAKEN);
      }
    if (any || seen === undefined) return;
    if (Atomics.wait(this.#progress, NEWS, seen, PATIENCE_MILLIS) === 'timed-out')
      throw new HayabusaError(
        `A thread of the search has stopped: expected an answer within ${PATIENCE_MILLIS / 1000} s, got none: ` +
          'run the command again with --threads 1',
        { code: 'io', operation: 'search', path: this.#options.location },
      );
  }

  #hear(member: Member, answer: SearchAnswer): void {
    switch (answer.kind) {
      case 'count':
        this.#count += answer.count;
        return;
      case 'rows':
        this.#rows.set(answer.block, answer.rows);
        return;
      case 'part':
        this.#options.onPart?.(answer.part);
        return;
      case 'done':
        member.isDone = true;
        return;
      case 'damage': {
        const error = asError(answer.error);
        if (!isHayabusaError(error)) throw error;
        this.#options.onDamage({ error, lost: answer.lost });
        return;
      }
      default:
        throw asError(answer.error);
    }
  }
}
