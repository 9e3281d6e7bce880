/**
 * A message's literals and slots, after words in variable contexts have become slots: what `generalise` and `cutPlain` do in
 * src/template, where it is explained.
 */
import { COLON, DOT, FOLDED, hashOf, isNoJoiner } from './bytes';
import { addWord } from './contexts';
import { SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME, SLOT_VALUE } from './fields';
import { numbers, slotEnd, slotStart, slots, timeSpelling } from './scan';

const VALUE_MARK: u32 = 0x5bd1e995;
const PRIME: u32 = 0x01000193;
const LF: u8 = 0x0a;

/** Slots; of each its kind (u8), of each literal its length (u32), and the literals, each with LF behind it. */
export let generalSlots: u32 = 0;
export const kinds: usize = memory.data(4400 + 64, 16);
export const lengths: usize = memory.data(4 * 4400 + 64, 16);
export const literals: usize = memory.data(8192 + 4400 + 256, 16);
export let literalBytes: u32 = 0;

/**
 * Slots, or 0 when they are those of the scan, and three numbers for each: the scanned slot, 0, -1; or, for a word of the shape,
 * the scanned slot it stands behind (-1: the start), how far, and its length. Of a plain message where each starts and ends.
 */
export const plan: usize = memory.data(4 * (1 + 3 * 4400), 16);

/** Generalises the message just scanned, and teaches the contexts its words. */
export function generalise(start: usize, end: usize): void {
  generalSlots = 0;
  literalBytes = 0;
  let context: u32 = 0;
  let literal = start;
  let position = start;
  let anyWord = false;
  for (let slot: u32 = 0; slot <= slots; slot++) {
    const origin = position;
    const stop: usize = slot < slots ? slotStart(slot) : end;
    while (position < stop) {
      const byte = load<u8>(position);
      if (!isRun(byte)) {
        context = (context ^ byte) * PRIME;
        position++;
        continue;
      }
      let first = position;
      do position++;
      while (position < stop && isRun(load<u8>(position)));
      let last = position;
      if (last - first > 1) {
        const final = load<u8>(last - 1);
        if ((final === DOT || final === COLON) && isNoJoiner(load<u8>(last - 2))) last--;
        if (byte === COLON && isNoJoiner(load<u8>(first + 1))) first++;
      }
      const length = <u32>(last - first);
      const word = hashOf(first, length);
      if (length === 1 && !isNoJoiner(load<u8>(first))) {
        context = (context ^ word) * PRIME;
        continue;
      }
      if (addWord(context, word)) {
        anyWord = true;
        addSlot(literal, first, SLOT_VALUE, slot - 1, <u32>(first - origin), length);
        literal = last;
        context = (context ^ VALUE_MARK) * 0x85ebca6b;
      } else context = word;
      for (let i = last; i < position; i++) context = (context ^ load<u8>(i)) * PRIME;
    }
    if (slot === slots) break;
    addSlot(literal, stop, load<u32>(numbers + ((<usize>slot) << 2)) >>> 16, slot, 0, -1);
    position = slotEnd(slot);
    literal = position;
    context = (context ^ VALUE_MARK) * 0x85ebca6b;
  }
  addLiteral(literal, end);
  store<u32>(plan, anyWord ? generalSlots : 0);
}

/** The slots of a message that is kept as its text is, around what is cut for the searched text. */
export function cutPlain(text: usize, start: usize, end: usize, cuts: usize): void {
  generalSlots = 0;
  literalBytes = 0;
  let from = start;
  const prefixStart = text + load<u32>(cuts);
  const prefixEnd = text + load<u32>(cuts, 4);
  if (prefixEnd > prefixStart) {
    if (prefixStart > from) addCut(SLOT_PLAIN, from, prefixStart);
    addCut(SLOT_PREFIX, prefixStart, prefixEnd);
    from = prefixEnd;
  }
  const timeStart = text + load<u32>(cuts, 8);
  const timeEnd = text + load<u32>(cuts, 12);
  if (timeEnd > timeStart) {
    if (timeStart > from) addCut(SLOT_PLAIN, from, timeStart);
    addCut(SLOT_TIME | timeSpelling(timeStart, timeEnd), timeStart, timeEnd);
    from = timeEnd;
  }
  addCut(SLOT_PLAIN, from, end);
  addLiteral(end, end);
}

function addCut(kind: u32, start: usize, end: usize): void {
  const cut = plan + ((<usize>generalSlots) << 3);
  addLiteral(start, start);
  store<u8>(kinds + generalSlots++, <u8>kind);
  store<u32>(cut, <u32>start);
  store<u32>(cut, <u32>end, 4);
}

function addSlot(
  literal: usize,
  start: usize,
  kind: u32,
  scanned: u32,
  from: u32,
  length: u32,
): void {
  addLiteral(literal, start);
  const step = plan + 4 + <usize>(12 * generalSlots);
  store<u32>(step, scanned);
  store<u32>(step, from, 4);
  store<u32>(step, length, 8);
  store<u8>(kinds + generalSlots++, <u8>kind);
}

/** Adds the literal before the next slot. */
function addLiteral(start: usize, end: usize): void {
  const length = <u32>(end - start);
  store<u32>(lengths + ((<usize>generalSlots) << 2), length);
  memory.copy(literals + literalBytes, start, length);
  literalBytes += length;
  store<u8>(literals + literalBytes++, LF);
}

function isRun(byte: u8): bool {
  return load<u8>(FOLDED + byte) !== 0 || !isNoJoiner(byte);
}
