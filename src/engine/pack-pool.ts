import type { MessagePort, Worker } from 'node:worker_threads';
import { HayabusaError } from '../base/errors.js';
import { POOL_QUEUE_BYTES, POOL_STRIPE_BLOCKS } from '../base/limits.js';
import type { BatchData, MessageBatch } from '../messagelog/message-batch.js';
import { KERNEL } from '../pack/kernel.js';
import { type CompiledModule, compiledModule } from '../pack/wasm.js';
import type { LocalSink, NewPack, PackSink } from './pack-sink.js';
import { asError, type SerializedError } from './thread-error.js';

/** What a worker is told. */
export type PoolRequest = { readonly add: BatchData } | { readonly finish: true };

/**
 * What a worker says when a request is done: the packs of a `finish`, or why it failed; and the memory of the batch that
 * it was given, for the next one.
 */
export type PoolResponse = {
  readonly packs?: NewPack[];
  readonly error?: SerializedError;
  readonly spare?: ArrayBuffer;
  /** How long the text was. */
  readonly textBytes: number;
};

/** How a worker is started. */
export type PoolWorkerData = {
  readonly root: string;
  readonly name: string;
  /** Workers that share the memory there is for building packs. */
  readonly share: number;
  readonly port: MessagePort;
  /** The kernel that this thread has compiled. */
  readonly kernel: CompiledModule | undefined;
  /** Counts the requests that any worker has done: waited for. */
  readonly done: Int32Array;
};

/** A worker gets another stripe while no more batches than this wait for it: the caller's own stripe takes as long as these. */
const LOW_QUEUE: number = POOL_STRIPE_BLOCKS;

/** What a block costs when its pack ends, as a part of what it cost to make: terms are sorted and written then. */
const ENDING_SHARE = 0.4;

/** Batches whose memory is kept for others: as many as wait for a worker at most times. */
const MAX_SPARE: number = 2 * POOL_STRIPE_BLOCKS;

/** Few ingests need it, and it takes Node a millisecond and a half to load. */
const workerThreads = () => process.getBuiltinModule('node:worker_threads');

/** A worker that says nothing for so long has died. */
const PATIENCE_MILLIS = 120_000;

type Member = {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** Requests that it has not answered, and bytes of text in them. */
  queued: number;
  queuedBytes: number;
  /** Blocks of its pack. */
  blocks: number;
};

/**
 * Makes packs in the calling thread and in others beside it: each makes packs of its own. Batches go to them in stripes, so
 * that messages that lie together stay together: to another thread while it has little to do, else the caller makes blocks
 * itself. So all are at work, whatever their number and however long the caller reads. All calls are synchronous.
 */
export class PackPool implements PackSink {
  readonly #local: LocalSink;
  readonly #members: Member[] = [];
  /** Who gets the stripe, and how many batches of it are left. */
  #target: Member | undefined;
  #left = 0;
  /** Blocks of the caller's own pack. */
  #blocks = 0;
  /** Memory of batches that workers are done with: fresh memory costs more than the copy, and waits for the collector. */
  readonly #spare: ArrayBuffer[] = [];
  readonly #done = new Int32Array(new SharedArrayBuffer(4));
  readonly #root: string;
  /** Text that may wait for one worker. */
  readonly #queueBytes: number;
  #isOpen = false;

  /** `root` is the store's folder in the file system; `local` makes packs in this thread, one of so many. */
  constructor(root: string, threads: number, local: LocalSink) {
    this.#root = root;
    this.#queueBytes = POOL_QUEUE_BYTES / Math.max(1, threads - 1);
    this.#local = local;
    local.shareWith(threads);
    for (let i = 1; i < threads; i++) {
      const { MessageChannel, Worker } = workerThreads();
      const { port1, port2 } = new MessageChannel();
      const workerData: PoolWorkerData = {
        root,
        name: `worker-${process.pid}-${i}`,
        share: threads,
        port: port2,
        kernel: compiledModule(KERNEL),
        done: this.#done,
      };
      const worker = new Worker(new URL('./pack-worker.js', import.meta.url), {
        workerData,
        transferList: [port2],
      });
      worker.unref();
      port1.unref();
      this.#members.push({ worker, port: port1, queued: 0, queuedBytes: 0, blocks: 0 });
    }
  }

  get isOpen(): boolean {
    return this.#isOpen || this.#local.isOpen;
  }

  add(batch: MessageBatch, toCome: number): void {
    this.#take();
    const isFull = this.#target !== undefined && this.#target.queuedBytes >= this.#queueBytes;
    if (this.#left === 0 || isFull) this.#startStripe(1 + toCome / batch.textLength);
    this.#left--;
    if (this.#target !== undefined) this.#send(this.#target, batch);
    else {
      this.#blocks++;
      this.#local.add(batch);
    }
  }

  finish(): NewPack[] {
    const request: PoolRequest = { finish: true };
    for (const member of this.#members) {
      member.queued++;
      member.blocks = 0;
      member.worker.postMessage(request);
    }
    this.#left = 0;
    this.#blocks = 0;
    const packs = this.#local.finish();
    for (;;) {
      const before = Atomics.load(this.#done, 0);
      packs.push(...this.#take());
      if (this.#members.every(({ queued }) => queued === 0)) break;
      this.#wait(before);
    }
    this.#isOpen = false;
    return packs;
  }

  close(): void {
    for (const { worker, port } of this.#members) {
      port.close();
      void worker.terminate();
    }
  }

  /**
   * The next stripe goes to the worker with the least to do, while about so many blocks come yet: as long as it would be done,
   * its pack too, before the caller were if it made all of them. So all come to their end at the same time; the last stripes
   * are short.
   */
  #startStripe(toCome: number): void {
    const own = toCome + ENDING_SHARE * this.#blocks;
    const [idlest] = [...this.#members].sort((a, b) => burdenOf(a) - burdenOf(b));
    const isFree =
      idlest !== undefined &&
      idlest.queued <= LOW_QUEUE &&
      idlest.queuedBytes <= this.#queueBytes / 2 &&
      burdenOf(idlest) < own;
    this.#target = isFree ? idlest : undefined;
    this.#left = Math.max(1, Math.min(POOL_STRIPE_BLOCKS, Math.floor(toCome / 4)));
  }

  #send(member: Member, batch: MessageBatch): void {
    this.#isOpen = true;
    const data = batch.data(this.#spare.pop());
    const { text } = data;
    const request: PoolRequest = { add: data };
    member.queued++;
    member.blocks++;
    member.queuedBytes += text.length;
    member.worker.postMessage(request, [text.buffer]);
    batch.clear();
  }

  /** Takes what workers have said. */
  #take(): NewPack[] {
    const packs: NewPack[] = [];
    for (const member of this.#members)
      for (
        let got = workerThreads().receiveMessageOnPort(member.port);
        got !== undefined;
        got = workerThreads().receiveMessageOnPort(member.port)
      ) {
        const response = got.message as PoolResponse;
        member.queued--;
        member.queuedBytes -= response.textBytes;
        if (response.spare !== undefined && this.#spare.length < MAX_SPARE)
          this.#spare.push(response.spare);
        if (response.error !== undefined) throw asError(response.error);
        packs.push(...(response.packs ?? []));
      }
    return packs;
  }

  /** Waits until a worker says something that it had not when `done` was `before`. */
  #wait(before: number): void {
    if (Atomics.wait(this.#done, 0, before, PATIENCE_MILLIS) === 'timed-out')
      throw new HayabusaError(
        `A worker thread that builds packs has stopped: expected an answer within ${PATIENCE_MILLIS / 1000} s, got none: ` +
          'run the command again with --threads 1',
        { code: 'io', operation: 'ingest', path: this.#root },
      );
  }
}

/** What a worker has to do until it is done, in blocks. */
function burdenOf({ queued, blocks }: Member): number {
  return queued + ENDING_SHARE * blocks;
}
