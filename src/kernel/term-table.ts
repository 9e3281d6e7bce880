/**
 * The terms of a pack by their keys (term-keys.ts), but for numbers of up to ten digits (number-terms.ts, long-numbers.ts): what
 * `TermCollector` keeps in src/analysis. What is known of a term stands in its entry (term-units.ts), half a line of the CPU's cache, and a table
 * of four bytes a place says which term a key is: most of a large pack's terms are far away in memory, and new ones are no
 * more than looked for in the table.
 */
import { resize } from './bytes';
import { clearLongNumbers, useCount } from './long-numbers';
import { addNumber, clearNumbers, isNumber, settleNumbers } from './number-terms';
import { clearTexts, isText, isWord, keepText, LONG } from './term-keys';
import {
  addEntry,
  COMMON,
  clearUnits,
  count,
  endOf,
  entryOf,
  serial,
  startOf,
  startUnit,
  startValue,
  stream,
  streamLength,
  taken,
  terms,
  termsBytes,
  weight,
} from './term-units';

/** Open addressing: more bits of a key's hash, and its term + 1; 0: free. */
const TERM_MASK: u32 = 0x7fffff;
const TAG_SHIFT: u32 = 23;
const FIRST_TABLE: u32 = 1 << 14;
let table: usize = 0;
let tableSize: u32 = 0;
/** By how much a hash is shifted for a place. */
let tableShift: u32 = 0;
let entered: u32 = 0;

/** Tokens noted and not counted yet: key u64, or KNOWN and a term + 1; its value, the value's messages. */
const TOKEN_BYTES: u32 = 16;
const PENDING_BITS: u32 = 11;
const PENDING: u32 = 1 << 11;
const pending: usize = memory.data(16 * 2048, 16);
let pendingCount: u32 = 0;
const KNOWN: u64 = 0x4000000000000000;
/**
 * By a key's hash a token noted that may be its own, below the number of the time that tokens were counted: one of another time is
 * none. And the value that was being told of then.
 */
const RECENT_BITS: u32 = 11;
const RECENT_BYTES: u32 = 4 << 11;
const recent: usize = memory.data(4 << 11, 16);
let times: u32 = 1;
let countedIn: u32 = 0;
/** Tokens looked up at a time, and for each a term + 1 that its key may be. */
const GROUP: u32 = 32;
const likely: usize = memory.data(4 * 32, 16);
/** What was read to touch memory: kept, so that no compiler leaves the reading out. */
let touched: u32 = 0;

export function touchedEntries(): u32 {
  return touched;
}

/** How many terms there are, by the memory they take: a use of a long number takes half as much as a term. */
export function termCount(): u32 {
  settleUnit();
  return terms + (useCount >>> 1);
}
export function postingCount(): u32 {
  settleUnit();
  return streamLength + useCount;
}
export function termBytes(): u32 {
  settleUnit();
  return termsBytes;
}

export function clearTerms(): void {
  clearTable();
  clearTexts();
  clearLongNumbers();
  clearNumbers(!clearUnits());
}

function clearTable(): void {
  // A table that one large pack has grown would make clearing costly for many small ones.
  let size = FIRST_TABLE;
  while (size < 2 * entered) size <<= 1;
  if (tableSize === 0 || size < tableSize) {
    setTableSize(size);
    table = resize(table, (<usize>size) << 2);
  }
  memory.fill(table, 0, (<usize>tableSize) << 2);
  entered = 0;
  forgetRecent();
}

/** Starts a unit of one value that so many messages have, and no other such unit of the block. */
export function startTemplate(messages: u32): void {
  settleUnit();
  startUnit(false);
  startValue(messages);
}

/** Starts a unit of many values: `addValue` adds each. */
export function startColumn(): void {
  settleUnit();
  startUnit(true);
}

/** Tells the terms of an earlier unit of the pack for the unit started last, which is not a column. */
export function tellAgain(unit: u32): void {
  const end = endOf(unit);
  for (let at = startOf(unit); at < end; at++) {
    const term = load<u32>(stream + ((<usize>at) << 2));
    const entry = entryOf(term);
    // A term whose entry names no unit is a number.
    if (load<u32>(entry, 28) === 0) addNumber(load<u32>(entry, 8));
    else count(entry, term, serial, weight);
  }
}

/**
 * Notes a term that is its own key, to be looked up with others. Values that tell of it again are added to what is noted, but only
 * to what no value can have told of twice: what a value has noted keeps its place among the recent until the value ends.
 */
export function pend(key: u64): void {
  if (pendingCount === PENDING) settle();
  const slot = recent + ((<usize>(keyHash(key) >>> (32 - RECENT_BITS))) << 2);
  const known = load<u32>(slot);
  let isFree = serial !== countedIn;
  if (known >>> PENDING_BITS === times) {
    const token = pending + <usize>(known & (PENDING - 1)) * TOKEN_BYTES;
    const isTold = load<u32>(token, 8) === serial;
    if (load<u64>(token) === key) {
      if (isTold) return;
      store<u32>(token, serial, 8);
      store<u32>(token, load<u32>(token, 12) + weight, 12);
      return;
    }
    if (isTold) isFree = false;
  }
  if (isFree) store<u32>(slot, (times << PENDING_BITS) | pendingCount);
  const token = pending + <usize>pendingCount * TOKEN_BYTES;
  store<u64>(token, key);
  store<u32>(token, serial, 8);
  store<u32>(token, weight, 12);
  pendingCount++;
}

/** Notes a term whose bytes `hash` may share with others: these are compared. A `word` is folded. */
export function addHashed(hash: u64, order: u64, start: usize, end: usize, word: bool): void {
  const key = (hash ^ (hash >>> 31)) | LONG;
  pend(KNOWN | findHashed(key, order, start, end, word));
}

/** The term + 1; a new one if there is none. */
function findHashed(key: u64, order: u64, start: usize, end: usize, word: bool): u32 {
  const mask = tableSize - 1;
  const hash = keyHash(key);
  for (let place = hash >>> tableShift; ; place = (place + 1) & mask) {
    const at = placeAt(place);
    const found = load<u32>(at);
    if (found === 0) return addTerm(at, hash, key, keepText(order, start, end, word));
    const term = found & TERM_MASK;
    const entry = entryOf(term - 1);
    if (load<u64>(entry) === key && isText(load<u32>(entry, 24), start, end, word)) return term;
  }
  return 0;
}

// @inline
function placeAt(place: u32): usize {
  return table + ((<usize>place) << 2);
}

/** Counts what was told of the unit, which has all its values. */
export function settleUnit(): void {
  settle();
  settleNumbers();
}

/**
 * Counts the tokens noted. What is known of most terms is far away in memory: of a group of tokens first all places in the table
 * are touched, then all entries, so that the CPU fetches them together and not one after the other.
 */
export function settle(): void {
  if (pendingCount === 0) return;
  const end = pending + <usize>pendingCount * TOKEN_BYTES;
  forgetRecent();
  for (let group = pending; group < end; group += GROUP * TOKEN_BYTES) {
    const stop = min<usize>(group + GROUP * TOKEN_BYTES, end);
    let touch: u32 = 0;
    for (let token = group; token < stop; token += TOKEN_BYTES)
      touch += load<u32>(placeAt(keyHash(load<u64>(token)) >>> tableShift));
    let to = likely;
    for (let token = group; token < stop; token += TOKEN_BYTES, to += 4) {
      const term = likelyTerm(load<u64>(token));
      store<u32>(to, term);
      if (term !== 0) touch += load<u32>(entryOf(term - 1));
    }
    touched = touch;
    to = likely;
    for (let token = group; token < stop; token += TOKEN_BYTES, to += 4) {
      const key = load<u64>(token);
      let term = load<u32>(to);
      if (key < KNOWN && (term === 0 || load<u64>(entryOf(term - 1)) !== key)) term = find(key);
      count(entryOf(term - 1), term - 1, load<u32>(token, 8), load<u32>(token, 12));
    }
  }
}

function forgetRecent(): void {
  pendingCount = 0;
  countedIn = serial;
  times++;
  if (times << PENDING_BITS !== 0) return;
  times = 1;
  memory.fill(recent, 0, RECENT_BYTES);
}

/** The first term whose hash is like that of a key; 0: none. */
function likelyTerm(key: u64): u32 {
  if (key >= KNOWN) return <u32>key;
  const hash = keyHash(key);
  const mask = tableSize - 1;
  for (let place = hash >>> tableShift; ; place = (place + 1) & mask) {
    const found = load<u32>(placeAt(place));
    if (found === 0) return 0;
    if ((found ^ (hash << TAG_SHIFT)) >>> TAG_SHIFT === 0) return found & TERM_MASK;
  }
  return 0;
}

/** The term + 1 of a key that is one; a new one if there is none. */
function find(key: u64): u32 {
  const hash = keyHash(key);
  const mask = tableSize - 1;
  for (let place = hash >>> tableShift; ; place = (place + 1) & mask) {
    const at = placeAt(place);
    const found = load<u32>(at);
    if (found === 0) return addTerm(at, hash, key, 0);
    if ((found ^ (hash << TAG_SHIFT)) >>> TAG_SHIFT !== 0) continue;
    const term = found & TERM_MASK;
    if (load<u64>(entryOf(term - 1)) === key) return term;
  }
  return 0;
}

/** Its high bits are the place where a key is looked for first, its low ones tell keys there apart. */
function keyHash(key: u64): u32 {
  return <u32>(((key ^ (key >>> 29)) * 0x9e3779b97f4a7c15) >>> 32);
}

/** Enters a term at a free place; nothing has held it yet. The term + 1. */
function addTerm(place: usize, hash: u32, key: u64, text: u32): u32 {
  const term = addEntry(key, text, COMMON) + 1;
  store<u32>(place, (hash << TAG_SHIFT) | term);
  entered++;
  if (8 * entered > 5 * tableSize) growTable();
  return term;
}

function growTable(): void {
  setTableSize(tableSize < 1 << 20 ? 4 * tableSize : 2 * tableSize);
  heap.free(table);
  table = heap.alloc((<usize>tableSize) << 2);
  memory.fill(table, 0, (<usize>tableSize) << 2);
  enter(1, taken + 1);
}

function setTableSize(size: u32): void {
  tableSize = size;
  tableShift = clz(size) + 1;
}

/** Enters those of the terms + 1 of [from, to) that are the table's; see PART in digit-order.ts for the halves. */
function enter(from: u32, to: u32): void {
  if (to - from > 1 << 12) {
    const half = from + ((to - from) >>> 1);
    enter(from, half);
    enter(half, to);
    return;
  }
  const mask = tableSize - 1;
  for (let term = from; term < to; term++) {
    const key = load<u64>(entryOf(term - 1));
    if (key === 0 || isNumberKey(key)) continue;
    const hash = keyHash(key);
    let place = hash >>> tableShift;
    while (load<u32>(placeAt(place)) !== 0) place = (place + 1) & mask;
    store<u32>(placeAt(place), (hash << TAG_SHIFT) | term);
  }
}

/** Whether a key is that of a number. */
function isNumberKey(key: u64): bool {
  return key < LONG && isWord(key) && isNumber(key);
}
