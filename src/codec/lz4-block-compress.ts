import { invariant } from '../base/invariant.js';
import {
  LAST_LITERALS,
  LAST_MATCH_START,
  MAX_DISTANCE,
  MAX_RAW_LENGTH,
  MIN_MATCH,
  TOKEN_FULL,
} from './lz4-block-format.js';
import { plainBytes } from './plain-bytes.js';

/**
 * LZ4 compression without native code; `lz4-block-format.ts` has the grammar. Greedy, one candidate a position, as the
 * format's own fast compressor: the last place with the same hash is tried, and where nothing matches for long the steps
 * grow, so that noise costs little.
 *
 * Four bytes at a time are read and compared through a DataView, which V8 makes one instruction of: 1.6 times as fast on
 * log text as four single bytes. The hash is of five bytes, since words of four common ones hide better matches behind
 * them: 1 % less to store at the same speed.
 */

const HASH_BITS = 14;
const HASH_SHIFT = 32 - HASH_BITS;
/** Knuth's multiplicative hash: 2^32 over the golden ratio; the fifth byte has a multiplier of its own. */
const HASH_FACTOR = -1_640_531_535;
const HASH_FACTOR_FIFTH = 0x3779b1e5;

/** Misses in a row after which the step grows by one, as a power of two. */
const PATIENCE_BITS = 6;
const PATIENCE = 1 << PATIENCE_BITS;

/** Literals from which on one call of `set` is faster than a loop. */
const MANY_LITERALS = 64;

/**
 * Where a hash was last seen, as `base` + position. `base` moves on with every text, so that what an earlier one left
 * is below it and the table need not be cleared: a section of 100 bytes would cost 64 KiB of zeros.
 */
const table = new Int32Array(1 << HASH_BITS);
let base = 1;
const MAX_BASE = 0x7fff_0000;

/** Reused between calls; grows to the longest block so far. */
let scratch = new Uint8Array(0);

/** An LZ4 block of `raw`. The result is the caller's own. */
export function compressLz4Block(raw: Uint8Array): Uint8Array {
  const length = raw.length;
  invariant(length <= MAX_RAW_LENGTH, 'an LZ4 block holds at most 2,113,929,216 bytes');
  // The longest a block can be: nothing but literals, a byte of their length for every 255 of them.
  const bound = length + Math.floor(length / 255) + 16;
  if (scratch.length < bound) scratch = new Uint8Array(Math.max(bound, 2 * scratch.length));
  if (length > MAX_BASE - base) {
    table.fill(0);
    base = 1;
  }
  const end = compressInto(scratch, plainBytes(raw), base);
  base += length;
  return scratch.slice(0, end);
}

/** Writes the block to the start of `out`, which is long enough for any; returns its length. */
function compressInto(out: Uint8Array, raw: Uint8Array, zero: number): number {
  const length = raw.length;
  const view = new DataView(raw.buffer, raw.byteOffset, length);
  const lastStart = length - LAST_MATCH_START;
  const matchLimit = length - LAST_LITERALS;
  let written = 0;
  // Everything before `anchor` is written.
  let anchor = 0;
  let at = 0;
  let misses = PATIENCE;
  while (at <= lastStart) {
    const four = view.getInt32(at, true);
    const hash =
      (Math.imul(four, HASH_FACTOR) + Math.imul(raw[at + 4]!, HASH_FACTOR_FIFTH)) >>> HASH_SHIFT;
    let from = table[hash]! - zero;
    table[hash] = zero + at;
    if (from < 0 || at - from > MAX_DISTANCE || view.getInt32(from, true) !== four) {
      at += misses++ >>> PATIENCE_BITS;
      continue;
    }
    misses = PATIENCE;

    // The match, as far as it goes to both sides.
    let end = at + MIN_MATCH;
    let source = from + MIN_MATCH;
    let difference = 0;
    while (end <= matchLimit - 4) {
      difference = view.getInt32(end, true) ^ view.getInt32(source, true);
      if (difference !== 0) break;
      end += 4;
      source += 4;
    }
    // Either the lowest bit that differs says how many more bytes are equal, or the limit is near.
    if (difference !== 0) end += (31 - Math.clz32(difference & -difference)) >>> 3;
    else for (; end < matchLimit && raw[end] === raw[source]; source++) end++;
    while (at > anchor && from > 0 && raw[at - 1] === raw[from - 1]) {
      at--;
      from--;
    }

    const literals = at - anchor;
    const extra = end - at - MIN_MATCH;
    out[written++] = (Math.min(literals, TOKEN_FULL) << 4) | Math.min(extra, TOKEN_FULL);
    if (literals >= TOKEN_FULL) written = writeMore(out, written, literals);
    if (literals > MANY_LITERALS) {
      out.set(raw.subarray(anchor, at), written);
      written += literals;
    } else while (anchor < at) out[written++] = raw[anchor++]!;
    const distance = at - from;
    out[written++] = distance;
    out[written++] = distance >>> 8;
    if (extra >= TOKEN_FULL) written = writeMore(out, written, extra);
    anchor = at = end;

    // One place inside the match too: the next line often repeats from there.
    if (at <= lastStart) {
      const inside = at - 2;
      const hash =
        (Math.imul(view.getInt32(inside, true), HASH_FACTOR) +
          Math.imul(raw[inside + 4]!, HASH_FACTOR_FIFTH)) >>>
        HASH_SHIFT;
      table[hash] = zero + inside;
    }
  }
  const literals = length - anchor;
  out[written++] = Math.min(literals, TOKEN_FULL) << 4;
  if (literals >= TOKEN_FULL) written = writeMore(out, written, literals);
  out.set(raw.subarray(anchor), written);
  return written + literals;
}

/** The bytes that say what of a length is beyond a token's four bits. */
function writeMore(out: Uint8Array, at: number, length: number): number {
  let rest = length - TOKEN_FULL;
  for (; rest >= 255; rest -= 255) out[at++] = 255;
  out[at++] = rest;
  return at;
}
