import { DIALECTS } from '../dialects.js';
import type { HeaderFields } from '../header-fields.js';
import { keepTime, restoreTime } from '../kept-time.js';
import {
  ALNUM,
  BLANK,
  CLASS,
  COLON,
  DIGIT,
  DOT,
  digitRun,
  HOST,
  isDigit,
  LETTER,
  PERCENT,
  SLASH,
  SPACE,
  skipBlanks,
  UPPER,
} from '../scan.js';
import { readMnemonic, readTag } from '../tag.js';
import { zoneNameMinutes } from '../zone-names.js';
import { readYearFirst } from './iso.js';
import { readMonthFirst } from './rfc3164.js';

const STAR = 42;
/** Sequence, host, node, time: no header has more parts before its text. */
const MAX_PARTS = 6;
/** Zone names are free text on IOS; the longest that is passed over. */
const MAX_FREE_ZONE = 6;

/**
 * Parses what IOS, IOS-XR, NX-OS and ASA put before their text, in any order that they are seen in:
 *
 *     [seq:] [host:] [seq:] [host node:] [*|.]time [zone]: text
 *     [seq:] [host:] %FACILITY-SEVERITY-MNEMONIC
 *
 * where time is `Mmm dd [yyyy] hh:mm:ss[.mmm]` or `yyyy Mmm dd hh:mm:ss`. Without a time or mnemonic it is no such header.
 * Returns where the text begins, which may begin with a tag or mnemonic, or -1 (nothing but scratch fields set).
 */
export function parseCisco(
  bytes: Uint8Array,
  from: number,
  end: number,
  header: HeaderFields,
): number {
  let p = from;
  let hostStart = from;
  let hostEnd = from;
  let sure = false;
  for (let part = 0; part < MAX_PARTS; part++) {
    p = skipBlanks(bytes, p, end);
    if (p >= end) return -1;
    const mark = bytes[p]! === STAR || bytes[p]! === DOT ? bytes[p]! : 0;
    const time = readDeviceTime(bytes, mark === 0 ? p : p + 1, end, header);
    if (time >= 0) {
      const stop = readClosing(bytes, time, end, header, sure || mark !== 0);
      if (stop < 0 && !sure && mark === 0) return -1;
      header.timeStart = p;
      header.timeEnd = stop < 0 ? time : stop;
      header.clockMark = mark;
      setHost(header, hostStart, hostEnd);
      return header.timeEnd;
    }
    if (mark !== 0) {
      // A wireless controller's task: `*spamApTask1:`.
      const task = mark === STAR ? taskEnd(bytes, p + 1, end) : -1;
      if (task < 0) return -1;
      sure = true;
      p = task;
      continue;
    }
    if (bytes[p] === PERCENT) {
      if ((!sure && hostEnd === hostStart) || readMnemonic(bytes, p, end, header) === 0) return -1;
      setHost(header, hostStart, hostEnd);
      return p;
    }
    let q = p;
    let seen = 0;
    for (; q < end && (CLASS[bytes[q]!]! & HOST) !== 0; q++) seen |= CLASS[bytes[q]!]!;
    if (q === p || q >= end) return -1;
    const node = nodeEnd(bytes, p, end);
    if (node > 0) {
      sure = true;
      p = node;
    } else if (bytes[q] === COLON) {
      if (seen === DIGIT) sure = true;
      else if (hostEnd === hostStart && q + 1 < end && CLASS[bytes[q + 1]!] === BLANK) {
        hostStart = p;
        hostEnd = q;
      } else return -1;
      p = q + 1;
    } else if (bytes[q] === SPACE) {
      const next = skipBlanks(bytes, q, end);
      if (nodeEnd(bytes, next, end) > 0 && (seen & LETTER) !== 0) {
        hostStart = p;
        hostEnd = q;
        p = next;
      } else {
        // `CLC 6/0:` (a slot) or `1 2:` (two counters).
        const slot = slotEnd(bytes, next, end);
        if (slot < 0 || !sure) return -1;
        p = slot;
      }
    } else return -1;
  }
  return -1;
}

function setHost(header: HeaderFields, start: number, end: number): void {
  header.dialect = DIALECTS.cisco;
  header.hostStart = start;
  header.hostEnd = end;
}

function readDeviceTime(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p >= end) return -1;
  const kind = CLASS[bytes[p]!]!;
  if ((kind & LETTER) !== 0) return readMonthFirst(bytes, p, end, header);
  if (kind !== DIGIT || p + 6 > end || bytes[p + 4] !== SPACE) return -1;
  return (CLASS[bytes[p + 5]!]! & LETTER) !== 0 && digitRun(bytes, p, end, 4) === 4
    ? readYearFirst(bytes, p, end, header)
    : -1;
}

/**
 * A device's time is closed by a colon, maybe behind a space or, where `sure`, behind a zone name in lower case or one that is not known.
 * Returns the end of the time with that name, or -1 when it is not closed so.
 */
function readClosing(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  sure: boolean,
): number {
  if (p >= end) return -1;
  if (bytes[p] === COLON) return p;
  if (bytes[p] !== SPACE) return -1;
  if (p + 1 < end && bytes[p + 1] === COLON) return p;
  if (!sure) return -1;
  let q = p + 1;
  while (q < end && q - p <= MAX_FREE_ZONE && (CLASS[bytes[q]!]! & LETTER) !== 0) q++;
  if (q === p + 1 || q + 2 >= end || bytes[q] !== COLON || bytes[q + 1] !== SPACE) return -1;
  if (bytes[q + 2] !== PERCENT) return -1;
  const minutes = zoneNameMinutes(bytes, p + 1, q);
  if (!Number.isNaN(minutes)) header.zoneMinutes = minutes;
  return q;
}

/** The position behind an IOS-XR node (`RP/0/RSP0/CPU0:`) at `p`, or -1. */
export function nodeEnd(bytes: Uint8Array, p: number, end: number): number {
  if (p >= end || CLASS[bytes[p]!] !== UPPER) return -1;
  let slashes = 0;
  let q = p;
  for (; q < end && ((CLASS[bytes[q]!]! & (UPPER | DIGIT)) !== 0 || bytes[q] === SLASH); q++)
    if (bytes[q] === SLASH) slashes++;
  return slashes >= 2 && q < end && bytes[q] === COLON ? q + 1 : -1;
}

function taskEnd(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  while (q < end && ((CLASS[bytes[q]!]! & ALNUM) !== 0 || bytes[q] === 95)) q++;
  return q > p && q < end && bytes[q] === COLON ? q + 1 : -1;
}

function slotEnd(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  while (q < end && (CLASS[bytes[q]!] === DIGIT || bytes[q] === SLASH)) q++;
  return q > p && q < end && bytes[q] === COLON ? q + 1 : -1;
}

/**
 * Passes over what a relay has left of a Cisco header behind its own time and host (`1663325: Jun 20 02:43:28.403: `), and
 * reads the mnemonic or tag behind it. Sets app and pid and returns true, or changes nothing.
 */
export function readSequenceTail(
  bytes: Uint8Array,
  from: number,
  end: number,
  header: HeaderFields,
): boolean {
  let p = from;
  const digits = digitRun(bytes, p, end, 20);
  if (digits > 0) {
    if (p + digits >= end || bytes[p + digits] !== COLON) return false;
    p = skipBlanks(bytes, p + digits + 1, end);
  }
  const node = nodeEnd(bytes, p, end);
  if (node > 0) p = skipBlanks(bytes, node, end);
  if (p < end && (bytes[p] === STAR || bytes[p] === DOT)) p++;
  keepTime(header);
  const time = readDeviceTime(bytes, p, end, header);
  const stop = time < 0 ? -1 : readClosing(bytes, time, end, header, true);
  restoreTime(header);
  if (time >= 0) {
    if (stop < 0) return false;
    p = skipBlanks(bytes, stop, end);
    if (p < end && bytes[p] === COLON) p = skipBlanks(bytes, p + 1, end);
  } else if (digits === 0 && node < 0) return false;
  if (p >= end) return false;
  if (bytes[p] === PERCENT) {
    if (readMnemonic(bytes, p, end, header) === 0) return false;
    header.dialect = DIALECTS.cisco;
    return true;
  }
  return readTag(bytes, p, end, header, false);
}

/** True when `p` may begin a Cisco header: a mark, `digits:`, or a word with a colon or slash in or behind it. */
export function mayBeCisco(bytes: Uint8Array, p: number, end: number): boolean {
  if (p >= end) return false;
  const first = bytes[p]!;
  if (first === STAR || first === DOT) return p + 1 < end && (CLASS[bytes[p + 1]!]! & ALNUM) !== 0;
  if ((CLASS[first]! & LETTER) !== 0) return true;
  if (!isDigit(first)) return false;
  let q = p;
  while (q < end && (CLASS[bytes[q]!]! & HOST) !== 0) q++;
  return q < end && bytes[q] === COLON;
}
