import { TermCollector } from '../analysis/term-collector.js';
import type { Directory } from '../storage/directory.js';
import type { HostCounts } from './host-counts.js';
import type { IndexedBlock } from './index-part-format.js';
import { type WrittenPart, writeIndexPart } from './index-part-writer.js';

/** The cuts of one message: everything of [start, end) but [prefixStart, prefixEnd) and [timeStart, timeEnd). */
export type SearchedRange = {
  start: number;
  end: number;
  prefixStart: number;
  prefixEnd: number;
  timeStart: number;
  timeEnd: number;
};

/**
 * Builds index parts, one after the other, with memory that it keeps. Messages are added in order of arrival, block by
 * block; `write` puts them in order of time and ends the part.
 */
export class PartBuilder {
  readonly #collector = new TermCollector();
  #times = new Uint32Array(1 << 10);
  #blocks: IndexedBlock[] = [];
  #pieces: number[] = [];

  get messages(): number {
    return this.#collector.messages;
  }

  /** Whether the part should end at the next end of a block. */
  get full(): boolean {
    return this.#collector.full;
  }

  /** Adds a message: its time within the hour, and its bytes with the cuts of the searched text. */
  add(bytes: Uint8Array, range: SearchedRange, time: number, isPiece: boolean): void {
    const collector = this.#collector;
    const place = collector.messages;
    if (place === this.#times.length) {
      const times = new Uint32Array(2 * place);
      times.set(this.#times);
      this.#times = times;
    }
    this.#times[place] = time;
    if (isPiece) this.#pieces.push(place);
    collector.startMessage();
    if (range.prefixStart > range.start) collector.addText(bytes, range.start, range.prefixStart);
    if (range.timeEnd > range.timeStart) {
      if (range.timeStart > range.prefixEnd)
        collector.addText(bytes, range.prefixEnd, range.timeStart);
      collector.addText(bytes, range.timeEnd, range.end);
    } else collector.addText(bytes, range.prefixEnd, range.end);
  }

  /** Says which block of the log holds the messages added since the last call. */
  endBlock(offset: number, length: number, messages: number): void {
    this.#blocks.push({ offset, length, messages });
  }

  /** Writes the part to `path` and starts afresh. `first` is the ordinal of its first message. */
  write(
    directory: Directory,
    path: string,
    part: { hour: number; first: number; hosts: HostCounts },
  ): WrittenPart {
    const { messages } = this;
    const order = orderByTime(this.#times, messages);
    const times = new Uint32Array(messages);
    for (let doc = 0; doc < messages; doc++)
      times[doc] = this.#times[order === undefined ? doc : order[doc]!]!;
    const written = writeIndexPart(
      directory,
      path,
      {
        hour: part.hour,
        first: part.first,
        times,
        order,
        blocks: this.#blocks,
        hosts: part.hosts.counts(),
        pieces: this.#piecesAsDocs(order),
      },
      (add) => this.#collector.visitSorted(order, add),
    );
    this.#collector.clear();
    this.#blocks = [];
    this.#pieces = [];
    return written;
  }

  #piecesAsDocs(order: Uint32Array | undefined): number[] {
    if (order === undefined || this.#pieces.length === 0) return this.#pieces;
    const places = new Set(this.#pieces);
    const docs: number[] = [];
    for (let doc = 0; doc < order.length; doc++) if (places.has(order[doc]!)) docs.push(doc);
    return docs;
  }
}

/**
 * The places 0..count in order of time, stably; undefined when they are in order already. A place and a time fit one
 * double: a time is below 2^22 milliseconds, a place below 2^27.
 */
function orderByTime(times: Uint32Array, count: number): Uint32Array | undefined {
  let sorted = true;
  for (let i = 1; sorted && i < count; i++) sorted = times[i]! >= times[i - 1]!;
  if (sorted) return undefined;
  const keys = new Float64Array(count);
  const scale = 2 ** 27;
  for (let i = 0; i < count; i++) keys[i] = times[i]! * scale + i;
  keys.sort();
  return Uint32Array.from(keys, (key) => key % scale);
}
