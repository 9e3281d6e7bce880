import { TOKEN_BYTE } from './tokenizer.js';

/**
 * Six-bit codes of token bytes, in the order of the bytes. Five of them make a key of 30 bits.
 */

/** 0 for separators, 1..10 digits, 11..36 letters, 63 for bytes >= 0x80. */
export const CODE: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const folded = TOKEN_BYTE[byte]!;
  if (folded >= 0x80) CODE[byte] = 63;
  else if (folded >= 0x61) CODE[byte] = folded - 0x61 + 11;
  else if (folded >= 0x30) CODE[byte] = folded - 0x30 + 1;
}
/** Set in `code + 1` only for code 63. */
export const HIGH_BYTE = 64;

/**
 * A first key without the codes behind its first byte >= 0x80: all those bytes have one code, so that what follows must
 * not decide the order before they do.
 */
export function upToHighByte(first: number): number {
  for (let shift = 24; shift > 0; shift -= 6)
    if (((first >>> shift) & 63) === 63) return first & (-1 << shift);
  return first;
}
