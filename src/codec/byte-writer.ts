/**
 * A growing buffer with a write position. Integers are little-endian. `bytes()` is a view that the next write may
 * invalidate; `copy()` is the caller's own.
 */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** A view of what was written, valid until the next write or `clear`. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The whole memory behind the writer, valid until it grows: for loops that fill what `extend` made room for. */
  get buffer(): Uint8Array {
    return this.#bytes;
  }

  /** Makes room for `count` bytes at the end, whose content is undefined, and returns where they begin in `buffer`. */
  extend(count: number): number {
    this.#reserve(count);
    const at = this.#length;
    this.#length += count;
    return at;
  }

  /** Makes room for `count` bytes more at once: memory that is then not written to costs nothing, and nothing is moved later. */
  expect(count: number): void {
    this.#reserve(count);
  }

  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.#length = 0;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  /** A whole number from 0 to 2^53 - 1, in eight bytes. */
  u64(value: number): void {
    this.#reserve(8);
    this.#view.setUint32(this.#length, value % 0x1_0000_0000, true);
    this.#view.setUint32(this.#length + 4, Math.floor(value / 0x1_0000_0000), true);
    this.#length += 8;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#reserve(8);
    const bytes = this.#bytes;
    let rest = value;
    while (rest >= 0x1000_0000) {
      bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.#length++] = rest;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** `length` bytes of `source` from `start` on; for short runs faster than `raw(source.subarray(…))`. */
  rawRange(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let from = start; from < end; from++) bytes[at++] = source[from]!;
    this.#length = at;
  }

  /** A length as varint, then the bytes. */
  prefixed(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** Overwrites four bytes written before. */
  setU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
