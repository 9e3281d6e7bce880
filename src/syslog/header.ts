import { DIALECTS } from './dialects.js';
import { finishMonthFirst, readFront } from './front.js';
import { findTime } from './header-dialects/embedded.js';
import { readMonthFirst } from './header-dialects/rfc3164.js';
import { mayBeRfc5424, parseRfc5424 } from './header-dialects/rfc5424.js';
import type { HeaderFields } from './header-fields.js';
import { readPrefix } from './prefix.js';
import { BLANK, CLASS, COLON, DIGIT, LETTER, SPACE, skipBlanks } from './scan.js';
import { clearTime, parseTimeless } from './timeless.js';

/** A reusable record of what `parseHeader` found; see `HeaderFields`. One hidden class, numbers only. */
export class Header implements HeaderFields {
  dialect = 0;
  facility = -1;
  severity = -1;
  prefixStart = 0;
  prefixEnd = 0;
  timeStart = 0;
  timeEnd = 0;
  year = 0;
  month = 0;
  day = 0;
  hour = 0;
  minute = 0;
  second = 0;
  millisecond = 0;
  zoneMinutes: number = Number.NaN;
  epoch: number = Number.NaN;
  clockMark = 0;
  hostStart = 0;
  hostEnd = 0;
  appStart = 0;
  appEnd = 0;
  pidStart = 0;
  pidEnd = 0;
  msgidStart = 0;
  msgidEnd = 0;
  dataStart = 0;
  dataEnd = 0;
  contentStart = 0;
}

/** A header in which nothing was found: that of a message that begins at `start` and is cut nowhere. */
export function resetHeader(header: HeaderFields, start: number): void {
  header.dialect = 0;
  header.facility = -1;
  header.severity = -1;
  header.prefixStart = start;
  header.prefixEnd = start;
  header.timeStart = start;
  header.timeEnd = start;
  header.zoneMinutes = Number.NaN;
  header.epoch = Number.NaN;
  header.clockMark = 0;
  header.hostStart = start;
  header.hostEnd = start;
  header.appStart = start;
  header.appEnd = start;
  header.pidStart = start;
  header.pidEnd = start;
  header.msgidStart = start;
  header.msgidEnd = start;
  header.dataStart = start;
  header.dataEnd = start;
  header.contentStart = start;
}

/**
 * Reads the header of the message in `[start, end)` into `header`, which is reset first. What it finds depends on these bytes
 * alone: no zone, year or option, so that the searched text can be made again from a stored message. Allocates nothing,
 * never throws and never reads outside `[start, end)`.
 */
export function parseHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  header: HeaderFields,
): void {
  resetHeader(header, start);
  // The common case first: a month name, no PRI.
  if (start < end && (CLASS[bytes[start]!]! & LETTER) !== 0) {
    const stop = readMonthFirst(bytes, start, end, header);
    if (stop >= 0) {
      finishMonthFirst(bytes, start, stop, end, header);
      return;
    }
  }
  let p = readPrefix(bytes, start, end, header);
  const hasPriority = header.severity >= 0;
  if (hasPriority) {
    if (p < end && CLASS[bytes[p]!] === DIGIT && mayBeRfc5424(bytes, p, end))
      if (parseRfc5424(bytes, p, end, header, true)) {
        finishRfc5424(bytes, start, end, header);
        return;
      }
    p = skipBlanks(bytes, p, end);
    if (p < end && bytes[p] === COLON) p = skipBlanks(bytes, p + 1, end);
  } else if (p + 1 < end && bytes[p] === SPACE && CLASS[bytes[p + 1]!] !== BLANK) {
    // One space is what some templates leave of a PRI; more is an indented line.
    p++;
  }
  header.contentStart = p;
  if (p < end && readFront(bytes, p, end, header, hasPriority)) return;
  parseTimeless(bytes, p, start, end, header, hasPriority);
}

function finishRfc5424(bytes: Uint8Array, start: number, end: number, header: HeaderFields): void {
  if (header.timeStart === header.timeEnd) {
    const content = header.contentStart;
    if (!findTime(bytes, content, start, end, header)) clearTime(header);
  }
  header.dialect = DIALECTS.rfc5424;
}
