/** The order of terms by their bytes: what `sortTerms` in src/analysis makes. */
import { arena, TERM_BYTES, termRecords, terms } from './term-table';

/**
 * What is done with all terms or postings is done in parts of so many: V8 gives a call the better code that is there by then, no
 * loop. The functions cut their part in halves and call themselves, for else the compiler takes them into their caller's loop.
 */
export const PART: u32 = 1 << 14;

const DIGIT_BITS: u32 = 12;
const DIGITS: u32 = 5;

/**
 * Numbers of the terms in the order of their bytes: by their keys of 60 bits, 12 at a time; then those that share one. `spare` has
 * room for 32 bytes for each.
 */
export function sortedTerms(spare: usize): usize {
  let from = spare;
  let to = spare + ((<usize>terms) << 4);
  const counts = heap.alloc(4 * (DIGITS << DIGIT_BITS));
  memory.fill(counts, 0, 4 * (DIGITS << DIGIT_BITS));
  countDigits(from, counts, 0, terms);
  for (let digit: u32 = 0; digit < DIGITS; digit++) {
    const places = counts + ((<usize>(digit << DIGIT_BITS)) << 2);
    let total: u32 = 0;
    for (let value: u32 = 0; value >>> DIGIT_BITS === 0; value++) {
      const place = places + ((<usize>value) << 2);
      const count = load<u32>(place);
      store<u32>(place, total);
      total += count;
    }
    placeByDigit(from, to, places, digit, 0, terms);
    const other = from;
    from = to;
    to = other;
  }
  heap.free(counts);
  const result = heap.alloc(((<usize>terms) << 2) + 16);
  for (let i: u32 = 0; i < terms; i++)
    store<u32>(result + ((<usize>i) << 2), load<u32>(from + ((<usize>i) << 4), 8));
  for (let start: u32 = 0; start < terms; ) {
    const key = load<u64>(from + ((<usize>start) << 4));
    let stop = start + 1;
    while (stop < terms && load<u64>(from + ((<usize>stop) << 4)) === key) stop++;
    if (stop - start > 1) mergeSort(result + ((<usize>start) << 2), stop - start, to);
    start = stop;
  }
  return result;
}

const DIGIT_MASK: u64 = (1 << DIGIT_BITS) - 1;

/** Puts terms with their keys into `entries`, and counts each digit of these. */
function countDigits(entries: usize, counts: usize, start: u32, stop: u32): void {
  if (stop - start > PART) {
    const half = start + ((stop - start) >>> 1);
    countDigits(entries, counts, start, half);
    countDigits(entries, counts, half, stop);
    return;
  }
  for (let term = start; term < stop; term++) {
    const key = load<u64>(termRecords + <usize>term * TERM_BYTES, 8);
    const entry = entries + ((<usize>term) << 4);
    store<u64>(entry, key);
    store<u32>(entry, term, 8);
    for (let digit: u32 = 0; digit < DIGITS; digit++) {
      const value = <u32>((key >>> <u64>(DIGIT_BITS * digit)) & DIGIT_MASK);
      const count = counts + ((<usize>((digit << DIGIT_BITS) + value)) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

function placeByDigit(
  from: usize,
  to: usize,
  places: usize,
  digit: u32,
  start: u32,
  stop: u32,
): void {
  if (stop - start > PART) {
    const half = start + ((stop - start) >>> 1);
    placeByDigit(from, to, places, digit, start, half);
    placeByDigit(from, to, places, digit, half, stop);
    return;
  }
  for (let i = start; i < stop; i++) {
    const entry = from + ((<usize>i) << 4);
    const value = <usize>((load<u64>(entry) >>> <u64>(DIGIT_BITS * digit)) & DIGIT_MASK);
    const place = places + (value << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    v128.store(to + ((<usize>at) << 4), v128.load(entry));
  }
}

/** Sorts terms that share a key by their bytes; `spare` has room for as many. */
function mergeSort(group: usize, count: u32, spare: usize): void {
  if (count < 2) return;
  const half = count >>> 1;
  const second = group + ((<usize>half) << 2);
  mergeSort(group, half, spare);
  mergeSort(second, count - half, spare);
  memory.copy(spare, group, (<usize>half) << 2);
  let a = spare;
  const aEnd = spare + ((<usize>half) << 2);
  let b = second;
  const bEnd = group + ((<usize>count) << 2);
  let to = group;
  while (a < aEnd) {
    const fromSecond = b < bEnd && isBefore(load<u32>(b), load<u32>(a));
    store<u32>(to, load<u32>(fromSecond ? b : a));
    if (fromSecond) b += 4;
    else a += 4;
    to += 4;
  }
}

function isBefore(a: u32, b: u32): bool {
  const recordA = termRecords + <usize>a * TERM_BYTES;
  const recordB = termRecords + <usize>b * TERM_BYTES;
  const lengthA = load<u32>(recordA, 4);
  const lengthB = load<u32>(recordB, 4);
  const bytesA = arena + load<u32>(recordA);
  const bytesB = arena + load<u32>(recordB);
  const shorter = min<u32>(lengthA, lengthB);
  for (let i: u32 = 0; i < shorter; i++) {
    const byteA = load<u8>(bytesA + i);
    const byteB = load<u8>(bytesB + i);
    if (byteA !== byteB) return byteA < byteB;
  }
  return lengthA < lengthB;
}
