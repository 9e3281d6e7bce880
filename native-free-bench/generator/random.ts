/**
 * A seeded source of random numbers: sfc32, 32-bit integer arithmetic only, so that the same seed gives the same numbers
 * on every machine. No `Math.random`, no `Math.pow` (whose last bit engines may choose).
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` is any whole number up to 2^53 in size; `stream` separates sources that share a seed. */
  constructor(seed: number, stream = 0) {
    const high = Math.floor(seed / 0x1_0000_0000);
    this.#a = mix(seed >>> 0, 0x9e37_79b9 + stream);
    this.#b = mix(high >>> 0, 0x7f4a_7c15 + stream);
    this.#c = mix(stream, 0x1656_67b1);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** 0 to 2^32 - 1. */
  next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** 0 to `limit` - 1, all alike. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** True once in `times` calls, on average. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /**
   * 0 to `limit` - 1, skewed as Zipf's law says (rank r about 1 / (r + 1)): a power of two drawn evenly, then a rank
   * drawn evenly between it and the next.
   */
  skewed(limit: number): number {
    const bits = this.below(32 - Math.clz32(limit));
    const rank = (1 << bits) - 1 + (this.next() & ((1 << bits) - 1));
    return rank < limit ? rank : rank % limit;
  }

  /** One of `list`, the earlier ones far more often. */
  pick(list: readonly string[]): string {
    return list[this.skewed(list.length)]!;
  }
}

/** A 32-bit hash of `value` under `salt` (murmur3's finaliser): what a rank in the population looks like outside. */
export function mix(value: number, salt: number): number {
  let hash = Math.imul(value ^ salt, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
