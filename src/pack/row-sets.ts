/**
 * Sets of a block's rows: a byte a row, 1 for those that are in. They lie at addresses that numbers of 32 bits may have; the
 * kernel of a search has twins of these functions, which write over what lies less than 16 bytes behind a set.
 */

/** Four rows at a time; what is left of them stands behind. */
function wordsOf(bits: Uint8Array, count: number): Int32Array {
  return new Int32Array(bits.buffer, bits.byteOffset, count >> 2);
}

/** Leaves in `bits` what is in `other`, too. */
export function intersect(bits: Uint8Array, other: Uint8Array, count: number): void {
  const words = wordsOf(bits, count);
  const others = wordsOf(other, count);
  for (let i = 0; i < words.length; i++) words[i]! &= others[i]!;
  for (let row = 4 * words.length; row < count; row++) bits[row]! &= other[row]!;
}

/** Adds to `bits` what is in `other`. */
export function unite(bits: Uint8Array, other: Uint8Array, count: number): void {
  const words = wordsOf(bits, count);
  const others = wordsOf(other, count);
  for (let i = 0; i < words.length; i++) words[i]! |= others[i]!;
  for (let row = 4 * words.length; row < count; row++) bits[row]! |= other[row]!;
}

/** Leaves in `bits` what was not. */
export function invert(bits: Uint8Array, count: number): void {
  const words = wordsOf(bits, count);
  for (let i = 0; i < words.length; i++) words[i]! ^= 0x01_01_01_01;
  for (let row = 4 * words.length; row < count; row++) bits[row]! ^= 1;
}

/** How many rows are in a set. */
export function countRows(bits: Uint8Array, count: number): number {
  const words = wordsOf(bits, count);
  let found = 0;
  for (let from = 0; from < words.length; from += 255) {
    // A byte of the sum for each of four rows: 255 do not go over.
    const end = Math.min(words.length, from + 255);
    let sum = 0;
    for (let i = from; i < end; i++) sum = (sum + words[i]!) | 0;
    found += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
  }
  for (let row = 4 * words.length; row < count; row++) found += bits[row]!;
  return found;
}
