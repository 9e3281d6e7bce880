/** Cuts a message into values and the literals between: what `LineScanner` is in src/template, which says what the words mean. */
import {
  bitsOf,
  COLON,
  DASH,
  DOT,
  FOLDED,
  finishHash,
  firstBytes,
  isNoJoiner,
  mixBytes,
} from './bytes';
import { SLOT_PREFIX, SLOT_TIME } from './fields';

/** The most slots of one message; `slots` is more when it has more. */
export const MAX_SLOTS: u32 = 192;

// What a scan finds: of each slot where it starts and ends (u32 each); of each literal its length with the kind of the slot
// behind it, and behind the last one zeros; the literals themselves, each with zeros up to 16 bytes or a multiple of them, so
// that a shape is compared without looking where its literals end. Values are counted after 64 bytes, in which 33 may end.
export const bounds: usize = memory.data(240 * 8, 16);
export const numbers: usize = memory.data(240 * 4, 16);
export const literals: usize = memory.data(16 * (240 + 512), 16);
export let slots: u32 = 0;
/** Where the literals end. */
export let literalsEnd: usize = 0;
/** A hash of the literals and of the kinds of the slots. */
export let shapeHash: u32 = 0;

let hash: v128 = i64x2.splat(0);
/** Where the literal begins that no slot has ended yet. */
let literal: usize = 0;

export function scan(text: usize, start: usize, end: usize, cuts: usize): void {
  slots = 0;
  hash = i64x2.splat(0);
  literalsEnd = literals;
  literal = start;
  const prefixStart = text + load<u32>(cuts);
  const prefixEnd = text + load<u32>(cuts, 4);
  const timeStart = text + load<u32>(cuts, 8);
  const timeEnd = text + load<u32>(cuts, 12);
  const hostOffset = load<u32>(cuts, 16);
  const host: usize = hostOffset === 0xffffffff ? 0 : text + <usize>hostOffset;
  if (prefixStart > start) region(start, prefixStart, host);
  if (prefixEnd > prefixStart) addSlot(prefixStart, prefixEnd, SLOT_PREFIX);
  let from = prefixEnd;
  if (timeEnd > timeStart) {
    if (timeStart > from) region(from, timeStart, host);
    addSlot(timeStart, timeEnd, SLOT_TIME | timeSpelling(timeStart, timeEnd));
    from = timeEnd;
  }
  region(from, end, host);
  const rest = <u32>(end - literal);
  v128.store(numbers + ((<usize>slots) << 2), i32x4.replace_lane(i64x2.splat(0), 0, rest));
  addLiteral(literal, rest);
  shapeHash = finishHash(mixBytes(0, hash));
}

/** Of what was hashed before, and of 16 bytes: two that differ in one place only are never the same. */
// @inline
function hashed(before: v128, bytes: v128): v128 {
  const moved = i8x16.shuffle(before, before, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2);
  return i32x4.add(moved, i32x4.mul(bytes, v128.load(SPLATS, 128)));
}

function addLiteral(start: usize, length: u32): void {
  let from = start;
  let rest = length;
  for (; rest > 16; rest -= 16, from += 16) {
    const bytes = v128.load(from);
    v128.store(literalsEnd, bytes);
    hash = hashed(hash, bytes);
    literalsEnd += 16;
  }
  const bytes = firstBytes(from, rest);
  v128.store(literalsEnd, bytes);
  hash = hashed(hash, bytes);
  literalsEnd += 16;
}

export function slotStart(slot: u32): usize {
  return load<u32>(bounds + ((<usize>slot) << 3));
}

export function slotEnd(slot: u32): usize {
  return load<u32>(bounds + ((<usize>slot) << 3), 4);
}

/** Ends the literal with a slot; the next one begins where the slot ends. */
function addSlot(start: usize, end: usize, kind: u32): void {
  if (slots > MAX_SLOTS) return;
  const length = <u32>(start - literal);
  const number = length | (kind << 16);
  store<u64>(bounds + ((<usize>slots) << 3), boundsOf(start, end));
  store<u32>(numbers + ((<usize>slots) << 2), number);
  addLiteral(literal, length);
  if (kind !== 0) hash = i32x4.add(hash, i32x4.splat(kind));
  literal = end;
  slots++;
}

// @inline
function boundsOf(start: usize, end: usize): u64 {
  return ((<u64>end) << 32) | <u64>start;
}

export function timeSpelling(start: usize, end: usize): u32 {
  const first = <u32>load<u8>(start);
  const length = min<u32>(<u32>(end - start), 31);
  if (first - 0x30 <= 9) return 0x80 | (length << 2);
  return ((first | 0x20) - 0x61 < 26 ? length : (first ^ length) % 15) << 2;
}

/**
 * Vectors that hold one byte 16 times. They are loaded, because V8 makes written constants anew at each use. A range of bytes is
 * found as signed numbers: moved so that its first is the least there is, it is what is below a limit.
 */
const SPLATS: usize = memory.data(9 * 16, 16);

export function fillSplats(): void {
  v128.store(SPLATS, i8x16.splat(0x20));
  v128.store(SPLATS, i8x16.splat(<i8>(0x80 - 0x61)), 16);
  v128.store(SPLATS, i8x16.splat(-128 + 26), 32);
  v128.store(SPLATS, i8x16.splat(<i8>(0x80 - 0x30)), 48);
  v128.store(SPLATS, i8x16.splat(-128 + 10), 64);
  v128.store(SPLATS, i8x16.splat(<i8>COLON), 80);
  v128.store(SPLATS, i8x16.splat(<i8>DOT), 96);
  v128.store(SPLATS, i8x16.splat(<i8>DASH), 112);
  v128.store(SPLATS, i32x4.splat(0x9e3779b1), 128);
}

// @inline
function within(bytes: v128, move: v128, limit: v128): v128 {
  return i8x16.lt_s(i8x16.add(bytes, move), limit);
}

/** Letters that are capitals: the highest bit of each. */
// @inline
function capitals(bytes: v128, letters: v128): v128 {
  return v128.andnot(letters, i16x8.shl(bytes, 2));
}

/** Those of the bits that stand for colons. */
function colonsOf(bits: u64, base: usize): u64 {
  let colons: u64 = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1)
    if (load<u8>(base + <usize>ctz(rest)) === COLON) colons |= rest & -rest;
  return colons;
}

/**
 * Finds the values between two places, 64 bytes at a time. `run` has a bit for each byte of a run, and `core` those of them that
 * a value has: not the mark at the end of a run, not the colon before it. `mark` has a bit where it shows that a run is a value:
 * added to the core, it carries over the core's end, and nothing else does.
 */
function region(from: usize, to: usize, host: usize): void {
  const fold = v128.load(SPLATS);
  const a = v128.load(SPLATS, 16);
  const letter = v128.load(SPLATS, 32);
  const zero = v128.load(SPLATS, 48);
  const digit = v128.load(SPLATS, 64);
  const colon = v128.load(SPLATS, 80);
  const dot = v128.load(SPLATS, 96);
  const dash = v128.load(SPLATS, 112);
  let before = literal;
  let mixed = hash;
  let count = slots;
  let kept = literalsEnd;
  let carry: u64 = 0;
  let solidBefore: u64 = 0;
  let runBefore: u64 = 0;
  let coreBefore: u64 = 0;
  let hostBefore: u64 = 0;
  /** Where the core began that reaches into these 64 bytes. */
  let open = from;
  for (let base = from; base < to && count <= MAX_SLOTS; base += 64) {
    const b0 = v128.load(base);
    const l0 = within(v128.or(b0, fold), a, letter);
    const d0 = within(b0, zero, digit);
    const s0 = v128.or(v128.or(l0, d0), b0);
    const m0 = v128.or(d0, v128.and(within(v128.load(base - 1), a, letter), capitals(b0, l0)));
    const e0 = v128.or(i8x16.eq(b0, colon), i8x16.eq(b0, dot));
    const j0 = v128.or(e0, i8x16.eq(b0, dash));
    const b1 = v128.load(base, 16);
    const l1 = within(v128.or(b1, fold), a, letter);
    const d1 = within(b1, zero, digit);
    const s1 = v128.or(v128.or(l1, d1), b1);
    const m1 = v128.or(d1, v128.and(within(v128.load(base + 15), a, letter), capitals(b1, l1)));
    const e1 = v128.or(i8x16.eq(b1, colon), i8x16.eq(b1, dot));
    const j1 = v128.or(e1, i8x16.eq(b1, dash));
    const b2 = v128.load(base, 32);
    const l2 = within(v128.or(b2, fold), a, letter);
    const d2 = within(b2, zero, digit);
    const s2 = v128.or(v128.or(l2, d2), b2);
    const m2 = v128.or(d2, v128.and(within(v128.load(base + 31), a, letter), capitals(b2, l2)));
    const e2 = v128.or(i8x16.eq(b2, colon), i8x16.eq(b2, dot));
    const j2 = v128.or(e2, i8x16.eq(b2, dash));
    const b3 = v128.load(base, 48);
    const l3 = within(v128.or(b3, fold), a, letter);
    const d3 = within(b3, zero, digit);
    const s3 = v128.or(v128.or(l3, d3), b3);
    const m3 = v128.or(d3, v128.and(within(v128.load(base + 47), a, letter), capitals(b3, l3)));
    const e3 = v128.or(i8x16.eq(b3, colon), i8x16.eq(b3, dot));
    const j3 = v128.or(e3, i8x16.eq(b3, dash));
    let solid = bitsOf(s0, s1, s2, s3);
    let mark = bitsOf(m0, m1, m2, m3);
    let joins = bitsOf(j0, j1, j2, j3);
    const stops = bitsOf(e0, e1, e2, e3);
    const length = <u32>(to - base);
    if (length < 64) {
      const valid = ((<u64>1) << length) - 1;
      solid &= valid;
      joins &= valid;
      mark &= valid;
    }
    // What stands before the region has no part in it.
    if (mark & 1 && base === from && <u32>load<u8>(base) - 0x30 > 9) mark &= ~1;
    const run = solid | joins;
    let solidAfter: u64 = 0;
    let runAfter: u64 = 0;
    if (stops >>> 63 && length > 64) {
      const next = load<u8>(base, 64);
      solidAfter = (<u64>(load<u8>(FOLDED + next) !== 0)) << 63;
      runAfter = solidAfter | ((<u64>!isNoJoiner(next)) << 63);
    }
    const runStarts = run & ~((run << 1) | runBefore);
    let leading = stops & runStarts & ((solid >>> 1) | solidAfter);
    if (leading !== 0) leading = colonsOf(leading, base);
    const trailing = stops & run & ~((run >>> 1) | runAfter) & ((solid << 1) | solidBefore);
    const core = run & ~(leading | trailing);
    if (host - base < 64) {
      const first = runStarts & ((<u64>1) << (<u64>(host - base)));
      mark |= (first & core) | ((first & leading) << 1) | hostBefore;
      hostBefore = (first & leading) >>> 63;
    } else {
      mark |= hostBefore;
      hostBefore = 0;
    }
    if (coreBefore === 0) open = base;
    const sum = core + mark;
    const carried = sum + carry;
    carry = <u64>(sum < core) | <u64>(carried < sum);
    for (let valueEnds = carried & ~core; valueEnds !== 0; valueEnds &= valueEnds - 1) {
      const bit = valueEnds & -valueEnds;
      const gaps = ~core & (bit - 1);
      const start = gaps !== 0 ? base + 64 - <usize>clz(gaps) : open;
      const end = base + <usize>ctz(bit);
      const size = <u32>(start - before);
      store<u64>(bounds + ((<usize>count) << 3), boundsOf(start, end));
      store<u32>(numbers + ((<usize>count) << 2), size);
      let rest = size;
      for (; rest > 16; rest -= 16, before += 16, kept += 16) {
        const bytes = v128.load(before);
        v128.store(kept, bytes);
        mixed = hashed(mixed, bytes);
      }
      const bytes = firstBytes(before, rest);
      v128.store(kept, bytes);
      kept += 16;
      mixed = hashed(mixed, bytes);
      before = end;
      count++;
    }
    if (core >>> 63) {
      const gaps = ~core;
      if (gaps !== 0) open = base + 64 - <usize>clz(gaps);
    }
    coreBefore = core >>> 63;
    runBefore = run >>> 63;
    solidBefore = solid >>> 63;
  }
  literal = before;
  hash = mixed;
  literalsEnd = kept;
  slots = count;
  if (carry !== 0 && count <= MAX_SLOTS) addSlot(open, to, 0);
}
