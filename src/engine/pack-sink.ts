import { COMMIT_TEXT_BYTES } from '../base/limits.js';
import type { MessageBatch } from '../messagelog/message-batch.js';
import type { PackInfo } from '../pack/pack-format.js';
import type { PackWriter } from '../pack/pack-writer.js';
import { PACKS, TEMPORARY } from '../storage/file-names.js';

/** A pack that is written and not published yet. Its number is given when it is. */
export type NewPack = { readonly info: PackInfo; readonly path: string };

/** Where full batches go: it makes blocks of them, and packs of these. */
export interface PackSink {
  /** Whether messages were added since the last `finish`. */
  readonly isOpen: boolean;
  /** Makes a block of a batch, which is not empty, and clears it; `toCome`: how much text comes before `finish`, or more. */
  add(batch: MessageBatch, toCome: number): void;
  /** Ends all packs: everything is written, nothing synced. */
  finish(): NewPack[];
  /** Stops what runs; what was not finished is left to the sweep. */
  close(): void;
}

/** Makes packs in the thread that calls. `name` keeps apart the files of several. */
export class LocalSink implements PackSink {
  readonly #writer: PackWriter;
  readonly #name: string;
  #path: string | undefined;
  #packs = 0;
  #textBytes = 0;
  #finished: NewPack[] = [];

  constructor(writer: PackWriter, name: string) {
    this.#writer = writer;
    this.#name = name;
  }

  get isOpen(): boolean {
    return this.#path !== undefined || this.#finished.length > 0;
  }

  /** Says that so many writers share from now on what memory there is for building packs. */
  shareWith(writers: number): void {
    this.#writer.share = writers;
  }

  add(batch: MessageBatch): void {
    if (this.#path === undefined) {
      this.#path = `${PACKS}/${this.#name}-${this.#packs++}${TEMPORARY}`;
      this.#writer.start(this.#path);
      this.#textBytes = 0;
    }
    this.#writer.add(batch);
    this.#textBytes += batch.textLength;
    batch.clear();
    if (this.#writer.full || this.#textBytes >= COMMIT_TEXT_BYTES) this.#end();
  }

  finish(): NewPack[] {
    this.#end();
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  close(): void {}

  #end(): void {
    if (this.#path === undefined) return;
    this.#finished.push({ info: this.#writer.finish(0), path: this.#path });
    this.#path = undefined;
  }
}
