/** Bytes in linear memory, 16 at a time. Whoever reads with these has 16 readable bytes behind its last. */

/** At 16 * n: a mask of the first n bytes of a vector. */
const MASKS: usize = memory.data(17 * 16, 16);
/** What class a byte has, see `classOf`; the folded byte of a token byte (else 0); its code (see token-code.ts). */
export const FOLDED: usize = memory.data(256, 16);
export const CODES: usize = memory.data(256, 16);

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xff51afd7ed558ccd;
const K3: u64 = 0xc4ceb9fe1a85ec53;

export const DASH: u8 = 0x2d;
export const DOT: u8 = 0x2e;
export const COLON: u8 = 0x3a;

export function fillTables(): void {
  for (let n: usize = 0; n <= 16; n++)
    for (let i: usize = 0; i < 16; i++) store<u8>(MASKS + n * 16 + i, i < n ? 255 : 0);
  for (let byte: u32 = 0; byte < 256; byte++) {
    let folded: u32 = 0;
    if ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80)
      folded = byte;
    if (byte >= 0x41 && byte <= 0x5a) folded = byte + 0x20;
    store<u8>(FOLDED + byte, <u8>folded);
    let code: u32 = 0;
    if (folded >= 0x80) code = 63;
    else if (folded >= 0x61) code = folded - 0x61 + 11;
    else if (folded >= 0x30) code = folded - 0x30 + 1;
    store<u8>(CODES + byte, <u8>code);
  }
}

/** A vector of the first n bytes at a place, n <= 16, and zeros. */
// @inline
export function firstBytes(at: usize, n: u32): v128 {
  return v128.and(v128.load(at), v128.load(MASKS + ((<usize>n) << 4)));
}

/** A hash of n bytes; low bits are as good as high ones. */
export function hashOf(at: usize, n: u32): u32 {
  return finishHash(mix(0, at, n, n));
}

/** A hash of what was hashed before, of n bytes, and of a number. */
// @inline
export function mix(hash: u64, at: usize, n: u32, number: u32): u64 {
  let h = hash;
  let p = at;
  let rest = n;
  for (; rest > 16; rest -= 16, p += 16) h = mixBytes(h, v128.load(p));
  return mixBytes(h + <u64>number * K3, firstBytes(p, rest));
}

// @inline
export function mixBytes(hash: u64, bytes: v128): u64 {
  const h =
    rotl(hash ^ i64x2.extract_lane(bytes, 0), 29) * K1 +
    (<u64>i64x2.extract_lane(bytes, 1) ^ K3) * K2;
  return h ^ (h >>> 32);
}

// @inline
export function finishHash(hash: u64): u32 {
  return <u32>((hash * K2) >>> 32);
}

export function equal(a: usize, b: usize, n: u32): bool {
  let i: u32 = 0;
  for (; i + 16 <= n; i += 16)
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  if (i === n) return true;
  const difference = v128.xor(v128.load(a + i), v128.load(b + i));
  return !v128.any_true(v128.and(difference, v128.load(MASKS + ((<usize>(n - i)) << 4))));
}

/** The highest bits of 64 bytes. */
// @inline
export function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u32>i8x16.bitmask(a) | ((<u32>i8x16.bitmask(b)) << 16);
  const high = <u32>i8x16.bitmask(c) | ((<u32>i8x16.bitmask(d)) << 16);
  return <u64>low | ((<u64>high) << 32);
}

/** Copies n bytes, and up to 15 more: the target has room for them. */
export function copy(to: usize, from: usize, n: u32): void {
  for (let i: u32 = 0; i < n; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Whether a byte of a run is more than what joins: a letter, a digit, a byte >= 0x80. */
export function isNoJoiner(byte: u8): bool {
  return byte !== DOT && byte !== COLON && byte !== DASH;
}

/** A power of two that is at least `n`. */
export function powerOfTwo(n: u32): u32 {
  let size: u32 = 64;
  while (size < n) size <<= 1;
  return size;
}

/** Memory of another size with the same bytes; at first (0) new memory. */
export function resize(at: usize, bytes: usize): usize {
  return at === 0 ? heap.alloc(bytes) : heap.realloc(at, bytes);
}
