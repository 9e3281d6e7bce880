/** Four octets in a text. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that takes). */

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DOT = 0x2e;
const LOWER_F = 0x66;

/** Of the octets that were found last: their number, less 2^31. */
let address = 0;
/** Behind them. */
export let octetsEnd = 0;

/**
 * Whether bytes[start, end) have four octets from `least` to `most`, which are numbers less 2^31, whatever stands beside them;
 * or `ffff`, as an IPv4 address in the form of an IPv6 one has: few that have not the address pass. Told apart in one walk,
 * where `findAddresses` tries every form: a sixth of a count of a network.
 */
export function holdsOctets(
  bytes: Uint8Array,
  start: number,
  end: number,
  least: number,
  most: number,
): boolean {
  let i = start;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte >= DIGIT_0 && byte <= DIGIT_9) {
      if (beginsOctets(bytes, i, end, least, most)) return true;
      while (i < end && bytes[i]! >= DIGIT_0 && bytes[i]! <= DIGIT_9) i++;
    } else if (areLetters(bytes, i, end)) return true;
    else i++;
  }
  return false;
}

/** Whether `ffff` stands at `start`. */
export function areLetters(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    (bytes[start]! | 0x20) === LOWER_F &&
    start + 3 < end &&
    (bytes[start + 1]! | 0x20) === LOWER_F &&
    (bytes[start + 2]! | 0x20) === LOWER_F &&
    (bytes[start + 3]! | 0x20) === LOWER_F
  );
}

/** Whether four octets from `least` to `most`, which are numbers less 2^31, begin at `start`. */
export function beginsOctets(
  bytes: Uint8Array,
  start: number,
  end: number,
  least: number,
  most: number,
): boolean {
  return areOctets(bytes, start, end) && address >= least && address <= most;
}

/** Whether four octets begin at `start`: their number is in `address`. */
function areOctets(bytes: Uint8Array, start: number, end: number): boolean {
  let number = 0;
  let i = start;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (i >= end || bytes[i]! !== DOT) return false;
      i++;
    }
    const first = i;
    let value = 0;
    while (i < end && bytes[i]! >= DIGIT_0 && bytes[i]! <= DIGIT_9 && i - first < 4) {
      value = value * 10 + bytes[i]! - DIGIT_0;
      i++;
    }
    if (i === first || i - first > 3 || value > 255) return false;
    number = (number << 8) | value;
  }
  address = number ^ 0x8000_0000;
  octetsEnd = i;
  return true;
}
