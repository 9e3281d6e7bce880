/** What stands at a place in a value. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that takes). */
import { areLetters, beginsOctets } from '../analysis/octets.js';

/** The mark of a value that may pass: its text says more. */
export const MAYBE_PASSES = 2;

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const CASE = 0x20;

/** The other case of a folded letter; any other byte stays. */
export function upperOf(byte: number): number {
  return byte >= LOWER_A && byte <= LOWER_Z ? byte - CASE : byte;
}

/** Whether a token, or one that begins with it, stands at a place in a value. */
export function isWordAt(
  bytes: Uint8Array,
  at: number,
  start: number,
  end: number,
  token: Uint8Array,
  length: number,
  isPrefix: number,
): boolean {
  if (at + length > end || (at > start && isTokenByte(bytes[at - 1]!))) return false;
  for (let i = 0; i < length; i++) if (folded(bytes[at + i]!) !== token[i]!) return false;
  return isPrefix !== 0 || at + length === end || !isTokenByte(bytes[at + length]!);
}

// @inline
function isTokenByte(byte: number): boolean {
  if (byte >= 0x80) return true;
  if (byte >= DIGIT_0 && byte <= DIGIT_9) return true;
  const lower = byte | 0x20;
  return lower >= LOWER_A && lower <= LOWER_Z;
}

// @inline
function folded(byte: number): number {
  return byte >= UPPER_A && byte <= UPPER_Z ? byte + 0x20 : byte;
}

/** Whether octets between two begin with the digits around a place in a value, or `ffff` does there. */
export function isInOctets(
  bytes: Uint8Array,
  at: number,
  start: number,
  end: number,
  least: number,
  most: number,
): boolean {
  if (bytes[at]! > DIGIT_9) return areLetters(bytes, at, end);
  let first = at;
  while (first > start && bytes[first - 1]! >= DIGIT_0 && bytes[first - 1]! <= DIGIT_9) first--;
  return beginsOctets(bytes, first, end, least, most);
}
