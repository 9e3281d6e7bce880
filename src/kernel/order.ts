/** The order of messages by their times: the twin of src/messagelog/order-by-time.ts. */
import { resize } from './bytes';
import { reserve, restart, varint, written, zigzag } from './output';

const DIGIT_BITS: u64 = 11;
const DIGITS: u32 = 1 << 11;
const counts: usize = memory.data(4 << 11, 16);

/** Indexes on their way. */
let other: usize = 0;
let capacity: u32 = 0;

/** Writes the indexes of times, which are whole numbers, in their order to `order`; false where they stand in it. */
export function orderByTime(times: usize, count: u32, order: usize): bool {
  let sorted = true;
  let least = load<f64>(times);
  let most = least;
  for (let i: u32 = 1; i < count; i++) {
    const time = load<f64>(times + ((<usize>i) << 3));
    if (time < load<f64>(times + ((<usize>(i - 1)) << 3))) sorted = false;
    if (time < least) least = time;
    else if (time > most) most = time;
  }
  if (sorted) return false;
  if (count > capacity) {
    capacity = count;
    other = resize(other, (<usize>count) << 2);
  }
  for (let i: u32 = 0; i < count; i++) store<u32>(order + ((<usize>i) << 2), i);
  const range = <u64>(most - least);
  let from = order;
  let to = other;
  for (let shift: u64 = 0; shift < 64 && range >>> shift !== 0; shift += DIGIT_BITS) {
    placeByDigit(times, count, least, shift, from, to);
    const swapped = from;
    from = to;
    to = swapped;
  }
  if (from !== order) memory.copy(order, from, (<usize>count) << 2);
  return true;
}

function placeByDigit(
  times: usize,
  count: u32,
  least: f64,
  shift: u64,
  from: usize,
  to: usize,
): void {
  memory.fill(counts, 0, DIGITS * 4);
  for (let i: u32 = 0; i < count; i++) {
    const at = digitOf(times, i, least, shift);
    store<u32>(at, load<u32>(at) + 1);
  }
  let total: u32 = 0;
  for (let at = counts; at < counts + DIGITS * 4; at += 4) {
    const own = load<u32>(at);
    store<u32>(at, total);
    total += own;
  }
  for (let i: u32 = 0; i < count; i++) {
    const message = load<u32>(from + ((<usize>i) << 2));
    const at = digitOf(times, message, least, shift);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u32>(to + ((<usize>place) << 2), message);
  }
}

/** Where messages of its digit are counted. */
// @inline
function digitOf(times: usize, message: u32, least: f64, shift: u64): usize {
  const time = <u64>(load<f64>(times + ((<usize>message) << 3)) - least);
  return counts + <usize>(((time >>> shift) & (DIGITS - 1)) << 2);
}

/** Writes an order as a pack has it: of each place, how far it is from the one behind the last. */
export function writeOrder(order: usize, count: u32): u32 {
  restart();
  reserve(5 * count);
  let expected: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    const place = load<u32>(order + ((<usize>row) << 2));
    varint(zigzag(place - expected));
    expected = place + 1;
  }
  return written();
}
