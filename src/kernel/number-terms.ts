/**
 * Terms of one to five digits, most of what is told of some logs: what is known of each stands at a place that its digits say,
 * so none is looked for. They are counted for a unit first, in little memory, and then for the pack.
 */
import {
  addEntry,
  blockSerial,
  entryOf,
  isColumn,
  notePosting,
  packSerial,
  RARE,
  serial,
  unitSerial,
  weight,
} from './term-units';

/** Places by digits, 1 to 111,110: numbers of fewer digits come first. */
const PLACES: u32 = 111_111;

/** By how many digits there are, the place of zeros. */
const FIRSTS: usize = memory.data<u32>([0, 1, 11, 111, 1111, 11111], 16);

/** By place: the last value that held the number, and how many messages of the unit have it. */
const uses: usize = memory.data(111_111 * 8, 16);
/** Places of the unit's numbers, each with what it is in the block and in the pack. */
const found: usize = memory.data(111_111 * 4, 16);
let foundCount: u32 = 0;
const PLACE: u32 = 0x1ffff;
const NEW_IN_BLOCK: u32 = 1 << 30;
const NEW_IN_PACK: u32 = 1 << 31;

/** By place, of the pack: the number's term, messages, messages before the block, units. */
const FACTS_BYTES: u32 = 16;
const facts: usize = memory.data(111_111 * 16, 16);
/** Numbers of a unit counted at a time. */
const GROUP: u32 = 32;
/** What was read to touch memory: kept, so that no compiler leaves the reading out. */
let touched: u32 = 0;

export function touchedNumbers(): u32 {
  return touched;
}

/** The place of a number's digits. */
// @inline
export function placeOf(number: u32, digits: u32): u32 {
  return number + load<u32>(FIRSTS + ((<usize>digits) << 2));
}

/** What is known of a number of the pack. */
// @inline
export function factsAt(place: u32): usize {
  return facts + <usize>place * FACTS_BYTES;
}

// @inline
export function messagesOf(place: u32): u32 {
  return load<u32>(factsAt(place), 4);
}

// @inline
export function unitsOf(place: u32): u32 {
  return load<u32>(factsAt(place), 12);
}

/** Forgets the numbers of the unit; and, when the numbers of values begin anew, all. */
export function clearNumbers(all: bool): void {
  foundCount = 0;
  if (all) memory.fill(uses, 0, PLACES * 8);
}

/** Counts the number at a place for the value being told of, once. */
export function addNumber(place: u32): void {
  const use = uses + ((<usize>place) << 3);
  const before = load<u32>(use);
  if (before === serial) return;
  store<u32>(use, serial);
  if (before >= unitSerial) {
    store<u32>(use, load<u32>(use, 4) + weight, 4);
    return;
  }
  store<u32>(use, weight, 4);
  const news: u32 =
    (before < blockSerial ? NEW_IN_BLOCK : 0) | (before < packSerial ? NEW_IN_PACK : 0);
  store<u32>(found + ((<usize>foundCount) << 2), place | news);
  foundCount++;
}

/**
 * Counts the numbers of a unit, which has all its values, for the pack. As in `settle`, those of a group are touched first.
 */
export function settleNumbers(): void {
  const end = found + ((<usize>foundCount) << 2);
  foundCount = 0;
  for (let group = found; group < end; group += 4 * GROUP) {
    const stop = min<usize>(group + 4 * GROUP, end);
    let touch: u32 = 0;
    for (let at = group; at < stop; at += 4) touch += load<u32>(factsAt(load<u32>(at) & PLACE));
    touched = touch;
    for (let at = group; at < stop; at += 4) countUnit(load<u32>(at));
  }
}

/** Counts a number of the unit. */
function countUnit(number: u32): void {
  const place = number & PLACE;
  const known = factsAt(place);
  if ((number & NEW_IN_PACK) !== 0) {
    const term = addEntry(keyOf(place), 0, RARE);
    store<u32>(entryOf(term), place, 8);
    store<u32>(known, term);
    store<u32>(known, 0, 4);
    store<u64>(known, 0, 8);
  }
  notePosting(load<u32>(known));
  store<u32>(known, load<u32>(known, 12) + 1, 12);
  const messages = load<u32>(known, 4);
  if ((number & NEW_IN_BLOCK) !== 0) store<u32>(known, messages, 8);
  // Some message may have it in two units of a block: these are counted when they are asked for. A block's columns come last.
  else if (isColumn) {
    store<u32>(known, load<u32>(known, 8), 4);
    return;
  }
  store<u32>(known, messages + load<u32>(uses + ((<usize>place) << 3), 4), 4);
}

/** The key of the number at a place: codes of 1 to 10, the last one first. */
function keyOf(place: u32): u64 {
  let key: u64 = 0;
  for (let rest = place; rest !== 0; rest = (rest - 1) / 10)
    key = ((<u64>(((rest - 1) % 10) + 1)) << 54) | (key >>> 6);
  return key;
}

/** In each code of a key a 1. */
const ONES: u64 = 0x0041_0410_4104_1041;
/** What no code of a digit has, nor one and 5. */
const OTHERS: u64 = 0x30 * ONES;
const BEHIND_FIVE: u64 = 0x3fff_ffff;

/** Whether the codes of a key are those of digits, 1 to 10, or none. */
// @inline
export function isNumber(key: u64): bool {
  return ((key | (key + 5 * ONES)) & OTHERS) === 0;
}

/** Whether a key of digits is that of one to five of them. */
// @inline
export function hasPlace(key: u64): bool {
  return (key & BEHIND_FIVE) === 0;
}
