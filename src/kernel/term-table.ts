/**
 * The terms of a pack, and which units hold them: what `TermCollector` and `TermUnits` keep in src/analysis, where units are
 * explained; term-keys.ts has the keys. What is known of a term stands in its entry, half a line of the CPU's cache, and a table
 * of four bytes a place says which term a key is: most of a large pack's terms are far away in memory, and new ones are no
 * more than looked for in the table.
 */
import { resize } from './bytes';
import { clearTexts, isText, keepText, keyLength, LONG, lengthOf } from './term-keys';

/**
 * Entries of terms by their numbers: key u64, last value that held the term, messages, messages before the block, last overlap,
 * its text if the key is none (else 0), units.
 */
export const ENTRY_BYTES: u32 = 32;
export let entries: usize = 0;
let room: u32 = 0;
export let terms: u32 = 0;
let bytes: u32 = 0;

// Rooms begin at nine times a power of two: one that holds as much as a pack may have holds the block that goes beyond it too.
const FIRST_ROOM: u32 = 9 << 9;

/** Open addressing: more bits of a key's hash, and its term + 1; 0: free. */
const TERM_MASK: u32 = 0x7fffff;
const TAG_SHIFT: u32 = 23;
const FIRST_TABLE: u32 = 1 << 14;
let table: usize = 0;
let tableSize: u32 = 0;
let tableShift: u32 = 0;

/** Term numbers, unit after unit, and where each unit starts. */
export let stream: usize = 0;
let streamRoom: u32 = 0;
export let streamLength: u32 = 0;
export let unitStarts: usize = 0;
let unitRoom: u32 = 0;
export let units: u32 = 0;

let serial: u32 = 0;
let unitSerial: u32 = 0;
let blockSerial: u32 = 0;
let weight: u32 = 1;
let isColumn = false;

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
  settle();
  return terms;
}
export function postingCount(): u32 {
  settle();
  return streamLength;
}
export function termBytes(): u32 {
  settle();
  return bytes;
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
  terms = 0;
  bytes = 0;
  streamLength = 0;
  units = 0;
  serial = 0;
  blockSerial = 0;
  pendingCount = 0;
}

/** How much memory entries have: it is for sorting what they held, and no more terms come before `clearTerms`. */
export function entryRoom(): u32 {
  return room * ENTRY_BYTES;
}

export function startBlock(): void {
  blockSerial = serial + 1;
}

/** Starts a unit of one value that so many messages have, and no other such unit of the block. */
export function startTemplate(messages: u32): void {
  startUnit(false);
  serial++;
  weight = messages;
}

/** Starts a unit of many values: `addValue` adds each. */
export function startColumn(): void {
  startUnit(true);
}

/** Starts a value of the unit, which so many messages have. */
export function startValue(messages: u32): void {
  serial++;
  weight = messages;
}

function startUnit(column: bool): void {
  settle();
  if (units === unitRoom) {
    unitRoom = unitRoom === 0 ? 4096 : 2 * unitRoom;
    unitStarts = resize(unitStarts, (<usize>(unitRoom + 1)) << 2);
  }
  store<u32>(unitStarts + ((<usize>units) << 2), streamLength);
  units++;
  unitSerial = serial + 1;
  isColumn = column;
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
    const entry = entryOf(term);
    if (load<u64>(entry) === key && isText(load<u32>(entry, 24), start, end, word)) return term;
  }
  return 0;
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
      if (term !== 0) touch += load<u32>(entryOf(term));
    }
    touched = touch;
    to = likely;
    for (let token = group; token < stop; token += TOKEN_BYTES, to += 4) {
      const key = load<u64>(token);
      let term = load<u32>(to);
      if (key < KNOWN && (term === 0 || load<u64>(entryOf(term)) !== key)) term = find(key);
      count(term, load<u32>(token, 8), load<u32>(token, 12));
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
    if (load<u64>(entryOf(term)) === key) return term;
  }
  return 0;
}

/** Counts a value's messages for a term + 1, once for the value, and notes the unit if it is new. */
function count(term: u32, value: u32, messages: u32): void {
  const entry = entryOf(term);
  const before = load<u32>(entry, 8);
  if (before === value) return;
  store<u32>(entry, value, 8);
  if (before < unitSerial) noteUnit(entry, term - 1, before);
  if (load<u32>(entry, 20) !== blockSerial) store<u32>(entry, load<u32>(entry, 12) + messages, 12);
}

function noteUnit(entry: usize, term: u32, before: u32): void {
  if (streamLength === streamRoom) {
    streamRoom = streamRoom === 0 ? 9 << 10 : 2 * streamRoom;
    stream = resize(stream, (<usize>streamRoom) << 2);
  }
  store<u32>(stream + ((<usize>streamLength) << 2), term);
  streamLength++;
  store<u32>(entry, load<u32>(entry, 28) + 1, 28);
  if (before < blockSerial) store<u32>(entry, load<u32>(entry, 12), 16);
  else if (isColumn) {
    store<u32>(entry, load<u32>(entry, 16), 12);
    store<u32>(entry, blockSerial, 20);
  }
}

/** The entry of a term + 1. */
function entryOf(term: u32): usize {
  return entries + <usize>(term - 1) * ENTRY_BYTES;
}

/** Its high bits are the place where a key is looked for first, its low ones tell keys there apart. */
function keyHash(key: u64): u32 {
  return <u32>(((key ^ (key >>> 29)) * 0x9e3779b97f4a7c15) >>> 32);
}

/** Enters a term at a free place; nothing has held it yet. */
function addTerm(place: usize, hash: u32, key: u64, text: u32): void {
  if (terms === room) {
    room = room === 0 ? FIRST_ROOM : 2 * room;
    entries = resize(entries, <usize>room * ENTRY_BYTES);
  }
  terms++;
  bytes += text === 0 ? keyLength(key) : lengthOf(text);
  store<u32>(place, (hash << TAG_SHIFT) | terms);
  const entry = entryOf(terms);
  store<u64>(entry, key);
  store<u64>(entry, 0, 8);
  store<u64>(entry, 0, 16);
  store<u32>(entry, text, 24);
  store<u32>(entry, 0, 28);
  if (8 * terms > 5 * tableSize) growTable();
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
    const hash = keyHash(load<u64>(entryOf(term)));
    let place = hash >>> tableShift;
    while (load<u32>(table + ((<usize>place) << 2)) !== 0) place = (place + 1) & mask;
    store<u32>(table + ((<usize>place) << 2), (hash << TAG_SHIFT) | term);
  }
}
