import { readClock } from '../clock.js';
import { DIALECTS } from '../dialects.js';
import type { HeaderFields } from '../header-fields.js';
import {
  ALNUM,
  ascii,
  CLASS,
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DIGIT,
  DOT,
  digitRun,
  EQUALS,
  HIGH,
  isDigit,
  LETTER,
  OPEN,
  QUOTE,
  SLASH,
  SPACE,
  startsWith,
} from '../scan.js';
import { readShortDate } from './application.js';
import { readEpoch, setInstant } from './epoch.js';
import { readCompactDate, readDate, readYearFirst } from './iso.js';
import { readDayMonthName, readMonthFirst, readWeekdayFirst } from './rfc3164.js';
import { readWebDate } from './web-server.js';

/** A time inside a message counts when it begins within this many bytes. */
export const SEARCHED_BYTES = 256;

const DATE_KEY: Uint8Array = ascii('date=');
const TIME_KEY: Uint8Array = ascii('time');
const EVENT_TIME: Uint8Array = ascii('eventtime');

/** The last letters of keys whose value may be an instant … */
const KEY_ENDS: readonly Uint8Array[] = [
  ascii('time'),
  ascii('stamp'),
  ascii('epoch'),
  ascii('date'),
  ascii('created'),
];
/** … whole keys … */
const KEYS: readonly Uint8Array[] = [
  ascii('t'),
  ascii('ts'),
  ascii('rt'),
  ascii('start'),
  ascii('end'),
  ascii('audit'),
  ascii('at'),
];
/** … and keys that end like one but hold a duration. */
const DURATIONS: readonly Uint8Array[] = [ascii('uptime'), ascii('lifetime'), ascii('runtime')];

/**
 * Finds the first complete date and time, with a year, or instant under a telling key, that begins within the first
 * `SEARCHED_BYTES` of a message, not before `p`. Sets the time and its place and the dialect, and returns true; otherwise
 * only scratch time fields are set.
 */
export function findTime(
  bytes: Uint8Array,
  p: number,
  start: number,
  end: number,
  header: HeaderFields,
): boolean {
  const limit = Math.min(end, start + SEARCHED_BYTES);
  for (let i = p; i < limit; i++) {
    const kind = CLASS[bytes[i]!]!;
    if ((kind & (ALNUM | HIGH)) === 0) continue;
    const before = i > p ? bytes[i - 1]! : SPACE;
    if (before !== DOT && before !== DASH && before !== SLASH && before !== 95) {
      const stop =
        kind === DIGIT
          ? readNumeric(bytes, i, p, end, header, before)
          : (kind & LETTER) !== 0
            ? readNamed(bytes, i, end, header)
            : -1;
      if (stop >= 0) {
        if (header.dialect === DIALECTS.keyValue && isEventTime(bytes, i, p))
          return settleEventTime(bytes, i, stop, limit, end, header);
        setPlace(bytes, i, stop, end, header, before);
        return true;
      }
    }
    while (i + 1 < limit && (CLASS[bytes[i + 1]!]! & (ALNUM | HIGH)) !== 0) i++;
  }
  return false;
}

function setPlace(
  bytes: Uint8Array,
  start: number,
  stop: number,
  end: number,
  header: HeaderFields,
  before: number,
): void {
  const bracketed = before === OPEN && stop < end && bytes[stop] === CLOSE;
  header.timeStart = bracketed ? start - 1 : start;
  header.timeEnd = bracketed ? stop + 1 : stop;
}

function readNumeric(
  bytes: Uint8Array,
  p: number,
  from: number,
  end: number,
  header: HeaderFields,
  before: number,
): number {
  const count = digitRun(bytes, p, end, 20);
  let stop = -1;
  let dialect: number = before === EQUALS ? DIALECTS.keyValue : DIALECTS.embedded;
  if (count === 4) {
    stop = readYearFirst(bytes, p, end, header);
    if (stop < 0) {
      stop = readDatePair(bytes, p, end, header);
      dialect = DIALECTS.keyValue;
    }
  } else if (count <= 2) {
    stop = readWebDate(bytes, p, end, header);
    if (stop >= 0) dialect = DIALECTS.webServer;
    else {
      stop = readShortDate(bytes, p, end, header, before === OPEN);
      if (stop < 0) stop = readDayMonthName(bytes, p, end, header);
      if (stop >= 0 && header.year === 0) stop = -1;
    }
  } else if (count === 8) {
    if (p + 9 < end && (bytes[p + 8]! | 32) === 116) stop = readCompactDate(bytes, p, end, header);
  } else if (count >= 10 && isTimeKey(bytes, p, from)) {
    stop = readEpoch(bytes, p, end, header);
    dialect = DIALECTS.keyValue;
  }
  if (stop >= 0) header.dialect = dialect;
  return stop;
}

function readNamed(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + 16 > end) return -1;
  let stop = readMonthFirst(bytes, p, end, header);
  if (stop < 0) stop = readWeekdayFirst(bytes, p, end, header);
  if (stop < 0 || header.year === 0) return -1;
  header.dialect = p > 0 && bytes[p - 1] === EQUALS ? DIALECTS.keyValue : DIALECTS.embedded;
  return stop;
}

/** `date=2019-04-09 time=04:27:29`, also in quotes or as `"date":"…","time":"…"`, at the first digit of the date; or -1. */
function readDatePair(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  let q = readDate(bytes, p, end, header);
  if (q < 0) return -1;
  const gap = skipPairMarks(bytes, q, end);
  if (gap === q || !startsWith(bytes, gap, end, TIME_KEY)) return -1;
  q = skipPairMarks(bytes, gap + TIME_KEY.length, end);
  if (q === gap + TIME_KEY.length) return -1;
  q = readClock(bytes, q, end, header);
  if (q < 0) return -1;
  header.epoch = Number.NaN;
  header.zoneMinutes = Number.NaN;
  return q;
}

/** Passes over at most four of `" , ; = :` and spaces. */
function skipPairMarks(bytes: Uint8Array, p: number, end: number): number {
  let q = p;
  for (; q < end && q < p + 4; q++) {
    const byte = bytes[q]!;
    if (byte !== QUOTE && byte !== SPACE && byte !== COMMA && byte !== EQUALS && byte !== COLON)
      if (byte !== 59 && byte !== 124) break;
  }
  return q;
}

/** The end of the key whose value begins at `p`: before `=`, `:`, `(`, quotes and blanks between; or `p` when there is none. */
function keyEnd(bytes: Uint8Array, p: number, from: number): number {
  let q = p - 1;
  let joints = 0;
  for (; q >= from && q >= p - 5; q--) {
    const byte = bytes[q]!;
    if (byte === EQUALS || byte === COLON || byte === 40) joints++;
    else if (byte !== QUOTE && byte !== SPACE && byte !== 39 && byte !== 92) break;
  }
  if (joints !== 1 || q < from || (CLASS[bytes[q]!]! & ALNUM) === 0) return p;
  return q + 1;
}

function isTimeKey(bytes: Uint8Array, p: number, from: number): boolean {
  const stop = keyEnd(bytes, p, from);
  if (stop === p) return false;
  let start = stop;
  while (start > from && ((CLASS[bytes[start - 1]!]! & ALNUM) !== 0 || bytes[start - 1] === 95))
    start--;
  for (let i = 0; i < KEYS.length; i++)
    if (KEYS[i]!.length === stop - start && startsWith(bytes, start, stop, KEYS[i]!)) return true;
  if (endsWithAny(bytes, start, stop, DURATIONS)) return false;
  return endsWithAny(bytes, start, stop, KEY_ENDS);
}

function endsWithAny(
  bytes: Uint8Array,
  start: number,
  stop: number,
  ends: readonly Uint8Array[],
): boolean {
  for (let i = 0; i < ends.length; i++) {
    const text = ends[i]!;
    if (stop - start >= text.length && startsWith(bytes, stop - text.length, stop, text))
      return true;
  }
  return false;
}

function isEventTime(bytes: Uint8Array, p: number, from: number): boolean {
  const stop = keyEnd(bytes, p, from);
  return stop !== p && stop - from >= 9 && startsWith(bytes, stop - 9, stop, EVENT_TIME);
}

/** FortiGate states `eventtime=` beside `date=… time=…`: the pair wins wherever it stands within the searched bytes. */
function settleEventTime(
  bytes: Uint8Array,
  start: number,
  stop: number,
  limit: number,
  end: number,
  header: HeaderFields,
): boolean {
  const epoch = header.epoch;
  for (let i = stop; i + DATE_KEY.length < limit; i++) {
    if (bytes[i] !== 100 || !startsWith(bytes, i, end, DATE_KEY)) continue;
    if ((CLASS[bytes[i - 1]!]! & ALNUM) !== 0) continue;
    const from = i + DATE_KEY.length + (bytes[i + DATE_KEY.length] === QUOTE ? 1 : 0);
    const behind =
      from < end && isDigit(bytes[from]!) ? readDatePair(bytes, from, end, header) : -1;
    if (behind < 0) continue;
    header.timeStart = from;
    header.timeEnd = behind;
    return true;
  }
  setInstant(header, epoch);
  header.timeStart = start;
  header.timeEnd = stop;
  return true;
}
