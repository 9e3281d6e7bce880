/**
 * Which bytes the terms of a dictionary's block are made of: a bit for each digit (0 to 9), for each letter (10 to 35), and one
 * for all other bytes (36). Most blocks have numbers only, or hexadecimal ones: a part of a word is not in any of them.
 */
export type HeldBytes = {
  /** The bits of 0 to v. */
  low: number;
  /** Those from w on. */
  high: number;
};

const OTHER = 36;

/** By byte: its bit. */
const BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x61 + 10 : OTHER;
});

/** Adds bytes[start, end) to those that are held. */
export function addHeld(held: HeldBytes, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    const bit = BITS[bytes[at]!]!;
    if (bit < 32) held.low |= 1 << bit;
    else held.high |= 1 << (bit - 32);
  }
}

/** The bytes of a text. */
export function heldBytesOf(bytes: Uint8Array): HeldBytes {
  const held = { low: 0, high: 0 };
  addHeld(held, bytes, 0, bytes.length);
  return held;
}
