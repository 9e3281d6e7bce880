/**
 * The values of each field in the block, in the order of their rows. A value is four numbers: where it starts and ends in
 * memory, a hash of its bytes, and the message it stands in.
 */
import { hashOf, powerOfTwo, resize } from './bytes';

/** What fills a slot, and bits above which say how a timestamp is spelled. */
export const SLOT_VALUE: u32 = 0;
export const SLOT_PREFIX: u32 = 1;
export const SLOT_TIME: u32 = 2;
export const SLOT_PLAIN: u32 = 3;
export const SLOT_KIND: u32 = 3;

/** Of a field: where its values lie, how many there are, and for how many there is room. */
const FIELD_BYTES: u32 = 12;
let fields: usize = 0;
let known: u32 = 0;
let room: u32 = 0;

/** Makes fields up to this number known. */
export function knowField(field: u32): void {
  if (field < known) return;
  if (field >= room) {
    room = 2 * (field + 32);
    fields = resize(fields, <usize>(room * FIELD_BYTES));
  }
  memory.fill(fields + <usize>(known * FIELD_BYTES), 0, <usize>((field + 1 - known) * FIELD_BYTES));
  known = field + 1;
}

/** Gives the values' memory back: the pack has all its blocks, and sorting its terms needs much. */
export function releaseFields(): void {
  for (let field: u32 = 0; field < known; field++) {
    const values = valuesOf(field);
    if (values !== 0) heap.free(values);
  }
  memory.fill(fields, 0, <usize>(known * FIELD_BYTES));
}

export function clearFields(): void {
  for (let field: u32 = 0; field < known; field++)
    store<u32>(fields + <usize>(field * FIELD_BYTES), 0, 4);
}

export function valuesOf(field: u32): usize {
  return load<usize>(fields + <usize>(field * FIELD_BYTES));
}

/** How many values a field has in the block. */
export function countOf(field: u32): u32 {
  return field < known ? load<u32>(fields + <usize>(field * FIELD_BYTES), 4) : 0;
}

export function addValueTo(field: u32, start: usize, end: usize, message: u32): void {
  addHashed(field, start, end, message, hashOf(start, <u32>(end - start)));
}

export function addHashed(field: u32, start: usize, end: usize, message: u32, hash: u32): void {
  const entry = fields + <usize>(field * FIELD_BYTES);
  const count = load<u32>(entry, 4);
  if (count === load<u32>(entry, 8)) grow(entry, count);
  const value = load<usize>(entry) + ((<usize>count) << 4);
  store<u32>(value, <u32>start);
  store<u32>(value, <u32>end, 4);
  store<u32>(value, hash, 8);
  store<u32>(value, message, 12);
  store<u32>(entry, count + 1, 4);
}

function grow(entry: usize, count: u32): void {
  const size = count === 0 ? powerOfTwo(0) : 2 * count;
  store<usize>(entry, resize(load<usize>(entry), (<usize>size) << 4));
  store<u32>(entry, size, 8);
}
