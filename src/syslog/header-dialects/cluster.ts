import { DIALECTS } from '../dialects.js';
import type { HeaderFields } from '../header-fields.js';
import { keepTime, restoreTime } from '../kept-time.js';
import { CLASS, DASH, SPACE, skipBlanks, tokenEnd, UPPER } from '../scan.js';
import { readTag } from '../tag.js';
import { readClusterPrefix } from './epoch.js';
import { readMonthFirst } from './rfc3164.js';

/**
 * Parses the lines of the supercomputer logs (BGL, Thunderbird, Liberty, Spirit): `- 1131566461 2005.11.09 host text`,
 * where `-` may be the name of an alert, and text may begin with a date, a second host and a tag. Returns whether it is
 * one.
 */
export function parseCluster(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
): boolean {
  if (bytes[p] !== DASH && CLASS[bytes[p]!] !== UPPER) return false;
  const from = tokenEnd(bytes, p, Math.min(end, p + 20)) + 1;
  if (from >= end || bytes[from - 1] !== SPACE) return false;
  const stop = readClusterPrefix(bytes, from, end, header);
  if (stop < 0) return false;
  header.dialect = DIALECTS.epoch;
  header.timeStart = from;
  header.timeEnd = stop;
  const host = skipBlanks(bytes, tokenEnd(bytes, stop + 1, end), end);
  const hostEnd = tokenEnd(bytes, host, end);
  header.hostStart = host;
  header.hostEnd = hostEnd;
  let q = skipBlanks(bytes, hostEnd, end);
  header.contentStart = q;
  keepTime(header);
  const second = readMonthFirst(bytes, q, end, header);
  restoreTime(header);
  if (second < 0) return true;
  q = skipBlanks(bytes, tokenEnd(bytes, skipBlanks(bytes, second, end), end), end);
  header.contentStart = q;
  readTag(bytes, q, end, header, false);
  return true;
}
