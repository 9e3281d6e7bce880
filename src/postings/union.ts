import { BitmapDocSet, type DocSet, END_OF_DOCS } from './doc-set.js';

/**
 * The DocIds that any set holds, all of them below `limit`. Poured into one bitmap, set by set: each is taken from `sets`
 * when the one before is done with, so that memory is the bitmap (a bit a unit of the pack) and one set, however
 * many there are. Its cost() is exact.
 */
export function union(sets: Iterable<DocSet>, limit: number): DocSet {
  const bits = new Uint8Array((limit + 7) >>> 3);
  let count = 0;
  for (const set of sets) {
    for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) {
      const byte = bits[doc >>> 3]!;
      const bit = 1 << (doc & 7);
      if ((byte & bit) !== 0) continue;
      bits[doc >>> 3] = byte | bit;
      count++;
    }
    if (count === limit) break;
  }
  return new BitmapDocSet(bits, limit, count);
}
