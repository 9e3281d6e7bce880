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
export function parseDecimal(start: usize, end: usize): i32 {
  const length = <u32>(end - start);
  if (length - 1 > 8 || (length > 1 && load<u8>(start) === 0x30)) return -1;
  return parseDigits(start, end);
}

/** The value of up to nine decimal digits; -1 for anything else. */
export function parseDigits(start: usize, end: usize): i32 {
  let value: i32 = 0;
  for (let at = start; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
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
  if (<u32>(end - start) - 7 > 8) return false;
  let at = start;
  address = 0;
  for (let octet: u32 = 0; octet < 4; octet++) {
    let stop = at;
    while (stop < end && load<u8>(stop) !== DOT) stop++;
    if ((octet === 3) !== (stop === end) || stop - at > 3) return false;
    const value = parseDecimal(at, stop);
    if (<u32>value > 255) return false;
    address = (address << 8) | <u32>value;
    at = stop + 1;
  }
  return true;
}
