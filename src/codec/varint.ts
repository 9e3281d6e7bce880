/**
 * LEB128 variable-length integers: seven bits a byte, low bits first, the high bit says that more follow. Values are
 * unsigned and at most 2^53 - 1; decoders of u32 values refuse more than five bytes.
 */

/** Bytes that `value` (0 to 2^53 - 1) takes. */
export function varintLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  let length = 4;
  for (let rest = value; rest >= 0x1000_0000; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

/** Maps …, -2, -1, 0, 1, 2, … to 3, 1, 0, 2, 4, … so that small magnitudes stay short. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
