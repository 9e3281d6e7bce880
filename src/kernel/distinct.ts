/** The distinct values of a column, numbered in the order in which they come: what `ColumnWriter` in src/column makes a dictionary of. */
import { resize } from './bytes';
import { hashOfValue, headOf, lengthOf, sameBytes, valueAt } from './fields';

const MAX_ENTRIES: u32 = 1 << 16;
const TRIAL: u32 = 1024;
const MAX_TABLE_BITS: u32 = 17;

/**
 * Open addressing: a code + 1 (0: free), and in the bits above it those of the hash. It is cleared for each column, as much of it
 * as is used: that also brings it into the CPU's cache, where it would be missed at each value.
 */
const table: usize = memory.data(4 << 17, 16);
const CODE: u32 = 0x1ffff;
/** Of each distinct value: the first one of it, and in place of the message how many values are like it. */
export let entries: usize = 0;
/** For each value its code. */
export let codes: usize = 0;
let room: u32 = 0;

/** How many values have the code whose entry this is. */
export function usesOf(entry: usize): u32 {
  return load<u32>(entry, 8);
}

/** Numbers the distinct values; how many there are, or 0 when a dictionary of them is no gain. */
export function numberDistinct(values: usize, count: u32): u32 {
  reserve(count);
  const size: u32 = 1 << min<u32>(33 - clz(count - 1), MAX_TABLE_BITS);
  memory.fill(table, 0, 4 * size);
  const most: u32 = (3 * count) >>> 2;
  let distinct: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const length = lengthOf(value);
    const hash = hashOfValue(value, length);
    let code: u32;
    for (let place = hash & (size - 1); ; place = (place + 1) & (size - 1)) {
      const slot = table + ((<usize>place) << 2);
      const found = load<u32>(slot);
      if (found === 0) {
        if (distinct === MAX_ENTRIES || (i >= TRIAL && 4 * distinct > 3 * i)) return 0;
        code = distinct++;
        if (distinct > most) return 0;
        store<u32>(slot, (hash & ~CODE) | distinct);
        const entry = valueAt(entries, code);
        v128.store(entry, v128.load(value));
        v128.store(entry, headOf(value), 16);
        store<u32>(entry, 0, 8);
        break;
      }
      if (((found ^ hash) & ~CODE) !== 0) continue;
      code = (found & CODE) - 1;
      const entry = valueAt(entries, code);
      if (lengthOf(entry) === length && sameBytes(entry, value, length)) break;
    }
    const entry = valueAt(entries, code);
    store<u32>(entry, load<u32>(entry, 8) + 1, 8);
    store<u32>(codes + ((<usize>i) << 2), code);
  }
  return distinct;
}

function reserve(count: u32): void {
  if (count <= room) return;
  room = 2 * count + 1024;
  entries = resize(entries, ((<usize>room) << 5) + 16);
  codes = resize(codes, (<usize>room) << 2);
}
