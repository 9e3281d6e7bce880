/** Times of messages, and timestamps that follow from them: what `BlockWriter` and `writeTimeColumn` do in TypeScript. */
import { equal, firstBytes, resize } from './bytes';
import { countOf, headOf, lengthOf, valueAt, valuesOf } from './fields';
import { writeNumbers } from './numbers';
import { out, reserve, restart, skip, written } from './output';

/** Formats the timestamp of the instant, with a new day, into `stampAt`: its length, and above 8 bits where its clock stands. */
declare function formatDay(time: f64): u32;

const DAY: i64 = 86_400_000;
const HOUR: f64 = 3_600_000;
const stamp: usize = memory.data(256, 16);
export function stampAt(): usize {
  return stamp;
}

/** Writes the times of messages, in order: the unit, milliseconds or seconds, and of each what it is later than the one before. */
export function writeTimes(times: usize, order: usize, count: u32): u32 {
  restart();
  reserve(10 * count + 16);
  let unit: i64 = 1000;
  for (let i: u32 = 0; i < count; i++)
    if (<i64>load<f64>(times + ((<usize>i) << 3)) % 1000 !== 0) {
      unit = 1;
      break;
    }
  varint64(unit);
  let before = timeOf(times, order, 0);
  for (let row: u32 = 0; row < count; row++) {
    const time = timeOf(times, order, row);
    varint64((time - before) / unit);
    before = time;
  }
  return written();
}

/** Of messages that lie in one hour and follow one another: writes the hour and how many they are, as doubles; how many such runs. */
export function countHours(times: usize, count: u32): u32 {
  restart();
  let runs: u32 = 0;
  for (let i: u32 = 0; i < count; ) {
    const from = i;
    const hour = Math.floor(load<f64>(times + ((<usize>i) << 3)) / HOUR);
    const start = hour * HOUR;
    for (i++; i < count; i++) {
      const time = load<f64>(times + ((<usize>i) << 3));
      if (time < start || time >= start + HOUR) break;
    }
    reserve(16);
    store<f64>(out, hour);
    store<f64>(out, <f64>(i - from), 8);
    skip(16);
    runs++;
  }
  return runs;
}

function timeOf(times: usize, order: usize, row: u32): i64 {
  const message = order === 0 ? row : load<u32>(order + ((<usize>row) << 2));
  return <i64>load<f64>(times + ((<usize>message) << 3));
}

function varint64(value: i64): void {
  let rest = <u64>value;
  while (rest >= 0x80) {
    store<u8>(out, <u8>(rest | 0x80));
    skip(1);
    rest >>>= 7;
  }
  store<u8>(out, <u8>rest);
  skip(1);
}

/** Of the values that were compared last, the numbers that their digits behind the milliseconds are. */
let beyond: usize = 0;
let capacity: u32 = 0;

/** Writes these numbers. */
export function writeBeyond(count: u32): u32 {
  restart();
  reserve(5 * count + 16);
  writeNumbers(beyond, count);
  return written();
}

/**
 * Counts the values of a field that are not what their messages' times make of them, `offset` ahead of UTC, with so many
 * digits of a fraction, and `tail` bytes behind it; digits behind the milliseconds are whatever they are.
 */
export function countOtherTimes(
  field: u32,
  times: usize,
  offset: f64,
  digits: u32,
  tail: u32,
): u32 {
  const values = valuesOf(field);
  const count = countOf(field);
  const behind: u32 = digits > 3 ? digits - 3 : 0;
  if (behind > 0 && count > capacity) {
    capacity = count;
    beyond = resize(beyond, ((<usize>count) << 2) + 64);
  }
  let others: u32 = 0;
  let last: f64 = NaN;
  let dayStart: i64 = i64.MIN_VALUE / 2;
  let length: u32 = 0;
  let clock: usize = 0;
  let head = i64x2.splat(0);
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const time = load<f64>(times + ((<usize>load<u32>(value, 8)) << 3));
    if (time !== last) {
      last = time;
      const shown = <i64>(time + offset);
      if (shown - dayStart >= DAY || shown < dayStart) {
        dayStart = shown - (((shown % DAY) + DAY) % DAY);
        const formatted = formatDay(time);
        length = formatted & 255;
        clock = stamp + (formatted >>> 8);
      }
      writeClock(clock, <u32>(shown - dayStart), digits);
      head = firstBytes(stamp, min<u32>(length, 16));
    }
    if (
      lengthOf(value) !== length ||
      (behind > 0 && !takeBeyond(i, load<u32>(value) + length - tail - behind, clock, behind)) ||
      v128.any_true(v128.xor(headOf(value), head)) ||
      (length > 16 && !equal(load<u32>(value) + 16, stamp + 16, length - 16))
    )
      others++;
  }
  return others;
}

/** Takes the digits behind the milliseconds from where they stand in a value; false when they are none. */
function takeBeyond(i: u32, from: usize, clock: usize, digits: u32): bool {
  let number: u32 = 0;
  for (let k: u32 = 0; k < digits; k++) {
    const byte = <u32>load<u8>(from + k);
    if (byte - 48 > 9) return false;
    number = number * 10 + byte - 48;
    store<u8>(clock + 12 + k, <u8>byte);
  }
  store<u32>(beyond + ((<usize>i) << 2), number);
  return true;
}

/** `hh:mm:ss`, and up to three digits behind the mark that stands there. */
function writeClock(at: usize, millis: u32, digits: u32): void {
  const seconds = millis / 1000;
  two(at, seconds / 3600);
  two(at + 3, (seconds / 60) % 60);
  two(at + 6, seconds % 60);
  const rest = millis % 1000;
  if (digits > 0) store<u8>(at + 9, <u8>(0x30 + rest / 100));
  if (digits > 1) store<u8>(at + 10, <u8>(0x30 + ((rest / 10) % 10)));
  if (digits > 2) store<u8>(at + 11, <u8>(0x30 + (rest % 10)));
}

function two(at: usize, value: u32): void {
  store<u8>(at, <u8>(0x30 + value / 10));
  store<u8>(at + 1, <u8>(0x30 + (value % 10)));
}
