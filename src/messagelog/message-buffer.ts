import { BLOCK_TEXT_BYTES, BUFFERED_MESSAGE_OVERHEAD } from '../base/limits.js';
import type { SourceRun } from './message-block-format.js';

/** Bounds of one message in its buffer: [start, end) of its bytes, and what is cut for the searched text. */
export type MessageCuts = {
  prefixStart: number;
  prefixEnd: number;
  timeStart: number;
  timeEnd: number;
};

/**
 * Messages of one hour in order of arrival, not yet written: their text, each followed by LF, and one column per
 * property. Columns are public for the loops that read them; only this class writes them.
 */
export class MessageBuffer {
  text: Uint8Array = new Uint8Array(4096);
  textLength = 0;
  count = 0;
  /** Start of each message in `text`; it ends before the LF that precedes the next start. */
  starts: Uint32Array = new Uint32Array(64);
  /** Milliseconds within the hour. */
  times: Uint32Array = new Uint32Array(64);
  /** Cuts of the searched text, four to a message, as offsets in `text`. */
  cuts: Uint32Array = new Uint32Array(256);
  /** Runs of sources, as they came. */
  runs: SourceRun[] = [];
  /** Distinct source names; runs index them. */
  sources: string[] = [];
  /** Indexes of messages that are not the first piece of a line too long to be one message. */
  continuations: number[] = [];

  get bytesHeld(): number {
    return this.textLength + this.count * BUFFERED_MESSAGE_OVERHEAD;
  }

  /** Forgets its messages and keeps the memory, unless that has grown far beyond what one block takes. */
  clear(): void {
    if (this.text.length > 4 * BLOCK_TEXT_BYTES) {
      this.text = new Uint8Array(4096);
      this.starts = new Uint32Array(64);
      this.times = new Uint32Array(64);
      this.cuts = new Uint32Array(256);
    }
    this.textLength = 0;
    this.count = 0;
    this.runs = [];
    this.sources = [];
    this.continuations = [];
  }

  /** End of message `index` in `text`. */
  endOf(index: number): number {
    return (index + 1 < this.count ? this.starts[index + 1]! : this.textLength) - 1;
  }

  /**
   * Appends the bytes [start, end) of `source`: whole messages with their LFs. Returns where they begin in `text`;
   * the caller adds each message with `addMessage`.
   */
  addText(source: Uint8Array, start: number, end: number): number {
    const at = this.textLength;
    this.#reserveText(end - start);
    this.text.set(source.subarray(start, end), at);
    this.textLength = at + end - start;
    return at;
  }

  /** Ends a message that came without LF. */
  addLineFeed(): void {
    this.#reserveText(1);
    this.text[this.textLength++] = 0x0a;
  }

  /** `shift` is added to the cuts, which are offsets in the bytes that the message came in. */
  addMessage(start: number, time: number, cuts: MessageCuts, shift: number): void {
    const index = this.count++;
    if (index === this.starts.length) this.#growColumns();
    this.starts[index] = start;
    this.times[index] = time;
    const at = 4 * index;
    this.cuts[at] = cuts.prefixStart + shift;
    this.cuts[at + 1] = cuts.prefixEnd + shift;
    this.cuts[at + 2] = cuts.timeStart + shift;
    this.cuts[at + 3] = cuts.timeEnd + shift;
  }

  /** Says where the message just added came from: `sequence` is its store-wide number of arrival. */
  addSource(source: string, receivedAt: number, sequence: number): void {
    const last = this.runs[this.runs.length - 1];
    if (
      last !== undefined &&
      this.sources[last.source] === source &&
      last.receivedAt === receivedAt &&
      last.firstSequence + last.count === sequence
    ) {
      last.count++;
      return;
    }
    let index = this.sources.indexOf(source);
    if (index < 0) index = this.sources.push(source) - 1;
    this.runs.push({ count: 1, source: index, receivedAt, firstSequence: sequence });
  }

  /** Marks the message just added as a further piece of the one before. */
  markContinuation(): void {
    this.continuations.push(this.count - 1);
  }

  #reserveText(count: number): void {
    const needed = this.textLength + count;
    if (needed <= this.text.length) return;
    const grown = new Uint8Array(Math.max(needed, this.text.length * 2));
    grown.set(this.text.subarray(0, this.textLength));
    this.text = grown;
  }

  #growColumns(): void {
    const size = this.starts.length * 2;
    this.starts = grow(this.starts, size);
    this.times = grow(this.times, size);
    this.cuts = grow(this.cuts, 4 * size);
  }
}

function grow(column: Uint32Array, size: number): Uint32Array {
  const grown = new Uint32Array(size);
  grown.set(column);
  return grown;
}
