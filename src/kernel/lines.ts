/**
 * The way in: cuts bytes into lines, reads their headers by the rules of src/syslog, and works out their times where a line
 * before had the same hour. Its face is src/engine/line-kernel.ts; it has a memory of its own, and takes it once.
 */
import { HeaderFields } from '../syslog/header-fields';
import { bitsOf, fillTables } from './bytes';
import { readHeader } from './header-reader';
import { countHost } from './hosts';
import { timeOf } from './hours';

export { forgetHosts, hostsAt, knownHosts } from './hosts';
export { clockAt } from './hours';

/** A time that is not in the hour of the one before. */
declare function enterHour(time: f64): void;

const HOUR: f64 = 3_600_000;
/** In place of a host's start: the message names none. */
const NO_HOST: u32 = 0xffff_ffff;
const CUTS: u32 = 5;

const header = changetype<HeaderFields>(memory.data(256, 16));
export function headerAt(): usize {
  return changetype<usize>(header);
}

/** Of the last lines that were read: where the next one begins, and how many had no header that is known. */
let next: usize = 0;
let unrecognised: u32 = 0;
let hourStart: f64 = NaN;

export function nextLine(): usize {
  return next;
}

export function unrecognisedLines(): u32 {
  return unrecognised;
}

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

export function release(at: usize): void {
  heap.free(at);
}

/** Reads a header; for tests. */
export function readOne(start: i32, end: i32): void {
  readHeader(start, end, header);
}

/**
 * Reads lines of `[from, to)`: at most `most`, none behind the first `room` bytes, none longer than `limit`, none without LF.
 * Writes, for each, the columns of a `MessageBatch`, with `shift` added to offsets: its start, its time and its cuts. Returns
 * how many there were. 64 bytes behind `to` are readable.
 */
export function readLines(
  from: usize,
  to: usize,
  most: u32,
  room: u32,
  limit: u32,
  shift: u32,
  starts: usize,
  times: usize,
  cuts: usize,
): u32 {
  let count: u32 = 0;
  let at = from;
  let cut = cuts;
  unrecognised = 0;
  while (count < most && at - from < <usize>room) {
    const lf = lineEnd(at, to);
    if (lf >= to || lf - at > <usize>limit) break;
    readHeader(<i32>at, <i32>lf, header);
    if (header.dialect === 0) unrecognised++;
    const time = timeOf(header);
    if (!(time >= hourStart && time < hourStart + HOUR)) {
      hourStart = Math.floor(time / HOUR) * HOUR;
      enterHour(time);
    }
    store<u32>(starts + ((<usize>count) << 2), <u32>at + shift);
    store<f64>(times + ((<usize>count) << 3), time);
    store<u32>(cut, <u32>header.prefixStart + shift);
    store<u32>(cut, <u32>header.prefixEnd + shift, 4);
    store<u32>(cut, <u32>header.timeStart + shift, 8);
    store<u32>(cut, <u32>header.timeEnd + shift, 12);
    const isHost = header.hostEnd > header.hostStart;
    store<u32>(cut, isHost ? <u32>header.hostStart + shift : NO_HOST, 16);
    countHost(<usize>header.hostStart, isHost ? <u32>(header.hostEnd - header.hostStart) : 0);
    cut += <usize>(4 * CUTS);
    count++;
    at = lf + 1;
  }
  next = at;
  return count;
}

/** Where the first LF of `[at, to)` stands; `to` or behind it where there is none. */
function lineEnd(at: usize, to: usize): usize {
  const lf = i8x16.splat(0x0a);
  for (let p = at; p < to; p += 64) {
    const a = i8x16.eq(v128.load(p), lf);
    const b = i8x16.eq(v128.load(p, 16), lf);
    const c = i8x16.eq(v128.load(p, 32), lf);
    const d = i8x16.eq(v128.load(p, 48), lf);
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d))))
      return p + <usize>ctz(bitsOf(a, b, c, d));
  }
  return to;
}

fillTables();
