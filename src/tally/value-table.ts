import { grown } from '../base/grown.js';
import { MAX_COUNTED_BYTES, MAX_COUNTED_VALUES } from '../base/limits.js';

/** Counts by value as plain data: value i is bytes [ends[i - 1], ends[i]). */
export type ValueCounts = {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly counts: Float64Array;
  /** Messages without a value. */
  readonly none: number;
  /** Messages whose value came when the table was full. */
  readonly others: number;
};

const PRIME = 0x0100_0193;
const SEED = 0x811c_9dc5 | 0;

/** How often each value was seen: byte strings, their number and length bounded. */
export class ValueTable {
  none = 0;
  others = 0;
  #count = 0;
  #bytes = new Uint8Array(1 << 12);
  #ends = new Uint32Array(1 << 8);
  #counts = new Float64Array(1 << 8);
  /** Value + 1 at the place that its hash leads to, or the next free one; 0: free. */
  #slots = new Uint32Array(1 << 9);
  /** The value counted last: mostly the next one too. */
  #last = -1;
  readonly #most: number;
  readonly #mostBytes: number;

  constructor(most: number = MAX_COUNTED_VALUES, mostBytes: number = MAX_COUNTED_BYTES) {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  /** Distinct values. */
  get size(): number {
    return this.#count;
  }

  /** Counts the value [start, end) of `source`, `times` times. */
  add(source: Uint8Array, start: number, end: number, times = 1): void {
    if (this.#last >= 0 && this.#is(this.#last, source, start, end)) {
      this.#counts[this.#last]! += times;
      return;
    }
    let hash = SEED;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ source[i]!, PRIME);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let value = this.#slots[slot]!; value !== 0; value = this.#slots[slot]!) {
      if (this.#is(value - 1, source, start, end)) {
        this.#counts[value - 1]! += times;
        this.#last = value - 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
    const used = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    if (this.#count >= this.#most || used + end - start > this.#mostBytes) {
      this.others += times;
      return;
    }
    this.#append(source, start, end, used, times);
    this.#slots[slot] = this.#count;
    this.#last = this.#count - 1;
    if (2 * this.#count > this.#slots.length) this.#rehash();
  }

  part(): ValueCounts {
    const used = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    return {
      bytes: this.#bytes.slice(0, used),
      ends: this.#ends.slice(0, this.#count),
      counts: this.#counts.slice(0, this.#count),
      none: this.none,
      others: this.others,
    };
  }

  merge({ bytes, ends, counts, none, others }: ValueCounts): void {
    let start = 0;
    ends.forEach((end, i) => {
      this.add(bytes, start, end, counts[i]!);
      start = end;
    });
    this.none += none;
    this.others += others;
  }

  #is(value: number, source: Uint8Array, start: number, end: number): boolean {
    let at = value === 0 ? 0 : this.#ends[value - 1]!;
    if (this.#ends[value]! - at !== end - start) return false;
    const bytes = this.#bytes;
    for (let i = start; i < end; i++) if (bytes[at++] !== source[i]) return false;
    return true;
  }

  #append(source: Uint8Array, start: number, end: number, used: number, times: number): void {
    const to = used + end - start;
    if (to > this.#bytes.length)
      this.#bytes = grown(this.#bytes, Math.max(2 * this.#bytes.length, to));
    if (this.#count === this.#ends.length) {
      this.#ends = grown(this.#ends, 2 * this.#count);
      this.#counts = grown(this.#counts, 2 * this.#count);
    }
    this.#bytes.set(source.subarray(start, end), used);
    this.#ends[this.#count] = to;
    this.#counts[this.#count] = times;
    this.#count++;
  }

  #rehash(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    const bytes = this.#bytes;
    let at = 0;
    for (let value = 0; value < this.#count; value++) {
      let hash = SEED;
      for (const end = this.#ends[value]!; at < end; at++)
        hash = Math.imul(hash ^ bytes[at]!, PRIME);
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = value + 1;
    }
    this.#slots = slots;
  }
}
