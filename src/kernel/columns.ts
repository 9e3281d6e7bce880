/** Columns, each in the form that fits its values: what `ColumnWriter` is in src/column, where the forms are explained. */
import { copy, DOT, resize } from './bytes';
import { codes, entries, numberDistinct, usesOf } from './distinct';
import { fieldCount, kindOf } from './field-names';
import {
  bytesOf,
  countOf,
  lengthOf,
  SLOT_PLAIN,
  SLOT_PREFIX,
  SLOT_TIME,
  sameBytes,
  valueAt,
  valuesOf,
} from './fields';
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
import { addLongNumberValue, addNumberValue, addValue, PLACED } from './terms';

const KIND_CONSTANT: u32 = 0;
const KIND_NUMBERS: u32 = 1;
const KIND_DICTIONARY: u32 = 2;
const KIND_DECIMALS: u32 = 3;
const KIND_IPV4: u32 = 4;
const KIND_TEXT: u32 = 5;

/** For each value two numbers. */
let numbers: usize = 0;
let fractions: usize = 0;
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
      writeValues(field, first, stop, kind);
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
  writeValues(field, 0, countOf(field), SLOT_TIME);
  return written();
}

function writeValues(field: u32, from: u32, to: u32, kind: u32): void {
  const values = valueAt(valuesOf(field), from);
  const count = to - from;
  const searched = kind !== SLOT_PREFIX && kind !== SLOT_TIME;
  reserveValues(count);
  if (isConstant(values, count)) {
    const length = lengthOf(values);
    reserve(length + 16);
    u8out(KIND_CONSTANT);
    varint(length);
    rawOut(bytesOf(values), length);
    if (searched) tell(values, count);
    return;
  }
  if (areNumbers(values, count)) {
    if (searched) tellNumbers(values, count);
    reserve(5 * count + 64);
    u8out(KIND_NUMBERS);
    writeNumbers(numbers, count);
    return;
  }
  // Plain texts have nothing in common.
  const distinct = kind === SLOT_PLAIN ? 0 : numberDistinct(values, count);
  if (distinct === 0) {
    if (searched) tellEach(values, count);
    writeDirect(values, count);
    return;
  }
  if (searched) tellEntries(distinct);
  reserve(16);
  u8out(KIND_DICTIONARY);
  varint(distinct);
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
    const value = valueAt(values, i);
    sum += lengthOf(value);
    if (sum >= bytes) return i + 1;
  }
  return count;
}

function reserveValues(count: u32): void {
  if (count <= room) return;
  room = 2 * count + 1024;
  numbers = resize(numbers, (<usize>room) << 2);
  fractions = resize(fractions, (<usize>room) << 2);
}

function isConstant(values: usize, count: u32): bool {
  const length = lengthOf(values);
  const end = valueAt(values, count);
  for (let value = valueAt(values, 1); value < end; value = valueAt(value, 1))
    if (lengthOf(value) !== length || !sameBytes(value, values, length)) return false;
  return true;
}

function areNumbers(values: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const number = parseDecimal(bytesOf(value), lengthOf(value));
    if (number < 0) return false;
    store<i32>(numbers + ((<usize>i) << 2), number);
  }
  return true;
}

function tellNumbers(values: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const number = load<u32>(numbers + ((<usize>i) << 2));
    if (number < PLACED) addNumberValue(number, lengthOf(value), 1);
    else addLongNumberValue(bytesOf(value), lengthOf(value), 1);
  }
}

function tellEach(values: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) tell(valueAt(values, i), 1);
}

function tellEntries(distinct: u32): void {
  for (let code: u32 = 0; code < distinct; code++) {
    const entry = valueAt(entries, code);
    tell(entry, usesOf(entry));
  }
}

function tell(value: usize, messages: u32): void {
  addValue(bytesOf(value), lengthOf(value), messages);
}

/** Writes values without a dictionary. */
function writeDirect(values: usize, count: u32): void {
  const length = lengthOf(values);
  const end = valueAt(values, count);
  const digits = fractionDigits(bytesOf(values), bytesOf(values) + length);
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
  let bytes: u32 = 0;
  let same = true;
  for (let value = values; value < end; value = valueAt(value, 1)) {
    const size = lengthOf(value);
    bytes += size;
    if (size !== length) same = false;
  }
  reserve(bytes + 5 * count + 64);
  u8out(KIND_TEXT);
  varint(same ? length + 1 : 0);
  if (!same)
    for (let value = values; value < end; value = valueAt(value, 1)) varint(lengthOf(value));
  for (let value = values; value < end; value = valueAt(value, 1)) {
    const size = lengthOf(value);
    copy(out, bytesOf(value), size);
    skip(size);
  }
}

function areDecimals(values: usize, count: u32, digits: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    const start = bytesOf(value);
    const end = start + lengthOf(value);
    const point = end - digits - 1;
    // A value that is too short for its point has none.
    if (<i32>point < <i32>start || load<u8>(point) !== DOT) return false;
    const whole = parseDecimal(start, <u32>(point - start));
    const fraction = parseDigits(point + 1, digits);
    if (whole < 0 || fraction < 0) return false;
    store<i32>(numbers + ((<usize>i) << 2), whole);
    store<i32>(fractions + ((<usize>i) << 2), fraction);
  }
  return true;
}

function areAddresses(values: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const value = valueAt(values, i);
    if (!parseIpv4(bytesOf(value), lengthOf(value))) return false;
    store<u32>(numbers + ((<usize>i) << 2), address);
  }
  return true;
}
