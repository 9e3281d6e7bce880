import { BitmapDocSet, type DocSet, END_OF_DOCS } from './doc-set.js';

/**
 * The DocIds that any of many sets holds, all of them below `limit`. Poured into one bitmap, set by set: memory is the bitmap
 * (a bit a unit of the pack) and one set, however many there are.
 */
export class Union {
  readonly #limit: number;
  readonly #bits: Uint8Array;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.#bits = new Uint8Array((limit + 7) >>> 3);
  }

  /** Whether it holds all that there are. */
  get isFull(): boolean {
    return this.#count === this.#limit;
  }

  /** Adds a set, and uses it up. */
  add(set: DocSet): void {
    for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) this.addOne(doc);
  }

  addOne(doc: number): void {
    const bits = this.#bits;
    const byte = bits[doc >>> 3]!;
    const bit = 1 << (doc & 7);
    if ((byte & bit) !== 0) return;
    bits[doc >>> 3] = byte | bit;
    this.#count++;
  }

  /** What was added, as a set whose cost() is exact. Nothing is to be added from here on. */
  finish(): DocSet {
    return new BitmapDocSet(this.#bits, this.#limit, this.#count);
  }
}

/** The DocIds that any set holds; each is taken from `sets` when the one before is done with. */
export function union(sets: Iterable<DocSet>, limit: number): DocSet {
  const all = new Union(limit);
  for (const set of sets) {
    all.add(set);
    if (all.isFull) break;
  }
  return all.finish();
}
