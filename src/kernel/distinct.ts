/** The distinct values of a column, numbered in the order in which they come: what `ColumnWriter` in src/column makes a dictionary of. */
import { finishHash, hashOf, mixBytes, resize } from './bytes';
import { headOf, lengthOf, sameBytes, valueAt } from './fields';

const MAX_ENTRIES: u32 = 1 << 16;
const TRIAL: u32 = 1024;
const MAX_TABLE_BITS: u32 = 17;

/** Open addressing: a hash, and `generation << 16 | code`. */
const table: usize = memory.data(8 << 17, 16);
let generation: u32 = 0;
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
  if (++generation === 1 << 15) {
    memory.fill(table, 0, 8 << MAX_TABLE_BITS);
    generation = 1;
  }
  const mark = generation << 16;
  const mask: u32 = (1 << min<u32>(33 - clz(count), MAX_TABLE_BITS)) - 1;
  let distinct: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const length = lengthOf(value);
    const hash =
      length <= 16 ? finishHash(mixBytes(length, headOf(value))) : hashOf(load<u32>(value), length);
    let code: u32;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = table + ((<usize>place) << 3);
      code = load<u32>(slot, 4);
      if ((code & 0xffff0000) !== mark) {
        if (distinct === MAX_ENTRIES || (i >= TRIAL && 4 * distinct > 3 * i)) return 0;
        store<u32>(slot, hash);
        store<u32>(slot, mark | distinct, 4);
        code = distinct++;
        const entry = valueAt(entries, code);
        memory.copy(entry, value, 32);
        store<u32>(entry, 0, 8);
        break;
      }
      code &= 0xffff;
      if (load<u32>(slot) !== hash) continue;
      const entry = valueAt(entries, code);
      if (lengthOf(entry) === length && sameBytes(entry, value, length)) break;
    }
    const entry = valueAt(entries, code);
    store<u32>(entry, load<u32>(entry, 8) + 1, 8);
    store<u32>(codes + ((<usize>i) << 2), code);
  }
  return 4 * distinct > 3 * count ? 0 : distinct;
}

function reserve(count: u32): void {
  if (count <= room) return;
  room = 2 * count + 1024;
  entries = resize(entries, ((<usize>room) << 5) + 16);
  codes = resize(codes, (<usize>room) << 2);
}
