/** A varint for loops over bytes. Kernels are made of this file too (`.ci/compile-kernel.mjs` says what that takes). */

/** Behind the varint that was read last. */
export let varintEnd = 0;

/** The varint at bytes[at], below 2^28; -1 when it is longer, or cut off before `end`. */
export function varintAt(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    if (at + i >= end) return -1;
    const byte = bytes[at + i]!;
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      varintEnd = at + i + 1;
      return value;
    }
  }
  return -1;
}
