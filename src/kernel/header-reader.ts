/**
 * Reads what is needed of the headers of consecutive lines: prefix, time and host, as `parseHeader` does, and whether there
 * is anything else (`dialect`); faster where a header is like one before, see header-layouts.ts. Who wrote a line, and where
 * its text begins, is not told.
 */
import { parseHeader } from '../syslog/header';
import { HeaderFields } from '../syslog/header-fields';
import { COLON, DOT, PERCENT } from '../syslog/scan';
import { Bytes } from './byte-view';
import { bitsOf } from './bytes';
import {
  AHEAD,
  BARE_LINE,
  beforeOf,
  behindOf,
  fractionOf,
  hasBytes,
  isFollowed,
  isMarked,
  keep,
  keyOf,
  Layout,
  MAX_BEFORE,
  NUMBERED,
  PRIORITY,
  placeOf,
} from './header-layouts';

const LESS: i32 = 60;
const GREATER: i32 = 62;
const MAX_PRIORITY: i32 = 191;
/** Digits of a sequence number, and of a fraction of a second; more are parsed. */
const MAX_NUMBER: i32 = 9;
const MAX_FRACTION: u32 = 9;
/** `hh:mm:ss`. */
const CLOCK: i32 = 8;

const bytes = changetype<Bytes>(0);

/** The layout of the line before. */
let last: Layout = changetype<Layout>(0);

/** Of the line that is read: what it begins with, and where the rest begins. */
let kind: u32 = 0;
let prefixEnd: i32 = 0;
let before: i32 = 0;
/** Its time of day, in milliseconds or -1, its fraction's digits, and where what is behind it begins. */
let hour: i32 = 0;
let minute: i32 = 0;
let second: i32 = 0;
let millisecond: i32 = 0;
let digits: u32 = 0;
let behind: i32 = 0;

/** 64 bytes behind `end` are readable. */
export function readHeader(start: i32, end: i32, header: HeaderFields): void {
  if (!readStart(start, end)) {
    parseHeader(bytes, start, end, header);
    return;
  }
  if (changetype<usize>(last) !== 0 && followLast(start, end, header)) return;
  const clock = findClock(before);
  if (
    clock < 0 ||
    clock + CLOCK + AHEAD > end ||
    clock - before > MAX_BEFORE ||
    !readClock(clock)
  ) {
    parseHeader(bytes, start, end, header);
    return;
  }
  const stop = stopOf(behind);
  if (stop < 0 || stop + AHEAD > end) {
    parseHeader(bytes, start, end, header);
    return;
  }
  const marked = bytes[stop] === PERCENT;
  const key = keyOf(kind, clock - before, stop - behind, digits, marked);
  const layout = placeOf(key, before, behind);
  if (layout.key === key && hasBytes(layout, before, behind)) {
    last = layout;
    fill(layout, start, header);
    return;
  }
  parseHeader(bytes, start, end, header);
  if (header.prefixStart !== start || header.prefixEnd !== prefixEnd) return;
  if (header.hour !== hour || header.minute !== minute || header.second !== second) return;
  if (header.millisecond !== millisecond) return;
  if (!isFollowed(kind, before, clock, behind, stop, header)) return;
  keep(layout, key, before, behind, header);
  last = layout;
}

/** Whether a line is like the one before. */
function followLast(start: i32, end: i32, header: HeaderFields): bool {
  const key = last.key;
  if ((key & 3) !== kind) return false;
  if (!readClock(before + beforeOf(key)) || digits !== fractionOf(key)) return false;
  const stop = behind + behindOf(key);
  if (stop + AHEAD > end || isMarked(key) !== (bytes[stop] === PERCENT)) return false;
  if (!hasBytes(last, before, behind)) return false;
  fill(last, start, header);
  return true;
}

/** Reads PRI and sequence number; false when a line begins with something else of that kind. */
function readStart(start: i32, end: i32): bool {
  kind = BARE_LINE;
  prefixEnd = start;
  before = start;
  if (end - start < AHEAD) return false;
  if (bytes[start] !== LESS) return true;
  let p = start + 1;
  let value: i32 = 0;
  while (isDigitAt(p) && p < start + 4) value = value * 10 + bytes[p++] - 48;
  if (p === start + 1 || bytes[p] !== GREATER || value > MAX_PRIORITY) return false;
  p++;
  kind = PRIORITY;
  prefixEnd = p;
  before = p;
  const from = p;
  while (isDigitAt(p) && p <= from + MAX_NUMBER) p++;
  if (p === from || p > from + MAX_NUMBER || bytes[p] !== COLON) return true;
  kind = NUMBERED;
  before = p;
  return true;
}

// @inline
function isDigitAt(p: i32): bool {
  return ((bytes[p] - 48) as u32) <= 9;
}

/** Where the first `dd:dd:dd` of the next 64 bytes begins; -1: there is none. */
function findClock(from: i32): i32 {
  const at = <usize>from;
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const colon = i8x16.splat(<i8>COLON);
  const colons = bitsOf(
    i8x16.eq(a, colon),
    i8x16.eq(b, colon),
    i8x16.eq(c, colon),
    i8x16.eq(d, colon),
  );
  const pairs = (colons >>> 2) & (colons >>> 5);
  if (pairs === 0) return -1;
  const zero = i8x16.splat(48);
  const ten = i8x16.splat(10);
  const digit = bitsOf(
    i8x16.lt_u(i8x16.sub(a, zero), ten),
    i8x16.lt_u(i8x16.sub(b, zero), ten),
    i8x16.lt_u(i8x16.sub(c, zero), ten),
    i8x16.lt_u(i8x16.sub(d, zero), ten),
  );
  const two = digit & (digit >>> 1);
  const clocks = pairs & two & (two >>> 3) & (two >>> 6);
  return clocks === 0 ? -1 : from + <i32>ctz(clocks);
}

/** Reads the time of day at a place, and its fraction; false when there is none. */
function readClock(clock: i32): bool {
  // `hh:mm:ss` as eight digits of which two are 0.
  const shown = load<u64>(<usize>clock) ^ 0x3030_3a30_303a_3030;
  if ((shown & 0xf0f0_fff0_f0ff_f0f0) !== 0) return false;
  if (((shown + 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return false;
  hour = two(shown);
  minute = two(shown >>> 24);
  second = two(shown >>> 48);
  if (hour > 23 || minute > 59 || second > 59) return false;
  millisecond = 0;
  digits = 0;
  behind = clock + CLOCK;
  if (bytes[behind] !== DOT) return true;
  const fraction = i8x16.sub(v128.load(<usize>(behind + 1)), i8x16.splat(48));
  digits = ctz(<u32>i8x16.bitmask(i8x16.ge_u(fraction, i8x16.splat(10))) | 0x10000);
  if (digits > MAX_FRACTION) return false;
  if (digits === 0) return true;
  millisecond = <i32>i8x16.extract_lane_u(fraction, 0) * 100;
  if (digits > 1) millisecond += <i32>i8x16.extract_lane_u(fraction, 1) * 10;
  if (digits > 2) millisecond += <i32>i8x16.extract_lane_u(fraction, 2);
  behind += 1 + <i32>digits;
  return true;
}

function two(clock: u64): i32 {
  return <i32>(clock & 15) * 10 + <i32>((clock >>> 8) & 15);
}

/** Behind the first word behind a clock and a blank, and the blank behind it; -1: that is too far. */
function stopOf(from: i32): i32 {
  const at = <usize>from;
  const blank = i8x16.splat(32);
  const blanks = bitsOf(
    i8x16.eq(v128.load(at), blank),
    i8x16.eq(v128.load(at, 16), blank),
    i8x16.eq(v128.load(at, 32), blank),
    i8x16.splat(0),
  );
  const second = blanks & (blanks - 1);
  return second === 0 ? -1 : from + <i32>ctz(second) + 1;
}

/** What is told of the header of a line that has such a layout. */
function fill(layout: Layout, start: i32, header: HeaderFields): void {
  header.dialect = layout.dialect;
  header.prefixStart = start;
  header.prefixEnd = prefixEnd;
  header.timeStart = before + layout.timeStart;
  header.timeEnd = behind + layout.timeEnd;
  header.year = layout.year;
  header.month = layout.month;
  header.day = layout.day;
  header.hour = hour;
  header.minute = minute;
  header.second = second;
  header.millisecond = millisecond;
  header.zoneMinutes = layout.zoneMinutes;
  header.epoch = NaN;
  header.clockMark = layout.clockMark;
  const from = layout.isHostBehind !== 0 ? behind : before;
  header.hostStart = from + layout.hostStart;
  header.hostEnd = from + layout.hostEnd;
}
