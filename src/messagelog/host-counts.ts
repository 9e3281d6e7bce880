/**
 * Counts messages by host. Hosts come as bytes, mostly the same one as before: that case costs a comparison.
 */
export class HostCounts {
  readonly #counts = new Map<string, number>();
  #last: Uint8Array = new Uint8Array(64);
  #lastLength = -1;
  #pending = 0;

  /** Counts a message of the host bytes[start, end); an empty range is a message without host. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length === this.#lastLength) {
      const last = this.#last;
      let i = 0;
      while (i < length && last[i] === bytes[start + i]) i++;
      if (i === length) {
        this.#pending++;
        return;
      }
    }
    this.#settle();
    if (length > this.#last.length) this.#last = new Uint8Array(2 * length);
    this.#last.set(bytes.subarray(start, end));
    this.#lastLength = length;
    this.#pending = 1;
  }

  /** Adds `count` messages of a host by name (Latin-1). */
  addNamed(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  /** Messages by host name, as Latin-1; '' stands for none. */
  counts(): ReadonlyMap<string, number> {
    this.#settle();
    return this.#counts;
  }

  #settle(): void {
    if (this.#pending === 0) return;
    const name = Buffer.from(this.#last.buffer, 0, this.#lastLength).toString('latin1');
    this.addNamed(name, this.#pending);
    this.#pending = 0;
  }
}
