/** Entries of sixteen bytes, put in order by a digit of the number that they begin with: what sorting by a few digits takes. */

/**
 * What is done with all terms or postings is done in parts of so many: V8 gives a call the better code that is there by then, no
 * loop. The functions cut their part in halves and call themselves, for else the compiler takes them into their caller's loop.
 */
export const PART: u32 = 1 << 14;

/** Of a digit: its bits, its values, and the memory for a count or a place of each. */
export const DIGIT_BITS: u32 = 12;
export const DIGIT_MASK: u64 = (1 << 12) - 1;
export const DIGIT_BYTES: u32 = 4 << 12;

/** Makes the places where entries with each digit begin of how many there are; false: all have the same. */
export function startPlaces(places: usize, entries: u32): bool {
  let total: u32 = 0;
  for (let at = places; at < places + DIGIT_BYTES; at += 4) {
    const count = load<u32>(at);
    if (count === entries) return false;
    store<u32>(at, total);
    total += count;
  }
  return true;
}

/** Moves entries [start, stop) to the places of their digit, the bits of `mask` from `shift` on. */
export function placeByDigit(
  from: usize,
  to: usize,
  places: usize,
  shift: u64,
  mask: u64,
  start: u32,
  stop: u32,
): void {
  if (stop - start > PART) {
    const half = start + ((stop - start) >>> 1);
    placeByDigit(from, to, places, shift, mask, start, half);
    placeByDigit(from, to, places, shift, mask, half, stop);
    return;
  }
  for (let i = start; i < stop; i++) {
    const entry = from + ((<usize>i) << 4);
    const place = places + ((<usize>((load<u64>(entry) >>> shift) & mask)) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    v128.store(to + ((<usize>at) << 4), v128.load(entry));
  }
}
