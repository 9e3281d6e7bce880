/** Hosts that are counted without making a string of their name: a power of two. */
const CACHED = 1024;
/** Longer names are counted by their string. */
const MAX_CACHED_BYTES = 60;

/**
 * Counts messages by host. Hosts come as bytes: those seen before are found by a hash and compared, which makes no
 * string.
 */
export class HostCounts {
  readonly #counts = new Map<string, number>();
  /** Bytes of the name in each place of the cache, its length, and how often it was seen since it came there. */
  readonly #names = new Uint8Array(CACHED * MAX_CACHED_BYTES);
  readonly #lengths = new Int8Array(CACHED).fill(-1);
  readonly #pending = new Float64Array(CACHED);
  /** Whether any was: hosts that come by name are not cached, and the places need not be looked at. */
  #isPending = false;

  /** Counts a message of the host bytes[start, end); an empty range is a message without host. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > MAX_CACHED_BYTES) {
      this.addNamed(latin1(bytes, start, end), 1);
      return;
    }
    let hash = length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x0100_0193);
    const place = (hash ^ (hash >>> 15)) & (CACHED - 1);
    const names = this.#names;
    const at = place * MAX_CACHED_BYTES;
    if (this.#lengths[place] === length) {
      let i = 0;
      while (i < length && names[at + i] === bytes[start + i]) i++;
      if (i === length) {
        this.#pending[place]!++;
        this.#isPending = true;
        return;
      }
    }
    this.#settle(place);
    names.set(bytes.subarray(start, end), at);
    this.#lengths[place] = length;
    this.#pending[place] = 1;
    this.#isPending = true;
  }

  /** Adds `count` messages of a host by name (Latin-1). */
  addNamed(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  /** Messages by host name, as Latin-1; '' stands for none. */
  counts(): ReadonlyMap<string, number> {
    if (this.#isPending) for (let place = 0; place < CACHED; place++) this.#settle(place);
    this.#isPending = false;
    return this.#counts;
  }

  clear(): void {
    this.#counts.clear();
    if (this.#isPending) this.#pending.fill(0);
    this.#isPending = false;
  }

  #settle(place: number): void {
    const count = this.#pending[place]!;
    if (count === 0) return;
    const at = place * MAX_CACHED_BYTES;
    this.addNamed(latin1(this.#names, at, at + this.#lengths[place]!), count);
    this.#pending[place] = 0;
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
