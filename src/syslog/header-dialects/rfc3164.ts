import { isDate } from '../calendar.js';
import { readClock, readHalfDay } from '../clock.js';
import type { HeaderFields } from '../header-fields.js';
import {
  ALNUM,
  CLASS,
  COLON,
  COMMA,
  DOT,
  fixedDigits,
  isDigit,
  isWeekdayAt,
  LOWER,
  monthAt,
  SPACE,
  skipBlanks,
} from '../scan.js';
import { readZone } from '../zone-suffix.js';

/**
 * Reads a date that begins with an English month name at `p`, the time of day behind it and the zone:
 *
 *     Mmm [d]d hh:mm:ss[.fraction] [year] [zone] [year]          RFC 3164, Cisco, asctime
 *     Mmm [d]d yyyy hh:mm:ss[.fraction] [zone]                   ASA, CEF fields
 *     Mmm [d]d, yyyy h:mm:ss AM                                  java.util.logging
 *
 * Full month names and a full stop behind the abbreviation are tolerated. Returns the position behind it, or -1.
 */
export function readMonthFirst(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 12 > end) return -1;
  const month = monthAt(bytes, p);
  if (month === 0) return -1;
  let q = p + 3;
  if (bytes[q] !== SPACE) {
    while (q < end && CLASS[bytes[q]!] === LOWER) q++;
    if (q < end && bytes[q] === DOT) q++;
    if (q >= end || bytes[q] !== SPACE) return -1;
  }
  q++;
  if (q < end && bytes[q] === SPACE) q++;
  if (q + 2 >= end) return -1;
  let day = bytes[q]! - 48;
  if (day >>> 0 > 9) return -1;
  q++;
  const ones = bytes[q]! - 48;
  if (ones >>> 0 <= 9) {
    day = day * 10 + ones;
    q++;
  }
  if (q < end && bytes[q] === COMMA) q++;
  if (q >= end || bytes[q] !== SPACE) return -1;
  q++;
  if (q < end && bytes[q] === SPACE) q++;
  let year = 0;
  let behind = readClock(bytes, q, end, header);
  if (behind < 0) {
    year = q + 4 < end ? fixedDigits(bytes, q, 4) : -1;
    if (year <= 0) return -1;
    q += 4;
    if (bytes[q] === COMMA) q++;
    if (q >= end || bytes[q] !== SPACE) return -1;
    q++;
    if (q < end && bytes[q] === SPACE) q++;
    behind = readClock(bytes, q, end, header);
    if (behind < 0) return -1;
    if (behind < end && bytes[behind] === SPACE) {
      const half = readHalfDay(bytes, behind + 1, end, header);
      if (half !== behind + 1) behind = half;
    }
  }
  if (!isDate(year, month, day)) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  if (behind === end) {
    header.zoneMinutes = Number.NaN;
    return behind;
  }
  if (year === 0) {
    const withYear = readTrailingYear(bytes, behind, end, header);
    if (withYear !== behind) return readZone(bytes, withYear, end, header);
  }
  const zoned = readZone(bytes, behind, end, header);
  return year === 0 && zoned !== behind ? readTrailingYear(bytes, zoned, end, header) : zoned;
}

/** A year behind the time (` 2021` and then no more of a word); sets it and returns the position behind it, or `p`. */
function readTrailingYear(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 5 > end || bytes[p] !== SPACE) return p;
  const first = bytes[p + 1];
  if (first !== 49 && first !== 50) return p;
  const year = fixedDigits(bytes, p + 1, 4);
  if (year < 1970 || year > 2199) return p;
  const q = p + 5;
  if (q < end && ((CLASS[bytes[q]!]! & ALNUM) !== 0 || isYearJoint(bytes, q, end))) return p;
  if (!isDate(year, header.month, header.day)) return p;
  header.year = year;
  return q;
}

/** True when the digits go on as a date, a number or an address: `2021-…`, `2021.5`, `2001:db8::7`. */
function isYearJoint(bytes: Uint8Array, q: number, end: number): boolean {
  const byte = bytes[q]!;
  if (byte === COLON) return q + 1 < end && bytes[q + 1] !== SPACE;
  return byte === 45 || byte === DOT || byte === 47 || byte === COMMA || byte === 95;
}

/** Reads a weekday and the date behind it: `Sun Dec 04 04:47:44 2005`, `Sun, 4 Dec 2005 04:47:44 GMT`; or -1. */
export function readWeekdayFirst(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 16 > end || !isWeekdayAt(bytes, p)) return -1;
  let q = p + 3;
  if (bytes[q] === COMMA) q++;
  if (bytes[q] !== SPACE) return -1;
  q = skipBlanks(bytes, q, end);
  return isDigit(bytes[q]!) && q < end
    ? readDayMonthName(bytes, q, end, header)
    : readMonthFirst(bytes, q, end, header);
}

/** Reads `[d]d Mmm [yyyy] hh:mm:ss` (Redis, RFC 2822); returns the position behind time and zone, or -1. */
export function readDayMonthName(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  let q = p;
  let day = 0;
  while (q < end && q < p + 2 && isDigit(bytes[q]!)) day = day * 10 + bytes[q++]! - 48;
  if (q === p || q + 12 > end || bytes[q] !== SPACE) return -1;
  const month = monthAt(bytes, q + 1);
  if (month === 0) return -1;
  q += 4;
  if (bytes[q] !== SPACE) return -1;
  q++;
  let year = 0;
  let behind = readClock(bytes, q, end, header);
  if (behind < 0) {
    year = q + 4 < end ? fixedDigits(bytes, q, 4) : -1;
    if (year <= 0 || bytes[q + 4] !== SPACE) return -1;
    behind = readClock(bytes, q + 5, end, header);
    if (behind < 0) return -1;
  }
  if (!isDate(year, month, day)) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  return readZone(bytes, behind, end, header);
}
