import type { HeaderFields } from '../header-fields.js';
import type { Real } from '../real.js';
import {
  ALNUM,
  CLASS,
  DASH,
  DIGIT,
  DOT,
  digitRun,
  fixedDigits,
  SLASH,
  SPACE,
  skipBlanks,
} from '../scan.js';

/** Numbers of ten digits below this are no time: 2001-09-09, where ten digits begin. */
const FIRST_SECOND: Real = 1_000_000_000;
/** … nor from here on: the year 2100. Narrower is safer: ten-digit numbers are common in logs. */
const LAST_SECOND: Real = 4_102_444_800;

/**
 * Reads an instant in seconds since 1970 with an optional fraction (10 digits), or in milli-, micro- or nanoseconds
 * (13, 16, 19 digits) at `p`. The number must not go on as a longer word, date or address. Sets `epoch`. Returns the
 * position behind it, or -1.
 */
export function readEpoch(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  const count = digitRun(bytes, p, end, 20);
  if (count !== 10 && count !== 13 && count !== 16 && count !== 19) return -1;
  const high: Real = fixedDigits(bytes, p, 5);
  const seconds = high * 100_000 + fixedDigits(bytes, p + 5, 5);
  if (seconds < FIRST_SECOND || seconds >= LAST_SECOND) return -1;
  let millis = count === 10 ? 0 : fixedDigits(bytes, p + 10, 3);
  let q = p + count;
  if (count === 10 && q + 1 < end && bytes[q] === DOT && CLASS[bytes[q + 1]!] === DIGIT) {
    const from = q + 1;
    q = from + digitRun(bytes, from, end, end - from);
    const known = Math.min(3, q - from);
    millis = fixedDigits(bytes, from, known) * (known === 1 ? 100 : known === 2 ? 10 : 1);
  }
  if (q < end) {
    const next = bytes[q]!;
    if ((CLASS[next]! & ALNUM) !== 0 || next === DASH || next === SLASH) return -1;
    if (next === DOT && q + 1 < end && (CLASS[bytes[q + 1]!]! & ALNUM) !== 0) return -1;
  }
  setInstant(header, seconds * 1000 + millis);
  return q;
}

export function setInstant(header: HeaderFields, epoch: Real): void {
  header.year = 0;
  header.month = 0;
  header.day = 0;
  header.hour = 0;
  header.minute = 0;
  header.second = 0;
  header.millisecond = 0;
  header.zoneMinutes = Number.NaN;
  header.epoch = epoch;
}

/** TAI64N labels count from 2^62 seconds, ten seconds ahead of UTC in 1970; leap seconds since then are not in a label's reach. */
const TAI_PREFIX = '40000000';

/** Reads a TAI64N label (`@4000000043322583…`, multilog) at `p`; or -1. */
export function readTai64(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 25 > end) return -1;
  let seconds: Real = 0;
  let nanos: Real = 0;
  for (let i = 0; i < 24; i++) {
    const digit = hexValue(bytes[p + 1 + i]!);
    if (digit < 0 || (i < 8 && digit !== TAI_PREFIX.charCodeAt(i) - 48)) return -1;
    if (i >= 16) nanos = nanos * 16 + digit;
    else if (i >= 8) seconds = seconds * 16 + digit;
  }
  if (p + 25 < end && (CLASS[bytes[p + 25]!]! & ALNUM) !== 0) return -1;
  if (seconds < FIRST_SECOND || seconds >= LAST_SECOND || nanos >= 1e9) return -1;
  setInstant(header, (seconds - 10) * 1000 + Math.floor(nanos / 1e6));
  return p + 25;
}

function hexValue(byte: number): number {
  if ((byte - 48) >>> 0 <= 9) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/**
 * Reads the prefix of the supercomputer logs (BGL, Thunderbird, Liberty, Spirit): `- 1131566461 2005.11.09 host …`, where
 * `-` may be an alert name. `p` is where the number must stand. Returns the position behind it and leaves the date to
 * the text, or -1.
 */
export function readClusterPrefix(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 22 > end || bytes[p + 10] !== SPACE || bytes[p + 15] !== DOT || bytes[p + 18] !== DOT)
    return -1;
  if (digitRun(bytes, p + 11, end, 4) !== 4 || skipBlanks(bytes, p + 21, end) === p + 21) return -1;
  return readEpoch(bytes, p, end, header);
}
