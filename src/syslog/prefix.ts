import type { HeaderFields } from './header-fields.js';
import { digitRun, SPACE } from './scan.js';

const LESS = 60;
const GREATER = 62;
/** The highest PRI: facility 23, severity 7. */
const MAX_PRIORITY = 191;
/** Digits of an octet count that is recognised before a PRI. */
const MAX_COUNT_DIGITS = 7;

/**
 * Reads what may stand before a header: NULs (left by a crash), a byte order mark, blanks; then `<PRI>`, before it an octet
 * count left standing (`556 <14>`). Sets facility, severity and the prefix, and returns where the header begins. A number
 * in angle brackets above 191 is no PRI; then, and without any, it returns the first byte that is neither NUL nor mark.
 */
export function readPrefix(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: HeaderFields,
): number {
  let p = start;
  while (p < end && bytes[p] === 0) p++;
  if (p + 3 <= end && bytes[p] === 0xef && bytes[p + 1] === 0xbb && bytes[p + 2] === 0xbf) p += 3;
  let from = p;
  while (from < end && bytes[from] === SPACE) from++;
  if (from >= end) return p;
  if (bytes[from] === LESS) {
    const stop = readPriority(bytes, from, end, header);
    if (stop < 0) return p;
    header.prefixStart = from;
    header.prefixEnd = stop;
    return stop;
  }
  const count = digitRun(bytes, from, end, MAX_COUNT_DIGITS + 1);
  const open = from + count + 1;
  if (count === 0 || count > MAX_COUNT_DIGITS || open >= end) return p;
  if (bytes[open - 1] !== SPACE || bytes[open] !== LESS) return p;
  const stop = readPriority(bytes, open, end, header);
  if (stop < 0) return p;
  header.prefixStart = from;
  header.prefixEnd = stop;
  return stop;
}

/** Reads `<n>` at `p`, n from 0 to 191; returns the position behind it, or -1. */
function readPriority(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  const width = digitRun(bytes, p + 1, end, 4);
  const close = p + 1 + width;
  if (width === 0 || width > 3 || close >= end || bytes[close] !== GREATER) return -1;
  let value = 0;
  for (let i = p + 1; i < close; i++) value = value * 10 + bytes[i]! - 48;
  if (value > MAX_PRIORITY) return -1;
  header.facility = value >> 3;
  header.severity = value & 7;
  return close + 1;
}
