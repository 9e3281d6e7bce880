/** Sets of rows, 16 of them at a time: the twins of functions of src/pack/row-sets.ts. Bytes behind a set may be written over. */
import { Bytes } from './byte-view';

export function intersect(bits: Bytes, other: Bytes, count: i32): void {
  const a = changetype<usize>(bits);
  const b = changetype<usize>(other);
  for (let at: usize = 0; at < <usize>count; at += 16)
    v128.store(a + at, v128.and(v128.load(a + at), v128.load(b + at)));
}

export function unite(bits: Bytes, other: Bytes, count: i32): void {
  const a = changetype<usize>(bits);
  const b = changetype<usize>(other);
  for (let at: usize = 0; at < <usize>count; at += 16)
    v128.store(a + at, v128.or(v128.load(a + at), v128.load(b + at)));
}

export function invert(bits: Bytes, count: i32): void {
  const a = changetype<usize>(bits);
  const ones = i8x16.splat(1);
  for (let at: usize = 0; at < <usize>count; at += 16)
    v128.store(a + at, v128.xor(v128.load(a + at), ones));
}

export function countRows(bits: Bytes, count: i32): i32 {
  const a = changetype<usize>(bits);
  let rows = 0;
  let at: usize = 0;
  for (; at + 16 <= <usize>count; at += 16)
    rows += popcnt(i8x16.bitmask(i8x16.neg(v128.load(a + at))));
  for (; at < <usize>count; at++) rows += <i32>load<u8>(a + at);
  return rows;
}
