/**
 * Loops over what a block says of its rows before their values: when they were, and in which order they arrived. The kernel of a
 * search is made of this file too (`.ci/compile-kernel.mjs` says what that takes).
 */
import { varintAt, varintEnd } from '../codec/varint-loop.js';
import type { Real } from '../syslog/real.js';

/**
 * Reads the times of rows, each a varint of `unit` behind the one before, the first behind `start`; returns where they end, or
 * -1 where that is beyond `end`.
 */
export function readTimes(
  bytes: Uint8Array,
  end: number,
  rows: number,
  start: Real,
  unit: number,
  times: Float64Array,
): number {
  let time: Real = start;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (at >= end) return -1;
    let byte = bytes[at]!;
    at++;
    // Mostly 0: the messages of a block lie close together.
    if (byte !== 0) {
      let delta: Real = byte & 0x7f;
      for (let scale: Real = 0x80; byte >= 0x80; scale *= 0x80) {
        if (at >= end) return -1;
        byte = bytes[at]!;
        at++;
        delta += (byte & 0x7f) * scale;
      }
      time += delta * unit;
    }
    times[row] = time;
  }
  return at;
}

/** Gathers the times of rows at marked places, for which there is room, and for one more; returns how many there are. */
export function gatherTimes(
  times: Float64Array,
  places: Uint16Array,
  rows: number,
  marks: Uint8Array,
  found: Float64Array,
): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    // Each is written down as the next one, until one is: no branch is guessed wrong.
    found[count] = times[row]!;
    count += marks[places[row]!]!;
  }
  return count;
}

/**
 * Reads at which place each row arrived: steps from one to the next. Each place is taken once, which `taken` says, a byte each.
 * Returns where they end, or -1 where they are not as they must be.
 */
export function readOrder(
  bytes: Uint8Array,
  end: number,
  rows: number,
  order: Int32Array,
  taken: Uint8Array,
): number {
  for (let place = 0; place < rows; place++) taken[place] = 0;
  let at = 0;
  let place = -1;
  for (let row = 0; row < rows; row++) {
    const step = varintAt(bytes, at, end);
    if (step < 0) return -1;
    at = varintEnd;
    place += ((step >>> 1) ^ -(step & 1)) + 1;
    if (place < 0 || place >= rows || taken[place]! !== 0) return -1;
    taken[place] = 1;
    order[row] = place;
  }
  return at;
}
