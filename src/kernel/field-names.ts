/**
 * The fields of the pack: their names, and which field each slot of a template belongs to. What `TemplateSet` does in
 * src/template.
 */
import { equal, hashOf, resize } from './bytes';
import { knowField, SLOT_KIND, SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME } from './fields';
import { rawOut, reserve, varint } from './output';

const BAR: u8 = 0x7c;
const NUMBER_SIGN: u8 = 0x23;
const UNDERSCORE: u8 = 0x5f;
const MAX_WORD: u32 = 40;
const MAX_NAME: u32 = 48;

/** Of a field: hash of its name and kind, kind, where its name starts in the arena, its length, the last template that has it. */
const FIELD_BYTES: u32 = 20;
let records: usize = 0;
let room: u32 = 0;
export let fieldCount: u32 = 0;
let table: usize = 0;
let tableSize: u32 = 0;
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

/** The name of the slot before, and one being made: what is longer than a name is cut before it gets here. */
const before: usize = memory.data(128, 16);
let beforeLength: u32 = 0;
const name: usize = memory.data(256, 16);
let nameLength: u32 = 0;
/** The template whose slots are being named, from 1. */
let template: u32 = 0;
/** The first word of its literals. */
let app: usize = 0;
let appLength: u32 = 0;

export function clearNames(): void {
  fieldCount = 0;
  arenaUsed = 0;
  template = 0;
  if (table !== 0) memory.fill(table, 0, (<usize>tableSize) << 2);
}

export function kindOf(field: u32): u32 {
  return load<u32>(records + <usize>(field * FIELD_BYTES), 4) & SLOT_KIND;
}

/** Puts the field of each of so many slots into `fields`; `literals` have LF behind each. */
export function nameFields(
  slots: u32,
  kinds: usize,
  lengths: usize,
  literals: usize,
  fields: usize,
): void {
  template++;
  beforeLength = 0;
  findApp(literals, slots, lengths);
  let literal = literals;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const kind = <u32>load<u8>(kinds + slot);
    const length = load<u32>(lengths + ((<usize>slot) << 2));
    makeName(kind & SLOT_KIND, literal, length);
    memory.copy(before, name, nameLength);
    beforeLength = nameLength;
    let field = fieldOf(kind);
    for (let again: u32 = 2; isTaken(field); again++) {
      addNumber(again);
      field = fieldOf(kind);
    }
    store<u32>(records + <usize>(field * FIELD_BYTES), template, 16);
    store<u32>(fields + ((<usize>slot) << 2), field);
    literal += length + 1;
  }
}

/** Writes how many fields there are, and their names. */
export function writeNames(): void {
  reserve(arenaUsed + 5 * fieldCount + 16);
  varint(fieldCount);
  for (let field: u32 = 0; field < fieldCount; field++) {
    const record = records + <usize>(field * FIELD_BYTES);
    const length = load<u32>(record, 12);
    varint(length);
    rawOut(arena + load<u32>(record, 8), length);
  }
}

function isTaken(field: u32): bool {
  return load<u32>(records + <usize>(field * FIELD_BYTES), 16) === template;
}

/** The first letter of the literals and what letters and `_` stand behind it. */
function findApp(literals: usize, slots: u32, lengths: usize): void {
  appLength = 0;
  let literal = literals;
  for (let slot: u32 = 0; slot <= slots; slot++) {
    const end = literal + load<u32>(lengths + ((<usize>slot) << 2));
    for (let at = literal; at < end; at++) {
      if (!isLetter(load<u8>(at))) continue;
      app = at;
      while (at < end && isOfWord(load<u8>(at))) at++;
      appLength = <u32>(at - app);
      return;
    }
    literal = end + 1;
  }
}

function isLetter(byte: u8): bool {
  return (<u32>byte | 0x20) - 0x61 < 26;
}

function isOfWord(byte: u8): bool {
  return isLetter(byte) || byte === UNDERSCORE;
}

function makeName(kind: u32, literal: usize, length: u32): void {
  nameLength = 0;
  if (kind === SLOT_PREFIX) {
    store<u64>(name, 0x3e6972703c); // <pri>
    nameLength = 5;
  } else if (kind === SLOT_TIME) {
    store<u64>(name, 0x3e656d69743c); // <time>
    nameLength = 6;
  } else if (kind === SLOT_PLAIN) {
    store<u64>(name, 0x3e747865743c); // <text>
    nameLength = 6;
  } else {
    const end = literal + length;
    const word = lastWord(literal, end);
    if (word !== 0) append(word, end, MAX_WORD);
    else makeLongName(literal, end);
  }
}

/** Where the last word of two bytes or more starts that has no letter behind it up to the end; 0: there is none. */
function lastWord(start: usize, end: usize): usize {
  let letter = end;
  while (letter > start && !isLetter(load<u8>(letter - 1))) letter--;
  let from = start;
  if (letter > start) {
    let first = letter - 1;
    while (first > start && isOfWord(load<u8>(first - 1))) first--;
    if (letter - first > 1 || (letter < end && load<u8>(letter) === UNDERSCORE)) return first;
    from = letter;
  }
  for (let at = from; at + 1 < end; at++)
    if (load<u8>(at) === UNDERSCORE && load<u8>(at + 1) === UNDERSCORE) return at;
  return 0;
}

/** Where there is no word: the first word of all, `|`, the field before without what stands up to its `|`, the literal, 1. */
function makeLongName(literal: usize, end: usize): void {
  append(app, app + appLength, MAX_NAME);
  store<u8>(name + nameLength++, BAR);
  let from = before + beforeLength;
  while (from > before && load<u8>(from - 1) !== BAR) from--;
  append(from, before + beforeLength, MAX_NAME);
  append(literal, end, MAX_NAME);
  store<u8>(name + nameLength++, 1);
  if (nameLength <= MAX_NAME) return;
  memory.copy(name, name + nameLength - MAX_NAME, MAX_NAME);
  nameLength = MAX_NAME;
}

/** Adds the last bytes of a text to the name. */
function append(start: usize, end: usize, most: u32): void {
  const length = min<u32>(<u32>(end - start), most);
  memory.copy(name + nameLength, end - length, length);
  nameLength += length;
}

/** Makes the name that of the slot with `#` and a number behind it. */
function addNumber(number: u32): void {
  memory.copy(name, before, beforeLength);
  nameLength = beforeLength;
  store<u8>(name + nameLength++, NUMBER_SIGN);
  let divisor: u32 = 1;
  while (divisor * 10 <= number) divisor *= 10;
  for (; divisor > 0; divisor /= 10)
    store<u8>(name + nameLength++, <u8>(0x30 + ((number / divisor) % 10)));
}

/** The field of the name; a new one if there is none. Timestamps of another spelling are another field of the same name. */
function fieldOf(kind: u32): u32 {
  if (fieldCount * 2 >= tableSize) growTable();
  const hash = hashOf(name, nameLength) ^ (kind > SLOT_KIND ? kind * 0x9e3779b1 : 0);
  let place = hash & (tableSize - 1);
  for (; ; place = (place + 1) & (tableSize - 1)) {
    const field = load<u32>(table + ((<usize>place) << 2)) - 1;
    if (field === 0xffffffff) break;
    const record = records + <usize>(field * FIELD_BYTES);
    if (load<u32>(record) !== hash || load<u32>(record, 12) !== nameLength) continue;
    const known = load<u32>(record, 4);
    if (known !== kind && (known > SLOT_KIND || kind > SLOT_KIND)) continue;
    if (equal(arena + load<u32>(record, 8), name, nameLength)) return field;
  }
  return addField(place, hash, kind);
}

function addField(place: u32, hash: u32, kind: u32): u32 {
  const field = fieldCount++;
  if (field >= room) {
    room = 2 * (field + 128);
    records = resize(records, <usize>(room * FIELD_BYTES));
  }
  if (arenaUsed + nameLength + 64 > arenaRoom) {
    arenaRoom = 2 * (arenaUsed + nameLength + 1024);
    arena = resize(arena, arenaRoom);
  }
  store<u32>(table + ((<usize>place) << 2), fieldCount);
  const record = records + <usize>(field * FIELD_BYTES);
  store<u32>(record, hash);
  store<u32>(record, kind, 4);
  store<u32>(record, arenaUsed, 8);
  store<u32>(record, nameLength, 12);
  store<u32>(record, 0, 16);
  memory.copy(arena + arenaUsed, name, nameLength);
  arenaUsed += nameLength;
  knowField(field);
  return field;
}

function growTable(): void {
  tableSize = tableSize === 0 ? 2048 : 4 * tableSize;
  table = resize(table, (<usize>tableSize) << 2);
  memory.fill(table, 0, (<usize>tableSize) << 2);
  for (let field: u32 = 0; field < fieldCount; field++) {
    let place = load<u32>(records + <usize>(field * FIELD_BYTES)) & (tableSize - 1);
    while (load<u32>(table + ((<usize>place) << 2)) !== 0) place = (place + 1) & (tableSize - 1);
    store<u32>(table + ((<usize>place) << 2), field + 1);
  }
}
