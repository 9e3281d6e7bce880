/** Room for what is inflated at once: the columns of most blocks. */
const FIRST_BYTES = 1 << 19;

/** What is kept at most: blocks of very long messages take more. */
const MOST_BYTES = 1 << 24;

/**
 * Bytes that are used again and again: whoever takes some has them until the next `reset`. To take them from Node for each
 * chunk, and to have them collected, was a fifth of a count over a thousand blocks.
 */
export class Arena {
  #bytes = new Uint8Array(FIRST_BYTES);
  #used = 0;

  /** Takes back all that was given. */
  reset(): void {
    this.#used = 0;
    if (this.#bytes.length > MOST_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
  }

  /** `length` bytes of whatever content. */
  take(length: number): Uint8Array {
    if (this.#used + length > this.#bytes.length) {
      // Those that were given stay with who has them.
      this.#bytes = new Uint8Array(Math.max(2 * this.#bytes.length, length));
      this.#used = 0;
    }
    const start = this.#used;
    this.#used = start + length;
    return this.#bytes.subarray(start, start + length);
  }
}
