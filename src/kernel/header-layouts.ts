/**
 * Headers that were parsed before, so that those like them need not be. Of a line it is told apart what is *before* its
 * clock (from its PRI and sequence number on), the clock, and what is *behind* it, up to the blank behind the next word:
 *
 *     <189>891155: access-ios-1: Jun 10 00:00:00.046 UTC: %ILPOWER-5-POWER_GRANTED: …
 *     \___/\_____/\_____________________/\__________/\____/
 *      PRI  number        before             clock    behind
 *
 * Where these bytes are those of a header that was parsed, and the clock shows a time of day, so are its cuts, its host and
 * its date, whatever the digits of PRI, number and clock are, and whatever else the line says: `isFollowed` has the forms of
 * which that is true.
 */
import { DIALECTS } from '../syslog/dialects';
import { yearContext } from '../syslog/front';
import { HeaderFields } from '../syslog/header-fields';
import { LOOSE, SYSLOG } from '../syslog/origin';
import {
  ALNUM,
  ascii,
  CLASS,
  COLON,
  digitRun,
  isDigit,
  isWeekdayAt,
  LETTER,
  monthAt,
  PERCENT,
  SPACE,
  startsWith,
} from '../syslog/scan';
import { Bytes } from './byte-view';
import { copy, equal, finishHash, mix } from './bytes';

const bytes = changetype<Bytes>(0);

/** What a line begins with: no PRI, a PRI, a PRI and a sequence number. */
export const BARE_LINE: u32 = 0;
export const PRIORITY: u32 = 1;
export const NUMBERED: u32 = 2;

/** The longest that stands before a clock, and behind it. */
export const MAX_BEFORE: i32 = 48;
export const MAX_BEHIND: i32 = 48;
/** Bytes that a line has behind its header: no reader of headers asks for so many more than it reads. */
export const AHEAD: i32 = 24;

/** What makes the rest of a line's text, at any length, no host. */
const REPEATED: Bytes = ascii('last ');
const FORWARDED: Bytes = ascii('message ');

/** A header that was parsed; offsets are from where `before` begins or, where it says so, `behind`. */
@unmanaged
export class Layout {
  /** The kind of line, how long `before` and `behind` are, the digits of a fraction, whether a `%` follows; 0: none. */
  key: u32;
  dialect: i32;
  timeStart: i32;
  /** From `behind` on. */
  timeEnd: i32;
  hostStart: i32;
  hostEnd: i32;
  isHostBehind: i32;
  clockMark: i32;
  year: i32;
  month: i32;
  day: i32;
  gap: i32;
  zoneMinutes: f64;
  gap2: f64;
}
const FIELDS: usize = 64;
const BEFORE: usize = FIELDS;
const BEHIND: usize = BEFORE + <usize>MAX_BEFORE;
const LAYOUT: usize = BEHIND + <usize>MAX_BEHIND;
/** A power of two; those that share a place take it from each other. */
const PLACES: u32 = 2048;

const layouts: usize = memory.data(2048 * 160, 16);

// @inline
export function keyOf(kind: u32, before: i32, behind: i32, digits: u32, marked: bool): u32 {
  return (
    kind | ((<u32>before) << 2) | ((<u32>behind) << 10) | (digits << 18) | ((<u32>marked) << 24)
  );
}

// @inline
export function beforeOf(key: u32): i32 {
  return <i32>((key >>> 2) & 255);
}

// @inline
export function behindOf(key: u32): i32 {
  return <i32>((key >>> 10) & 255);
}

// @inline
export function fractionOf(key: u32): u32 {
  return (key >>> 18) & 63;
}

// @inline
export function isMarked(key: u32): bool {
  return key >>> 24 !== 0;
}

/** Where the layout of such a line stands, if any does. */
export function placeOf(key: u32, before: i32, behind: i32): Layout {
  const hash = mix(0, <usize>before, <u32>beforeOf(key), key);
  const place = finishHash(mix(hash, <usize>behind, <u32>behindOf(key), 0)) & (PLACES - 1);
  return changetype<Layout>(layouts + <usize>place * LAYOUT);
}

/** Whether these are the bytes of the layout of such a key. */
export function hasBytes(layout: Layout, before: i32, behind: i32): bool {
  const at = changetype<usize>(layout);
  const key = layout.key;
  return (
    equal(<usize>before, at + BEFORE, <u32>beforeOf(key)) &&
    equal(<usize>behind, at + BEHIND, <u32>behindOf(key))
  );
}

/** Keeps what was parsed of a line whose clock is known to be its header's. */
export function keep(
  layout: Layout,
  key: u32,
  before: i32,
  behind: i32,
  header: HeaderFields,
): void {
  const at = changetype<usize>(layout);
  copy(at + BEFORE, <usize>before, <u32>beforeOf(key));
  copy(at + BEHIND, <usize>behind, <u32>behindOf(key));
  const isHostBehind = header.hostStart >= behind;
  const from = isHostBehind ? behind : before;
  layout.key = key;
  layout.dialect = header.dialect;
  layout.timeStart = header.timeStart - before;
  layout.timeEnd = header.timeEnd - behind;
  layout.hostStart = header.hostStart - from;
  layout.hostEnd = header.hostEnd - from;
  layout.isHostBehind = <i32>isHostBehind;
  layout.clockMark = header.clockMark;
  layout.year = header.year;
  layout.month = header.month;
  layout.day = header.day;
  layout.zoneMinutes = header.zoneMinutes;
}

/**
 * Whether a header that was parsed is like all that have the same bytes: those of `before`, from `before` to `clock`, and of
 * `behind`, from there to `stop`. Its time and its host have to lie in these, its clock to be no more than digits.
 */
export function isFollowed(
  kind: u32,
  before: i32,
  clock: i32,
  behind: i32,
  stop: i32,
  header: HeaderFields,
): bool {
  if (header.dialect === DIALECTS.none || header.dialect === DIALECTS.embedded) return false;
  if (!isNaN(header.epoch) || clock <= before || isDigit(bytes[clock - 1])) return false;
  if (isDigit(bytes[behind])) return false;
  if (header.timeStart < before || header.timeStart >= clock) return false;
  if (header.timeEnd < behind || header.timeEnd >= stop) return false;
  if (header.hostEnd <= header.hostStart || hasHalfDay(behind, stop)) return false;
  return header.hostStart < behind
    ? isDevice(before, clock, stop, header)
    : isHostBehind(kind, before, stop, header);
}

/** Whether `AM` or `PM` stands between two places: it is part of the time behind some hours of the day, and a word behind others. */
function hasHalfDay(from: i32, to: i32): bool {
  for (let p = from; p < to; p++) {
    const half = bytes[p + 1] | 32;
    const isHalf = (half === 0x61 || half === 0x70) && (bytes[p + 2] | 32) === 0x6d;
    if (bytes[p] === SPACE && isHalf && (CLASS[bytes[p + 3]] & ALNUM) === 0) return true;
  }
  return false;
}

/** Cisco's header with its host before its time, which a colon and a blank end: what follows says neither. */
function isDevice(before: i32, clock: i32, stop: i32, header: HeaderFields): bool {
  if (header.dialect !== DIALECTS.cisco) return false;
  if (header.hostStart < before || header.hostEnd >= header.timeStart) return false;
  if (header.timeEnd !== stop - 2 || bytes[header.timeEnd] !== COLON) return false;
  // A mnemonic before the time: the time is one that was looked for in the text.
  for (let p = before; p < clock; p++) if (bytes[p] === PERCENT) return false;
  return monthAt(bytes, before) === 0 && !isWeekdayAt(bytes, before);
}

/** One blank behind the time a host, of which no proof is asked for. */
function isHostBehind(kind: u32, before: i32, stop: i32, header: HeaderFields): bool {
  const host = header.hostStart;
  if (kind === NUMBERED || header.hostEnd !== stop - 1) return false;
  if (host !== header.timeEnd + 1 || bytes[header.timeEnd] !== SPACE) return false;
  if ((CLASS[bytes[host]] & ALNUM) === 0) return false;
  if (startsWith(bytes, host, stop, REPEATED) || startsWith(bytes, host, stop, FORWARDED))
    return false;
  if (header.dialect === DIALECTS.rfc5424) return true;
  if (header.timeStart !== before) return false;
  if ((CLASS[bytes[before]] & LETTER) !== 0) return monthAt(bytes, before) !== 0;
  if (digitRun(bytes, before, stop, 5) !== 4) return false;
  const loose = kind === PRIORITY ? SYSLOG : LOOSE;
  return yearContext(bytes, before, header.timeEnd, loose) === SYSLOG;
}
