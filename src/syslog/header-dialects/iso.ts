import { isDate } from '../calendar.js';
import { readClock, readCompactClock, readHalfDay } from '../clock.js';
import type { HeaderFields } from '../header-fields.js';
import {
  CLASS,
  COLON,
  COMMA,
  DASH,
  DIGIT,
  DOT,
  fixedDigits,
  isDigit,
  LETTER,
  monthAt,
  SLASH,
  SPACE,
  twoDigits,
} from '../scan.js';
import { readZone } from '../zone-suffix.js';

/**
 * Reads a date that begins with a four-digit year at `p`, the time behind it and the zone:
 *
 *     yyyy-mm-ddThh:mm:ss[.fraction][zone]     also `t`, one or two spaces, `_`, `:` or `-` for the T, one-digit months
 *     yyyy/mm/dd hh:mm:ss, yyyy.mm.dd hh:mm:ss PM
 *     yyyy Mmm dd hh:mm:ss                     NX-OS; also yyyy-Mmm-dd, the day padded with a space
 *
 * A second fraction (`34.270.1`, Huawei) is passed over. The caller has checked that four digits stand at `p`. Returns
 * the position behind it, or -1.
 */
export function readYearFirst(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  const behind = readDate(bytes, p, end, header);
  if (behind < 0 || behind >= end) return -1;
  let q = behind;
  const joint = bytes[q]!;
  if (joint === 84 || joint === 116 || joint === 95 || joint === COLON || joint === DASH) q++;
  else if (joint === SPACE) {
    q++;
    if (q < end && bytes[q] === SPACE) q++;
  } else if (joint === COMMA && q + 1 < end && bytes[q + 1] === SPACE) q += 2;
  else return -1;
  q = readClock(bytes, q, end, header);
  if (q < 0) return -1;
  if (q + 1 < end && bytes[q] === DOT && isDigit(bytes[q + 1]!)) {
    q++;
    while (q < end && CLASS[bytes[q]!] === DIGIT) q++;
  }
  if (joint === SPACE && q < end && bytes[q] === SPACE) {
    const half = readHalfDay(bytes, q + 1, end, header);
    if (half !== q + 1) q = half;
  }
  header.epoch = Number.NaN;
  return readZone(bytes, q, end, header);
}

/** Reads only the date of the forms above and sets year, month and day; returns the position behind it, or -1. */
export function readDate(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 8 > end) return -1;
  const year = fixedDigits(bytes, p, 4);
  if (year <= 0) return -1;
  const mark = bytes[p + 4]!;
  let month: number;
  let q = p + 5;
  if (mark !== SPACE && mark !== DASH && mark !== SLASH && mark !== DOT) return -1;
  if ((CLASS[bytes[q]!]! & LETTER) !== 0 && q + 3 < end) {
    month = monthAt(bytes, q);
    q += 3;
  } else {
    if (mark === SPACE) return -1;
    month = twoDigits(bytes, q);
    q += 2;
    if (month < 0) {
      month = bytes[q - 2]! - 48;
      q--;
    }
  }
  if (month < 1 || month > 12 || q + 1 >= end || bytes[q] !== mark) return -1;
  q++;
  if (bytes[q] === SPACE) q++;
  if (q >= end) return -1;
  let day = bytes[q]! - 48;
  if (day >>> 0 > 9) return -1;
  q++;
  if (q < end) {
    const ones = bytes[q]! - 48;
    if (ones >>> 0 <= 9) {
      day = day * 10 + ones;
      q++;
    }
  }
  if (!isDate(year, month, day)) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  return q;
}

/** Reads `yyyymmdd`, then `T`, a space, `-`, `.` or `_`, then `hhmmss` or a clock; or `yyyymmddhhmmss`; or -1. */
export function readCompactDate(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 14 > end) return -1;
  const year = fixedDigits(bytes, p, 4);
  const month = twoDigits(bytes, p + 4);
  const day = twoDigits(bytes, p + 6);
  if (year < 1970 || year > 2199 || !isDate(year, month, day)) return -1;
  let q = p + 8;
  const joint = bytes[q]!;
  if (!isDigit(joint)) {
    if (joint !== 84 && joint !== 116 && joint !== SPACE && joint !== DASH && joint !== DOT)
      if (joint !== 95) return -1;
    q++;
  }
  let behind = readCompactClock(bytes, q, end, header);
  if (behind < 0 && q > p + 8) behind = readClock(bytes, q, end, header);
  if (behind < 0) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  return readZone(bytes, behind, end, header);
}
