import { isDate } from '../calendar.js';
import { readClock, readCompactClock, readHalfDay } from '../clock.js';
import type { HeaderFields } from '../header-fields.js';
import {
  CLASS,
  COLON,
  DASH,
  DIGIT,
  DOT,
  digitRun,
  fixedDigits,
  isDigit,
  monthAt,
  SLASH,
  SPACE,
  twoDigits,
} from '../scan.js';
import { readZone } from '../zone-suffix.js';

/**
 * Dates that programs write in their own ways, beginning with one or two digits or with six. Returns the position
 * behind date, time and zone, or -1. `bracketed`: a `[` stands before it.
 *
 *     dd/mm/yyyy, mm/dd/yyyy   with `:`, `-` or space before the clock. A part above 12 is the day; otherwise the month
 *                              comes first (Suricata, Citrix), except in brackets, where the day does (proxies)
 *     dd-mm-yyyy, dd.mm.yyyy, dd-Mmm-yyyy   day first
 *     yy/mm/dd hh:mm:ss        Spark, Hadoop
 *     mm-dd hh:mm:ss.mmm       logcat; only at the front of a message
 *     yymmdd hh:mm:ss, yymmdd hhmmss        MySQL, HDFS
 */
export function readShortDate(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  bracketed: boolean,
): number {
  const count = digitRun(bytes, p, end, 3);
  if (count === 0 || count > 2 || p + count + 8 > end) return -1;
  const first = count === 2 ? twoDigits(bytes, p) : bytes[p]! - 48;
  let q = p + count;
  const mark = bytes[q]!;
  if (mark !== SLASH && mark !== DASH && mark !== DOT) return -1;
  q++;
  const named = mark === DASH ? monthAt(bytes, q) : 0;
  const width = named > 0 ? 3 : digitRun(bytes, q, end, 3);
  if (width === 0 || (width > 2 && named === 0)) return -1;
  const second = named > 0 ? named : width === 2 ? twoDigits(bytes, q) : bytes[q]! - 48;
  q += width;
  if (q >= end) return -1;
  if (bytes[q] === SPACE && mark === DASH && count === 2 && width === 2)
    return setDate(bytes, q + 1, end, header, 0, first, second, true);
  if (bytes[q] !== mark) return -1;
  q++;
  const yearDigits = digitRun(bytes, q, end, 5);
  if (yearDigits === 2 && mark === SLASH && count === 2) {
    if (q + 3 > end || bytes[q + 2] !== SPACE) return -1;
    const year = 2000 + first;
    return setDate(bytes, q + 3, end, header, year, second, twoDigits(bytes, q), false);
  }
  if (yearDigits !== 4) return -1;
  const year = fixedDigits(bytes, q, 4);
  q += 4;
  if (q >= end || (bytes[q] !== SPACE && bytes[q] !== COLON && bytes[q] !== DASH)) return -1;
  const monthFirst = named === 0 && mark === SLASH && second <= 31 && first <= 12;
  return monthFirst && (second > 12 || !bracketed)
    ? setDate(bytes, q + 1, end, header, year, first, second, false)
    : setDate(bytes, q + 1, end, header, year, second, first, false);
}

function setDate(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  year: number,
  month: number,
  day: number,
  needsFraction: boolean,
): number {
  if ((year <= 0 && !needsFraction) || !isDate(year, month, day)) return -1;
  let q = readClock(bytes, p, end, header);
  if (q < 0 || (needsFraction && q - p < 12)) return -1;
  if (q < end && bytes[q] === SPACE) {
    const half = readHalfDay(bytes, q + 1, end, header);
    if (half !== q + 1) q = half;
  }
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  return readZone(bytes, q, end, header);
}

/** Reads `yymmdd hh:mm:ss` or `yymmdd hhmmss` (two spaces when the hour has one digit); or -1. */
export function readSixDigitDate(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 13 > end || bytes[p + 6] !== SPACE) return -1;
  const year = 2000 + twoDigits(bytes, p);
  const month = twoDigits(bytes, p + 2);
  const day = twoDigits(bytes, p + 4);
  if (!isDate(year, month, day)) return -1;
  const q = bytes[p + 7] === SPACE ? p + 8 : p + 7;
  let behind = readClock(bytes, q, end, header);
  if (behind < 0) behind = readCompactClock(bytes, q, end, header);
  if (behind < 0) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  return readZone(bytes, behind, end, header);
}

/** Reads klog's `Lmmdd hh:mm:ss.uuuuuu` (L: I W E F D) at `p`; or -1. */
export function readKlog(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 21 > end || bytes[p + 5] !== SPACE || !isDigit(bytes[p + 1]!)) return -1;
  const level = bytes[p]!;
  if (level !== 73 && level !== 87 && level !== 69 && level !== 70 && level !== 68) return -1;
  const month = twoDigits(bytes, p + 1);
  const day = twoDigits(bytes, p + 3);
  if (!isDate(0, month, day)) return -1;
  const q = readClock(bytes, p + 6, end, header);
  if (q < p + 18) return -1;
  header.year = 0;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  header.zoneMinutes = Number.NaN;
  return q;
}

/** Reads Proxifier's `mm.dd hh:mm:ss` at `p`, which only counts in brackets; or -1. */
export function readDottedDay(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 14 > end || bytes[p + 2] !== DOT || bytes[p + 5] !== SPACE) return -1;
  const month = twoDigits(bytes, p);
  const day = twoDigits(bytes, p + 3);
  if (CLASS[bytes[p]!] !== DIGIT || !isDate(0, month, day)) return -1;
  const q = readClock(bytes, p + 6, end, header);
  if (q < 0) return -1;
  header.year = 0;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  header.zoneMinutes = Number.NaN;
  return q;
}
