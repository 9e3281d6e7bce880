/**
 * Loops over the values of a column: which of them pass a test. The kernel of a search is made of this file too
 * (`.ci/compile-kernel.mjs` says what that takes). Marks are a byte a value, 1 for those that pass; each function sets all of
 * them, and returns how many pass.
 */
import { holdsOctets } from '../analysis/octets.js';
import { isWordAt, MAYBE_PASSES, upperOf } from './value-places.js';

/**
 * Reads where `count` values begin whose lengths are varints from bytes[from] on, and behind the last one where it ends: all
 * less the end of the lengths, which is returned. -1 when there is more of it than bytes up to `end`.
 */
export function readStarts(
  bytes: Uint8Array,
  from: number,
  end: number,
  count: number,
  starts: Int32Array,
): number {
  let at = from;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = sum;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 21) return -1;
      const byte = bytes[at]!;
      at++;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    sum += length;
    if (sum > end - from) return -1;
  }
  starts[count] = sum;
  return sum > end - at ? -1 : at;
}

/** The same of values that all have one length. */
export function evenStarts(length: number, count: number, starts: Int32Array): void {
  for (let i = 0; i <= count; i++) starts[i] = i * length;
}

/**
 * Marks values that hold a token, or with `isPrefix` one that begins with it: value i is bytes[starts[i], starts[i + 1]), the
 * token is folded.
 */
export function markHolding(
  bytes: Uint8Array,
  starts: Int32Array,
  count: number,
  token: Uint8Array,
  length: number,
  isPrefix: number,
  marks: Uint8Array,
): number {
  for (let i = 0; i < count; i++) marks[i] = 0;
  const first = token[0]!;
  const upper = upperOf(first);
  const last = starts[count]! - length;
  let value = 0;
  let passing = 0;
  for (let at = 0; at <= last; at++) {
    const byte = bytes[at]!;
    if (byte !== first && byte !== upper) continue;
    while (starts[value + 1]! <= at) value++;
    const end = starts[value + 1]!;
    if (!isWordAt(bytes, at, starts[value]!, end, token, length, isPrefix)) continue;
    marks[value] = 1;
    passing++;
    at = end - 1;
  }
  return passing;
}

/** Marks values that may hold an IPv4 address between two, which are given less 2^31: `MAYBE_PASSES` where it is not sure. */
export function markAddresses(
  bytes: Uint8Array,
  starts: Int32Array,
  count: number,
  least: number,
  most: number,
  marks: Uint8Array,
): number {
  let passing = 0;
  for (let i = 0; i < count; i++) {
    const holds = holdsOctets(bytes, starts[i]!, starts[i + 1]!, least, most);
    marks[i] = holds ? MAYBE_PASSES : 0;
    passing += holds ? 1 : 0;
  }
  return passing;
}

/** Marks IPv4 addresses, in planes of octets, between two that are given less 2^31. */
export function markOctets(
  planes: Uint8Array,
  count: number,
  least: number,
  most: number,
  marks: Uint8Array,
): number {
  let passing = 0;
  for (let i = 0; i < count; i++) {
    const address =
      ((planes[i]! << 24) |
        (planes[count + i]! << 16) |
        (planes[2 * count + i]! << 8) |
        planes[3 * count + i]!) ^
      0x8000_0000;
    const passes = address >= least && address <= most ? 1 : 0;
    marks[i] = passes;
    passing += passes;
  }
  return passing;
}

/** Marks IPv4 addresses, in planes of octets, that have an octet. */
export function markOctet(
  planes: Uint8Array,
  count: number,
  octet: number,
  marks: Uint8Array,
): number {
  let passing = 0;
  for (let i = 0; i < count; i++) {
    const passes =
      planes[i]! === octet ||
      planes[count + i]! === octet ||
      planes[2 * count + i]! === octet ||
      planes[3 * count + i]! === octet
        ? 1
        : 0;
    marks[i] = passes;
    passing += passes;
  }
  return passing;
}

/**
 * Marks values whose code is marked among `entries`; a code beyond them passes nothing. Codes are in one plane, or with `isWide`
 * in two, the low one first.
 */
export function markCodes(
  codes: Uint8Array,
  isWide: number,
  count: number,
  ofEntries: Uint8Array,
  entries: number,
  marks: Uint8Array,
): number {
  const high = isWide * count;
  const mask = isWide * 0xff00;
  let passing = 0;
  for (let i = 0; i < count; i++) {
    const code = codes[i]! | ((codes[high + i]! << 8) & mask);
    const mark = code < entries ? ofEntries[code]! : 0;
    marks[i] = mark;
    passing += mark;
  }
  return passing;
}
