/** Columns, each in the form that fits its values: what `ColumnWriter` is in src/column, where the forms are explained. */
import { copy, DOT, equal, resize } from './bytes';
import { fieldCount, kindOf } from './field-names';
import { countOf, SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME, valuesOf } from './fields';
import {
  address,
  fractionDigits,
  parseDecimal,
  parseDigits,
  parseIpv4,
  writeNumbers,
  writePlane,
} from './numbers';
import { out, outAt, rawOut, reserve, restart, skip, u8out, varint, written } from './output';
import { settle, startColumn } from './term-table';
import { addValue } from './terms';

const KIND_CONSTANT: u32 = 0;
const KIND_NUMBERS: u32 = 1;
const KIND_DICTIONARY: u32 = 2;
const KIND_DECIMALS: u32 = 3;
const KIND_IPV4: u32 = 4;
const KIND_TEXT: u32 = 5;

const MAX_ENTRIES: u32 = 1 << 16;
const TRIAL: u32 = 1024;
const MAX_TABLE_BITS: u32 = 17;
const COUNTED: u32 = 1 << 17;

/** Open addressing: `generation << 16 | code`. */
const table: usize = memory.data(4 << 17, 16);
let generation: u32 = 0;
/** How often each number below COUNTED is in the column; all 0 between columns. */
const uses: usize = memory.data(2 << 17, 16);
/** For each value its code, and two numbers; for each entry of a dictionary its first value. */
let codes: usize = 0;
let numbers: usize = 0;
let fractions: usize = 0;
let entries: usize = 0;
let room: u32 = 0;

/** Of each column written by `writeFields`: its field, its length, its values. */
const COLUMN_BYTES: u32 = 12;
let columns: usize = 0;
let columnRoom: u32 = 0;
let columnCount: u32 = 0;

/**
 * Writes the columns of fields from one on, and tells their terms; up to a field of timestamps, which is left to the other side.
 * Plain text is cut into columns of about `plainBytes`. How many columns they are; `columnsAt` describes them, and
 * `columnAt` is where they are.
 */
export function writeFields(from: u32, plainBytes: u32): u32 {
  restart();
  columnCount = 0;
  let field = from;
  for (; field < fieldCount; field++) {
    const count = countOf(field);
    if (count === 0) continue;
    const kind = kindOf(field);
    if (kind === SLOT_TIME) {
      startColumn();
      break;
    }
    for (let first: u32 = 0; first < count; ) {
      const stop = kind === SLOT_PLAIN ? plainPartEnd(field, first, plainBytes) : count;
      const before = written();
      startColumn();
      writeValues(field, first, stop, kind !== SLOT_PREFIX);
      addColumn(field, written() - before, stop - first);
      first = stop;
    }
  }
  // Their text is gone with the block.
  settle();
  nextField = field;
  return columnCount;
}

/** The field of timestamps that ended the columns written last, or how many fields there are. */
let nextField: u32 = 0;
export function fieldAfter(): u32 {
  return nextField;
}

export function columnsAt(): usize {
  return columns;
}

function addColumn(field: u32, length: u32, count: u32): void {
  if (columnCount === columnRoom) {
    columnRoom = 2 * (columnRoom + 512);
    columns = resize(columns, <usize>(columnRoom * COLUMN_BYTES));
  }
  const column = columns + <usize>(columnCount++ * COLUMN_BYTES);
  store<u32>(column, field);
  store<u32>(column, length, 4);
  store<u32>(column, count, 8);
}

/** Writes the column of timestamps of a field as it is; its length. */
export function writeColumn(field: u32): u32 {
  restart();
  writeValues(field, 0, countOf(field), false);
  return written();
}

function writeValues(field: u32, from: u32, to: u32, searched: bool): void {
  const values = valuesOf(field) + ((<usize>from) << 4);
  const count = to - from;
  reserveValues(count);
  if (isConstant(values, count)) {
    const start = load<u32>(values);
    const length = load<u32>(values, 4) - start;
    reserve(length + 16);
    u8out(KIND_CONSTANT);
    varint(length);
    rawOut(start, length);
    if (searched) addValue(start, start + length, count);
    return;
  }
  if (areNumbers(values, count)) {
    if (searched) tellNumbers(values, count);
    reserve(5 * count + 64);
    u8out(KIND_NUMBERS);
    writeNumbers(numbers, count);
    return;
  }
  const distinct = makeDictionary(values, count);
  if (distinct === 0) {
    if (searched)
      for (let i: u32 = 0; i < count; i++) {
        const value = values + ((<usize>i) << 4);
        addValue(load<u32>(value), load<u32>(value, 4), 1);
      }
    writeDirect(values, count);
    return;
  }
  if (searched) tellEntries(values, count, distinct);
  reserve(16);
  u8out(KIND_DICTIONARY);
  varint(distinct);
  gatherEntries(values, distinct);
  writeDirect(entries, distinct);
  reserve(2 * count);
  writePlane(codes, count, 0, 0);
  if (distinct > 256) writePlane(codes, count, 0, 8);
}

export function columnAt(): usize {
  return outAt();
}

/** Where a part of a field's plain texts ends that has about so many bytes. */
function plainPartEnd(field: u32, from: u32, bytes: u32): u32 {
  const values = valuesOf(field);
  const count = countOf(field);
  let sum: u32 = 0;
  for (let i = from; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    sum += load<u32>(value, 4) - load<u32>(value);
    if (sum >= bytes) return i + 1;
  }
  return count;
}

function reserveValues(count: u32): void {
  if (count <= room) return;
  room = 2 * count + 1024;
  codes = resize(codes, (<usize>room) << 2);
  numbers = resize(numbers, (<usize>room) << 2);
  fractions = resize(fractions, (<usize>room) << 2);
  entries = resize(entries, (<usize>room) << 4);
}

function isConstant(values: usize, count: u32): bool {
  const first = load<u32>(values);
  const length = load<u32>(values, 4) - first;
  const hash = load<u32>(values, 8);
  const end = values + ((<usize>count) << 4);
  for (let value = values + 16; value < end; value += 16) {
    if (load<u32>(value, 8) !== hash) return false;
    const start = load<u32>(value);
    if (load<u32>(value, 4) - start !== length || !equal(start, first, length)) return false;
  }
  return true;
}

function areNumbers(values: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    const number = parseDecimal(load<u32>(value), load<u32>(value, 4));
    if (number < 0) return false;
    store<i32>(numbers + ((<usize>i) << 2), number);
  }
  return true;
}

function tellNumbers(values: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const number = load<u32>(numbers + ((<usize>i) << 2));
    if (number >= COUNTED) continue;
    const use = uses + ((<usize>number) << 1);
    store<u16>(use, load<u16>(use) + 1);
  }
  for (let i: u32 = 0; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    const number = load<u32>(numbers + ((<usize>i) << 2));
    if (number >= COUNTED) {
      addValue(load<u32>(value), load<u32>(value, 4), 1);
      continue;
    }
    const use = uses + ((<usize>number) << 1);
    const messages = <u32>load<u16>(use);
    if (messages === 0) continue;
    addValue(load<u32>(value), load<u32>(value, 4), messages);
    store<u16>(use, 0);
  }
}

/** Numbers the distinct values in `codes`, and keeps the first of each in `numbers`; 0 when a dictionary is no gain. */
function makeDictionary(values: usize, count: u32): u32 {
  if (++generation === 1 << 15) {
    memory.fill(table, 0, 4 << MAX_TABLE_BITS);
    generation = 1;
  }
  const mark = generation << 16;
  let bits: u32 = 33 - clz(count);
  if (bits > MAX_TABLE_BITS) bits = MAX_TABLE_BITS;
  const mask: u32 = (1 << bits) - 1;
  let distinct: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    const hash = load<u32>(value, 8);
    const start = load<u32>(value);
    const length = load<u32>(value, 4) - start;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = table + ((<usize>place) << 2);
      const found = load<u32>(entry);
      if ((found & 0xffff0000) !== mark) {
        if (distinct === MAX_ENTRIES) return 0;
        if (i >= TRIAL && 4 * distinct > 3 * i) return 0;
        store<u32>(numbers + ((<usize>distinct) << 2), i);
        store<u32>(codes + ((<usize>i) << 2), distinct);
        store<u32>(entry, mark | distinct++);
        break;
      }
      const code = found & 0xffff;
      const first = values + ((<usize>load<u32>(numbers + ((<usize>code) << 2))) << 4);
      if (load<u32>(first, 8) !== hash) continue;
      const other = load<u32>(first);
      if (load<u32>(first, 4) - other !== length || !equal(start, other, length)) continue;
      store<u32>(codes + ((<usize>i) << 2), code);
      break;
    }
  }
  return 4 * distinct > 3 * count ? 0 : distinct;
}

function tellEntries(values: usize, count: u32, distinct: u32): void {
  memory.fill(fractions, 0, (<usize>distinct) << 2);
  for (let i: u32 = 0; i < count; i++) {
    const use = fractions + ((<usize>load<u32>(codes + ((<usize>i) << 2))) << 2);
    store<u32>(use, load<u32>(use) + 1);
  }
  for (let entry: u32 = 0; entry < distinct; entry++) {
    const value = values + ((<usize>load<u32>(numbers + ((<usize>entry) << 2))) << 4);
    addValue(load<u32>(value), load<u32>(value, 4), load<u32>(fractions + ((<usize>entry) << 2)));
  }
}

function gatherEntries(values: usize, distinct: u32): void {
  for (let entry: u32 = 0; entry < distinct; entry++) {
    const value = values + ((<usize>load<u32>(numbers + ((<usize>entry) << 2))) << 4);
    v128.store(entries + ((<usize>entry) << 4), v128.load(value));
  }
}

/** Writes values without a dictionary. */
function writeDirect(values: usize, count: u32): void {
  const firstStart = load<u32>(values);
  const firstEnd = load<u32>(values, 4);
  const end = values + ((<usize>count) << 4);
  const digits = fractionDigits(firstStart, firstEnd);
  if (digits > 0 && areDecimals(values, count, digits)) {
    reserve(10 * count + 64);
    u8out(KIND_DECIMALS);
    u8out(digits);
    writeNumbers(numbers, count);
    writeNumbers(fractions, count);
    return;
  }
  if (areAddresses(values, count)) {
    reserve(4 * count + 16);
    u8out(KIND_IPV4);
    for (let shift: i32 = 24; shift >= 0; shift -= 8) writePlane(numbers, count, 0, shift);
    return;
  }
  const length = firstEnd - firstStart;
  let bytes: u32 = 0;
  let same = true;
  for (let value = values; value < end; value += 16) {
    const size = load<u32>(value, 4) - load<u32>(value);
    bytes += size;
    if (size !== length) same = false;
  }
  reserve(bytes + 5 * count + 64);
  u8out(KIND_TEXT);
  varint(same ? length + 1 : 0);
  if (!same)
    for (let value = values; value < end; value += 16)
      varint(load<u32>(value, 4) - load<u32>(value));
  for (let value = values; value < end; value += 16) {
    const start = load<u32>(value);
    const size = load<u32>(value, 4) - start;
    copy(out, start, size);
    skip(size);
  }
}

function areDecimals(values: usize, count: u32, digits: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    const start = load<u32>(value);
    const end = load<u32>(value, 4);
    const point = end - digits - 1;
    // A value that is too short for its point has none.
    if (<i32>point < <i32>start || load<u8>(point) !== DOT) return false;
    const whole = parseDecimal(start, point);
    const fraction = parseDigits(point + 1, end);
    if (whole < 0 || fraction < 0) return false;
    store<i32>(numbers + ((<usize>i) << 2), whole);
    store<i32>(fractions + ((<usize>i) << 2), fraction);
  }
  return true;
}

function areAddresses(values: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = values + ((<usize>i) << 4);
    if (!parseIpv4(load<u32>(value), load<u32>(value, 4))) return false;
    store<u32>(numbers + ((<usize>i) << 2), address);
  }
  return true;
}
