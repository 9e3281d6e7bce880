/**
 * Loops over the terms of a dictionary. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that
 * takes).
 */
import { varintAt, varintEnd } from '../codec/varint-loop.js';
import {
  BLOCK_CRC_BYTES,
  HELD_BYTES_LENGTH,
  INLINE_POSTINGS_BYTES,
  LIST_CRC_BYTES,
} from './lengths.js';

/**
 * Where the part begins anew when it ends after n of its bytes, for each n: the failure function of Knuth, Morris and Pratt
 * (SIAM J. Comput. 6, 1977). `restarts` has room for one number more than the part has bytes.
 */
export function findRestarts(part: Uint8Array, length: number, restarts: Int32Array): void {
  restarts[0] = -1;
  let state = -1;
  for (let i = 0; i < length; i++) {
    while (state >= 0 && part[state]! !== part[i]!) state = restarts[state]!;
    state++;
    restarts[i + 1] = state;
  }
}

/**
 * Which terms hold a part, of those that begin with the byte `least` or a greater one: of each, where its postings stand among the
 * entries, and how many bytes of the lists belong to terms of the block before it. `units` are those of the pack.
 *
 * Terms are front-coded, and so is what is known of them: of each byte the state behind it is kept (n: the last n bytes are the
 * first of the part), so that only bytes are looked at which a term does not share with the one before. `states` has room for a
 * number more than there are entries' bytes, `holders` for one for every two of these: an entry takes four. Returns how many terms
 * hold it; -1 where something is not as it must be, or longer than it ever is: a reader then says what.
 */
export function findHolders(
  entries: Uint8Array,
  end: number,
  part: Uint8Array,
  partLength: number,
  restarts: Int32Array,
  least: number,
  units: number,
  states: Int32Array,
  holders: Int32Array,
): number {
  let found = 0;
  let lists = 0;
  let length = 0;
  let first = 0;
  // Where the first occurrence in a term ends; 0: it has none.
  let foundAt = 0;
  states[0] = 0;
  for (let at = 0; at < end; ) {
    at = ownBytesAt(entries, at, end, length);
    if (at < 0) return -1;
    length = shared + suffix;
    if (shared === 0 && suffix > 0) first = entries[at]!;
    if (foundAt > shared) foundAt = 0;
    if (foundAt === 0) {
      let state = states[shared]!;
      for (let i = shared; i < length; i++) {
        const byte = entries[at + i - shared]!;
        while (state >= 0 && part[state]! !== byte) state = restarts[state]!;
        state++;
        states[i + 1] = state;
        if (state === partLength) {
          foundAt = i + 1;
          break;
        }
      }
    }
    at += suffix;
    if (foundAt > 0 && first >= least) {
      holders[2 * found] = at;
      holders[2 * found + 1] = lists;
      found++;
    }
    at = postingsEnd(entries, at, end, units);
    if (at < 0) return -1;
    lists = (lists + listBytes) | 0;
    if (lists < 0) return -1;
  }
  return found;
}

/** How many bytes the term that is read shares with the one before it, and how many are its own. */
let shared = 0;
let suffix = 0;

/** Where the own bytes of the term at entries[at] begin, behind a term of `before` bytes; -1 where it is not as it must be. */
function ownBytesAt(entries: Uint8Array, at: number, end: number, before: number): number {
  shared = varintAt(entries, at, end);
  if (shared < 0 || shared > before) return -1;
  suffix = varintAt(entries, varintEnd, end);
  return suffix < 0 || suffix > end - varintEnd ? -1 : varintEnd;
}

/** What the postings passed last have among the lists. */
let listBytes = 0;

/** Where postings at entries[at] end; -1 where they are not as they must be. */
function postingsEnd(entries: Uint8Array, at: number, end: number, units: number): number {
  listBytes = 0;
  const count = varintAt(entries, at, end);
  if (count <= 0 || count > units || varintAt(entries, varintEnd, end) < 0) return -1;
  if (count > 1 && count === units) return varintEnd;
  const head = varintAt(entries, varintEnd, end);
  if (head < 0) return -1;
  if (count === 1) return varintEnd;
  const bytes = head >> 2;
  if (bytes < INLINE_POSTINGS_BYTES) return bytes > end - varintEnd ? -1 : varintEnd + bytes;
  listBytes = bytes + LIST_CRC_BYTES;
  return varintEnd;
}

/**
 * Which terms lie between two, both included, or with `isPrefix` as far as those that begin with the second one: of each, where its
 * postings stand among the entries, and how many bytes of the lists belong to terms of the block before it; behind them a 1 when a
 * term beyond the second one was met, which ends it, and else a 0. `term` has room for `room` bytes of a term, and `found` for a
 * number more than one for every two bytes of the entries. Returns how many there are; -1 where something is not as it must be, or
 * longer than that: a reader then says what.
 */
export function findBetween(
  entries: Uint8Array,
  end: number,
  least: Uint8Array,
  leastLength: number,
  most: Uint8Array,
  mostLength: number,
  isPrefix: number,
  units: number,
  term: Uint8Array,
  room: number,
  found: Int32Array,
): number {
  let count = 0;
  let lists = 0;
  let length = 0;
  let isBelow = true;
  for (let at = 0; at < end; ) {
    at = ownBytesAt(entries, at, end, length);
    if (at < 0 || suffix > room - shared) return -1;
    length = shared + suffix;
    for (let i = shared; i < length; i++) term[i] = entries[at + i - shared]!;
    at += suffix;
    // Terms ascend: those behind the first one that is not below are not either.
    if (isBelow) isBelow = compareTerms(term, 0, length, least, leastLength) < 0;
    if (!isBelow) {
      const compared = isPrefix === 1 && length > mostLength ? mostLength : length;
      if (compareTerms(term, 0, compared, most, mostLength) > 0) {
        found[2 * count] = 1;
        return count;
      }
      found[2 * count] = at;
      found[2 * count + 1] = lists;
      count++;
    }
    at = postingsEnd(entries, at, end, units);
    if (at < 0) return -1;
    lists = (lists + listBytes) | 0;
    if (lists < 0) return -1;
  }
  found[2 * count] = 0;
  return count;
}

/**
 * Finds the last block whose first term is not above `term`, in a block index whose blocks, `count` of them, stand from `at` on:
 * sets in `found` where it stands in the index, its number, and how many bytes of the dictionary and of the lists lie before it.
 * Returns 1, or 0 when there is none; -1 where something is not as it must be, or longer than it ever is.
 */
export function findBlock(
  index: Uint8Array,
  at: number,
  end: number,
  count: number,
  term: Uint8Array,
  termLength: number,
  found: Int32Array,
): number {
  let offset = 0;
  let lists = 0;
  let any = 0;
  for (let number = 0; number < count; number++) {
    const length = varintAt(index, at, end);
    if (length < 0 || length > end - varintEnd) return -1;
    if (compareTerms(index, varintEnd, length, term, termLength) > 0) break;
    any = 1;
    found[0] = at;
    found[1] = number;
    found[2] = offset;
    found[3] = lists;
    const bytes = varintAt(index, varintEnd + length, end);
    if (bytes < 0 || varintAt(index, varintEnd, end) < 0) return -1;
    const ofLists = varintAt(index, varintEnd + BLOCK_CRC_BYTES, end);
    if (ofLists < 0) return -1;
    at = varintEnd + HELD_BYTES_LENGTH;
    offset = (offset + bytes) | 0;
    lists = (lists + ofLists) | 0;
    if (offset < 0 || lists < 0) return -1;
  }
  return any;
}

/** How a term at bytes[at] compares with another: less than 0, 0 or more, by their bytes. */
function compareTerms(
  bytes: Uint8Array,
  at: number,
  length: number,
  other: Uint8Array,
  otherLength: number,
): number {
  const common = Math.min(length, otherLength);
  for (let i = 0; i < common; i++) {
    const order = bytes[at + i]! - other[i]!;
    if (order !== 0) return order;
  }
  return length - otherLength;
}
