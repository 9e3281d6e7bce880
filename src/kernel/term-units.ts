/**
 * What is known of each term of a pack, and which units hold it: what `TermUnits` keeps in src/analysis, where units are
 * explained.
 */
import { resize } from './bytes';
import { keyLength, lengthOf } from './term-keys';

/**
 * Entries of terms by their numbers: key u64, last value that held the term, messages, messages before the block, last overlap,
 * its text if the key is none (else 0), units. Of a number that is counted elsewhere (number-terms.ts): key, its place there, and
 * zeros.
 */
export const ENTRY_BYTES: u32 = 32;
export let entries: usize = 0;
let room: u32 = 0;
export let terms: u32 = 0;
export let termsBytes: u32 = 0;

// Rooms begin at nine times a power of two: one that holds as much as a pack may have holds the block that goes beyond it too.
const FIRST_ROOM: u32 = 9 << 10;

/**
 * Entries are taken so many at a time, for terms that come again or for those that mostly do not (`RARE`): the former would lie
 * far apart between the latter. Entries that are not used have 0 for a key.
 */
const CHUNK: u32 = 1 << 10;
export const COMMON: u32 = 0;
export const RARE: u32 = 1;
/** Entries taken: terms have numbers below. */
export let taken: u32 = 0;
/** Of each kind the next entry; where a chunk ends, there is none. */
let nextCommon: u32 = 0;
let nextRare: u32 = 0;

/** Term numbers, unit after unit; of each unit where it starts, and its block with a bit below for a column. */
export let stream: usize = 0;
let streamRoom: u32 = 0;
export let streamLength: u32 = 0;
const UNIT_BYTES: u32 = 8;
let unitFacts: usize = 0;
let unitRoom: u32 = 0;
export let units: u32 = 0;

/**
 * The number of the value being told of, and how many messages have it. Values are numbered through, from pack to pack: what a
 * value before the pack has left is known by that.
 */
export let serial: u32 = 0;
export let weight: u32 = 1;
/** The first value of the unit, of the block and of the pack being told of. */
export let unitSerial: u32 = 0;
export let blockSerial: u32 = 0;
export let packSerial: u32 = 1;
export let isColumn = false;

/** Forgets all terms and units; false: the numbers of values begin anew. */
export function clearUnits(): bool {
  terms = 0;
  termsBytes = 0;
  taken = 0;
  nextCommon = 0;
  nextRare = 0;
  streamLength = 0;
  units = 0;
  const goesOn = serial < 1 << 31;
  if (!goesOn) serial = 0;
  packSerial = serial + 1;
  blockSerial = packSerial;
  return goesOn;
}

/** How much memory entries have: it is for sorting what they held, and no more terms come before `clearUnits`. */
export function entryRoom(): u32 {
  return room * ENTRY_BYTES;
}

export function startBlock(): void {
  blockSerial = serial + 1;
}

/** Starts a value of the unit, which so many messages have. */
// @inline
export function startValue(messages: u32): void {
  serial++;
  weight = messages;
}

/** Starts a unit, when the terms of the one before it are counted. */
export function startUnit(column: bool): void {
  if (units === unitRoom) {
    unitRoom = unitRoom === 0 ? 4096 : 2 * unitRoom;
    unitFacts = resize(unitFacts, <usize>unitRoom * UNIT_BYTES);
  }
  const unit = unitFacts + <usize>units * UNIT_BYTES;
  store<u32>(unit, streamLength);
  store<u32>(unit, (blockSerial << 1) | <u32>column, 4);
  units++;
  unitSerial = serial + 1;
  isColumn = column;
}

/** Where the terms of a unit start in the stream. */
// @inline
export function startOf(unit: u32): u32 {
  return load<u32>(unitFacts + <usize>unit * UNIT_BYTES);
}

/** Where they end. */
// @inline
export function endOf(unit: u32): u32 {
  return unit + 1 < units ? startOf(unit + 1) : streamLength;
}

/** What tells the block of a unit from others, and below it a 1 for a column. */
// @inline
export function blockOf(unit: u32): u32 {
  return load<u32>(unitFacts + <usize>unit * UNIT_BYTES, 4);
}

/** Counts a value's messages for a term, once for the value, and notes the unit if it is new. */
// @inline
export function count(entry: usize, term: u32, value: u32, messages: u32): void {
  const before = load<u32>(entry, 8);
  if (before === value) return;
  store<u32>(entry, value, 8);
  if (before < unitSerial) noteUnit(entry, term, before);
  if (load<u32>(entry, 20) !== blockSerial) store<u32>(entry, load<u32>(entry, 12) + messages, 12);
}

function noteUnit(entry: usize, term: u32, before: u32): void {
  notePosting(term);
  store<u32>(entry, load<u32>(entry, 28) + 1, 28);
  if (before < blockSerial) store<u32>(entry, load<u32>(entry, 12), 16);
  else if (isColumn) {
    store<u32>(entry, load<u32>(entry, 16), 12);
    store<u32>(entry, blockSerial, 20);
  }
}

/** Notes that the unit holds a term. */
// @inline
export function notePosting(term: u32): void {
  if (streamLength === streamRoom) {
    streamRoom = streamRoom === 0 ? 9 << 10 : 2 * streamRoom;
    stream = resize(stream, (<usize>streamRoom) << 2);
  }
  store<u32>(stream + ((<usize>streamLength) << 2), term);
  streamLength++;
}

/** The entry of a term. */
// @inline
export function entryOf(term: u32): usize {
  return entries + <usize>term * ENTRY_BYTES;
}

/** Adds a term that nothing has held yet; its number. */
export function addEntry(key: u64, text: u32, kind: u32): u32 {
  let term = kind === RARE ? nextRare : nextCommon;
  if ((term & (CHUNK - 1)) === 0) term = takeChunk();
  if (kind === RARE) nextRare = term + 1;
  else nextCommon = term + 1;
  terms++;
  termsBytes += text === 0 ? keyLength(key) : lengthOf(text);
  const entry = entryOf(term);
  store<u64>(entry, key);
  store<u64>(entry, 0, 8);
  store<u64>(entry, 0, 16);
  store<u32>(entry, text, 24);
  store<u32>(entry, 0, 28);
  return term;
}

/** Takes as many entries as a chunk has; the first one. */
function takeChunk(): u32 {
  if (taken === room) {
    room = room === 0 ? FIRST_ROOM : 2 * room;
    entries = resize(entries, <usize>room * ENTRY_BYTES);
  }
  const first = taken;
  taken += CHUNK;
  for (let term = first; term < taken; term++) store<u64>(entryOf(term), 0);
  return first;
}
