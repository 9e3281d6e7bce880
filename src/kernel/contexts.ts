/** Where a word without a digit is a value all the same: what `Contexts` is in src/template, where it is explained. */
import { powerOfTwo } from './bytes';

const MAX_SUCCESSORS: u32 = 40;
const MAX_CONTEXTS: u32 = 100_000;
/** In place of a number of words: the context is variable. */
const VARIABLE: u32 = 0x80000000;

/** Open addressing. An entry: the context, and how many words were seen behind it (0: free). */
let table: usize = 0;
let tableSize: u32 = 0;
/** Contexts with a number of words, and those that are variable. */
let known: u32 = 0;
let variables: u32 = 0;
/** A context and a word seen behind it, u64 (0: free). */
let pairTable: usize = 0;
let pairTableSize: u32 = 0;
let pairs: u32 = 0;

/** Contexts that became variable since the templates were learned anew. */
let news: u32 = 0;

export function clearContexts(): void {
  resetPairs();
  resetTable(0);
  known = 0;
  variables = 0;
  news = 0;
}

/** Whether contexts became variable since this was asked last. */
export function takeNews(): bool {
  const some = news > 0;
  news = 0;
  return some;
}

/** Notes that a word was seen behind a context; whether words behind it are values. */
export function addWord(context: u32, word: u32): bool {
  let entry = entryOf(context);
  const words = load<u32>(entry, 4);
  if (words === VARIABLE) return true;
  if (words === 0) {
    if (known >= MAX_CONTEXTS) {
      forgetWords();
      entry = entryOf(context);
    }
    store<u32>(entry, context);
    known++;
  }
  if (!addPair(context, word)) return false;
  store<u32>(entry, load<u32>(entry, 4) + 1, 4);
  if (load<u32>(entry, 4) > MAX_SUCCESSORS) {
    store<u32>(entry, VARIABLE, 4);
    known--;
    variables++;
    news++;
    return true;
  }
  if ((known + variables) * 2 > tableSize) growTable();
  return false;
}

function placeOf(key: u64, size: u32): u32 {
  const product = (key ^ (key >>> 32)) * 0x9e3779b97f4a7c15;
  return <u32>(product >>> 32) & (size - 1);
}

function entryOf(context: u32): usize {
  for (let place = placeOf(context, tableSize); ; place = (place + 1) & (tableSize - 1)) {
    const entry = table + ((<usize>place) << 3);
    if (load<u32>(entry, 4) === 0 || load<u32>(entry) === context) return entry;
  }
  return 0;
}

/** An empty table for so many contexts and some more. */
function resetTable(contexts: u32): void {
  if (table !== 0) heap.free(table);
  tableSize = powerOfTwo(4 * contexts + 4096);
  table = heap.alloc((<usize>tableSize) << 3);
  memory.fill(table, 0, (<usize>tableSize) << 3);
}

/** Enters the contexts of a table of so many entries that are variable, or, with `all`, all of them. */
function enterFrom(before: usize, size: u32, all: bool): void {
  for (let i: u32 = 0; i < size; i++) {
    const from = before + ((<usize>i) << 3);
    const words = load<u32>(from, 4);
    if (words === VARIABLE || (all && words !== 0))
      store<u64>(entryOf(load<u32>(from)), load<u64>(from));
  }
  heap.free(before);
}

function growTable(): void {
  const before = table;
  const size = tableSize;
  table = 0;
  resetTable(known + variables);
  enterFrom(before, size, true);
}

/** Starts afresh; variable contexts stay. */
function forgetWords(): void {
  const before = table;
  const size = tableSize;
  table = 0;
  resetTable(known + variables);
  enterFrom(before, size, false);
  known = 0;
  resetPairs();
}

function resetPairs(): void {
  if (pairTable !== 0) heap.free(pairTable);
  pairTableSize = 4096;
  pairTable = heap.alloc((<usize>pairTableSize) << 3);
  memory.fill(pairTable, 0, (<usize>pairTableSize) << 3);
  pairs = 0;
}

/** Whether a pair is new; then it is known. */
function addPair(context: u32, word: u32): bool {
  const pair = max<u64>(((<u64>context) << 32) | <u64>word, 1);
  const to = pairPlace(pair);
  if (load<u64>(to) === pair) return false;
  store<u64>(to, pair);
  if (++pairs * 2 > pairTableSize) growPairs();
  return true;
}

function pairPlace(pair: u64): usize {
  for (let place = placeOf(pair, pairTableSize); ; place = (place + 1) & (pairTableSize - 1)) {
    const at = pairTable + ((<usize>place) << 3);
    if (load<u64>(at) === pair || load<u64>(at) === 0) return at;
  }
  return 0;
}

function growPairs(): void {
  const before = pairTable;
  const size = pairTableSize;
  pairTableSize = 4 * size;
  pairTable = heap.alloc((<usize>pairTableSize) << 3);
  memory.fill(pairTable, 0, (<usize>pairTableSize) << 3);
  for (let i: u32 = 0; i < size; i++) {
    const pair = load<u64>(before + ((<usize>i) << 3));
    if (pair !== 0) store<u64>(pairPlace(pair), pair);
  }
  heap.free(before);
}
