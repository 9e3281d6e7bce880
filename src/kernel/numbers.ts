/** Numbers of a column, as `writeNumbers` in src/column writes them, and text read as numbers. */
import { DOT } from './bytes';
import { out, skip, u8out, varint, varintLength, zigzag } from './output';

/** Writes `count` numbers below 2^31. */
export function writeNumbers(values: usize, count: u32): void {
  let least = load<i32>(values);
  let most = least;
  let deltaBytes: u32 = 0;
  let previous: i32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const value = load<i32>(values + ((<usize>i) << 2));
    if (value < least) least = value;
    if (value > most) most = value;
    deltaBytes += varintLength(zigzag(value - previous));
    previous = value;
  }
  const range = <u32>(most - least);
  const width: u32 = range === 0 ? 0 : (39 - clz(range)) >>> 3;
  if (deltaBytes * 4 < count * width * 3) {
    u8out(1);
    previous = 0;
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

/** Writes one byte of each number less the least. */
export function writePlane(values: usize, count: u32, least: i32, shift: u32): void {
  const to = out;
  for (let i: u32 = 0; i < count; i++)
    store<u8>(to + i, <u8>(<u32>(load<i32>(values + ((<usize>i) << 2)) - least) >>> shift));
  skip(count);
}

/** The value of up to nine decimal digits without leading zeros; -1 for anything else. */
// @inline
export function parseDecimal(start: usize, end: usize): i32 {
  const length = <u32>(end - start);
  if (length - 1 > 8 || (length > 1 && load<u8>(start) === 0x30)) return -1;
  return parseDigits(start, end);
}

/** The value of one to nine decimal digits; -1 for anything else. */
// @inline
export function parseDigits(start: usize, end: usize): i32 {
  const length = <u32>(end - start);
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
  const pairs = digits * 10 + (digits >>> 8);
  return <i32>(
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
export function parseIpv4(start: usize, end: usize): bool {
  const length = <u32>(end - start);
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
