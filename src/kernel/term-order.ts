/** The order of terms by their bytes: what `sortTerms` in src/analysis makes. */
import {
  DIGIT_BITS,
  DIGIT_BYTES,
  DIGIT_MASK,
  PART,
  placeByDigit,
  startPlaces,
} from './digit-order';
import { messagesOf, unitsOf } from './number-terms';
import { bytesOf, lengthOf, orderOf } from './term-keys';
import { ENTRY_BYTES, entries, taken, terms } from './term-units';

/** Of a term, in order: the key it sorts by u64, its number, its text. */
export const SORTED_BYTES: u32 = 16;
/** Of a term, by its number: its units, and the messages that hold it. */
export const FACT_BYTES: u32 = 8;

const DIGITS: u32 = 5;

/** The terms in order, and where there is room for as many. */
export let sorted: usize = 0;
export let sortRoom: usize = 0;

/**
 * Sorts the terms by the order of their bytes: by their keys of 60 bits, 12 at a time; then those that share one. What entries
 * say goes to `facts`, and then their memory is what is sorted in: to free it and take as much again would leave holes, and
 * memory never shrinks.
 */
export function sortTerms(facts: usize): void {
  sorted = entries;
  sortRoom = entries + <usize>terms * SORTED_BYTES;
  const counts = heap.alloc(DIGITS * DIGIT_BYTES);
  memory.fill(counts, 0, DIGITS * DIGIT_BYTES);
  takenOut = 0;
  takeOut(facts, counts, 0, taken);
  for (let digit: u32 = 0; digit < DIGITS; digit++) {
    const places = counts + <usize>(digit * DIGIT_BYTES);
    if (!startPlaces(places, terms)) continue;
    placeByDigit(sorted, sortRoom, places, DIGIT_BITS * digit, DIGIT_MASK, 0, terms);
    const other = sorted;
    sorted = sortRoom;
    sortRoom = other;
  }
  heap.free(counts);
  sortTies();
}

/** How many terms `takeOut` has made. */
let takenOut: u32 = 0;

/** Makes entries into what is sorted, in the same place, and counts each digit of the keys. */
function takeOut(facts: usize, counts: usize, start: u32, stop: u32): void {
  if (stop - start > PART) {
    const half = start + ((stop - start) >>> 1);
    takeOut(facts, counts, start, half);
    takeOut(facts, counts, half, stop);
    return;
  }
  for (let term = start; term < stop; term++) {
    const entry = entries + <usize>term * ENTRY_BYTES;
    if (load<u64>(entry) === 0) continue;
    const fact = facts + <usize>term * FACT_BYTES;
    // A term whose entry names no unit is a number.
    const units = load<u32>(entry, 28);
    const place = load<u32>(entry, 8);
    store<u32>(fact, units === 0 ? unitsOf(place) : units);
    store<u32>(fact, units === 0 ? messagesOf(place) : load<u32>(entry, 12), 4);
    const text = load<u32>(entry, 24);
    const key = text === 0 ? load<u64>(entry) : orderOf(text);
    const to = entries + <usize>takenOut * SORTED_BYTES;
    takenOut++;
    store<u64>(to, key);
    store<u32>(to, term, 8);
    store<u32>(to, text, 12);
    for (let digit: u32 = 0; digit < DIGITS; digit++) {
      const value = <u32>((key >>> <u64>(DIGIT_BITS * digit)) & DIGIT_MASK);
      const count = counts + <usize>(digit * DIGIT_BYTES + 4 * value);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

/** Sorts terms that share a key, of which all but one have a text, by their bytes. */
function sortTies(): void {
  if (terms === 0) return;
  for (let at = firstTie(0, terms - 1); at < terms - 1; ) {
    const first = sorted + <usize>at * SORTED_BYTES;
    const key = load<u64>(first);
    let count: u32 = 2;
    while (at + count < terms && load<u64>(first + <usize>count * SORTED_BYTES) === key) count++;
    mergeSort(first, count, sortRoom);
    at = at + count < terms ? firstTie(at + count, terms - 1) : terms;
  }
}

/** The first place in [from, to) whose key the next one has too; `to`: none has. */
function firstTie(from: u32, to: u32): u32 {
  if (to - from > PART) {
    const half = from + ((to - from) >>> 1);
    const tie = firstTie(from, half);
    return tie < half ? tie : firstTie(half, to);
  }
  for (let i = from; i < to; i++) {
    const entry = sorted + <usize>i * SORTED_BYTES;
    if (load<u64>(entry) === load<u64>(entry, SORTED_BYTES)) return i;
  }
  return to;
}

function mergeSort(group: usize, count: u32, spare: usize): void {
  if (count < 2) return;
  const half = count >>> 1;
  const second = group + <usize>half * SORTED_BYTES;
  mergeSort(group, half, spare);
  mergeSort(second, count - half, spare);
  memory.copy(spare, group, <usize>half * SORTED_BYTES);
  let a = spare;
  const aEnd = spare + <usize>half * SORTED_BYTES;
  let b = second;
  const bEnd = group + <usize>count * SORTED_BYTES;
  let to = group;
  while (a < aEnd) {
    const fromSecond = b < bEnd && isBefore(load<u32>(b, 12), load<u32>(a, 12));
    v128.store(to, v128.load(fromSecond ? b : a));
    if (fromSecond) b += SORTED_BYTES;
    else a += SORTED_BYTES;
    to += SORTED_BYTES;
  }
}

/** Whether a text comes before another. A word that is its own key, and so has none, is what the others begin with. */
function isBefore(a: u32, b: u32): bool {
  if (a === 0 || b === 0) return b !== 0;
  const lengthA = lengthOf(a);
  const lengthB = lengthOf(b);
  const bytesA = bytesOf(a);
  const bytesB = bytesOf(b);
  const shorter = min<u32>(lengthA, lengthB);
  for (let i: u32 = 0; i < shorter; i++) {
    const byteA = load<u8>(bytesA + i);
    const byteB = load<u8>(bytesB + i);
    if (byteA !== byteB) return byteA < byteB;
  }
  return lengthA < lengthB;
}
