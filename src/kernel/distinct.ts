/** The distinct values of a column, numbered in the order in which they come: what `ColumnWriter` in src/column makes a dictionary of. */
import { equal, finishHash, firstBytes, hashOf, mixBytes, resize } from './bytes';

const MAX_ENTRIES: u32 = 1 << 16;
const TRIAL: u32 = 1024;
const MAX_TABLE_BITS: u32 = 17;

/** Open addressing: a hash, and `generation << 16 | code`. */
const table: usize = memory.data(8 << 17, 16);
let generation: u32 = 0;
/** Of each distinct value: its first 16 bytes, with zeros behind its end. */
let heads: usize = 0;
/** Where it starts and ends, how many values are like it, and its length: as far as its bounds go, an array of values. */
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
    const value = values + ((<usize>i) << 4);
    const start = load<u32>(value);
    const length = load<u32>(value, 4) - start;
    const head = firstBytes(start, min<u32>(length, 16));
    const hash = length <= 16 ? finishHash(mixBytes(length, head)) : hashOf(start, length);
    let code: u32;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = table + ((<usize>place) << 3);
      code = load<u32>(slot, 4);
      if ((code & 0xffff0000) !== mark) {
        if (distinct === MAX_ENTRIES || (i >= TRIAL && 4 * distinct > 3 * i)) return 0;
        store<u32>(slot, hash);
        store<u32>(slot, mark | distinct, 4);
        code = distinct++;
        enter(code, head, load<u64>(value), length);
        break;
      }
      code &= 0xffff;
      if (load<u32>(slot) === hash && isEntry(code, head, start, length)) break;
    }
    const entry = entries + ((<usize>code) << 4);
    store<u32>(entry, load<u32>(entry, 8) + 1, 8);
    store<u32>(codes + ((<usize>i) << 2), code);
  }
  return 4 * distinct > 3 * count ? 0 : distinct;
}

// @inline
function enter(code: u32, head: v128, bounds: u64, length: u32): void {
  const entry = entries + ((<usize>code) << 4);
  v128.store(heads + ((<usize>code) << 4), head);
  store<u64>(entry, bounds);
  store<u32>(entry, 0, 8);
  store<u32>(entry, length, 12);
}

// @inline
function isEntry(code: u32, head: v128, start: usize, length: u32): bool {
  const entry = entries + ((<usize>code) << 4);
  if (load<u32>(entry, 12) !== length) return false;
  if (v128.any_true(v128.xor(v128.load(heads + ((<usize>code) << 4)), head))) return false;
  return length <= 16 || equal(start + 16, load<u32>(entry) + 16, length - 16);
}

function reserve(count: u32): void {
  if (count <= room) return;
  room = 2 * count + 1024;
  heads = resize(heads, (<usize>room) << 4);
  entries = resize(entries, (<usize>room) << 4);
  codes = resize(codes, (<usize>room) << 2);
}
