/** Numbers of a column, as `writeNumbers` in src/column writes them, and text read as numbers. */
import { DOT } from './bytes';
import { out, skip, u8out, varint, varintLength, zigzag } from './output';

/** Writes `count` numbers below 2^31. */
export function writeNumbers(values: usize, count: u32): void {
  measure(values, count);
  const range = <u32>(most - least);
  const width: u32 = range === 0 ? 0 : (39 - clz(range)) >>> 3;
  if (deltaBytes * 4 < count * width * 3) {
    u8out(1);
    let previous: i32 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const value = load<i32>(values + ((<usize>i) << 2));
      varint(zigzag(value - previous));
      previous = value;
    }
    return;
  }
  u8out(0);
  varint(<u32>least);
  u8out(width);
  for (let plane: u32 = 0; plane < width; plane++) writePlane(values, count, least, 8 * plane);
}

// What `measure` finds: the least number and the largest, and what the differences between neighbours take as varints.
let least: i32 = 0;
let most: i32 = 0;
let deltaBytes: u32 = 0;

/** Four numbers at a time, each beside the one before it. */
function measure(values: usize, count: u32): void {
  const first = load<i32>(values);
  let leasts = i32x4.splat(first);
  let mosts = leasts;
  let bytes = i32x4.splat(0);
  let i: u32 = 1;
  for (; i + 4 <= count; i += 4) {
    const at = values + ((<usize>i) << 2);
    const numbers = v128.load(at);
    leasts = i32x4.min_s(leasts, numbers);
    mosts = i32x4.max_s(mosts, numbers);
    const delta = i32x4.sub(numbers, v128.load(at - 4));
    const coded = v128.xor(i32x4.shl(delta, 1), i32x4.shr_s(delta, 31));
    // A comparison that holds is -1.
    bytes = i32x4.add(bytes, i32x4.ge_u(coded, i32x4.splat(1 << 7)));
    bytes = i32x4.add(bytes, i32x4.ge_u(coded, i32x4.splat(1 << 14)));
    bytes = i32x4.add(bytes, i32x4.ge_u(coded, i32x4.splat(1 << 21)));
    bytes = i32x4.add(bytes, i32x4.ge_u(coded, i32x4.splat(1 << 28)));
  }
  least = min(
    min(i32x4.extract_lane(leasts, 0), i32x4.extract_lane(leasts, 1)),
    min(i32x4.extract_lane(leasts, 2), i32x4.extract_lane(leasts, 3)),
  );
  most = max(
    max(i32x4.extract_lane(mosts, 0), i32x4.extract_lane(mosts, 1)),
    max(i32x4.extract_lane(mosts, 2), i32x4.extract_lane(mosts, 3)),
  );
  const more =
    i32x4.extract_lane(bytes, 0) +
    i32x4.extract_lane(bytes, 1) +
    i32x4.extract_lane(bytes, 2) +
    i32x4.extract_lane(bytes, 3);
  deltaBytes = varintLength(zigzag(first)) + (i - 1) - more;
  for (; i < count; i++) {
    const at = values + ((<usize>i) << 2);
    const value = load<i32>(at);
    least = min(least, value);
    most = max(most, value);
    deltaBytes += varintLength(zigzag(value - load<i32>(at - 4)));
  }
}

/** Writes one byte of each number less the least. */
export function writePlane(values: usize, count: u32, least: i32, shift: u32): void {
  const to = out;
  const less = i32x4.splat(least);
  let i: u32 = 0;
  for (; i + 16 <= count; i += 16) {
    const at = values + ((<usize>i) << 2);
    const low = i16x8.narrow_i32x4_u(
      byteOf(v128.load(at), less, shift),
      byteOf(v128.load(at, 16), less, shift),
    );
    const high = i16x8.narrow_i32x4_u(
      byteOf(v128.load(at, 32), less, shift),
      byteOf(v128.load(at, 48), less, shift),
    );
    v128.store(to + i, i8x16.narrow_i16x8_u(low, high));
  }
  for (; i < count; i++)
    store<u8>(to + i, <u8>(<u32>(load<i32>(values + ((<usize>i) << 2)) - least) >>> shift));
  skip(count);
}

// @inline
function byteOf(numbers: v128, less: v128, shift: u32): v128 {
  return v128.and(i32x4.shr_u(i32x4.sub(numbers, less), shift), i32x4.splat(255));
}

/** The value of up to nine decimal digits without leading zeros; -1 for anything else. */
// @inline
export function parseDecimal(start: usize, length: u32): i32 {
  if (length - 1 > 8 || (length > 1 && load<u8>(start) === 0x30)) return -1;
  return parseDigits(start, length);
}

/** The value of one to nine decimal digits; -1 for anything else. */
// @inline
export function parseDigits(start: usize, length: u32): i32 {
  if (length <= 8) return parseEight(load<u64>(start) ^ 0x3030_3030_3030_3030, length);
  const first = <u32>load<u8>(start) - 0x30;
  const rest = parseEight(load<u64>(start, 1) ^ 0x3030_3030_3030_3030, 8);
  return first > 9 || rest < 0 ? -1 : <i32>first * 100_000_000 + rest;
}

/** The number of the first bytes of eight, one to eight of them, if each is at most 9; else -1. Pairs are joined, then these. */
// @inline
function parseEight(bytes: u64, length: u32): i32 {
  const digits = bytes << (<u64>(64 - 8 * length));
  if (((digits | (digits + 0x0606_0606_0606_0606)) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return -1;
  return <i32>joinEight(digits);
}

/** The number of eight digits, each a byte, or of what is added up likewise and at most 23. */
// @inline
export function joinEight(digits: u64): u32 {
  const pairs = digits * 10 + (digits >>> 8);
  return <u32>(
    (((pairs & 0xff_0000_00ff) * 0x000f_4240_0000_0064 +
      ((pairs >>> 16) & 0xff_0000_00ff) * 0x0000_2710_0000_0001) >>>
      32)
  );
}

/** Digits behind the only point of a decimal number, at most nine; 0 when it is none. */
export function fractionDigits(start: usize, end: usize): u32 {
  for (let digits: u32 = 1; digits <= 9 && <i32>(end - digits - 1) > <i32>start; digits++)
    if (load<u8>(end - digits - 1) === DOT) return digits;
  return 0;
}

/** Where `parseIpv4` leaves the address. */
export let address: u32 = 0;

/** Whether the bytes are four octets without leading zeros. */
export function parseIpv4(start: usize, length: u32): bool {
  if (length - 7 > 8) return false;
  const bytes = v128.load(start);
  let dots = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2e)));
  const digits = i8x16.bitmask(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)));
  const all: u32 = (1 << length) - 1;
  dots &= all;
  if ((dots | (digits & all)) !== all || popcnt(dots) !== 3) return false;
  const first = ctz(dots);
  dots &= dots - 1;
  const second = ctz(dots);
  const third = 31 - clz(dots);
  const a = octet(start, first);
  const b = octet(start + first + 1, second - first - 1);
  const c = octet(start + second + 1, third - second - 1);
  const d = octet(start + third + 1, length - third - 1);
  address = (a << 24) | (b << 16) | (c << 8) | d;
  return (a | b | c | d) <= 255;
}

/** The number of up to three digits without leading zeros; more than 255 for any other digits. */
// @inline
function octet(at: usize, length: u32): u32 {
  if (length - 1 > 2 || (length > 1 && load<u8>(at) === 0x30)) return 256;
  const digits = (load<u32>(at) & 0x0f0f0f0f) << (32 - 8 * length);
  return ((digits >>> 8) & 15) * 100 + ((digits >>> 16) & 15) * 10 + (digits >>> 24);
}
