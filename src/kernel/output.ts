/** The bytes being written: room is asked for before, `reserve`, and never looked at while writing. */
import { copy, resize } from './bytes';

let buffer: usize = 0;
let capacity: u32 = 0;
export let out: usize = 0;

export function restart(): void {
  out = buffer;
}

/** Makes room for so many bytes more. */
export function reserve(bytes: u32): void {
  const length = <u32>(out - buffer);
  if (length + bytes + 64 <= capacity) return;
  capacity = 2 * (length + bytes + 64);
  buffer = resize(buffer, capacity);
  out = buffer + length;
}

export function written(): u32 {
  return <u32>(out - buffer);
}

export function outAt(): usize {
  return buffer;
}

export function u8out(value: u32): void {
  store<u8>(out, <u8>value);
  out++;
}

export function skip(bytes: u32): void {
  out += bytes;
}

export function varint(value: u32): void {
  let rest = value;
  while (rest >= 0x80) {
    store<u8>(out, <u8>(rest | 0x80));
    out++;
    rest >>>= 7;
  }
  store<u8>(out, <u8>rest);
  out++;
}

export function varintLength(value: u32): u32 {
  return value < 0x80 ? 1 : (38 - clz(value)) / 7;
}

export function zigzag(value: i32): u32 {
  return ((<u32>value) << 1) ^ <u32>(value >> 31);
}

export function rawOut(from: usize, n: u32): void {
  copy(out, from, n);
  out += n;
}
