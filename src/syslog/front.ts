import { DIALECTS } from './dialects.js';
import {
  readDottedDay,
  readKlog,
  readShortDate,
  readSixDigitDate,
} from './header-dialects/application.js';
import { mayBeCisco, parseCisco } from './header-dialects/cisco.js';
import { parseCluster } from './header-dialects/cluster.js';
import { readEpoch, readTai64 } from './header-dialects/epoch.js';
import { readCompactDate, readYearFirst } from './header-dialects/iso.js';
import { readDayMonthName, readMonthFirst, readWeekdayFirst } from './header-dialects/rfc3164.js';
import { mayBeRfc5424, parseRfc5424 } from './header-dialects/rfc5424.js';
import { readWebDate } from './header-dialects/web-server.js';
import type { HeaderFields } from './header-fields.js';
import { keepTime, restoreTime } from './kept-time.js';
import { BARE, LOOSE, readOrigin, SYSLOG } from './origin.js';
import {
  ALNUM,
  BLANK,
  CLASS,
  CLOSE,
  COLON,
  DIGIT,
  digitRun,
  LETTER,
  monthAt,
  OPEN,
  PERCENT,
  SPACE,
  skipBlanks,
} from './scan.js';

/** The length of a whole time, `Mmm dd hh:mm:ss`: a torn one is shorter. */
const TORN_BYTES = 15;

/** Reads a header whose time, or Cisco mark, stands at `p`. Returns whether it is one. */
export function readFront(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  hasPriority: boolean,
): boolean {
  const first = bytes[p]!;
  const kind = CLASS[first]!;
  const loose = hasPriority ? SYSLOG : LOOSE;
  let stop = -1;
  if (kind === DIGIT) {
    if (readDigits(bytes, p, end, header, loose)) return true;
  } else if ((kind & LETTER) !== 0) {
    stop = readMonthFirst(bytes, p, end, header);
    if (stop >= 0) {
      finishMonthFirst(bytes, p, stop, end, header);
      return true;
    }
    const torn = findTornTime(bytes, p, end, header);
    if (torn >= 0) {
      stop = readMonthFirst(bytes, torn, end, header);
      finishMonthFirst(bytes, torn, stop, end, header);
      return true;
    }
    stop = readWeekdayFirst(bytes, p, end, header);
    if (stop >= 0) return finish(bytes, p, stop, end, header, DIALECTS.application, loose);
    stop = readKlog(bytes, p, end, header);
    if (stop >= 0) {
      header.dialect = DIALECTS.application;
      header.timeStart = p;
      header.timeEnd = stop;
      header.contentStart = skipBlanks(bytes, stop, end);
      return true;
    }
  } else if (first === OPEN) {
    return readBracket(bytes, p, end, header, hasPriority);
  } else if (first === 64) {
    stop = readTai64(bytes, p, end, header);
    if (stop >= 0) return finish(bytes, p, stop, end, header, DIALECTS.epoch, loose);
  }
  if (mayBeCisco(bytes, p, end)) {
    stop = parseCisco(bytes, p, end, header);
    if (stop >= 0) return finishCisco(bytes, stop, end, header);
  }
  return parseCluster(bytes, p, end, header);
}

/**
 * Where the whole time stands in a line that was torn within its time, the next one glued on (`Aug 22Aug 22 06:25:02 …`);
 * or -1.
 */
function findTornTime(bytes: Uint8Array, p: number, end: number, header: HeaderFields): number {
  if (p + TORN_BYTES + 3 > end || monthAt(bytes, p) === 0 || bytes[p + 3] !== SPACE) return -1;
  for (let q = p + 4; q < p + TORN_BYTES; q++)
    if (monthAt(bytes, q) > 0 && readMonthFirst(bytes, q, end, header) >= 0) return q;
  return -1;
}

/** Sets the time `[start, stop)`, which begins with a month name, and reads the origin behind it. */
export function finishMonthFirst(
  bytes: Uint8Array,
  start: number,
  stop: number,
  end: number,
  header: HeaderFields,
): void {
  header.dialect = DIALECTS.rfc3164;
  header.timeStart = start;
  header.timeEnd = stop;
  let p = stop;
  if (p < end && (CLASS[bytes[p]!]! & ALNUM) !== 0) {
    // A line torn behind its time, the next one glued on: the first time stands, the origin is the second's.
    keepTime(header);
    const second = readMonthFirst(bytes, p, end, header);
    restoreTime(header);
    if (second >= 0 && second < end && isOfWord(bytes[second]!)) {
      // Glued on in its turn: what stands there is the rest of a word of the searched text, and no host.
      header.contentStart = second;
      return;
    }
    if (second >= 0) p = second;
  } else if (p + 1 < end && bytes[p] === 46 && bytes[p + 1] === SPACE) p++;
  // java.util.logging (`1:02:03 PM`) is no syslog header.
  const isHalfDay = (bytes[stop - 1]! | 32) === 0x6d;
  readOrigin(bytes, p, end, header, isHalfDay ? LOOSE : SYSLOG);
}

/** Whether a byte belongs to a word, as the searched text is cut into words. */
function isOfWord(byte: number): boolean {
  return byte >= 0x80 || (CLASS[byte]! & ALNUM) !== 0;
}

/** Sets the time `[from, to)` and reads the origin behind it. */
function finish(
  bytes: Uint8Array,
  from: number,
  to: number,
  end: number,
  header: HeaderFields,
  dialect: number,
  context: number,
): true {
  header.dialect = dialect;
  header.timeStart = from;
  header.timeEnd = to;
  readOrigin(bytes, to, end, header, context);
  return true;
}

function finishCisco(bytes: Uint8Array, p: number, end: number, header: HeaderFields): true {
  // With a mnemonic at once, parseCisco has read it.
  if (p < end && bytes[p] === PERCENT) return true;
  const hostStart = header.hostStart;
  const hostEnd = header.hostEnd;
  readOrigin(bytes, p, end, header, LOOSE);
  header.dialect = DIALECTS.cisco;
  if (hostEnd > hostStart) {
    header.hostStart = hostStart;
    header.hostEnd = hostEnd;
  }
  return true;
}

/** All times that begin with a digit. */
function readDigits(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  loose: number,
): boolean {
  const count = digitRun(bytes, p, end, 20);
  let stop = -1;
  if (count === 4) {
    stop = readYearFirst(bytes, p, end, header);
    if (stop < 0) return false;
    return finish(bytes, p, stop, end, header, DIALECTS.iso, yearContext(bytes, p, stop, loose));
  }
  if (count === 1 && loose === LOOSE && mayBeRfc5424(bytes, p, end)) {
    if (parseRfc5424(bytes, p, end, header, false)) {
      header.dialect = DIALECTS.rfc5424;
      return true;
    }
  }
  if (count === 1 && loose === SYSLOG && mayBeRfc5424(bytes, p, end)) {
    // Meraki keeps the version of RFC 5424 and states an instant: `<134>1 1673516966.834663913 HOST …`.
    const from = skipBlanks(bytes, p + 1, end);
    stop = from < end ? readEpoch(bytes, from, end, header) : -1;
    if (stop >= 0) return finish(bytes, from, stop, end, header, DIALECTS.epoch, SYSLOG);
  }
  if (count <= 2) {
    stop = readWebDate(bytes, p, end, header);
    if (stop >= 0) return finish(bytes, p, stop, end, header, DIALECTS.webServer, loose);
    stop = readShortDate(bytes, p, end, header, false);
    if (stop < 0) stop = readDayMonthName(bytes, p, end, header);
    // A colon before the clock is Citrix's: a host follows.
    const isCitrix = stop >= 0 && bytes[p + count] === 47 && bytes[p + 10] === COLON;
    const context = isCitrix ? SYSLOG : loose;
    return stop >= 0 && finish(bytes, p, stop, end, header, DIALECTS.application, context);
  }
  if (count === 8 || count === 14) {
    stop = readCompactDate(bytes, p, end, header);
    return stop >= 0 && finish(bytes, p, stop, end, header, DIALECTS.iso, loose);
  }
  if (count === 6) {
    stop = readSixDigitDate(bytes, p, end, header);
    return stop >= 0 && finish(bytes, p, stop, end, header, DIALECTS.application, loose);
  }
  stop = readEpoch(bytes, p, end, header);
  if (stop < 0) return false;
  // Nine decimals, one space and a name are Meraki's; other programs' numbers are followed by anything.
  const isMeraki =
    stop - p === 20 && stop + 1 < end && bytes[stop] === SPACE && CLASS[bytes[stop + 1]!] !== BLANK;
  return finish(bytes, p, stop, end, header, DIALECTS.epoch, isMeraki ? SYSLOG : loose);
}

/**
 * Does a host follow a date that begins with the year? Yes behind RFC 3339 with a numeric offset (as rsyslog and syslog-ng
 * write it), a month name (NX-OS) or a colon before the clock (Citrix). Programs' own logs have spaces or `Z`.
 */
export function yearContext(bytes: Uint8Array, p: number, stop: number, loose: number): number {
  if ((CLASS[bytes[p + 5]!]! & LETTER) !== 0) return SYSLOG;
  const joint = bytes[p + 10]!;
  if (joint === COLON) return SYSLOG;
  const hasOffset = (joint | 32) === 116 && CLASS[bytes[stop - 1]!] === DIGIT;
  if (!hasOffset) return loose;
  const third = bytes[stop - 3]!;
  const sign = third === COLON ? bytes[stop - 6]! : bytes[stop - 5]!;
  return sign === 43 || sign === 45 ? SYSLOG : loose;
}

/** A time in brackets at the front: `[2020-04-23 00:28:21,796]`, `[Sun Dec 04 04:47:44 2005]`, `[1427956600]`. */
function readBracket(
  bytes: Uint8Array,
  p: number,
  end: number,
  header: HeaderFields,
  hasPriority: boolean,
): boolean {
  const from = p + 1;
  if (from >= end) return false;
  let stop = -1;
  let context = hasPriority ? SYSLOG : BARE;
  let dialect: number = DIALECTS.application;
  if ((CLASS[bytes[from]!]! & LETTER) !== 0) {
    stop = readMonthFirst(bytes, from, end, header);
    if (stop >= 0) {
      dialect = DIALECTS.rfc3164;
      if (bytes[stop] === CLOSE && stop < end) context = SYSLOG;
    } else stop = readWeekdayFirst(bytes, from, end, header);
  } else if (CLASS[bytes[from]!] === DIGIT) {
    const count = digitRun(bytes, from, end, 20);
    if (count === 4) {
      stop = readYearFirst(bytes, from, end, header);
      dialect = DIALECTS.iso;
    } else if (count <= 2) {
      stop = readWebDate(bytes, from, end, header);
      if (stop >= 0) dialect = DIALECTS.webServer;
      else {
        stop = readDottedDay(bytes, from, end, header);
        if (stop < 0) stop = readShortDate(bytes, from, end, header, true);
        if (stop < 0) stop = readDayMonthName(bytes, from, end, header);
      }
    } else {
      stop = readEpoch(bytes, from, end, header);
      dialect = DIALECTS.epoch;
    }
  }
  if (stop < 0) return false;
  if (stop < end && bytes[stop] === CLOSE)
    return finish(bytes, p, stop + 1, end, header, dialect, context);
  return finish(bytes, from, stop, end, header, dialect, BARE);
}
