/** Cuts a message into values and the literals between: what `LineScanner` is in src/template, which says what the words mean. */
import { COLON, copy, DOT, isNoJoiner } from './bytes';
import { SLOT_PREFIX, SLOT_TIME } from './fields';

/** The most slots of one message; `slots` is more when it has more. */
export const MAX_SLOTS: u32 = 192;

// What a scan finds: of each slot its bounds; of each literal its length with the kind of the slot behind it, and its bytes.
export const starts: usize = memory.data(200 * 4, 16);
export const ends: usize = memory.data(200 * 4, 16);
export const numbers: usize = memory.data(208 * 4, 16);
export const literals: usize = memory.data(8192 + 256, 16);
export let slots: u32 = 0;
export let literalBytes: u32 = 0;

export function scan(text: usize, start: usize, end: usize, cuts: usize): void {
  slots = 0;
  literalBytes = 0;
  const prefixStart = text + load<u32>(cuts);
  const prefixEnd = text + load<u32>(cuts, 4);
  const timeStart = text + load<u32>(cuts, 8);
  const timeEnd = text + load<u32>(cuts, 12);
  const hostOffset = load<u32>(cuts, 16);
  const host: usize = hostOffset === 0xffffffff ? 0 : text + <usize>hostOffset;
  let literal = start;
  let from = start;
  if (prefixEnd > prefixStart) {
    literal = region(start, prefixStart, literal, host);
    literal = addSlot(literal, prefixStart, prefixEnd, SLOT_PREFIX);
  }
  from = prefixEnd;
  if (prefixStart > start && prefixEnd === prefixStart)
    literal = region(start, prefixStart, literal, host);
  if (timeEnd > timeStart) {
    literal = region(from, timeStart, literal, host);
    literal = addSlot(literal, timeStart, timeEnd, SLOT_TIME | timeSpelling(timeStart, timeEnd));
    from = timeEnd;
  }
  literal = region(from, end, literal, host);
  const rest = <u32>(end - literal);
  copy(literals + literalBytes, literal, rest);
  literalBytes += rest;
  store<u32>(numbers + ((<usize>slots) << 2), rest);
}

/** Ends the literal that began at `literal` with a slot; the next one begins where the slot ends. */
function addSlot(literal: usize, start: usize, end: usize, kind: u32): usize {
  const at = (<usize>slots) << 2;
  const length = <u32>(start - literal);
  store<u32>(starts + at, <u32>start);
  store<u32>(ends + at, <u32>end);
  store<u32>(numbers + at, length | (kind << 16));
  copy(literals + literalBytes, literal, length);
  literalBytes += length;
  slots++;
  return end;
}

export function timeSpelling(start: usize, end: usize): u32 {
  const length = <u32>(end - start);
  const digit: u32 = <u32>load<u8>(start) - 0x30 <= 9 ? 0x80 : 0;
  return (min<u32>(length, 31) << 2) | digit;
}

/**
 * Finds the values between two places, 64 bytes at a time. `run` has a bit for each byte of a run, `mark` one where it shows
 * that its run is a value: added to the run, it carries over the run's end, and nothing else does.
 */
function region(from: usize, to: usize, before: usize, host: usize): usize {
  const a = i8x16.splat(0x61);
  const last = i8x16.splat(25);
  const zero = i8x16.splat(0x30);
  const nine = i8x16.splat(9);
  const ten = i8x16.splat(10);
  const dash = i8x16.splat(0x2d);
  const one = i8x16.splat(1);
  const fold = i8x16.splat(0x20);
  let literal = before;
  let carry: u64 = 0;
  let lowerBefore: u64 = 0;
  let runBefore: u64 = 0;
  /** Where the run began that reaches into these 64 bytes. */
  let open = from;
  for (let base = from; base < to; base += 64) {
    let run: u64 = 0;
    let mark: u64 = 0;
    let letter: u64 = 0;
    let upper: u64 = 0;
    for (let part: u32 = 0; part < 64; part += 16) {
      const bytes = v128.load(base + part);
      const letters = i8x16.le_u(i8x16.sub(v128.or(bytes, fold), a), last);
      const fromZero = i8x16.sub(bytes, zero);
      const runs = v128.or(
        v128.or(letters, bytes),
        v128.or(i8x16.le_u(fromZero, ten), i8x16.le_u(i8x16.sub(bytes, dash), one)),
      );
      const shift = <u64>part;
      run |= (<u64>(<u32>i8x16.bitmask(runs))) << shift;
      mark |= (<u64>(<u32>i8x16.bitmask(i8x16.le_u(fromZero, nine)))) << shift;
      letter |= (<u64>(<u32>i8x16.bitmask(letters))) << shift;
      upper |= (<u64>(<u32>i8x16.bitmask(v128.andnot(letters, i16x8.shl(bytes, 2))))) << shift;
    }
    const length = <u32>(to - base);
    if (length < 64) {
      const valid = ((<u64>1) << length) - 1;
      run &= valid;
      mark &= valid;
      upper &= valid;
    }
    const lower = letter & ~upper;
    mark |= upper & ((lower << 1) | lowerBefore);
    lowerBefore = lower >>> 63;
    const runStarts = run & ~((run << 1) | runBefore);
    if (host - base < 64) mark |= runStarts & ((<u64>1) << (<u64>(host - base)));
    if (runBefore === 0) open = base;
    const sum = run + mark;
    const carried = sum + carry;
    carry = <u64>(sum < run) | <u64>(carried < sum);
    for (let valueEnds = carried & ~run; valueEnds !== 0; valueEnds &= valueEnds - 1) {
      const bit = valueEnds & -valueEnds;
      const gaps = ~run & (bit - 1);
      const start = gaps !== 0 ? base + 64 - <usize>clz(gaps) : open;
      literal = addRun(literal, start, base + <usize>ctz(bit));
      if (slots > MAX_SLOTS) return literal;
    }
    if (run >>> 63) {
      const gaps = ~run;
      if (gaps !== 0) open = base + 64 - <usize>clz(gaps);
    }
    runBefore = run >>> 63;
  }
  if (carry !== 0) literal = addRun(literal, open, to);
  return literal;
}

function addRun(literal: usize, start: usize, end: usize): usize {
  let first = start;
  let last = end;
  if (end - start > 1) {
    const final = load<u8>(end - 1);
    if ((final === DOT || final === COLON) && isNoJoiner(load<u8>(end - 2))) last--;
    if (load<u8>(start) === COLON && isNoJoiner(load<u8>(start + 1))) first++;
  }
  return addSlot(literal, first, last, 0);
}
