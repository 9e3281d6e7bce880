/**
 * The values of each field in the block, in the order of their rows. A value is four numbers: where it starts and ends in
 * memory, the message it stands in, and its last four bytes if it is longer than 16 (else 0); then its first 16 bytes, with zeros
 * behind its end. The message is out of the CPU's cache when their column is written; values of more than 20 bytes are few.
 */
import { equal, finishHash, firstBytes, hashOf, mixBytes, powerOfTwo, resize } from './bytes';

/** What fills a slot, and bits above which say how a timestamp is spelled. */
export const SLOT_VALUE: u32 = 0;
export const SLOT_PREFIX: u32 = 1;
export const SLOT_TIME: u32 = 2;
export const SLOT_PLAIN: u32 = 3;
export const SLOT_KIND: u32 = 3;

/** Of a field: where its next value goes, where there is room no more, where its values lie, and a gap. */
const FIELD_BYTES: u32 = 16;
/** A power of two: `valueAt` has its exponent. */
const VALUE_BYTES: usize = 32;
const HEAD: usize = 16;
const HEAD_BYTES: u32 = 16;
/** The most bytes of a value that stand with it. */
const KEPT_BYTES: u32 = 20;
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
  memory.fill(entryOf(known), 0, <usize>((field + 1 - known) * FIELD_BYTES));
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
  for (let field: u32 = 0; field < known; field++) {
    const entry = entryOf(field);
    store<usize>(entry, load<usize>(entry, 8));
  }
}

function entryOf(field: u32): usize {
  return fields + ((<usize>field) << 4);
}

export function valuesOf(field: u32): usize {
  return load<usize>(entryOf(field), 8);
}

/** How many values a field has in the block. */
export function countOf(field: u32): u32 {
  return field < known ? <u32>((load<usize>(entryOf(field)) - valuesOf(field)) / VALUE_BYTES) : 0;
}

/** Adds a value: `bounds` has its start, and its end above 32 bits. */
// @inline
export function addValue(field: u32, bounds: u64, message: u32): void {
  const entry = entryOf(field);
  if (load<usize>(entry) === load<usize>(entry, 4)) grow(entry);
  const value = load<usize>(entry);
  const start = <usize>(<u32>bounds);
  const end = <usize>(bounds >>> 32);
  const length = <u32>(end - start);
  store<u64>(value, bounds);
  const last = select<u32>(load<u32>(end - 4), 0, length > HEAD_BYTES);
  store<u64>(value, ((<u64>last) << 32) | <u64>message, 8);
  v128.store(value, firstBytes(start, min<u32>(length, HEAD_BYTES)), HEAD);
  store<usize>(entry, value + VALUE_BYTES);
}

// @inline
export function valueAt(values: usize, index: u32): usize {
  return values + ((<usize>index) << 5);
}

// @inline
export function lengthOf(value: usize): u32 {
  return load<u32>(value, 4) - load<u32>(value);
}

// @inline
export function headOf(value: usize): v128 {
  return v128.load(value, HEAD);
}

/** Where the bytes of a value can be read, and 16 more. */
// @inline
export function bytesOf(value: usize): usize {
  return lengthOf(value) <= 16 ? value + HEAD : <usize>load<u32>(value);
}

/** A hash of a value, of so many bytes. */
// @inline
export function hashOfValue(value: usize, length: u32): u32 {
  if (length > KEPT_BYTES) return hashOf(load<u32>(value), length);
  return finishHash(mixBytes(((<u64>load<u32>(value, 12)) << 8) | <u64>length, headOf(value)));
}

/** Whether two values of the same length have the same bytes. */
// @inline
export function sameBytes(a: usize, b: usize, length: u32): bool {
  if (v128.any_true(v128.xor(headOf(a), headOf(b)))) return false;
  if (load<u32>(a, 12) !== load<u32>(b, 12)) return false;
  return length <= KEPT_BYTES || equal(load<u32>(a) + 16, load<u32>(b) + 16, length - KEPT_BYTES);
}

function grow(entry: usize): void {
  const values = load<usize>(entry, 8);
  const bytes = load<usize>(entry) - values;
  const size = bytes === 0 ? <usize>powerOfTwo(0) * VALUE_BYTES : 2 * bytes;
  // A number is read eight bytes at a time.
  const grown = resize(values, size + 16);
  store<usize>(entry, grown + bytes);
  store<usize>(entry, grown + size, 4);
  store<usize>(entry, grown, 8);
}
