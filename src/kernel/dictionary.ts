/**
 * The terms gathered, in the order of their bytes, as the blocks of a dictionary: what `sortTerms`, `TermUnits.visit`,
 * `TermDictionaryWriter.add` and `writePostingList` do in TypeScript.
 */
import { PART } from './digit-order';
import { releaseFields } from './fields';
import { numbers, numbersEnd, releaseLongNumbers, sortLongNumbers } from './long-numbers';
import { out, rawOut, reserve, restart, skip, varint, written } from './output';
import { addList, clearLists, lists, listsLength } from './posting-lists';
import {
  bytesOf,
  codesFrom,
  isWord,
  keyLength,
  lengthOf,
  sharedCodes,
  writeKey,
} from './term-keys';
import { FACT_BYTES, SORTED_BYTES, sorted, sortRoom, sortTerms } from './term-order';
import { settleUnit } from './term-table';
import {
  endOf,
  entries,
  entryRoom,
  startOf,
  stream,
  streamLength,
  taken,
  terms,
  units,
} from './term-units';

const TERM_BLOCK_BYTES: u32 = 8192;
/** Units that are a part of the work: see PART. */
const UNIT_PART: u32 = 256;

/**
 * Of each term, by its number, where its units end in `postings`, and the messages that hold it; the units of the terms in order,
 * behind one another.
 */
let facts: usize = 0;
let postings: usize = 0;
let ownPostings: usize = 0;
/** Next to be written: its place in order, and its first posting; and the next long number. */
let next: u32 = 0;
let nextPosting: u32 = 0;
let nextNumber: usize = 0;
/** Up to where terms were touched, and what was read: kept, so that no compiler leaves the reading out. */
let touchedTo: u32 = 0;
let touched: u32 = 0;

/** Of the block written last: first term, its length, terms, lists, bytes of lists, the bytes that its terms hold. */
const described: usize = memory.data(28, 16);
/** Bytes of terms that are their own keys: of a block's first one, and of the last two, in turn. */
const firstBytes: usize = memory.data(16, 16);
const spelled: usize = memory.data(32, 16);
/** By byte: its bit among those that terms hold. */
const heldBits: usize = memory.data(2048, 16);
let held: u64 = 0;

export function touchedTerms(): u32 {
  return touched;
}

export function describedAt(): usize {
  return described;
}

/** Sorts what was gathered. Then `writeTermBlock` writes one block after the other. */
export function startDictionary(): void {
  if (load<u64>(heldBits) === 0) fillHeldBits();
  settleUnit();
  releaseFields();
  facts = heap.alloc(<usize>(taken + 1) * FACT_BYTES);
  sortTerms(facts);
  sortPostings();
  sortLongNumbers();
  nextNumber = numbers;
  next = 0;
  nextPosting = 0;
  touchedTo = 0;
}

export function endDictionary(): void {
  heap.free(facts);
  releaseLongNumbers();
  if (ownPostings !== 0) heap.free(ownPostings);
}

/** Writes the next block to `outAt` and says what it holds at `describedAt`; its length, or 0 when no term is left. */
export function writeTermBlock(): u32 {
  restart();
  clearLists();
  held = 0;
  let count: u32 = 0;
  for (let before: usize = 0; written() < TERM_BLOCK_BYTES; count++) {
    const isNumber = isNumberNext();
    if (!isNumber && next === terms) break;
    const entry = isNumber ? nextNumber : sorted + <usize>next * SORTED_BYTES;
    if (before === 0) describeFirst(entry);
    writeTerm(entry, before === 0 ? 0 : sharedBytes(before, entry));
    if (isNumber) writeNumberUnits(load<u32>(entry, 8));
    else writeUnits(load<u32>(entry, 8));
    before = entry;
  }
  store<u32>(described, count, 8);
  store<u32>(described, <u32>lists, 12);
  store<u32>(described, listsLength, 16);
  store<u64>(described, held, 20);
  return written();
}

/** Whether a long number is the next term: it comes before the words that begin with it. */
// @inline
function isNumberNext(): bool {
  if (nextNumber === numbersEnd) return false;
  return next === terms || load<u64>(nextNumber) <= load<u64>(sorted + <usize>next * SORTED_BYTES);
}

/** Writes the messages and units of the next term, which has a number. */
// @inline
function writeUnits(term: u32): void {
  if (next === touchedTo) touchFacts();
  const fact = facts + <usize>term * FACT_BYTES;
  const end = load<u32>(fact);
  writePostings(end - nextPosting, load<u32>(fact, 4), postings + ((<usize>nextPosting) << 2));
  nextPosting = end;
  next++;
}

/** Those of the next long number, of which there is a list. */
// @inline
function writeNumberUnits(list: usize): void {
  writePostings(load<u32>(list, 4), load<u32>(list), list + 8);
  nextNumber += SORTED_BYTES;
}

// @inline
function writePostings(count: u32, messages: u32, docs: usize): void {
  varint(count);
  varint(messages);
  if (count === 1) varint(load<u32>(docs));
  else if (count < units) addList(docs, count);
}

/** Says which term a block begins with. */
function describeFirst(entry: usize): void {
  const text = load<u32>(entry, 12);
  store<u32>(described, <u32>bytesAt(entry, firstBytes));
  store<u32>(described, text === 0 ? keyLength(load<u64>(entry)) : lengthOf(text), 4);
}

/** The bytes of a term, written to `room` if they stand nowhere. */
function bytesAt(entry: usize, room: usize): usize {
  const text = load<u32>(entry, 12);
  if (text !== 0) return bytesOf(text);
  writeKey(load<u64>(entry), 0, room);
  return room;
}

/** How many bytes a term begins with that the one before it begins with too. */
function sharedBytes(before: usize, entry: usize): u32 {
  const keyBefore = load<u64>(before);
  const key = load<u64>(entry);
  if ((load<u32>(before, 12) | load<u32>(entry, 12)) === 0 && isWord(keyBefore))
    return sharedCodes(keyBefore, key);
  const text = load<u32>(entry, 12);
  const textBefore = load<u32>(before, 12);
  const length = text === 0 ? keyLength(key) : lengthOf(text);
  const lengthBefore = textBefore === 0 ? keyLength(keyBefore) : lengthOf(textBefore);
  const a = bytesAt(before, spelled);
  const b = bytesAt(entry, spelled + 16);
  const most = min<u32>(length, lengthBefore);
  let shared: u32 = 0;
  while (shared < most && load<u8>(a + shared) === load<u8>(b + shared)) shared++;
  return shared;
}

/** Writes a term without what it shares. */
function writeTerm(entry: usize, shared: u32): void {
  const text = load<u32>(entry, 12);
  const key = load<u64>(entry);
  const rest = (text === 0 ? keyLength(key) : lengthOf(text)) - shared;
  reserve(rest + 64);
  varint(shared);
  varint(rest);
  if (text === 0) skip(writeKey(key, shared, out));
  else rawOut(bytesOf(text) + shared, rest);
  if (text === 0 && isWord(key)) {
    for (let codes = codesFrom(key, shared); codes !== 0; codes <<= 6)
      held |= (<u64>1) << ((codes >>> 58) - 1);
    return;
  }
  for (let at = out - rest; at < out; at++)
    held |= load<u64>(heldBits + ((<usize>load<u8>(at)) << 3));
}

/** Reads what is known of the next sixteen terms, so that the CPU fetches it from memory all at once. */
function touchFacts(): void {
  const from = next;
  touchedTo = min<u32>(from + 16, terms);
  let touch: u32 = 0;
  for (let i = from; i < touchedTo; i++)
    touch += load<u32>(facts + <usize>load<u32>(sorted + <usize>i * SORTED_BYTES, 8) * FACT_BYTES);
  touched = touch;
}

/** A bit for each digit and each letter, one for all other bytes. */
function fillHeldBits(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let bit: u32 = 36;
    if (byte - 0x30 < 10) bit = byte - 0x30;
    else if (byte - 0x61 < 26) bit = byte - 0x61 + 10;
    store<u64>(heldBits + ((<usize>byte) << 3), (<u64>1) << bit);
  }
}

/** Turns the stream of terms, unit after unit, into the units of each term: a counting sort. */
function sortPostings(): void {
  // Beside the terms in order is as much memory as they take, and more behind it if they come first.
  const end = sorted < sortRoom ? entries + entryRoom() : sorted;
  const isEnough = sortRoom + ((<usize>streamLength) << 2) + 16 <= end;
  ownPostings = isEnough ? 0 : heap.alloc(((<usize>streamLength) << 2) + 16);
  postings = isEnough ? sortRoom : ownPostings;
  nextPosting = 0;
  startPostings(0, terms);
  placePostings(0, units);
}

/** Turns the numbers of units of the terms at places [from, to) into where they begin. */
function startPostings(from: u32, to: u32): void {
  if (to - from > PART) {
    const half = from + ((to - from) >>> 1);
    startPostings(from, half);
    startPostings(half, to);
    return;
  }
  for (let i = from; i < to; i++) {
    const fact = facts + <usize>load<u32>(sorted + <usize>i * SORTED_BYTES, 8) * FACT_BYTES;
    const count = load<u32>(fact);
    store<u32>(fact, nextPosting);
    nextPosting += count;
  }
}

/** Puts units [from, to) behind the others of each of their terms: at the end each begins where the next one did. */
function placePostings(from: u32, to: u32): void {
  if (to - from > UNIT_PART) {
    const half = from + ((to - from) >>> 1);
    placePostings(from, half);
    placePostings(half, to);
    return;
  }
  for (let unit = from; unit < to; unit++) {
    const stop = endOf(unit);
    for (let at = startOf(unit); at < stop; at++) {
      const fact = facts + <usize>load<u32>(stream + ((<usize>at) << 2)) * FACT_BYTES;
      const place = load<u32>(fact);
      store<u32>(postings + ((<usize>place) << 2), unit);
      store<u32>(fact, place + 1);
    }
  }
}
