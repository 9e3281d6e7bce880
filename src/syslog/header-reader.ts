import { DIALECTS } from './dialects.js';
import { parseHeader, resetHeader } from './header.js';
import type { HeaderFields } from './header-fields.js';
import { isLevelWord } from './level-words.js';
import { ALNUM, CLASS, CLOSE, COLON, LETTER, OPEN, SPACE, skipBlanks } from './scan.js';

/** `Mmm dd ` and the whole time, `Mmm dd hh:mm:ss`. */
const DATE_BYTES = 7;
const TIME_BYTES = 15;
/** Origins remembered, a power of two; those that share a place take it from each other. */
const PLACES = 256;
/** From the blank behind the time up to the mark behind the tag; longer ones are parsed each time. */
const MAX_ORIGIN_BYTES = 64;
/** Digits of a process id; more are parsed. */
const MAX_PID_DIGITS = 10;

/**
 * Reads the headers of consecutive messages, as `parseHeader` does, and faster where one is like one before. That is tried for
 * `Mmm dd hh:mm:ss host tag[pid]:` and the same without a pid: what is read of it depends on the date and on the bytes from
 * host to tag, which are compared with those that were parsed before, on the digits of time and pid, and on nothing else.
 */
export class HeaderReader {
  /** The date that was parsed last. */
  readonly #date = new Uint8Array(DATE_BYTES);
  #month = 0;
  #day = 0;
  /** Origins: bytes of each place, how many, and how long the host is. */
  readonly #origins = new Uint8Array(PLACES * MAX_ORIGIN_BYTES);
  readonly #lengths = new Uint8Array(PLACES);
  readonly #hosts = new Uint8Array(PLACES);

  read(bytes: Uint8Array, start: number, end: number, header: HeaderFields): void {
    const place = originPlace(bytes, start + TIME_BYTES, end);
    if (place >= 0 && this.#follow(bytes, start, end, header, place)) return;
    parseHeader(bytes, start, end, header);
    if (place >= 0) this.#remember(bytes, start, end, header, place);
  }

  #follow(
    bytes: Uint8Array,
    start: number,
    end: number,
    header: HeaderFields,
    place: number,
  ): boolean {
    const date = this.#date;
    for (let i = 0; i < DATE_BYTES; i++) if (bytes[start + i] !== date[i]) return false;
    if (bytes[start + 9] !== COLON || bytes[start + 12] !== COLON) return false;
    const hour = twoDigits(bytes, start + 7);
    const minute = twoDigits(bytes, start + 10);
    const second = twoDigits(bytes, start + 13);
    if (hour > 23 || minute > 59 || second > 59) return false;
    const length = this.#lengths[place]!;
    const from = start + TIME_BYTES;
    if (length === 0 || from + length > end) return false;
    const origins = this.#origins;
    const origin = place * MAX_ORIGIN_BYTES;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== origins[origin + i]) return false;
    const tagEnd = from + length - 1;
    const close = bytes[tagEnd] === OPEN ? pidEnd(bytes, tagEnd + 1, end) : tagEnd;
    if (close < 0 || (close === tagEnd && !endsTag(bytes, close, end))) return false;
    resetHeader(header, start);
    header.dialect = DIALECTS.rfc3164;
    header.timeEnd = from;
    header.year = 0;
    header.month = this.#month;
    header.day = this.#day;
    header.hour = hour;
    header.minute = minute;
    header.second = second;
    header.millisecond = 0;
    header.hostStart = from + 1;
    header.hostEnd = header.hostStart + this.#hosts[place]!;
    header.appStart = header.hostEnd + 1;
    header.appEnd = tagEnd;
    if (close !== tagEnd) {
      header.pidStart = tagEnd + 1;
      header.pidEnd = close;
    }
    header.contentStart = skipBlanks(bytes, close === tagEnd ? close + 1 : close + 2, end);
    return true;
  }

  /** Remembers the origin of a header that was parsed, if it has the form that can be followed. */
  #remember(
    bytes: Uint8Array,
    start: number,
    end: number,
    header: HeaderFields,
    place: number,
  ): void {
    const from = start + TIME_BYTES;
    const { hostStart, hostEnd, appStart, appEnd } = header;
    const isPlain =
      header.dialect === DIALECTS.rfc3164 &&
      header.severity < 0 &&
      header.prefixEnd === header.prefixStart &&
      header.timeStart === start &&
      header.timeEnd === from &&
      header.year === 0 &&
      header.clockMark === 0 &&
      bytes[start + 6] === SPACE &&
      bytes[start + 9] === COLON &&
      bytes[start + 12] === COLON &&
      hostStart === from + 1 &&
      hostEnd > hostStart &&
      appStart === hostEnd + 1 &&
      appEnd > appStart;
    if (!isPlain || !isTag(bytes, appStart, appEnd)) return;
    const length = appEnd + 1 - from;
    const isPid = header.pidEnd > header.pidStart;
    if (bytes[appEnd] !== (isPid ? OPEN : COLON)) return;
    if (isPid ? pidEnd(bytes, appEnd + 1, end) < 0 : !endsTag(bytes, appEnd, end)) return;
    this.#date.set(bytes.subarray(start, start + DATE_BYTES));
    this.#month = header.month;
    this.#day = header.day;
    this.#origins.set(bytes.subarray(from, from + length), place * MAX_ORIGIN_BYTES);
    this.#lengths[place] = length;
    this.#hosts[place] = hostEnd - hostStart;
  }
}

/**
 * Where the origin that begins with the blank at `from` is remembered, if it is: ` host tag` and one of `[` and `:`, the host
 * with a letter first, so that it is no year and no zone's offset. Else -1.
 */
function originPlace(bytes: Uint8Array, from: number, end: number): number {
  const stop = Math.min(end, from + MAX_ORIGIN_BYTES);
  if (from + 1 >= stop || bytes[from] !== SPACE) return -1;
  if ((CLASS[bytes[from + 1]!]! & LETTER) === 0) return -1;
  let hash = 0;
  for (let i = from + 1; i < stop; i++) {
    const byte = bytes[i]!;
    if (byte === OPEN || byte === COLON)
      return (Math.imul(hash ^ (i - from), 0x9e37_79b1) >>> 16) & (PLACES - 1);
    hash = Math.imul(hash, 31) + byte;
  }
  return -1;
}

/** The value of two digits; 100 or more for anything else. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at]! - 48) >>> 0;
  const ones = (bytes[at + 1]! - 48) >>> 0;
  return tens > 9 || ones > 9 ? 100 : 10 * tens + ones;
}

/** A tag of the plainest kind, which `readTag` takes whatever stands behind its mark: a letter, then what names are made of. */
function isTag(bytes: Uint8Array, start: number, end: number): boolean {
  if ((CLASS[bytes[start]!]! & LETTER) === 0 || isLevelWord(bytes, start, end)) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if ((CLASS[byte]! & ALNUM) === 0 && byte !== 45 && byte !== 46 && byte !== 47 && byte !== 95)
      return false;
  }
  return true;
}

/** Where the digits at `from` end, when `]:` stands behind them; else -1. */
function pidEnd(bytes: Uint8Array, from: number, end: number): number {
  const most = Math.min(end, from + MAX_PID_DIGITS + 1);
  let at = from;
  while (at < most && (bytes[at]! - 48) >>> 0 <= 9) at++;
  return at > from && at + 1 < end && at < most && bytes[at] === CLOSE && bytes[at + 1] === COLON
    ? at
    : -1;
}

/** Whether a blank stands behind the colon of a tag. */
function endsTag(bytes: Uint8Array, colon: number, end: number): boolean {
  return colon + 1 < end && bytes[colon + 1] === SPACE;
}
