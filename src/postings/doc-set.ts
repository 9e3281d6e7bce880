/**
 * A sorted set of DocIds under a cursor: the one interface through which queries are run. A fresh set stands on its
 * first DocId already; an empty one on END_OF_DOCS.
 */
export interface DocSet {
  /** The DocId under the cursor, or END_OF_DOCS. */
  docId(): number;
  /** Moves to the next DocId and returns it. At the end it stays there. */
  next(): number;
  /** Moves to the first DocId >= target and returns it. Never moves back: a target behind the cursor does nothing. */
  seek(target: number): number;
  /** How many DocIds there are at most: what it costs to walk them. */
  cost(): number;
}

/** Larger than every DocId. */
export const END_OF_DOCS = 0xffff_ffff;

/** DocIds in a sorted array. Keeps the array; does not change it. */
export class ArrayDocSet implements DocSet {
  readonly #docs: Uint32Array;
  #position = 0;

  constructor(docs: Uint32Array) {
    this.#docs = docs;
  }

  docId(): number {
    return this.#position < this.#docs.length ? this.#docs[this.#position]! : END_OF_DOCS;
  }

  next(): number {
    if (this.#position < this.#docs.length) this.#position++;
    return this.docId();
  }

  /** Gallops: steps of 1, 2, 4, … from the cursor, then a binary search between the last two. */
  seek(target: number): number {
    const docs = this.#docs;
    let low = this.#position;
    if (low >= docs.length || docs[low]! >= target) return this.docId();
    let step = 1;
    while (low + step < docs.length && docs[low + step]! < target) {
      low += step;
      step *= 2;
    }
    // docs[low] < target, and docs[high] >= target or high is the end.
    let high = Math.min(low + step, docs.length);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (docs[middle]! < target) low = middle;
      else high = middle;
    }
    this.#position = high;
    return this.docId();
  }

  cost(): number {
    return this.#docs.length;
  }
}

/** DocIds as a bitmap: DocId d is bit d mod 8 of byte d div 8. Keeps the bytes; bits beyond `limit` are zero. */
export class BitmapDocSet implements DocSet {
  readonly #bits: Uint8Array;
  readonly #limit: number;
  readonly #count: number;
  #doc: number;

  constructor(bits: Uint8Array, limit: number, count: number) {
    this.#bits = bits;
    this.#limit = limit;
    this.#count = count;
    this.#doc = this.#find(0);
  }

  docId(): number {
    return this.#doc;
  }

  next(): number {
    if (this.#doc !== END_OF_DOCS) this.#doc = this.#find(this.#doc + 1);
    return this.#doc;
  }

  seek(target: number): number {
    if (target > this.#doc) this.#doc = this.#find(target);
    return this.#doc;
  }

  cost(): number {
    return this.#count;
  }

  #find(from: number): number {
    if (from >= this.#limit) return END_OF_DOCS;
    const bits = this.#bits;
    let byte = from >>> 3;
    let rest = bits[byte]! >>> (from & 7);
    if (rest !== 0) return from + lowestBit(rest);
    do {
      if (++byte >= bits.length) return END_OF_DOCS;
      rest = bits[byte]!;
    } while (rest === 0);
    return byte * 8 + lowestBit(rest);
  }
}

/** Index of the lowest bit that is set; `value` is not 0. */
function lowestBit(value: number): number {
  return 31 - Math.clz32(value & -value);
}

/** DocIds as runs: pairs of first DocId and end (exclusive), sorted and apart. Keeps the array. */
export class RunsDocSet implements DocSet {
  readonly #runs: Uint32Array;
  readonly #count: number;
  #run = 0;
  #doc: number;

  constructor(runs: Uint32Array, count: number) {
    this.#runs = runs;
    this.#count = count;
    this.#doc = runs.length === 0 ? END_OF_DOCS : runs[0]!;
  }

  docId(): number {
    return this.#doc;
  }

  next(): number {
    return this.#doc === END_OF_DOCS ? END_OF_DOCS : this.seek(this.#doc + 1);
  }

  seek(target: number): number {
    if (target <= this.#doc) return this.#doc;
    const runs = this.#runs;
    while (this.#run < runs.length && runs[this.#run + 1]! <= target) this.#run += 2;
    if (this.#run >= runs.length) this.#doc = END_OF_DOCS;
    else this.#doc = Math.max(target, runs[this.#run]!);
    return this.#doc;
  }

  cost(): number {
    return this.#count;
  }
}

/** All DocIds of [first, end). */
export function rangeDocSet(first: number, end: number): DocSet {
  return new RunsDocSet(
    first < end ? Uint32Array.of(first, end) : new Uint32Array(0),
    Math.max(0, end - first),
  );
}
