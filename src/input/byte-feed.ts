const NOTHING = new Uint8Array(0);

/**
 * A read position in bytes that arrive in chunks of any size: look at what is there, take it, go on. It owns the
 * iteration that it is made of and ends it in `close`.
 */
export class ByteFeed {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = NOTHING;
  #position: number;
  #ended = false;

  /** `position` is where the first byte stands in the file. */
  constructor(chunks: AsyncIterable<Uint8Array>, position = 0) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#position = position;
  }

  /** Where the next byte stands in the file. */
  get position(): number {
    return this.#position;
  }

  /** The bytes at hand, at least one unless the end is reached. Valid until the next call of any method. */
  async rest(): Promise<Uint8Array> {
    while (this.#rest.length === 0 && !this.#ended) this.#rest = await this.#pull();
    return this.#rest;
  }

  /** The bytes at hand, at least `length` of them unless the end comes first. Valid until the next call. */
  async look(length: number): Promise<Uint8Array> {
    while (this.#rest.length < length && !this.#ended) {
      // Copied first: the old chunk is the source's again as soon as it is asked for more.
      const kept = this.#rest.slice();
      const more = await this.#pull();
      this.#rest = kept.length === 0 ? more : Buffer.concat([kept, more]);
    }
    return this.#rest;
  }

  /** The next `length` bytes, fewer only at the end. The result is the caller's own. */
  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const rest = await this.rest();
      if (rest.length === 0) break;
      const part = rest.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      this.advance(part.length);
    }
    return taken.subarray(0, filled);
  }

  /** Goes on by `length` bytes of those at hand. */
  advance(length: number): void {
    this.#rest = this.#rest.subarray(length);
    this.#position += length;
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#chunks.return?.();
  }

  async #pull(): Promise<Uint8Array> {
    const next = await this.#chunks.next();
    if (next.done !== true) return next.value;
    this.#ended = true;
    return NOTHING;
  }
}
