/**
 * Terms of six to ten digits: most come once, so none is looked for. Each use is noted, and the uses are sorted when the pack has
 * all its blocks: then those of one number are beside each other.
 */
import { resize } from './bytes';
import { DIGIT_BYTES, DIGIT_MASK, PART, placeByDigit, startPlaces } from './digit-order';
import { blockOf, serial, units, weight } from './term-units';

/**
 * Of a use, in the order they come: the number's ten codes (1 to 10; 0: no digit), four bits each, above the messages; the unit,
 * and the value that told of it last.
 */
const USE_BYTES: u32 = 16;
const MESSAGE_BITS: u64 = 24;
const MOST_MESSAGES: u32 = (1 << 24) - 1;
let uses: usize = 0;
let room: u32 = 0;
export let useCount: u32 = 0;
// See FIRST_ROOM in term-units.ts.
const FIRST_ROOM: u32 = 9 << 10;

/** By a number's hash, a use in the unit that may be its own: one before the unit's first one is not. */
const HASH_BITS: u64 = 11;
const RECENT_BYTES: u32 = 4 << 11;
const recent: usize = memory.data(4 << 11, 16);
let unitUses: u32 = 0;
let usedIn: u32 = 0;
/** The value that told of a number last. */
let toldBy: u32 = 0;

/**
 * The numbers in order, in the place of the uses: key u64, where its list is, and 0 for its text, as terms are in term-order.ts.
 * A list is how many messages, how many units, and these.
 */
export let numbers: usize = 0;
export let numbersEnd: usize = 0;
let nextUse: usize = 0;
let unitsEnd: usize = 0;
/** Memory as large as that of the uses. */
let spare: usize = 0;

export function clearLongNumbers(): void {
  useCount = 0;
  usedIn = 0;
  toldBy = 0;
  memory.fill(recent, 0xff, RECENT_BYTES);
}

/** Counts a number of six to ten digits for the value being told of, once. */
export function addLongNumber(key: u64): void {
  const codes = narrowed(key) << MESSAGE_BITS;
  const slot = recent + ((<usize>((codes * 0x9e3779b97f4a7c15) >>> (64 - HASH_BITS))) << 2);
  const known = load<u32>(slot);
  if (usedIn !== units) {
    usedIn = units;
    unitUses = useCount;
  }
  if (known - unitUses < useCount - unitUses) {
    const use = uses + <usize>known * USE_BYTES;
    const head = load<u64>(use);
    if ((head ^ codes) >>> MESSAGE_BITS === 0) {
      if (load<u32>(use, 12) === serial) return;
      if (<u64>weight + (head & MOST_MESSAGES) <= MOST_MESSAGES) {
        store<u64>(use, head + weight);
        store<u32>(use, serial, 12);
        toldBy = serial;
        return;
      }
    }
  }
  if (useCount === room) {
    room = room === 0 ? FIRST_ROOM : 2 * room;
    uses = resize(uses, <usize>room * USE_BYTES);
  }
  const use = uses + <usize>useCount * USE_BYTES;
  store<u64>(use, codes | weight);
  store<u32>(use, units - 1, 8);
  store<u32>(use, serial, 12);
  // Other values are added to a use only if it is a value's first: any other may be a number that the value has told of before.
  if (toldBy !== serial) store<u32>(slot, useCount);
  toldBy = serial;
  useCount++;
}

/** Puts the uses in order, and makes numbers of those of one each. */
export function sortLongNumbers(): void {
  numbers = uses;
  numbersEnd = uses;
  spare = 0;
  if (useCount === 0) return;
  spare = heap.alloc(<usize>useCount * USE_BYTES);
  const counts = heap.alloc(4 * DIGIT_BYTES);
  memory.fill(counts, 0, 4 * DIGIT_BYTES);
  countDigits(counts, 0, useCount);
  let other = spare;
  for (let digit: u32 = 0; digit < 4; digit++) {
    const places = counts + <usize>(digit * DIGIT_BYTES);
    if (!startPlaces(places, useCount)) continue;
    placeByDigit(numbers, other, places, shiftOf(digit), maskOf(digit), 0, useCount);
    const sorted = other;
    other = numbers;
    numbers = sorted;
  }
  heap.free(counts);
  numbersEnd = numbers;
  nextUse = numbers;
  unitsEnd = other;
  joinUses(0, useCount);
}

export function releaseLongNumbers(): void {
  if (spare !== 0) heap.free(spare);
}

/** The last of ten codes is a digit to sort by, then three at a time. */
// @inline
function shiftOf(digit: u32): u64 {
  return digit === 0 ? MESSAGE_BITS : <u64>(16 + 12 * digit);
}

// @inline
function maskOf(digit: u32): u64 {
  return digit === 0 ? 15 : DIGIT_MASK;
}

function countDigits(counts: usize, start: u32, stop: u32): void {
  if (stop - start > PART) {
    const half = start + ((stop - start) >>> 1);
    countDigits(counts, start, half);
    countDigits(counts, half, stop);
    return;
  }
  for (let i = start; i < stop; i++) {
    const head = load<u64>(uses + <usize>i * USE_BYTES);
    for (let digit: u32 = 0; digit < 4; digit++) {
      const value = <u32>((head >>> shiftOf(digit)) & maskOf(digit));
      const count = counts + <usize>(digit * DIGIT_BYTES + 4 * value);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

/** Makes numbers of the uses up to one, and of those behind it that are the last number's. */
function joinUses(from: u32, to: u32): void {
  if (to - from > PART) {
    const half = from + ((to - from) >>> 1);
    joinUses(from, half);
    joinUses(half, to);
    return;
  }
  const sorted = numbers;
  while (nextUse < sorted + <usize>to * USE_BYTES) joinNumber(sorted + <usize>useCount * USE_BYTES);
}

/** Makes a number of its uses, in their place: as `count` in term-units.ts counts a term, in the order they came. */
function joinNumber(end: usize): void {
  let use = nextUse;
  const codes = load<u64>(use) >>> MESSAGE_BITS;
  const list = unitsEnd;
  let to = list + 8;
  let unit = load<u32>(use, 8);
  let value = load<u32>(use, 12);
  let messages = load<u32>(use) & MOST_MESSAGES;
  let beforeBlock: u32 = 0;
  let overlaps = false;
  store<u32>(to, unit);
  to += 4;
  for (use += USE_BYTES; use < end && load<u64>(use) >>> MESSAGE_BITS === codes; use += USE_BYTES) {
    const next = load<u32>(use, 8);
    if (next !== unit) {
      const block = blockOf(next);
      if (blockOf(unit) >>> 1 !== block >>> 1) {
        beforeBlock = messages;
        overlaps = false;
      } else if ((block & 1) !== 0) {
        // Some message may have it in both.
        messages = beforeBlock;
        overlaps = true;
      }
      unit = next;
      store<u32>(to, unit);
      to += 4;
    } else if (load<u32>(use, 12) === value) continue;
    value = load<u32>(use, 12);
    if (!overlaps) messages += load<u32>(use) & MOST_MESSAGES;
  }
  store<u32>(list, messages);
  store<u32>(list, <u32>(to - list - 8) >>> 2, 4);
  unitsEnd = to;
  nextUse = use;
  store<u64>(numbersEnd, widened(codes));
  store<u32>(numbersEnd, <u32>list, 8);
  store<u32>(numbersEnd, 0, 12);
  numbersEnd += USE_BYTES;
}

/** Of each twelve bits four, of each 24 eight. */
const FOUR_OF_12: u64 = 0x000f_00f0_0f00_f00f;
const EIGHT_OF_24: u64 = 0x00ff_0000_ff00_00ff;

/** Ten codes of a key of digits in four bits each. */
// @inline
function narrowed(key: u64): u64 {
  const pairs = (key & FOUR_OF_12) | ((key >>> 2) & (FOUR_OF_12 << 4));
  const fours = (pairs & EIGHT_OF_24) | ((pairs >>> 4) & (EIGHT_OF_24 << 8));
  return (fours & 0xffff) | ((fours >>> 8) & 0xffff_0000) | ((fours >>> 16) & 0xff_0000_0000);
}

/** The key of ten codes of four bits. */
// @inline
function widened(codes: u64): u64 {
  const fours = (codes & 0xffff) | ((codes & 0xffff_0000) << 8) | ((codes & 0xff_0000_0000) << 16);
  const pairs = (fours & EIGHT_OF_24) | ((fours & (EIGHT_OF_24 << 8)) << 4);
  return (pairs & FOUR_OF_12) | ((pairs & (FOUR_OF_12 << 4)) << 2);
}
