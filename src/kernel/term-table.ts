/**
 * The terms of a pack by their keys (term-keys.ts), but for numbers of one to five digits (number-terms.ts): what `TermCollector`
 * keeps in src/analysis. What is known of a term stands in its entry (term-units.ts), half a line of the CPU's cache, and a table
 * of four bytes a place says which term a key is: most of a large pack's terms are far away in memory, and new ones are no
 * more than looked for in the table.
 */
import { resize } from './bytes';
import { clearNumbers, isNumber, settleNumbers } from './number-terms';
import { clearTexts, isText, keepText, LONG } from './term-keys';
import {
  addEntry,
  clearUnits,
  count,
  entryOf,
  serial,
  startUnit,
  startValue,
  streamLength,
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
let tableShift: u32 = 0;

/** Terms that the table has. */
let entered: u32 = 0;

/** Tokens noted and not counted yet: key u64, or KNOWN and a term + 1; its value, the value's messages. */
const TOKEN_BYTES: u32 = 16;
const PENDING: u32 = 2048;
const pending: usize = memory.data(16 * 2048, 16);
let pendingCount: u32 = 0;
const KNOWN: u64 = 0x4000000000000000;
/** Tokens looked up at a time, and for each a term + 1 that its key may be. */
const GROUP: u32 = 32;
const likely: usize = memory.data(4 * 32, 16);
/** What was read to touch memory: kept, so that no compiler leaves the reading out. */
let touched: u32 = 0;

export function touchedEntries(): u32 {
  return touched;
}

export function termCount(): u32 {
  settleUnit();
  return terms;
}
export function postingCount(): u32 {
  settleUnit();
  return streamLength;
}
export function termBytes(): u32 {
  settleUnit();
  return termsBytes;
}

export function clearTerms(): void {
  // A table that one large pack has grown would make clearing costly for many small ones.
  let size = FIRST_TABLE;
  while (size < 2 * terms) size <<= 1;
  if (tableSize === 0 || size < tableSize) {
    setTableSize(size);
    table = resize(table, (<usize>size) << 2);
  }
  memory.fill(table, 0, (<usize>tableSize) << 2);
  clearTexts();
  clearNumbers(!clearUnits());
  entered = 0;
  pendingCount = 0;
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

/** Notes a term that is its own key, to be looked up with others. */
export function pend(key: u64): void {
  if (pendingCount === PENDING) settle();
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
    const at = table + ((<usize>place) << 2);
    const found = load<u32>(at);
    if (found === 0) {
      addTerm(at, hash, key, keepText(order, start, end, word));
      return terms;
    }
    const term = found & TERM_MASK;
    const entry = entryOf(term - 1);
    if (load<u64>(entry) === key && isText(load<u32>(entry, 24), start, end, word)) return term;
  }
  return 0;
}

/** Counts what was told of the unit, which has all its values. */
export function settleUnit(): void {
  settle();
  settleNumbers();
}

/**
 * Counts the tokens noted. What is known of most terms is far away in memory: of a group of tokens first all places in the
 * table are touched, then all entries, so that the CPU fetches them together and not one after the other.
 */
export function settle(): void {
  const end = pending + <usize>pendingCount * TOKEN_BYTES;
  pendingCount = 0;
  for (let group = pending; group < end; group += GROUP * TOKEN_BYTES) {
    const stop = min<usize>(group + GROUP * TOKEN_BYTES, end);
    let touch: u32 = 0;
    for (let token = group; token < stop; token += TOKEN_BYTES)
      touch += load<u32>(table + ((<usize>(keyHash(load<u64>(token)) >>> tableShift)) << 2));
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

/** The first term whose hash is like that of a key; 0: none. */
function likelyTerm(key: u64): u32 {
  if (key >= KNOWN) return <u32>key;
  const hash = keyHash(key);
  const mask = tableSize - 1;
  for (let place = hash >>> tableShift; ; place = (place + 1) & mask) {
    const found = load<u32>(table + ((<usize>place) << 2));
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
    const at = table + ((<usize>place) << 2);
    const found = load<u32>(at);
    if (found === 0) {
      addTerm(at, hash, key, 0);
      return terms;
    }
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

/** Enters a term at a free place; nothing has held it yet. */
function addTerm(place: usize, hash: u32, key: u64, text: u32): void {
  addEntry(key, text);
  store<u32>(place, (hash << TAG_SHIFT) | terms);
  if (8 * ++entered > 5 * tableSize) growTable();
}

function growTable(): void {
  const size = tableSize < 1 << 20 ? 4 * tableSize : 2 * tableSize;
  heap.free(table);
  setTableSize(size);
  table = heap.alloc((<usize>size) << 2);
  memory.fill(table, 0, (<usize>size) << 2);
  enter(1, terms + 1);
}

function setTableSize(size: u32): void {
  tableSize = size;
  tableShift = clz(size) + 1;
}

/** Enters the terms + 1 of [from, to) into a new table; see PART in term-order.ts for the halves. */
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
    if (isNumber(key)) continue;
    const hash = keyHash(key);
    let place = hash >>> tableShift;
    while (load<u32>(table + ((<usize>place) << 2)) !== 0) place = (place + 1) & mask;
    store<u32>(table + ((<usize>place) << 2), (hash << TAG_SHIFT) | term);
  }
}
