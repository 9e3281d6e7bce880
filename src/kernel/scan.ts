/** Cuts a message into values and the literals between: what `LineScanner` is in src/template, which says what the words mean. */
import { FOLDED, finishHash, isNoJoiner, mix } from './bytes';
import { SLOT_PREFIX, SLOT_TIME } from './fields';

/** The most slots of one message; `slots` is more when it has more. */
export const MAX_SLOTS: u32 = 192;

// What a scan finds: of each slot where it starts and ends (u32 each); of each literal its length with the kind of the slot
// behind it. Values are counted after 64 bytes, in which 33 may end.
export const bounds: usize = memory.data(240 * 8, 16);
export const numbers: usize = memory.data(240 * 4, 16);
export let slots: u32 = 0;
/** A hash of the literals and of `numbers`. */
export let shapeHash: u32 = 0;

let hash: u64 = 0;
/** Where the literal begins that no slot has ended yet. */
let literal: usize = 0;

export function scan(text: usize, start: usize, end: usize, cuts: usize): void {
  slots = 0;
  hash = 0;
  literal = start;
  const prefixStart = text + load<u32>(cuts);
  const prefixEnd = text + load<u32>(cuts, 4);
  const timeStart = text + load<u32>(cuts, 8);
  const timeEnd = text + load<u32>(cuts, 12);
  const hostOffset = load<u32>(cuts, 16);
  const host: usize = hostOffset === 0xffffffff ? 0 : text + <usize>hostOffset;
  if (prefixStart > start) region(start, prefixStart, host);
  if (prefixEnd > prefixStart) addSlot(prefixStart, prefixEnd, SLOT_PREFIX);
  let from = prefixEnd;
  if (timeEnd > timeStart) {
    if (timeStart > from) region(from, timeStart, host);
    addSlot(timeStart, timeEnd, SLOT_TIME | timeSpelling(timeStart, timeEnd));
    from = timeEnd;
  }
  region(from, end, host);
  const rest = <u32>(end - literal);
  store<u32>(numbers + ((<usize>slots) << 2), rest);
  shapeHash = finishHash(mix(hash, literal, rest, rest));
}

export function slotStart(slot: u32): usize {
  return load<u32>(bounds + ((<usize>slot) << 3));
}

export function slotEnd(slot: u32): usize {
  return load<u32>(bounds + ((<usize>slot) << 3), 4);
}

/** Ends the literal with a slot; the next one begins where the slot ends. */
function addSlot(start: usize, end: usize, kind: u32): void {
  if (slots > MAX_SLOTS) return;
  const length = <u32>(start - literal);
  const number = length | (kind << 16);
  store<u64>(bounds + ((<usize>slots) << 3), boundsOf(start, end));
  store<u32>(numbers + ((<usize>slots) << 2), number);
  hash = mix(hash, literal, length, number);
  literal = end;
  slots++;
}

// @inline
function boundsOf(start: usize, end: usize): u64 {
  return ((<u64>end) << 32) | <u64>start;
}

export function timeSpelling(start: usize, end: usize): u32 {
  const length = <u32>(end - start);
  const digit: u32 = <u32>load<u8>(start) - 0x30 <= 9 ? 0x80 : 0;
  return (min<u32>(length, 31) << 2) | digit;
}

/**
 * Finds the values between two places, 64 bytes at a time. `run` has a bit for each byte of a run, and `core` those of them that
 * a value has: not the mark at the end of a run, not the colon before it. `mark` has a bit where it shows that a run is a value:
 * added to the core, it carries over the core's end, and nothing else does.
 */
function region(from: usize, to: usize, host: usize): void {
  const a = i8x16.splat(0x61);
  const last = i8x16.splat(25);
  const zero = i8x16.splat(0x30);
  const nine = i8x16.splat(9);
  const fold = i8x16.splat(0x20);
  let before = literal;
  let mixed = hash;
  let count = slots;
  let carry: u64 = 0;
  let lowerBefore: u64 = 0;
  let solidBefore: u64 = 0;
  let runBefore: u64 = 0;
  let coreBefore: u64 = 0;
  let hostBefore: u64 = 0;
  /** Where the core began that reaches into these 64 bytes. */
  let open = from;
  for (let base = from; base < to && count <= MAX_SLOTS; base += 64) {
    let solid: u64 = 0;
    let joins: u64 = 0;
    let stops: u64 = 0;
    let colons: u64 = 0;
    let mark: u64 = 0;
    let lower: u64 = 0;
    let upper: u64 = 0;
    for (let part: u32 = 0; part < 64; part += 16) {
      const bytes = v128.load(base + part);
      const letters = i8x16.le_u(i8x16.sub(v128.or(bytes, fold), a), last);
      const digits = i8x16.le_u(i8x16.sub(bytes, zero), nine);
      const colon = i8x16.eq(bytes, i8x16.splat(0x3a));
      const stop = v128.or(colon, i8x16.eq(bytes, i8x16.splat(0x2e)));
      const small = i16x8.shl(bytes, 2);
      const shift = <u64>part;
      solid |= (<u64>(<u32>i8x16.bitmask(v128.or(v128.or(letters, digits), bytes)))) << shift;
      joins |=
        (<u64>(<u32>i8x16.bitmask(v128.or(stop, i8x16.eq(bytes, i8x16.splat(0x2d)))))) << shift;
      stops |= (<u64>(<u32>i8x16.bitmask(stop))) << shift;
      colons |= (<u64>(<u32>i8x16.bitmask(colon))) << shift;
      mark |= (<u64>(<u32>i8x16.bitmask(digits))) << shift;
      lower |= (<u64>(<u32>i8x16.bitmask(v128.and(letters, small)))) << shift;
      upper |= (<u64>(<u32>i8x16.bitmask(v128.andnot(letters, small)))) << shift;
    }
    const length = <u32>(to - base);
    if (length < 64) {
      const valid = ((<u64>1) << length) - 1;
      solid &= valid;
      joins &= valid;
      mark &= valid;
      upper &= valid;
    }
    const run = solid | joins;
    mark |= upper & ((lower << 1) | lowerBefore);
    let solidAfter: u64 = 0;
    let runAfter: u64 = 0;
    if (stops >>> 63 && length > 64) {
      const next = load<u8>(base, 64);
      solidAfter = (<u64>(load<u8>(FOLDED + next) !== 0)) << 63;
      runAfter = solidAfter | ((<u64>!isNoJoiner(next)) << 63);
    }
    const runStarts = run & ~((run << 1) | runBefore);
    const leading = colons & runStarts & ((solid >>> 1) | solidAfter);
    const trailing = stops & run & ~((run >>> 1) | runAfter) & ((solid << 1) | solidBefore);
    const core = run & ~(leading | trailing);
    if (host - base < 64) {
      const first = runStarts & ((<u64>1) << (<u64>(host - base)));
      mark |= (first & core) | ((first & leading) << 1) | hostBefore;
      hostBefore = (first & leading) >>> 63;
    } else {
      mark |= hostBefore;
      hostBefore = 0;
    }
    if (coreBefore === 0) open = base;
    const sum = core + mark;
    const carried = sum + carry;
    carry = <u64>(sum < core) | <u64>(carried < sum);
    for (let valueEnds = carried & ~core; valueEnds !== 0; valueEnds &= valueEnds - 1) {
      const bit = valueEnds & -valueEnds;
      const gaps = ~core & (bit - 1);
      const start = gaps !== 0 ? base + 64 - <usize>clz(gaps) : open;
      const end = base + <usize>ctz(bit);
      const size = <u32>(start - before);
      store<u64>(bounds + ((<usize>count) << 3), boundsOf(start, end));
      store<u32>(numbers + ((<usize>count) << 2), size);
      mixed = mix(mixed, before, size, size);
      before = end;
      count++;
    }
    if (core >>> 63) {
      const gaps = ~core;
      if (gaps !== 0) open = base + 64 - <usize>clz(gaps);
    }
    coreBefore = core >>> 63;
    runBefore = run >>> 63;
    solidBefore = solid >>> 63;
    lowerBefore = lower >>> 63;
  }
  literal = before;
  hash = mixed;
  slots = count;
  if (carry !== 0 && count <= MAX_SLOTS) addSlot(open, to, 0);
}
