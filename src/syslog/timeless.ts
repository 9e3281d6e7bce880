import { DIALECTS } from './dialects.js';
import { findTime } from './header-dialects/embedded.js';
import type { HeaderFields } from './header-fields.js';
import { BARE, isHostShaped, readOrigin } from './origin.js';
import { CLASS, HOST, SPACE } from './scan.js';

/** Reads a message without a time at the front, from `p`: who sent it, and a time further on. */
export function parseTimeless(
  bytes: Uint8Array,
  p: number,
  start: number,
  end: number,
  header: HeaderFields,
  hasPriority: boolean,
): void {
  readOrigin(bytes, p, end, header, BARE);
  const origin = header.dialect;
  const hasApp = header.appEnd > header.appStart;
  if (findTime(bytes, p, start, end, header)) {
    if (origin !== DIALECTS.none) header.dialect = origin;
    if (hasPriority && !hasApp) readAround(bytes, p, end, header);
    return;
  }
  clearTime(header);
  if (origin !== DIALECTS.none) header.dialect = origin;
  else if (hasApp) header.dialect = DIALECTS.tag;
  else header.dialect = hasPriority ? DIALECTS.priority : DIALECTS.none;
}

/** `<PRI>host port time TAG: …`: behind a PRI, one or two words before a time are a host and its port. */
function readAround(bytes: Uint8Array, p: number, end: number, header: HeaderFields): void {
  let q = p;
  let seen = 0;
  for (; q < end && (CLASS[bytes[q]!]! & HOST) !== 0; q++) seen |= CLASS[bytes[q]!]!;
  if (q >= header.timeStart || bytes[q] !== SPACE || !isHostShaped(bytes, p, q, seen)) return;
  let word = q + 1;
  while (word < end && (CLASS[bytes[word]!]! & HOST) !== 0) word++;
  if (header.timeStart !== q + 1 && header.timeStart !== word + 1) return;
  const dialect = header.dialect;
  readOrigin(bytes, header.timeEnd, end, header, BARE);
  header.dialect = dialect;
  header.hostStart = p;
  header.hostEnd = q;
}

/** Forgets what was tried on the way to finding no time. */
export function clearTime(header: HeaderFields): void {
  header.year = 0;
  header.month = 0;
  header.day = 0;
  header.hour = 0;
  header.minute = 0;
  header.second = 0;
  header.millisecond = 0;
  header.zoneMinutes = Number.NaN;
  header.epoch = Number.NaN;
}
