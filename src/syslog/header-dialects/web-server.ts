import { isDate } from '../calendar.js';
import { readClock } from '../clock.js';
import type { HeaderFields } from '../header-fields.js';
import { COLON, fixedDigits, monthAt, SLASH, SPACE, twoDigits } from '../scan.js';
import { readZone } from '../zone-suffix.js';

/**
 * Reads the date of access logs at `p`, `dd/Mmm/yyyy:hh:mm:ss[.mmm] [+zzzz]` (a space for the colon is tolerated).
 * Returns the position behind it, or -1.
 */
export function readWebDate(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): number {
  if (p + 20 > end || bytes[p + 2] !== SLASH || bytes[p + 6] !== SLASH) return -1;
  const day = twoDigits(bytes, p);
  const month = monthAt(bytes, p + 3);
  const year = fixedDigits(bytes, p + 7, 4);
  if (month === 0 || year <= 0 || !isDate(year, month, day)) return -1;
  if (bytes[p + 11] !== COLON && bytes[p + 11] !== SPACE) return -1;
  const behind = readClock(bytes, p + 12, end, header);
  if (behind < 0) return -1;
  header.year = year;
  header.month = month;
  header.day = day;
  header.epoch = Number.NaN;
  return readZone(bytes, behind, end, header);
}
