import type { MessagePort, Worker } from 'node:worker_threads';
import { HayabusaError, isHayabusaError } from '../base/errors.js';
import { monotonicMillis } from '../base/monotonic-clock.js';
import type { Candidate } from '../executor/pack-search.js';
import type { PackReader } from '../pack/pack-reader.js';
import type { TimeRange } from '../planner/plan.js';
import type { Query } from '../query/ast.js';
import type { DamageReport } from './pack-searcher.js';
import {
  FIRST_BEGUN,
  GIVEN,
  type JobPack,
  type SearchAnswer,
  type SearchJob,
  type SearchWorkerData,
  TAKEN,
} from './search-job.js';
import { asError } from './thread-error.js';

/** A search that has taken so long, and will take four times as long yet, is worth the start of threads. */
export const SHARE_AFTER_MILLIS = 200;
const WORTH = 4;
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
  /** What a search takes before others may take part. */
  readonly afterMillis: number;
  readonly onDamage: (report: DamageReport) => void;
  /** Told of what another thread has summed up. */
  readonly onPart?: (part: unknown) => void;
};

/** Node loads its threads when they are asked for: most searches are over before. */
const workerThreads = () => process.getBuiltinModule('node:worker_threads');

type Member = { readonly worker: Worker; readonly port: MessagePort; isDone: boolean };

/**
 * A search in which other threads take part once it turns out to be long. The caller goes through the candidates one by one;
 * each block is searched by whoever claims it first. All calls are synchronous. To be closed.
 */
export class SharedSearch {
  readonly #packs: readonly SearchedPack[];
  readonly #options: ShareOptions;
  /** Of all packs. */
  readonly #messages: number;
  readonly #members: Member[] = [];
  readonly #firstClaims = new Map<PackReader, number>();
  readonly #rows = new Map<number, Uint32Array>();
  readonly #progress: Int32Array;
  readonly #leftOut = new Set<PackReader>();
  #claims: Int32Array | undefined;
  /** What the caller has searched before others took part. */
  readonly #searched: Candidate[] = [];
  #count = 0;
  /** Of the caller: milliseconds, and rows of blocks searched in them. */
  #millis = 0;
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

  /** Says that a pack is done with, without its blocks; to be said before others take part. */
  leaveOut(pack: PackReader): void {
    this.#leftOut.add(pack);
  }

  /** Says which blocks of a pack can hold an answer. */
  add(pack: PackReader, candidates: readonly Candidate[]): void {
    this.#askedMessages += pack.info.messages;
    for (const { block } of candidates) this.#candidateRows += block.rows;
  }

  /** Searches a block, unless another thread does; what that one finds, `rows` or `count` say. */
  search<T>(candidate: Candidate, action: () => T): T | undefined {
    if (!this.#claim(candidate)) return undefined;
    if (!this.isShared && this.#options.threads > 1) this.#searched.push(candidate);
    const start = monotonicMillis();
    try {
      return action();
    } finally {
      this.#millis += monotonicMillis() - start;
      this.#searchedRows += candidate.block.rows;
      if (!this.isShared && this.#isWorthIt()) this.#start();
    }
  }

  /** The rows of a block that another thread has claimed. */
  rows(candidate: Candidate): Uint32Array {
    const claim = this.#claimOf(candidate);
    for (;;) {
      const rows = this.#rows.get(claim);
      this.#rows.delete(claim);
      if (rows !== undefined) return rows;
      this.#take(true);
    }
  }

  /**
   * How many messages other threads have found since it was asked last. With `isLast`, when the caller has been through all
   * candidates, it waits for those that have begun: to others nothing is left.
   */
  count(isLast: boolean): number {
    this.#take(false);
    while (isLast && this.#members.some((member, place) => !member.isDone && this.#hasBegun(place)))
      this.#take(true);
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

  #isWorthIt(): boolean {
    const { threads, afterMillis } = this.#options;
    if (threads < 2 || this.#millis < afterMillis) return false;
    const unasked =
      (this.#messages - this.#askedMessages) * (this.#candidateRows / this.#askedMessages);
    const left = this.#candidateRows - this.#searchedRows + unasked;
    return (this.#millis / this.#searchedRows) * left >= WORTH * afterMillis;
  }

  #start(): void {
    const packs: JobPack[] = [];
    let claims = 0;
    for (const { pack, ranges } of this.#packs) {
      // The message log has no file that others could read as a pack.
      if (pack.info.number === 0 || this.#leftOut.has(pack)) continue;
      try {
        const blocks = pack.blocks.length;
        packs.push({ info: pack.info, ranges, firstClaim: claims });
        this.#firstClaims.set(pack, claims);
        claims += blocks;
      } catch (error) {
        // The caller meets the damage when it comes to the pack.
        if (!isHayabusaError(error, 'corruption')) throw error;
      }
    }
    this.#claims = new Int32Array(new SharedArrayBuffer(4 * claims));
    for (const candidate of this.#searched.splice(0)) this.#claim(candidate);
    const { location, query, wanted, newestFirst, threads } = this.#options;
    const job: SearchJob = {
      ...{ location, query, wanted, newestFirst, packs },
      claims: this.#claims,
      progress: this.#progress,
    };
    for (let i = 1; i < threads; i++) {
      const { MessageChannel, Worker } = workerThreads();
      const { port1, port2 } = new MessageChannel();
      const worker = new Worker(new URL('./search-worker.js', import.meta.url), {
        workerData: { job, place: i - 1, port: port2 } satisfies SearchWorkerData,
        transferList: [port2],
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
    const claim = this.#claimOf(candidate);
    if (this.#claims === undefined || claim < 0) return true;
    return Atomics.compareExchange(this.#claims, claim, 0, 1) === 0;
  }

  /** The claim of a block; -1 where only the caller can search it. */
  #claimOf({ pack, number }: Candidate): number {
    const first = this.#firstClaims.get(pack);
    return first === undefined ? -1 : first + number;
  }

  /** Takes what workers have said; with `mayWait`, when they have said nothing, waits until one does. */
  #take(mayWait: boolean): void {
    const given = Atomics.load(this.#progress, GIVEN);
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
    if (any || !mayWait) return;
    if (Atomics.wait(this.#progress, GIVEN, given, PATIENCE_MILLIS) === 'timed-out')
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
        this.#rows.set(answer.claim, answer.rows);
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
