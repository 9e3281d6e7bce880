import type { HeaderFields } from './header-fields.js';
import { ALNUM, CLASS, COLON, COMMA, DASH, DOT, PLUS, twoDigits } from './scan.js';

/**
 * Reads a time of day at `p`: `h:mm:ss` or `hh:mm:ss`, with a fraction behind a dot or comma, or `:mmm` as log4j writes
 * it. Sets hour, minute, second and millisecond (further digits are skipped). Returns the position behind it, or -1.
 */
export function readClock(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 7 > end) return -1;
  let hour = bytes[p]! - 48;
  if (hour >>> 0 > 9) return -1;
  let q = p + 1;
  const ones = bytes[q]! - 48;
  if (ones >>> 0 <= 9) {
    hour = hour * 10 + ones;
    q++;
  }
  if (q + 6 > end || bytes[q] !== COLON || bytes[q + 3] !== COLON || hour > 23) return -1;
  const minute = twoDigits(bytes, q + 1);
  const second = twoDigits(bytes, q + 4);
  if (minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  header.hour = hour;
  header.minute = minute;
  header.second = second;
  header.millisecond = 0;
  q += 6;
  if (q === end) return q;
  const next = bytes[q]!;
  if ((next - 48) >>> 0 <= 9) return -1;
  return next === DOT || next === COMMA || next === COLON ? readFraction(bytes, q, end, header) : q;
}

/** Reads the fraction whose mark stands at `p`; without a digit behind the mark there is none, and it returns `p`. */
function readFraction(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  let scale = 100;
  let millis = 0;
  let q = p + 1;
  for (; q < end; q++) {
    const digit = bytes[q]! - 48;
    if (digit >>> 0 > 9) break;
    millis += digit * scale;
    scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
  }
  const count = q - p - 1;
  if (count === 0) return p;
  if (bytes[p] === COLON) {
    const closed = q === end || ((CLASS[bytes[q]!]! & ALNUM) === 0 && bytes[q] !== COLON);
    if (count !== 3 || !closed) return p;
  }
  // A comma may as well end a field of a comma-separated record (`hh:mm:ss,012801096514,TRAFFIC`).
  if (bytes[p] === COMMA && count !== 3 && count !== 6 && count !== 9 && !isZoneMark(bytes, q, end))
    return p;
  header.millisecond = millis;
  return q;
}

function isZoneMark(bytes: Uint8Array, p: number, end: number): boolean {
  return p < end && (bytes[p] === 90 || bytes[p] === PLUS || bytes[p] === DASH);
}

/** Reads `hhmmss` at `p` (compact dates); returns the position behind it and its fraction, or -1. */
export function readCompactClock(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 6 > end) return -1;
  const hour = twoDigits(bytes, p);
  const minute = twoDigits(bytes, p + 2);
  const second = twoDigits(bytes, p + 4);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  header.hour = hour;
  header.minute = minute;
  header.second = second;
  header.millisecond = 0;
  const q = p + 6;
  if (q === end) return q;
  if ((CLASS[bytes[q]!]! & ALNUM) !== 0 && bytes[q] !== 90) return -1;
  return bytes[q] === DOT || bytes[q] === COMMA ? readFraction(bytes, q, end, header) : q;
}

/** Applies `AM` or `PM` at `p` (a blank before it is the caller's); returns the position behind it, or `p`. */
export function readHalfDay(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 2 > end || (bytes[p + 1]! | 32) !== 0x6d || header.hour > 12 || header.hour === 0)
    return p;
  const half = bytes[p]! | 32;
  if ((half !== 0x61 && half !== 0x70) || (p + 2 < end && (CLASS[bytes[p + 2]!]! & ALNUM) !== 0))
    return p;
  header.hour = (header.hour % 12) + (half === 0x70 ? 12 : 0);
  return p + 2;
}
