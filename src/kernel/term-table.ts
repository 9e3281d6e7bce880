/**
 * The terms of a pack by their keys (term-keys.ts), but for numbers of one to five digits (number-terms.ts): what `TermCollector`
 * keeps in src/analysis. What is known of a term stands in its entry (term-units.ts), half a line of the CPU's cache, and a table
 * of four bytes a place says which term a key is: most of a large pack's terms are far away in memory, and new ones are no
 * more than looked for in the table.
 */
import { resize } from './bytes';
import { addNumber, clearNumbers, hasPlace, settleNumbers, startsWithDigits } from './number-terms';
import { clearTexts, isText, isWord, keepText, LONG } from './term-keys';
import {
  addEntry,
  COMMON,
  clearUnits,
  count,
  entryOf,
  RARE,
  serial,
  startUnit,
  startValue,
  stream,
  streamLength,
  taken,
  terms,
  termsBytes,
  unitStarts,
  weight,
} from './term-units';

/** Open addressing: more bits of a key's hash, and its term + 1; 0: free. */
const TERM_MASK: u32 = 0x7fffff;
const TAG_SHIFT: u32 = 23;
const FIRST_TABLE: u32 = 1 << 14;
/**
 * Two tables, for what may come again and for long numbers, which mostly do not: of each where its places are, how many, by how
 * much a hash is shifted for a place, how many terms it has, and how many tokens are noted for it.
 */
const TABLE_BYTES: u32 = 32;
const tables: usize = memory.data(2 * 32, 16);

/** Tokens noted and not counted yet: key u64, or KNOWN and a term + 1; its value, the value's messages. */
const TOKEN_BYTES: u32 = 16;
const PENDING: u32 = 2048;
const pending: usize = memory.data(2 * 16 * 2048, 16);
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
  clearTable(tableOf(COMMON));
  clearTable(tableOf(RARE));
  clearTexts();
  clearNumbers(!clearUnits());
}

function tableOf(kind: u32): usize {
  return tables + <usize>kind * TABLE_BYTES;
}

function clearTable(table: usize): void {
  // A table that one large pack has grown would make clearing costly for many small ones.
  let size = FIRST_TABLE;
  while (size < 2 * load<u32>(table, 12)) size <<= 1;
  const before = load<u32>(table, 4);
  if (before === 0 || size < before) {
    setTableSize(table, size);
    store<usize>(table, resize(load<usize>(table), (<usize>size) << 2));
  }
  memory.fill(load<usize>(table), 0, (<usize>load<u32>(table, 4)) << 2);
  store<u32>(table, 0, 12);
  store<u32>(table, 0, 16);
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
  const start = unitStarts + ((<usize>unit) << 2);
  const end = load<u32>(start, 4);
  for (let at = load<u32>(start); at < end; at++) {
    const term = load<u32>(stream + ((<usize>at) << 2));
    const entry = entryOf(term);
    // A term whose entry names no unit is a number.
    if (load<u32>(entry, 28) === 0) addNumber(load<u32>(entry, 8));
    else count(entry, term, serial, weight);
  }
}

/** Notes a term that is its own key, to be looked up with others. */
export function pend(key: u64): void {
  note(key, COMMON);
}

/** Likewise a number of more than five digits, or what begins like one. */
export function pendRare(key: u64): void {
  note(key, RARE);
}

// @inline
function note(key: u64, kind: u32): void {
  const table = tableOf(kind);
  if (load<u32>(table, 16) === PENDING) settleTable(kind);
  const count = load<u32>(table, 16);
  const token = pending + <usize>(kind * PENDING + count) * TOKEN_BYTES;
  store<u64>(token, key);
  store<u32>(token, serial, 8);
  store<u32>(token, weight, 12);
  store<u32>(table, count + 1, 16);
}

/** Notes a term whose bytes `hash` may share with others: these are compared. A `word` is folded. */
export function addHashed(hash: u64, order: u64, start: usize, end: usize, word: bool): void {
  const key = (hash ^ (hash >>> 31)) | LONG;
  pend(KNOWN | findHashed(key, order, start, end, word));
}

/** The term + 1; a new one if there is none. */
function findHashed(key: u64, order: u64, start: usize, end: usize, word: bool): u32 {
  const table = tableOf(COMMON);
  const mask = load<u32>(table, 4) - 1;
  const hash = keyHash(key);
  for (let place = hash >>> load<u32>(table, 8); ; place = (place + 1) & mask) {
    const at = placeAt(table, place);
    const found = load<u32>(at);
    if (found === 0)
      return addTerm(table, at, hash, key, keepText(order, start, end, word), COMMON);
    const term = found & TERM_MASK;
    const entry = entryOf(term - 1);
    if (load<u64>(entry) === key && isText(load<u32>(entry, 24), start, end, word)) return term;
  }
  return 0;
}

// @inline
function placeAt(table: usize, place: u32): usize {
  return load<usize>(table) + ((<usize>place) << 2);
}

/** Counts what was told of the unit, which has all its values. */
export function settleUnit(): void {
  settle();
  settleNumbers();
}

/** Counts the tokens noted. */
export function settle(): void {
  settleTable(COMMON);
  settleTable(RARE);
}

/**
 * Counts the tokens noted for a table. What is known of most terms is far away in memory: of a group of tokens first all places
 * in the table are touched, then all entries, so that the CPU fetches them together and not one after the other.
 */
function settleTable(kind: u32): void {
  const table = tableOf(kind);
  const first = pending + <usize>(kind * PENDING) * TOKEN_BYTES;
  const end = first + <usize>load<u32>(table, 16) * TOKEN_BYTES;
  store<u32>(table, 0, 16);
  for (let group = first; group < end; group += GROUP * TOKEN_BYTES) {
    const stop = min<usize>(group + GROUP * TOKEN_BYTES, end);
    let touch: u32 = 0;
    const places = load<usize>(table);
    const shift = load<u32>(table, 8);
    for (let token = group; token < stop; token += TOKEN_BYTES)
      touch += load<u32>(places + ((<usize>(keyHash(load<u64>(token)) >>> shift)) << 2));
    let to = likely;
    for (let token = group; token < stop; token += TOKEN_BYTES, to += 4) {
      const term = likelyTerm(table, load<u64>(token));
      store<u32>(to, term);
      if (term !== 0) touch += load<u32>(entryOf(term - 1));
    }
    touched = touch;
    to = likely;
    for (let token = group; token < stop; token += TOKEN_BYTES, to += 4) {
      const key = load<u64>(token);
      let term = load<u32>(to);
      if (key < KNOWN && (term === 0 || load<u64>(entryOf(term - 1)) !== key))
        term = find(table, key, kind);
      count(entryOf(term - 1), term - 1, load<u32>(token, 8), load<u32>(token, 12));
    }
  }
}

/** The first term whose hash is like that of a key; 0: none. */
function likelyTerm(table: usize, key: u64): u32 {
  if (key >= KNOWN) return <u32>key;
  const hash = keyHash(key);
  const mask = load<u32>(table, 4) - 1;
  for (let place = hash >>> load<u32>(table, 8); ; place = (place + 1) & mask) {
    const found = load<u32>(placeAt(table, place));
    if (found === 0) return 0;
    if ((found ^ (hash << TAG_SHIFT)) >>> TAG_SHIFT === 0) return found & TERM_MASK;
  }
  return 0;
}

/** The term + 1 of a key that is one; a new one if there is none. */
function find(table: usize, key: u64, kind: u32): u32 {
  const hash = keyHash(key);
  const mask = load<u32>(table, 4) - 1;
  for (let place = hash >>> load<u32>(table, 8); ; place = (place + 1) & mask) {
    const at = placeAt(table, place);
    const found = load<u32>(at);
    if (found === 0) return addTerm(table, at, hash, key, 0, kind);
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
function addTerm(table: usize, place: usize, hash: u32, key: u64, text: u32, kind: u32): u32 {
  const term = addEntry(key, text, kind) + 1;
  store<u32>(place, (hash << TAG_SHIFT) | term);
  const entered = load<u32>(table, 12) + 1;
  store<u32>(table, entered, 12);
  if (8 * entered > 5 * load<u32>(table, 4)) growTable(table, kind);
  return term;
}

function growTable(table: usize, kind: u32): void {
  const before = load<u32>(table, 4);
  const size = before < 1 << 20 ? 4 * before : 2 * before;
  heap.free(load<usize>(table));
  setTableSize(table, size);
  store<usize>(table, heap.alloc((<usize>size) << 2));
  memory.fill(load<usize>(table), 0, (<usize>size) << 2);
  enter(table, kind, 1, taken + 1);
}

function setTableSize(table: usize, size: u32): void {
  store<u32>(table, size, 4);
  store<u32>(table, clz(size) + 1, 8);
}

/** Enters those of the terms + 1 of [from, to) that are the table's; see PART in term-order.ts for the halves. */
function enter(table: usize, kind: u32, from: u32, to: u32): void {
  if (to - from > 1 << 12) {
    const half = from + ((to - from) >>> 1);
    enter(table, kind, from, half);
    enter(table, kind, half, to);
    return;
  }
  const mask = load<u32>(table, 4) - 1;
  const shift = load<u32>(table, 8);
  const places = load<usize>(table);
  for (let term = from; term < to; term++) {
    const key = load<u64>(entryOf(term - 1));
    if (key === 0 || !isOf(key, kind)) continue;
    const hash = keyHash(key);
    let place = hash >>> shift;
    while (load<u32>(places + ((<usize>place) << 2)) !== 0) place = (place + 1) & mask;
    store<u32>(places + ((<usize>place) << 2), (hash << TAG_SHIFT) | term);
  }
}

/** Whether a key is in the table of a kind. */
function isOf(key: u64, kind: u32): bool {
  if (key >= LONG || !isWord(key) || !startsWithDigits(key)) return kind === COMMON;
  return kind === RARE && !hasPlace(key);
}
