/**
 * The terms of a pack, and which units hold them: what `TermCollector` and `TermUnits` keep in src/analysis, where keys and
 * units are explained. What is known of a term stands in one entry of the table, half a line of the CPU's cache.
 */
import { KIND_IPV4 } from './addresses';
import { FOLDED, resize } from './bytes';

/** An entry: key u64, term + 1 (0: free), last value that held it, messages, messages before the block, last overlap. */
const ENTRY_BYTES: u32 = 32;
let table: usize = 0;
let tableSize: u32 = 0;
let tableShift: u32 = 0;

// Rooms begin at nine times a power of two: one that holds as much as a pack may have holds the block that goes beyond it too.

/** Of a term: where it starts in the arena, its length, and the key it sorts by (u64). */
export const TERM_BYTES: u32 = 16;
export let termRecords: usize = 0;
let termRoom: u32 = 0;
export let terms: u32 = 0;
export let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

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

/** Tokens noted and not looked up yet: key u64, where it starts and ends, its value, the value's messages. */
const TOKEN_BYTES: u32 = 24;
const PENDING: u32 = 4096;
const pending: usize = memory.data(24 * 4096, 16);
let pendingCount: u32 = 0;
/** What was read to touch entries: kept, so that no compiler leaves the reading out. */
let touched: u32 = 0;

/** A network term that was a key. */
const spelled: usize = memory.data(16, 16);

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
  return arenaUsed;
}

export function clearTerms(): void {
  // A table that one large pack has grown would make clearing costly for many small ones.
  let size: u32 = 4096;
  while (size < 2 * terms) size <<= 1;
  if (tableSize === 0 || size < tableSize) {
    tableSize = size;
    tableShift = clz(size) + 1;
    table = resize(table, <usize>size * ENTRY_BYTES);
  }
  memory.fill(table, 0, <usize>tableSize * ENTRY_BYTES);
  terms = 0;
  arenaUsed = 0;
  streamLength = 0;
  units = 0;
  serial = 0;
  blockSerial = 0;
  pendingCount = 0;
}

/** The table's memory, for sorting what it held: no more terms come before `clearTerms`. */
export function tableMemory(): usize {
  return table;
}

/** How much that is: at least 32 bytes for each term. */
export function tableBytes(): u32 {
  return tableSize * ENTRY_BYTES;
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

/**
 * Where a key is looked for first. By the high bits of its hash: in a larger table keys stand in the same order, and so growing
 * reads and writes one place after the other.
 */
function placeOf(key: u64): u32 {
  const product = (key ^ (key >>> 29)) * 0x9e3779b97f4a7c15;
  return <u32>(product >>> 32) >>> tableShift;
}

/** Notes a token of at most ten letters and digits, to be looked up with others. */
export function pend(key: u64, start: usize, end: usize): void {
  if (pendingCount === PENDING) settle();
  const token = pending + <usize>pendingCount * TOKEN_BYTES;
  store<u64>(token, key);
  store<u32>(token, <u32>start, 8);
  store<u32>(token, <u32>end, 12);
  store<u32>(token, serial, 16);
  store<u32>(token, weight, 20);
  pendingCount++;
}

/**
 * Looks up the tokens noted. Most entries are far away in memory: of sixteen tokens at a time the entries are touched first,
 * so that the CPU fetches them together and not one after the other.
 */
export function settle(): void {
  const end = pending + <usize>pendingCount * TOKEN_BYTES;
  pendingCount = 0;
  for (let group = pending; group < end; group += 16 * TOKEN_BYTES) {
    const stop = min<usize>(group + 16 * TOKEN_BYTES, end);
    let touch: u32 = 0;
    for (let token = group; token < stop; token += TOKEN_BYTES)
      touch += load<u32>(table + <usize>placeOf(load<u64>(token)) * ENTRY_BYTES, 8);
    touched = touch;
    for (let token = group; token < stop; token += TOKEN_BYTES) look(token);
  }
}

function look(token: usize): void {
  const key = load<u64>(token);
  const mask = tableSize - 1;
  for (let place = placeOf(key); ; place = (place + 1) & mask) {
    const entry = table + <usize>place * ENTRY_BYTES;
    if (load<u64>(entry) === key) {
      count(entry, load<u32>(token, 16), load<u32>(token, 20));
      return;
    }
    if (load<u32>(entry, 8) !== 0) continue;
    let start: usize = load<u32>(token, 8);
    let end: usize = load<u32>(token, 12);
    const isAddress = key < FIRST_WORD;
    if (isAddress) {
      start = spelled;
      end = spelled + writeAddress(key);
    }
    const term = addTerm(entry, start, end, key, key, load<u32>(token, 16), load<u32>(token, 20));
    if (isAddress) keepBytes(term, start, end);
    return;
  }
}

/** Counts a value's messages for a known term, once for the value, and notes the unit if it is new. */
function count(entry: usize, value: u32, messages: u32): void {
  const before = load<u32>(entry, 12);
  if (before === value) return;
  store<u32>(entry, value, 12);
  if (before < unitSerial) noteUnit(entry, before);
  if (load<u32>(entry, 24) !== blockSerial) store<u32>(entry, load<u32>(entry, 16) + messages, 16);
}

function noteUnit(entry: usize, before: u32): void {
  appendPosting(load<u32>(entry, 8) - 1);
  if (before < blockSerial) store<u32>(entry, load<u32>(entry, 16), 20);
  else if (isColumn) {
    store<u32>(entry, load<u32>(entry, 20), 16);
    store<u32>(entry, blockSerial, 24);
  }
}

function appendPosting(term: u32): void {
  if (streamLength === streamRoom) {
    streamRoom = streamRoom === 0 ? 9 << 10 : 2 * streamRoom;
    stream = resize(stream, (<usize>streamRoom) << 2);
  }
  store<u32>(stream + ((<usize>streamLength) << 2), term);
  streamLength++;
}

/** Enters a term at a free place. `key` tells it apart from others, `order` is what it sorts by. */
function addTerm(
  entry: usize,
  start: usize,
  end: usize,
  key: u64,
  order: u64,
  value: u32,
  messages: u32,
): u32 {
  const term = terms++;
  if (term === termRoom) {
    termRoom = termRoom === 0 ? 9 << 9 : 2 * termRoom;
    termRecords = resize(termRecords, <usize>termRoom * TERM_BYTES);
  }
  const length = <u32>(end - start);
  if (arenaUsed + length + 32 > arenaRoom) {
    arenaRoom = 2 * (arenaUsed + length + 1024);
    arena = resize(arena, arenaRoom);
  }
  const to = arena + arenaUsed;
  for (let i: u32 = 0; i < length; i++) store<u8>(to + i, load<u8>(FOLDED + load<u8>(start + i)));
  const record = termRecords + <usize>term * TERM_BYTES;
  store<u32>(record, arenaUsed);
  store<u32>(record, length, 4);
  store<u64>(record, order, 8);
  arenaUsed += length;
  store<u64>(entry, key);
  store<u32>(entry, term + 1, 8);
  store<u32>(entry, value, 12);
  store<u32>(entry, messages, 16);
  store<u32>(entry, 0, 20);
  store<u32>(entry, 0, 24);
  appendPosting(term);
  if (8 * terms > 5 * tableSize) growTable();
  return term;
}

function growTable(): void {
  const before = table;
  const sizeBefore = tableSize;
  tableSize = sizeBefore < 1 << 18 ? 4 * sizeBefore : 2 * sizeBefore;
  tableShift = clz(tableSize) + 1;
  table = heap.alloc(<usize>tableSize * ENTRY_BYTES);
  memory.fill(table, 0, <usize>tableSize * ENTRY_BYTES);
  const mask = tableSize - 1;
  for (let i: u32 = 0; i < sizeBefore; i++) {
    const from = before + <usize>i * ENTRY_BYTES;
    if (load<u32>(from, 8) === 0) continue;
    let place = placeOf(load<u64>(from));
    while (load<u32>(table + <usize>place * ENTRY_BYTES, 8) !== 0) place = (place + 1) & mask;
    memory.copy(table + <usize>place * ENTRY_BYTES, from, ENTRY_BYTES);
  }
  heap.free(before);
}

/** Puts the messages that hold each term, by number, into an array. */
export function messagesByTerm(into: usize): void {
  for (let i: u32 = 0; i < tableSize; i++) {
    const entry = table + <usize>i * ENTRY_BYTES;
    const term = load<u32>(entry, 8);
    if (term !== 0) store<u32>(into + ((<usize>(term - 1)) << 2), load<u32>(entry, 16));
  }
}

/** Below the key of every word is that of an address: kind, then its bytes. */
/** Below the key of every word is that of an address: kind, then its bytes. */
const FIRST_WORD: u64 = 0x40000000000000;
/** Above every key of a token of at most ten ASCII letters and digits. */
const LONG: u64 = 0x8000000000000000;

/** Adds a term that `hash` may share with others: its bytes are compared. A `word` is folded. */
export function addHashed(hash: u64, order: u64, start: usize, end: usize, word: bool): void {
  const key = (hash ^ (hash >>> 31)) | LONG;
  const entry = find(key, start, end, word);
  if (load<u32>(entry, 8) !== 0) {
    count(entry, serial, weight);
    return;
  }
  const term = addTerm(entry, start, end, key, order, serial, weight);
  if (!word) keepBytes(term, start, end);
}

/** The place of a term with a key that others may have too; a free one if it is new. */
function find(key: u64, start: usize, end: usize, fold: bool): usize {
  const mask = tableSize - 1;
  for (let place = placeOf(key); ; place = (place + 1) & mask) {
    const entry = table + <usize>place * ENTRY_BYTES;
    const term = load<u32>(entry, 8);
    if (term === 0) return entry;
    if (load<u64>(entry) === key && holds(term - 1, start, end, fold)) return entry;
  }
  return 0;
}

function holds(term: u32, start: usize, end: usize, fold: bool): bool {
  const record = termRecords + <usize>term * TERM_BYTES;
  const length = <u32>(end - start);
  if (load<u32>(record, 4) !== length) return false;
  const bytes = arena + load<u32>(record);
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(start + i);
    if (load<u8>(bytes + i) !== (fold ? load<u8>(FOLDED + byte) : byte)) return false;
  }
  return true;
}

/** The bytes of a network term as they are, in place of what folding made of them: they are no text. */
function keepBytes(term: u32, start: usize, end: usize): void {
  const record = termRecords + <usize>term * TERM_BYTES;
  memory.copy(arena + load<u32>(record), start, end - start);
}

/** Writes the IPv4 address or MAC of a key to `spelled`; its length. */
function writeAddress(key: u64): u32 {
  const kind = <u32>(key >>> 52);
  store<u8>(spelled, <u8>kind);
  const length: u32 = kind === KIND_IPV4 ? 5 : 7;
  for (let i: u32 = 1; i < length; i++) store<u8>(spelled + i, <u8>(key >>> <u64>(52 - 8 * i)));
  return length;
}
