/**
 * What a compressed stream says, a symbol at a time: a token is `extra:u16 symbol:u16`, where the symbol is that of a literal
 * or length, or of a distance behind these (RFC 1951, 3.2.5), times four, and `extra` what its extra bits say. A match is two
 * tokens. So whoever counts symbols, or writes them, goes through tokens without a question.
 */

/** Symbols of literals and lengths, then of distances: so many bytes in a table of four each. */
export const DISTANCES_AT: u32 = 4 * 288;
export const SYMBOLS_END: u32 = 4 * (288 + 32);
export const END_OF_BLOCK: u32 = 256;

/** How many extra bits each symbol has; a byte each. */
export const extraBits: usize = memory.data(288 + 32, 16);
/** The token of each length of a match. */
const lengthTokens: usize = memory.data(4 * 260, 16);

// @inline
export function lengthToken(length: u32): u32 {
  return load<u32>(lengthTokens + ((<usize>length) << 2));
}

/** Two symbols for each number of extra bits. */
// @inline
export function distanceToken(distance: u32): u32 {
  const d = distance - 1;
  if (d < 4) return DISTANCES_AT + (d << 2);
  const top: u32 = 31 - clz(d);
  const slot = 2 * top + ((d >>> (top - 1)) & 1);
  const extra = d & ((1 << (top - 1)) - 1);
  return (DISTANCES_AT + (slot << 2)) | (extra << 16);
}

/** Once, before anything else. */
export function fillTokenTables(): void {
  let length: u32 = 3;
  for (let slot: u32 = 0; slot < 28; slot++) {
    const bits: u32 = slot < 8 ? 0 : (slot >>> 2) - 1;
    store<u8>(extraBits + 257 + slot, <u8>bits);
    for (let extra: u32 = 0; extra < 1 << bits; extra++)
      store<u32>(lengthTokens + (length++ << 2), ((257 + slot) << 2) | (extra << 16));
  }
  // The longest has a symbol of its own.
  store<u32>(lengthTokens + (258 << 2), 285 << 2);
  for (let slot: u32 = 4; slot < 30; slot++)
    store<u8>(extraBits + 288 + slot, <u8>((slot >>> 1) - 1));
}
