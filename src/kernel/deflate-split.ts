/**
 * Cuts tokens into DEFLATE blocks: where the bytes change their kind, codes of their own for either side are worth a header.
 * Asked of every segment, by the entropy of the symbols so far, of its own, and of both together.
 */
import { symbolCounts, writeBlock } from './deflate-block';
import { DISTANCES_AT, SYMBOLS_END } from './deflate-tokens';

/** Tokens of a segment, and one more where it ends with a match. */
const SEGMENT: usize = 1024;
/** Tokens of a block at most: what there is room for. */
const ROOM: usize = 1 << 16;
/** What a block costs, in bits: besides its header, the time of making codes and of reading them. */
const BLOCK_BITS: f32 = 700;
const SYMBOL_BITS: f32 = 4;

/** Behind a last segment: a match that goes beyond its end, the bytes that are not hashed, the block's end. */
const tokens: usize = memory.data(4 * ((1 << 16) + 8), 16);
/** How often each symbol is in the segment, and in none. */
export const segmentCounts: usize = memory.data(4 * 320, 16);
const noCounts: usize = memory.data(4 * 320, 16);

/** Where the segment's tokens begin, and its bytes. */
let segment: usize = 0;
let segmentRaw: usize = 0;
/** The same of the block that it may belong to, which has no others if it begins with the segment; about how many bits that is. */
let block: usize = 0;
let blockRaw: usize = 0;
let blockBits: f32 = 0;

/** Begins with the bytes at `raw`. */
export function startBlocks(raw: usize): void {
  block = segment = tokens;
  blockRaw = segmentRaw = raw;
  memory.fill(segmentCounts, 0, SYMBOLS_END);
}

/** Where the segment's tokens go, and where they end. */
export function segmentAt(): usize {
  return segment;
}

export function segmentEnd(): usize {
  return segment + 4 * SEGMENT;
}

/** Takes the segment that ends before `token`, and before `raw` of the bytes; its symbols are counted in `segmentCounts`. */
export function endSegment(token: usize, raw: usize, isLast: bool): void {
  if (segment === block) {
    memory.copy(symbolCounts, segmentCounts, SYMBOLS_END);
    blockBits = 0;
  } else {
    if (blockBits === 0) blockBits = bitsOf(symbolCounts, noCounts);
    const segmentBits = bitsOf(segmentCounts, noCounts);
    const bits = bitsOf(symbolCounts, segmentCounts);
    if (bits <= blockBits + segmentBits) {
      addSegment();
      blockBits = bits;
    } else {
      writeBlock(blockRaw, <u32>(segmentRaw - blockRaw), block, segment, false);
      memory.copy(symbolCounts, segmentCounts, SYMBOLS_END);
      blockBits = segmentBits;
      block = segment;
      blockRaw = segmentRaw;
    }
  }
  segment = token;
  segmentRaw = raw;
  if (isLast || token + 4 * (SEGMENT + 2) > tokens + 4 * ROOM) {
    writeBlock(blockRaw, <u32>(raw - blockRaw), block, token, isLast);
    block = segment = tokens;
    blockRaw = raw;
  }
  memory.fill(segmentCounts, 0, SYMBOLS_END);
}

function addSegment(): void {
  for (let i: usize = 0; i < SYMBOLS_END; i += 16) {
    const at = symbolCounts + i;
    v128.store(at, i32x4.add(v128.load(at), v128.load(segmentCounts + i)));
  }
}

/** About how many bits a block of the symbols that are counted in `a` and in `b` has, but for the extra bits of matches. */
function bitsOf(a: usize, b: usize): f32 {
  return BLOCK_BITS + entropy(a, b, 0, DISTANCES_AT) + entropy(a, b, DISTANCES_AT, SYMBOLS_END);
}

function entropy(a: usize, b: usize, from: usize, to: usize): f32 {
  let total = i32x4.splat(0);
  let used = i32x4.splat(0);
  let bits = f32x4.splat(0);
  for (let i = from; i < to; i += 16) {
    const n = i32x4.add(v128.load(a + i), v128.load(b + i));
    total = i32x4.add(total, n);
    used = i32x4.sub(used, i32x4.ne(n, i32x4.splat(0)));
    bits = f32x4.sub(bits, timesLog(n));
  }
  return (
    SYMBOL_BITS * <f32>sumOf(used) +
    f32x4.extract_lane(timesLog(i32x4.splat(sumOf(total))), 0) +
    f32x4.extract_lane(bits, 0) +
    f32x4.extract_lane(bits, 1) +
    f32x4.extract_lane(bits, 2) +
    f32x4.extract_lane(bits, 3)
  );
}

function sumOf(n: v128): u32 {
  return (
    i32x4.extract_lane(n, 0) +
    i32x4.extract_lane(n, 1) +
    i32x4.extract_lane(n, 2) +
    i32x4.extract_lane(n, 3)
  );
}

/** n log2 n, nearly: the exponent of a float, and for its mantissa a parabola that is right at both ends; 0 of 0. */
function timesLog(n: v128): v128 {
  const x = f32x4.convert_i32x4_s(n);
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_u(x, 23));
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f800000));
  const parabola = f32x4.mul(f32x4.add(f32x4.mul(m, f32x4.splat(-1.0 / 3)), f32x4.splat(2)), m);
  const log = f32x4.add(exponent, f32x4.sub(parabola, f32x4.splat(127 + 5.0 / 3)));
  return f32x4.mul(x, log);
}
