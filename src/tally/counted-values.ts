import { grown } from '../base/grown.js';
import type { ValueTable } from './value-table.js';

/** Values and how many messages have them, gathered before they are counted; memory that serves again. */
export class CountedValues {
  /** Messages that have one of them. */
  messages = 0;
  #count = 0;
  #bytes = new Uint8Array(1 << 12);
  #ends = new Uint32Array(1 << 8);
  #counts = new Uint32Array(1 << 8);

  clear(): void {
    this.#count = 0;
    this.messages = 0;
  }

  add(source: Uint8Array, start: number, end: number, times: number): void {
    const used = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    const to = used + end - start;
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, 2 * to);
    if (this.#count === this.#ends.length) {
      this.#ends = grown(this.#ends, 2 * this.#count);
      this.#counts = grown(this.#counts, 2 * this.#count);
    }
    const bytes = this.#bytes;
    for (let from = start, at = used; at < to; from++, at++) bytes[at] = source[from]!;
    this.#ends[this.#count] = to;
    this.#counts[this.#count] = times;
    this.#count++;
    this.messages += times;
  }

  /** Says each value, one behind the other: the bytes are the reader's own. */
  each(visit: (bytes: Uint8Array, start: number, end: number, times: number) => void): void {
    let start = 0;
    for (let i = 0; i < this.#count; i++) {
      const end = this.#ends[i]!;
      visit(this.#bytes, start, end, this.#counts[i]!);
      start = end;
    }
  }

  /** Counts them. */
  addTo(table: ValueTable): void {
    this.each((bytes, start, end, times) => table.add(bytes, start, end, times));
  }
}
