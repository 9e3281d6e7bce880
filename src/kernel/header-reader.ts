/**
 * Reads headers of consecutive lines, as `parseHeader` does, and faster where one is like one before. That is tried for
 * `Mmm dd hh:mm:ss host tag[pid]:` and the same without a pid: what is read of it depends on the date and on the bytes from
 * host to tag, which are compared with those that were parsed before, on the digits of time and pid, and on nothing else.
 */
import { DIALECTS } from '../syslog/dialects';
import { parseHeader, resetHeader } from '../syslog/header';
import { HeaderFields } from '../syslog/header-fields';
import { isLevelWord } from '../syslog/level-words';
import { ALNUM, CLASS, CLOSE, COLON, LETTER, OPEN, SPACE, skipBlanks } from '../syslog/scan';
import { Bytes } from './byte-view';
import { copy, equal, hashOf } from './bytes';

/** `Mmm dd hh:mm:ss`. */
const TIME_BYTES: i32 = 15;
/** `Mmm dd ` of the first eight bytes of a line. */
const DATE: u64 = 0x00ff_ffff_ffff_ffff;
/** Origins that are remembered, a power of two; those that share a place take it from each other. */
const PLACES: u32 = 256;
/** From the blank behind the time up to the mark behind the tag; longer ones are parsed each time. */
const MAX_ORIGIN: i32 = 64;
/** Digits of a process id; more are parsed. */
const MAX_PID: i32 = 10;

const bytes = changetype<Bytes>(0);
const origins: usize = memory.data(256 * 64, 16);
/** Of each origin: how long it is, and how long its host. */
const lengths: usize = memory.data(256 * 2);
/** The date that was parsed last. */
let date: u64 = 0;
let month: i32 = 0;
let day: i32 = 0;

/** The place of the origin of the line before. */
let placeBefore: u32 = 0;

/** 16 bytes behind `end` are readable. */
export function readHeader(start: i32, end: i32, header: HeaderFields): void {
  const from = start + TIME_BYTES;
  if (isOrigin(placeBefore, from, end) && follow(start, end, header, placeBefore)) return;
  const length = from < end ? originLength(from, end) : 0;
  if (length === 0) {
    parseHeader(bytes, start, end, header);
    return;
  }
  const place = hashOf(<usize>from, <u32>length) & (PLACES - 1);
  placeBefore = place;
  if (isOrigin(place, from, end) && follow(start, end, header, place)) return;
  parseHeader(bytes, start, end, header);
  if (isPlain(start, header, length)) remember(start, end, header, length, place);
}

/** Whether a line has the origin that is remembered: it ends with the first mark, so that it is as long as the line's. */
function isOrigin(place: u32, from: i32, end: i32): bool {
  const length = <i32>load<u8>(lengths + <usize>(place << 1));
  return (
    length > 0 &&
    length <= end - from &&
    equal(<usize>from, origins + <usize>(place << 6), <u32>length)
  );
}

/** How many bytes there are at `from` up to the first `[` or `:`, with it; 0: none is near enough. */
function originLength(from: i32, end: i32): i32 {
  const open = i8x16.splat(<i8>OPEN);
  const colon = i8x16.splat(<i8>COLON);
  const most = min<i32>(end - from, MAX_ORIGIN);
  for (let i = 0; i < most; i += 16) {
    const part = v128.load(<usize>(from + i));
    const marks = i8x16.bitmask(v128.or(i8x16.eq(part, open), i8x16.eq(part, colon)));
    if (marks === 0) continue;
    const length = i + <i32>ctz(marks) + 1;
    return length <= most ? length : 0;
  }
  return 0;
}

/** Reads a header with the origin of a place; false when it is to be parsed. */
function follow(start: i32, end: i32, header: HeaderFields, place: u32): bool {
  if ((load<u64>(<usize>start) & DATE) !== date) return false;
  // `hh:mm:ss` as eight digits of which two are 0.
  const clock = load<u64>(<usize>(start + 7)) ^ 0x3030_3a30_303a_3030;
  if ((clock & 0xf0f0_fff0_f0ff_f0f0) !== 0) return false;
  if (((clock + 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return false;
  const hour = two(clock);
  const minute = two(clock >>> 24);
  const second = two(clock >>> 48);
  if (hour > 23 || minute > 59 || second > 59) return false;
  const from = start + TIME_BYTES;
  const tagEnd = from + <i32>load<u8>(lengths + <usize>(place << 1)) - 1;
  const close = bytes[tagEnd] === OPEN ? pidEnd(tagEnd + 1, end) : tagEnd;
  if (close < 0 || (close === tagEnd && !endsTag(close, end))) return false;
  resetHeader(header, start);
  header.dialect = DIALECTS.rfc3164;
  header.timeEnd = from;
  header.year = 0;
  header.month = month;
  header.day = day;
  header.hour = hour;
  header.minute = minute;
  header.second = second;
  header.millisecond = 0;
  header.hostStart = from + 1;
  header.hostEnd = from + 1 + <i32>load<u8>(lengths + <usize>(place << 1), 1);
  header.appStart = header.hostEnd + 1;
  header.appEnd = tagEnd;
  if (close !== tagEnd) {
    header.pidStart = tagEnd + 1;
    header.pidEnd = close;
  }
  header.contentStart = skipBlanks(bytes, close === tagEnd ? close + 1 : close + 2, end);
  return true;
}

function two(clock: u64): i32 {
  return <i32>(clock & 15) * 10 + <i32>((clock >>> 8) & 15);
}

/** Whether a header that was parsed has the form that can be followed, and its origin ends with the first mark. */
function isPlain(start: i32, header: HeaderFields, length: i32): bool {
  const from = start + TIME_BYTES;
  if (
    header.dialect !== DIALECTS.rfc3164 ||
    header.severity >= 0 ||
    header.prefixEnd !== header.prefixStart ||
    header.timeStart !== start ||
    header.timeEnd !== from ||
    header.year !== 0 ||
    header.clockMark !== 0
  )
    return false;
  if (bytes[start + 6] !== SPACE || bytes[start + 9] !== COLON || bytes[start + 12] !== COLON)
    return false;
  // The host begins with a letter, so that it is no year and no zone's offset.
  if (bytes[from] !== SPACE || (CLASS[bytes[from + 1]] & LETTER) === 0) return false;
  if (header.hostStart !== from + 1 || header.hostEnd <= header.hostStart) return false;
  if (header.appStart !== header.hostEnd + 1 || header.appEnd !== from + length - 1) return false;
  return isTag(header.appStart, header.appEnd);
}

function remember(start: i32, end: i32, header: HeaderFields, length: i32, place: u32): void {
  const mark = header.appEnd;
  const isPid = header.pidEnd > header.pidStart;
  if (bytes[mark] !== (isPid ? OPEN : COLON)) return;
  if (isPid ? pidEnd(mark + 1, end) < 0 : !endsTag(mark, end)) return;
  date = load<u64>(<usize>start) & DATE;
  month = header.month;
  day = header.day;
  const from = start + TIME_BYTES;
  copy(origins + <usize>(place << 6), <usize>from, <u32>length);
  store<u8>(lengths + <usize>(place << 1), <u8>length);
  store<u8>(lengths + <usize>(place << 1), <u8>(header.hostEnd - header.hostStart), 1);
}

/** A tag of the plainest kind, which `readTag` takes whatever stands behind its mark: a letter, then what names are made of. */
function isTag(start: i32, end: i32): bool {
  if (end <= start || (CLASS[bytes[start]] & LETTER) === 0 || isLevelWord(bytes, start, end))
    return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if ((CLASS[byte] & ALNUM) === 0 && byte !== 45 && byte !== 46 && byte !== 47 && byte !== 95)
      return false;
  }
  return true;
}

/** Where the digits at `from` end, when `]:` stands behind them; else -1. */
function pidEnd(from: i32, end: i32): i32 {
  const most = min<i32>(end, from + MAX_PID + 1);
  let at = from;
  while (at < most && ((bytes[at] - 48) as u32) <= 9) at++;
  return at > from && at + 1 < end && at < most && bytes[at] === CLOSE && bytes[at + 1] === COLON
    ? at
    : -1;
}

/** Whether a blank stands behind the colon of a tag. */
function endsTag(colon: i32, end: i32): bool {
  return colon + 1 < end && bytes[colon + 1] === SPACE;
}
