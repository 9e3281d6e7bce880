import { corruption, type HayabusaError } from '../base/errors.js';

/** Numbers that are looked at once, used again. */
let scratch = new Uint32Array(4096);

/**
 * A read position over bytes of a file. Every read checks its bounds and throws `corruption` with file and offset, so
 * no `RangeError` of a typed array escapes. `base` is where the first byte stands in the file.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #base: number;
  #position = 0;

  constructor(bytes: Uint8Array, file: string, base = 0) {
    this.#bytes = bytes;
    this.#file = file;
    this.#base = base;
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  u8(): number {
    if (this.#position >= this.#bytes.length) this.#need(1);
    return this.#bytes[this.#position++]!;
  }

  u16(): number {
    this.#need(2);
    const bytes = this.#bytes;
    const at = this.#position;
    this.#position = at + 2;
    return bytes[at]! | (bytes[at + 1]! << 8);
  }

  u32(): number {
    this.#need(4);
    const bytes = this.#bytes;
    const at = this.#position;
    this.#position = at + 4;
    const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    return (low | (bytes[at + 3]! << 24)) >>> 0;
  }

  u64(): number {
    const low = this.u32();
    const high = this.u32();
    if (high > 0x1f_ffff)
      throw this.error('Number too large', 'at most 2^53 - 1', `${high} * 2^32`);
    return high * 0x1_0000_0000 + low;
  }

  /** A varint of at most `max` (2^53 - 1 unless told otherwise). */
  varint(max: number = Number.MAX_SAFE_INTEGER): number {
    const bytes = this.#bytes;
    const start = this.#position;
    const first = bytes[start];
    // Most are of one byte.
    if (first !== undefined && first < 0x80 && first <= max) {
      this.#position = start + 1;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (;;) {
      if (this.#position >= bytes.length)
        throw this.error('Varint cut off', 'one more byte', 'the end of the section');
      const byte = bytes[this.#position++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
      if (this.#position - start >= 8)
        throw this.error('Varint too long', 'at most 8 bytes', 'more');
    }
    if (value > max) throw this.error('Number out of range', `at most ${max}`, `${value}`);
    return value;
  }

  /** The next `count` varints, each below 2^32; valid until some are asked for again. */
  someVarints(count: number): Uint32Array {
    if (count > this.remaining) this.#need(count);
    if (scratch.length < count) scratch = new Uint32Array(2 * count);
    const some = scratch.subarray(0, count);
    this.varints(some);
    return some;
  }

  /** Reads as many varints as `into` has room for, each below 2^32. Most are of one byte or two, and found without a call. */
  varints(into: Uint32Array): void {
    const bytes = this.#bytes;
    const last = bytes.length - 1;
    let at = this.#position;
    for (let i = 0; i < into.length; i++) {
      if (at < last) {
        const low = bytes[at]!;
        const high = bytes[at + 1]!;
        if (low < 0x80) {
          into[i] = low;
          at++;
          continue;
        }
        if (high < 0x80) {
          into[i] = (low & 0x7f) | (high << 7);
          at += 2;
          continue;
        }
      }
      this.#position = at;
      into[i] = this.varint(0xffff_ffff);
      at = this.#position;
    }
    this.#position = at;
  }

  /** A view of the next `length` bytes; it shares memory with the bytes read from. */
  raw(length: number): Uint8Array {
    this.#need(length);
    const bytes = this.#bytes.subarray(this.#position, this.#position + length);
    this.#position += length;
    return bytes;
  }

  /** A view of bytes that were read before. */
  view(start: number, length: number): Uint8Array {
    return this.#bytes.subarray(start, start + length);
  }

  /** Copies the next `length` bytes to `to` at `at`, which has room for them. */
  copy(length: number, to: Uint8Array, at: number): void {
    this.#need(length);
    const bytes = this.#bytes;
    const start = this.#position;
    for (let i = 0; i < length; i++) to[at + i] = bytes[start + i]!;
    this.#position = start + length;
  }

  /** A view of bytes that stand behind their length. */
  prefixed(): Uint8Array {
    return this.raw(this.varint(this.remaining));
  }

  skip(length: number): void {
    this.#need(length);
    this.#position += length;
  }

  /** Skips bytes that stand behind their length. */
  skipPrefixed(): void {
    const length = this.varint();
    if (length > this.#bytes.length - this.#position) this.#need(length);
    this.#position += length;
  }

  /** Goes to a position that was read before. */
  seek(position: number): void {
    this.#position = position;
  }

  /** Throws when bytes are left over. */
  expectEnd(what: string): void {
    if (this.remaining !== 0)
      throw this.error(`Bytes left over after ${what}`, 'none', `${this.remaining}`);
  }

  error(what: string, expected: string, got: string): HayabusaError {
    return corruption(what, this.#file, this.#base + this.#position, expected, got);
  }

  #need(length: number): void {
    if (length > this.remaining)
      throw this.error('Section too short', `${length} more bytes`, `${this.remaining}`);
  }
}
