/**
 * Cuts what matches were found in into DEFLATE blocks: where the bytes change their kind, codes of their own for either side
 * are worth a header. Asked every few KiB, by the entropy of the symbols so far, of those that follow, and of both together.
 */
import {
  COUNTS,
  DISTANCES_AT,
  distanceSlot,
  lengthSlot,
  symbolCounts,
  writeBlock,
} from './deflate-block';

/** Bytes between two places where a block can end. */
const SEGMENT: u32 = 2048;
/** What a block costs, in bits: besides its header, the time of making codes and of reading them. */
const BLOCK_BITS: f32 = 700;
const SYMBOL_BITS: f32 = 4;

/** How often each symbol is in the segment, and in none. */
const segmentCounts: usize = memory.data(4 * 320, 16);
const noCounts: usize = memory.data(4 * 320, 16);

/** Writes the bytes [raw, raw + length) as blocks; `sequences` as `writeBlock` has them. */
export function writeBlocks(raw: usize, length: u32, sequences: usize, isLast: bool): void {
  const end = raw + length;
  let block = raw;
  let blockSequence = sequences;
  let blockBits: f32 = 0;
  memory.fill(symbolCounts, 0, COUNTS);
  let at = raw;
  let sequence = sequences;
  /** Literals of the sequence, as much as is in no block yet. */
  let literals = raw;
  let literalsEnd = raw + load<u32>(sequences);
  while (at < end) {
    const segment = at;
    const segmentSequence = sequence;
    const segmentLiterals = literals;
    const stop = min<usize>(segment + SEGMENT, end);
    memory.fill(segmentCounts, 0, COUNTS);
    while (at < stop) {
      const to = min<usize>(literalsEnd, stop);
      for (; at < to; at++) count(load<u8>(at));
      if (at === stop) break;
      const matched = <u32>load<u16>(sequence, 4);
      count(257 + lengthSlot(matched));
      count(<u32>DISTANCES_AT / 4 + distanceSlot(load<u16>(sequence, 6)));
      at += matched;
      literals = at;
      sequence += 8;
      literalsEnd = at + load<u32>(sequence);
    }
    const segmentBits = bitsOf(segmentCounts, noCounts);
    if (segment > block) {
      const bits = bitsOf(symbolCounts, segmentCounts);
      if (bits <= blockBits + segmentBits) {
        addSegment();
        blockBits = bits;
        continue;
      }
      // The sequence is cut in two where the segment begins.
      const whole = load<u64>(segmentSequence);
      const before = <u64>(segment - segmentLiterals);
      store<u64>(segmentSequence, before);
      writeBlock(block, <u32>(segment - block), blockSequence, false);
      store<u64>(segmentSequence, whole - before);
      if (sequence === segmentSequence) literals = segment;
      block = segment;
      blockSequence = segmentSequence;
    }
    memory.copy(symbolCounts, segmentCounts, COUNTS);
    blockBits = segmentBits;
  }
  writeBlock(block, <u32>(end - block), blockSequence, isLast);
}

function count(symbol: u32): void {
  const at = segmentCounts + (symbol << 2);
  store<u32>(at, load<u32>(at) + 1);
}

function addSegment(): void {
  for (let i: usize = 0; i < COUNTS; i += 16) {
    const at = symbolCounts + i;
    v128.store(at, i32x4.add(v128.load(at), v128.load(segmentCounts + i)));
  }
}

/** About how many bits a block of the symbols that are counted in `a` and in `b` has, but for the extra bits of matches. */
function bitsOf(a: usize, b: usize): f32 {
  return BLOCK_BITS + entropy(a, b, 0, DISTANCES_AT) + entropy(a, b, DISTANCES_AT, COUNTS);
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
