/** Sixty-four bytes of a text at a time: which of them tokens are made of, and what stands between tokens. */
import { COLON, DASH, DOT } from './bytes';

/** Bytes looked at together: as many as a mask has bits. */
export const WINDOW: u32 = 64;

/** Of the bytes of a window: those of tokens, of these the ones that are no digits and those >= 0x80, and three that join tokens. */
export let tokens: u64 = 0;
export let noDigits: u64 = 0;
export let highBytes: u64 = 0;
export let dots: u64 = 0;
export let colons: u64 = 0;
export let dashes: u64 = 0;

/** Their codes (see `CODES` in bytes.ts), and 16 bytes more. */
const codes: usize = memory.data(64 + 16, 16);

/** Looks at one byte to a window of them. */
export function lookAt(start: usize, length: u32): void {
  tokens = 0;
  noDigits = 0;
  highBytes = 0;
  dots = 0;
  colons = 0;
  dashes = 0;
  for (let i: u32 = 0; i < length; i += 16) lookAtVector(start, i);
  if (length < WINDOW) keepFirst(length);
}

/** Forgets the bytes of the window but for so many, less than all. */
// @inline
export function keepFirst(length: u32): void {
  const kept = ((<u64>1) << (<u64>length)) - 1;
  tokens &= kept;
  noDigits &= kept;
  dots &= kept;
  colons &= kept;
  dashes &= kept;
}

// @inline
function lookAtVector(start: usize, i: u32): void {
  const bytes = v128.load(start + i);
  const digits = i8x16.sub(bytes, i8x16.splat(0x30));
  const areDigits = i8x16.lt_u(digits, i8x16.splat(10));
  const letters = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
  const areLetters = i8x16.lt_u(letters, i8x16.splat(26));
  const areHigh = i8x16.shr_s(bytes, 7);
  const digitCodes = v128.and(areDigits, i8x16.add(digits, i8x16.splat(1)));
  const letterCodes = v128.and(areLetters, i8x16.add(letters, i8x16.splat(11)));
  const highCodes = v128.and(areHigh, i8x16.splat(63));
  v128.store(codes + i, v128.or(v128.or(digitCodes, letterCodes), highCodes));
  const others = v128.or(areLetters, bytes);
  noDigits |= bitsAt(others, i);
  tokens |= bitsAt(v128.or(areDigits, others), i);
  highBytes |= bitsAt(bytes, i);
  dots |= bitsAt(i8x16.eq(bytes, i8x16.splat(DOT)), i);
  colons |= bitsAt(i8x16.eq(bytes, i8x16.splat(COLON)), i);
  dashes |= bitsAt(i8x16.eq(bytes, i8x16.splat(DASH)), i);
}

/** The highest bits of a vector, which stands in the window at a place. */
// @inline
function bitsAt(vector: v128, place: u32): u64 {
  return (<u64>(<u32>i8x16.bitmask(vector))) << (<u64>place);
}

/** The codes of a token of at most eight bytes at a place, in the highest bytes. */
// @inline
export function codesOf(at: u32, length: u32): u64 {
  return load<u64>(codes + at) << (<u64>(64 - 8 * length));
}

/** The key of a token of at most ten bytes at a place: see term-keys.ts. */
// @inline
export function keyAt(at: u32, length: u32): u64 {
  if (length <= 8) return packed(codesOf(at, length)) << (<u64>(60 - 6 * length));
  const key = (packed(codesOf(at, 8)) << 12) | ((<u64>load<u8>(codes + at, 8)) << 6);
  return length === 9 ? key : key | <u64>load<u8>(codes + at, 9);
}

/** The key of up to nine digits, of which eight bytes more can be read. */
// @inline
export function keyOfDigits(start: usize, length: u32): u64 {
  const first = load<u64>(start) - 0x2f2f_2f2f_2f2f_2f2f;
  if (length <= 8) return packed(first << (<u64>(64 - 8 * length))) << (<u64>(60 - 6 * length));
  return (packed(first) << 12) | ((<u64>(load<u8>(start, 8) - 0x2f)) << 6);
}

/** Six bits of each of eight bytes, the first one highest. */
// @inline
function packed(bytes: u64): u64 {
  const pairs = ((bytes & 0x003f_003f_003f_003f) << 6) | ((bytes >>> 8) & 0x003f_003f_003f_003f);
  const fours = ((pairs & 0x0000_0fff_0000_0fff) << 12) | ((pairs >>> 16) & 0x0000_0fff_0000_0fff);
  return ((fours & 0x00ff_ffff) << 24) | (fours >>> 32);
}
