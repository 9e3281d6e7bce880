/** Who gives bytes to work with. */
export interface Room {
  /** `length` bytes of whatever content, from an address that numbers of any size may have. */
  take(length: number): Uint8Array;
  /** Bytes, where what goes through them is quick with them: these, or a copy. */
  hold(bytes: Uint8Array): Uint8Array;
}

/** Room for what is inflated at once: the columns of most blocks. */
const FIRST_BYTES = 1 << 19;

/** What is kept at most: blocks of very long messages take more. */
const MOST_BYTES = 1 << 24;

/** What is taken begins at a multiple of it: what is gone through 16 bytes at a time goes over into nothing else. */
const ALIGNMENT = 16;

/**
 * Bytes that are used again and again: whoever takes some has them until the next `reset`. To take them from Node for each
 * chunk, and to have them collected, was a fifth of a count over a thousand blocks.
 */
export class Arena implements Room {
  #bytes: Uint8Array;
  readonly #own: Uint8Array | undefined;
  #used = 0;

  /** With `own`, these bytes are given first, and come back with each `reset`. */
  constructor(own?: Uint8Array) {
    this.#own = own;
    this.#bytes = own ?? new Uint8Array(FIRST_BYTES);
  }

  /** Takes back all that was given. */
  reset(): void {
    this.#used = 0;
    if (this.#own !== undefined) this.#bytes = this.#own;
    else if (this.#bytes.length > MOST_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
  }

  /** Bytes that are left of its own. */
  get left(): number {
    return this.#bytes === this.#own ? this.#bytes.length - this.#used : 0;
  }

  take(length: number): Uint8Array {
    if (this.#used + length > this.#bytes.length) {
      // Those that were given stay with who has them.
      const least = this.#own === undefined ? 2 * this.#bytes.length : FIRST_BYTES;
      this.#bytes = new Uint8Array(Math.max(least, length));
      this.#used = 0;
    }
    const start = this.#used;
    this.#used = (start + length + ALIGNMENT - 1) & -ALIGNMENT;
    return this.#bytes.subarray(start, start + length);
  }

  hold(bytes: Uint8Array): Uint8Array {
    if (this.#own === undefined) return bytes;
    const held = this.take(bytes.length);
    held.set(bytes);
    return held;
  }
}

/** Room that nobody takes back. */
export const FRESH: Room = { take: (length) => new Uint8Array(length), hold: (bytes) => bytes };

/** Room for `count` numbers of 32 bits, of whatever content. */
export function takeInts(room: Room, count: number): Int32Array {
  const { buffer, byteOffset } = room.take(4 * count);
  return new Int32Array(buffer, byteOffset, count);
}

/** Room for `count` numbers of 16 bits, of whatever content. */
export function takeShorts(room: Room, count: number): Uint16Array {
  const { buffer, byteOffset } = room.take(2 * count);
  return new Uint16Array(buffer, byteOffset, count);
}

/** Room for `count` numbers of 64 bits, with a point, of whatever content. */
export function takeReals(room: Room, count: number): Float64Array {
  const { buffer, byteOffset } = room.take(8 * count);
  return new Float64Array(buffer, byteOffset, count);
}

/** Room for `count` bytes, all 0. */
export function takeZeros(room: Room, count: number): Uint8Array {
  return room.take(count).fill(0);
}
