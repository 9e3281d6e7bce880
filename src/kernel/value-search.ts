/** Which values hold a word or an address, 16 bytes at a time: the twins of functions of src/column/value-loops.ts. */
import { markAddresses as markEachAddress } from '../column/value-loops';
import { isWordAt, markOf, upperOf } from '../column/value-places';
import { Bytes, Ints } from './byte-view';

const DOT: i32 = 0x2e;
const LOWER_F: i32 = 0x66;
const CASE: i32 = 0x20;

export function markHolding(
  bytes: Bytes,
  starts: Ints,
  count: i32,
  token: Bytes,
  length: i32,
  isPrefix: i32,
  marks: Bytes,
): i32 {
  memory.fill(changetype<usize>(marks), 0, count);
  const base = changetype<usize>(bytes);
  // The second byte, too, where there is one: few places are left.
  const second = length > 1 ? 1 : 0;
  const lower0 = i8x16.splat(<i8>token[0]);
  const upper0 = i8x16.splat(<i8>upperOf(token[0]));
  const lower1 = i8x16.splat(<i8>token[second]);
  const upper1 = i8x16.splat(<i8>upperOf(token[second]));
  const last = starts[count] - length;
  let value = 0;
  let passing = 0;
  for (let at = 0; at <= last; ) {
    const here = v128.load(base + at);
    const next = v128.load(base + at + second);
    let mask = i8x16.bitmask(
      v128.and(
        v128.or(i8x16.eq(here, lower0), i8x16.eq(here, upper0)),
        v128.or(i8x16.eq(next, lower1), i8x16.eq(next, upper1)),
      ),
    );
    let resume = at + 16;
    for (; mask !== 0; mask &= mask - 1) {
      const place = at + <i32>ctz(mask);
      if (place > last) break;
      while (starts[value + 1] <= place) value++;
      if (!isWordAt(bytes, place, starts[value], starts[value + 1], token, length, isPrefix))
        continue;
      marks[value] = 1;
      passing++;
      resume = starts[value + 1];
      break;
    }
    at = resume;
  }
  return passing;
}

/**
 * Of addresses with one first octet: looks for its last digit, the point behind it, and where all have one second octet, too, for
 * the first digit of that, or a zero before it; and for `ffff`.
 */
export function markAddresses(
  bytes: Bytes,
  starts: Ints,
  count: i32,
  least: i32,
  most: i32,
  marks: Bytes,
): i32 {
  const octet = (least ^ 0x8000_0000) >>> 24;
  if (octet !== (most ^ 0x8000_0000) >>> 24)
    return markEachAddress(bytes, starts, count, least, most, marks);
  memory.fill(changetype<usize>(marks), 0, count);
  const base = changetype<usize>(bytes);
  const digit = i8x16.splat(<i8>(0x30 + (octet % 10)));
  const dot = i8x16.splat(<i8>DOT);
  const lowerCase = i8x16.splat(<i8>CASE);
  const f = i8x16.splat(<i8>LOWER_F);
  const zero = i8x16.splat(0x30);
  const isOneNetwork = (least ^ most) >>> 16 === 0;
  const any = i8x16.splat(isOneNetwork ? 0 : -1);
  const second = i8x16.splat(<i8>firstDigitOf((least >>> 16) & 255));
  const end = starts[count];
  let value = 0;
  let passing = 0;
  for (let at = 0; at < end; ) {
    const here = v128.load(base + at);
    const next = v128.load(base + at + 1);
    const third = v128.load(base + at + 2);
    const isSecond = v128.or(any, v128.or(i8x16.eq(third, second), i8x16.eq(third, zero)));
    let mask = i8x16.bitmask(
      v128.or(
        v128.and(v128.and(i8x16.eq(here, digit), i8x16.eq(next, dot)), isSecond),
        v128.and(i8x16.eq(v128.or(here, lowerCase), f), i8x16.eq(v128.or(next, lowerCase), f)),
      ),
    );
    let resume = at + 16;
    for (; mask !== 0; mask &= mask - 1) {
      const place = at + <i32>ctz(mask);
      if (place >= end) break;
      while (starts[value + 1] <= place) value++;
      const mark = markOf(bytes, place, starts[value], starts[value + 1], least, most);
      if (mark === 0) continue;
      marks[value] = mark;
      passing++;
      resume = starts[value + 1];
      break;
    }
    at = resume;
  }
  return passing;
}

/** The first digit of an octet, as text. */
function firstDigitOf(octet: i32): i32 {
  return 0x30 + (octet > 99 ? octet / 100 : octet > 9 ? octet / 10 : octet);
}
