import type { MessagePort, Worker } from 'node:worker_threads';
import { HayabusaError } from '../base/errors.js';
import { POOL_STRIPE_BLOCKS } from '../base/limits.js';
import type { BatchData, MessageBatch } from '../messagelog/message-batch.js';
import type { NewPack, PackSink } from './pack-sink.js';
import { asError, type SerializedError } from './thread-error.js';

/** What a worker is told. */
export type PoolRequest = { readonly add: BatchData } | { readonly finish: true };

/**
 * What a worker says when a request is done: the packs of a `finish`, or why it failed; and the memory of the text that
 * it was given, for the next one.
 */
export type PoolResponse = {
  readonly packs?: NewPack[];
  readonly error?: SerializedError;
  readonly spare?: ArrayBuffer;
};

/** How a worker is started. */
export type PoolWorkerData = {
  readonly root: string;
  readonly name: string;
  /** Workers that share the memory there is for building packs. */
  readonly share: number;
  readonly port: MessagePort;
  /** Counts the requests that any worker has done: waited for. */
  readonly done: Int32Array;
};

/** Batches that may wait for one worker: while it works through its stripe the next one is filled. */
const MAX_QUEUE: number = POOL_STRIPE_BLOCKS;

/** Few ingests need it, and it takes Node a millisecond and a half to load. */
const workerThreads = () => process.getBuiltinModule('node:worker_threads');

/** A worker that says nothing for so long has died. */
const PATIENCE_MILLIS = 120_000;

type Member = { readonly worker: Worker; readonly port: MessagePort; queued: number };

/**
 * Makes packs in worker threads: each makes packs of its own. Batches go to them in stripes, so that messages that lie
 * together stay together. All calls are synchronous: when all queues are full the caller waits.
 */
export class PackPool implements PackSink {
  readonly #members: Member[] = [];
  /** Memory of texts that workers are done with: fresh memory costs more than the copy, and waits for the collector. */
  readonly #spare: ArrayBuffer[] = [];
  readonly #done = new Int32Array(new SharedArrayBuffer(4));
  readonly #root: string;
  #batches = 0;
  isOpen = false;

  /** `root` is the store's folder in the file system. */
  constructor(root: string, threads: number) {
    this.#root = root;
    for (let i = 0; i < threads; i++) {
      const { MessageChannel, Worker } = workerThreads();
      const { port1, port2 } = new MessageChannel();
      const workerData: PoolWorkerData = {
        root,
        name: `worker-${process.pid}-${i}`,
        share: threads,
        port: port2,
        done: this.#done,
      };
      const worker = new Worker(new URL('./pack-worker.js', import.meta.url), {
        workerData,
        transferList: [port2],
      });
      worker.unref();
      port1.unref();
      this.#members.push({ worker, port: port1, queued: 0 });
    }
  }

  add(batch: MessageBatch): void {
    const stripe = Math.floor(this.#batches++ / POOL_STRIPE_BLOCKS);
    const member = this.#members[stripe % this.#members.length];
    if (member === undefined) return;
    this.isOpen = true;
    while (member.queued >= MAX_QUEUE) this.#wait();
    const data = batch.data(this.#spare.pop());
    const { text, starts, times, cuts } = data;
    const request: PoolRequest = { add: data };
    member.queued++;
    member.worker.postMessage(request, [text.buffer, starts.buffer, times.buffer, cuts.buffer]);
    batch.clear();
  }

  finish(): NewPack[] {
    const packs: NewPack[] = [];
    const request: PoolRequest = { finish: true };
    for (const member of this.#members) {
      member.queued++;
      member.worker.postMessage(request);
    }
    while (this.#members.some(({ queued }) => queued > 0)) packs.push(...this.#wait());
    this.isOpen = false;
    return packs;
  }

  close(): void {
    for (const { worker, port } of this.#members) {
      port.close();
      void worker.terminate();
    }
  }

  /** Takes what workers have said; when they have said nothing, waits until one does. */
  #wait(): NewPack[] {
    const before = Atomics.load(this.#done, 0);
    const packs: NewPack[] = [];
    let any = false;
    for (const member of this.#members)
      for (
        let got = workerThreads().receiveMessageOnPort(member.port);
        got !== undefined;
        got = workerThreads().receiveMessageOnPort(member.port)
      ) {
        const response = got.message as PoolResponse;
        any = true;
        member.queued--;
        if (response.spare !== undefined) this.#spare.push(response.spare);
        if (response.error !== undefined) throw asError(response.error);
        packs.push(...(response.packs ?? []));
      }
    if (!any && Atomics.wait(this.#done, 0, before, PATIENCE_MILLIS) === 'timed-out')
      throw new HayabusaError(
        `A worker thread that builds packs has stopped: expected an answer within ${PATIENCE_MILLIS / 1000} s, got none: ` +
          'run the command again with --threads 1',
        { code: 'io', operation: 'ingest', path: this.#root },
      );
    return packs;
  }
}
