/** What stands at a place in a value. The kernel of a search is made of this file too (`.ci/compile-kernel.mjs` says what that takes). */
import { areLetters, beginsOctets, octetsEnd } from '../analysis/octets.js';

/** The mark of a value that may pass: its text says more. */
export const MAYBE_PASSES = 2;

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const CASE = 0x20;
const LOWER_F = 0x66;
const DOT = 0x2e;
const COLON = 0x3a;

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

/**
 * The mark of a value for octets between two that begin with the digits around a place, or for `ffff` there: 1 when they are an
 * address for sure, `MAYBE_PASSES` when what stands beside them decides, 0 when there are none.
 */
export function markOf(
  bytes: Uint8Array,
  at: number,
  start: number,
  end: number,
  least: number,
  most: number,
): number {
  if (bytes[at]! > DIGIT_9) return areLetters(bytes, at, end) ? MAYBE_PASSES : 0;
  let first = at;
  while (first > start && isDigit(bytes[first - 1]!)) first--;
  if (!beginsOctets(bytes, first, end, least, most)) return 0;
  return isBegun(bytes, first, start) && isEnded(bytes, octetsEnd, end) ? 1 : MAYBE_PASSES;
}

/** Whether an address can begin at a place whatever follows: nothing that belongs to one is before it, or a label is. */
function isBegun(bytes: Uint8Array, first: number, start: number): boolean {
  if (first === start || !isInRun(bytes[first - 1]!)) return true;
  if (bytes[first - 1]! !== COLON) return false;
  // Of a group of hexadecimal digits it would be the next one.
  let isLabel = false;
  for (let i = first - 2; i >= start && isInRun(bytes[i]!); i--) {
    const lower = bytes[i]! | CASE;
    if (bytes[i]! === DOT || bytes[i]! === COLON) return false;
    if (lower > LOWER_F && lower <= LOWER_Z) isLabel = true;
  }
  return isLabel;
}

/** Whether an address that comes to a place ends there, or with a port behind it. */
function isEnded(bytes: Uint8Array, at: number, end: number): boolean {
  if (at === end || !isInRun(bytes[at]!)) return true;
  if (bytes[at]! !== COLON) return false;
  let i = at + 1;
  while (i < end && isDigit(bytes[i]!)) i++;
  return i > at + 1 && i <= at + 6 && (i === end || !isInRun(bytes[i]!));
}

/** Whether a byte joins what stands on both sides of it to one run, in which addresses are looked for. */
// @inline
function isInRun(byte: number): boolean {
  return byte === DOT || byte === COLON || isTokenByte(byte);
}

// @inline
function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}
