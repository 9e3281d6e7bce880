import { grown } from '../base/grown.js';
import type { HeaderFields } from '../syslog/header-fields.js';
import { HostCounts } from './host-counts.js';
import { orderByTime } from './order-by-time.js';

/** Messages from one source that arrived one after the other; `firstSequence` is a store-wide number of arrival. */
export type SourceRun = {
  count: number;
  source: number;
  receivedAt: number;
  firstSequence: number;
};

/** What a batch holds, as plain data: for another thread. Its columns are one piece of memory. */
export type BatchData = {
  readonly text: Uint8Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly cuts: Uint32Array<ArrayBuffer>;
  readonly runs: SourceRun[];
  readonly sources: string[];
  readonly continuations: number[];
  readonly hosts: [name: string, messages: number][];
};

/** In place of a host's start: the message names none. */
const NO_HOST = 0xffff_ffff;

/** Numbers of one message in `MessageBatch.cuts`. */
export const CUTS = 5;

/**
 * Messages in memory in order of arrival: their text, each followed by LF, and a column for each property. Columns are
 * public for the loops that read them; only this class writes them.
 */
export class MessageBatch {
  text: Uint8Array = new Uint8Array(1 << 16);
  textLength = 0;
  count = 0;
  /** Start of each message in `text`. */
  starts: Uint32Array = new Uint32Array(1 << 10);
  /** Epoch milliseconds. */
  times: Float64Array = new Float64Array(1 << 10);
  /** Offsets in `text` for each message: prefix start and end, time start and end, host start. */
  cuts: Uint32Array = new Uint32Array(CUTS << 10);
  runs: SourceRun[] = [];
  /** Distinct source names; runs index them. */
  sources: string[] = [];
  /** Indexes of messages that are further pieces of a line too long to be one message, ascending. */
  continuations: number[] = [];
  readonly hosts: HostCounts = new HostCounts();

  clear(): void {
    this.textLength = 0;
    this.count = 0;
    this.runs = [];
    this.sources = [];
    this.continuations = [];
    this.hosts.clear();
  }

  /** A copy of what the batch holds, all its columns in one piece of memory: in `memory`, if that has room for them. */
  data(memory?: ArrayBuffer): BatchData {
    const { count, textLength } = this;
    const startsAt = 8 * count;
    const cutsAt = startsAt + 4 * count;
    const textAt = cutsAt + 4 * CUTS * count;
    const needed = textAt + textLength;
    // Some more than needed: the next text may be longer.
    const fits = memory !== undefined && memory.byteLength >= needed;
    const buffer = fits ? memory : new ArrayBuffer(needed + (needed >>> 3));
    const data: BatchData = {
      text: new Uint8Array(buffer, textAt, textLength),
      starts: new Uint32Array(buffer, startsAt, count),
      times: new Float64Array(buffer, 0, count),
      cuts: new Uint32Array(buffer, cutsAt, CUTS * count),
      runs: this.runs,
      sources: this.sources,
      continuations: this.continuations,
      hosts: [...this.hosts.counts()],
    };
    data.text.set(this.text.subarray(0, textLength));
    data.starts.set(this.starts.subarray(0, count));
    data.times.set(this.times.subarray(0, count));
    data.cuts.set(this.cuts.subarray(0, CUTS * count));
    return data;
  }

  /** Replaces what the batch holds; keeps the arrays. */
  take(data: BatchData): void {
    this.clear();
    this.text = data.text;
    this.textLength = data.text.length;
    this.count = data.starts.length;
    this.starts = data.starts;
    this.times = data.times;
    this.cuts = data.cuts;
    this.runs = data.runs;
    this.sources = data.sources;
    this.continuations = data.continuations;
    for (const [name, messages] of data.hosts) this.hosts.addNamed(name, messages);
  }

  /** End of message `index` in `text`: its LF stands there. */
  endOf(index: number): number {
    return (index + 1 < this.count ? this.starts[index + 1]! : this.textLength) - 1;
  }

  /** Appends bytes: whole messages with their LFs. Returns where they begin; `addMessage` then tells of each. */
  addText(source: Uint8Array, start: number, end: number): number {
    const at = this.textLength;
    this.#reserve(end - start);
    this.text.set(source.subarray(start, end), at);
    this.textLength = at + end - start;
    return at;
  }

  /**
   * Takes all its text, and what comes behind it, from `memory` in place of its own: whole messages with their LFs. It is the
   * batch's until it is cleared; what is appended to it otherwise moves the text to memory of the batch's own.
   */
  shareText(memory: Uint8Array): void {
    this.text = memory;
    this.textLength = memory.length;
  }

  /** Ends a message that came without LF. */
  addLineFeed(): void {
    this.#reserve(1);
    this.text[this.textLength++] = 0x0a;
  }

  /** `shift` is added to the header's offsets, which are in the bytes that the message came in. */
  addMessage(start: number, time: number, header: HeaderFields, shift: number): void {
    const index = this.count++;
    if (index === this.starts.length) this.#grow();
    this.starts[index] = start;
    this.times[index] = time;
    const at = CUTS * index;
    const { cuts } = this;
    cuts[at] = header.prefixStart + shift;
    cuts[at + 1] = header.prefixEnd + shift;
    cuts[at + 2] = header.timeStart + shift;
    cuts[at + 3] = header.timeEnd + shift;
    cuts[at + 4] = header.hostEnd > header.hostStart ? header.hostStart + shift : NO_HOST;
  }

  /** Appends messages whose text was added: columns as they stand here. */
  addMessages(starts: Uint32Array, times: Float64Array, cuts: Uint32Array): void {
    const index = this.count;
    this.count += starts.length;
    while (this.count > this.starts.length) this.#grow();
    this.starts.set(starts, index);
    this.times.set(times, index);
    this.cuts.set(cuts, CUTS * index);
  }

  /** Says where the `count` messages just added came from: `sequence` is the first one's store-wide number of arrival. */
  addSource(source: string, receivedAt: number, sequence: number, count = 1): void {
    const last = this.runs[this.runs.length - 1];
    if (
      last !== undefined &&
      last.receivedAt === receivedAt &&
      last.firstSequence + last.count === sequence &&
      this.sources[last.source] === source
    ) {
      last.count += count;
      return;
    }
    let index = this.sources.indexOf(source);
    if (index < 0) index = this.sources.push(source) - 1;
    this.runs.push({ count, source: index, receivedAt, firstSequence: sequence });
  }

  /** Marks the message just added as a further piece of the one before. */
  markContinuation(): void {
    this.continuations.push(this.count - 1);
  }

  /** Whether messages stand in order of arrival. */
  get isInSequence(): boolean {
    const { runs } = this;
    return runs.every((run, i) => i === 0 || run.firstSequence >= runs[i - 1]!.firstSequence);
  }

  /**
   * The messages in order of time, at equal times of arrival: their indexes. Undefined when they stand in that order.
   */
  orderByTime(): Uint32Array | undefined {
    const { times, count } = this;
    if (!this.isInSequence) return this.#orderByTimeAndSequence();
    let sorted = true;
    let least = times[0] ?? 0;
    let most = least;
    for (let i = 1; i < count; i++) {
      const time = times[i]!;
      if (time < times[i - 1]!) sorted = false;
      if (time < least) least = time;
      else if (time > most) most = time;
    }
    if (sorted) return undefined;
    return orderByTime(times, count, least, most);
  }

  /** Messages that were stored before, of several packs, do not stand in order of arrival. */
  #orderByTimeAndSequence(): Uint32Array {
    const { times, count } = this;
    const sequences = new Float64Array(count);
    let at = 0;
    for (const run of this.runs)
      for (let i = 0; i < run.count; i++) sequences[at++] = run.firstSequence + i;
    return Uint32Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => times[a]! - times[b]! || sequences[a]! - sequences[b]!,
    );
  }

  #reserve(count: number): void {
    const needed = this.textLength + count;
    if (needed > this.text.length)
      this.text = grown(this.text, Math.max(needed, 2 * this.text.length));
  }

  #grow(): void {
    const size = 2 * this.starts.length;
    this.starts = grown(this.starts, size);
    this.times = grown(this.times, size);
    this.cuts = grown(this.cuts, CUTS * size);
  }
}
