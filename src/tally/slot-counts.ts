import { type Column, isSearchable, type ValueTest } from '../column/column.js';
import type { RowBits } from '../executor/row-bits.js';
import { NOTHING } from '../header/field-place.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { CountedValues } from './counted-values.js';

/** A slot whose values are counted, with what stands beside them; those that are not usual are left out. */
export type CountedSlot = {
  readonly field: number;
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
  readonly isWholeUsual: ValueTest['test'];
};

/** The slot with a field, all of whose values are counted. */
export function anySlot(field: number): CountedSlot {
  return { field, before: NOTHING, behind: NOTHING, isWholeUsual: () => true };
}

/**
 * Of a slot: each distinct value, and how many rows have it, of those within some whose templates are marked by their places.
 * Rows whose values are not usual are set among those to be read.
 */
export function countSlot(
  block: BlockReader,
  { field, before, behind, isWholeUsual }: CountedSlot,
  has: Uint8Array,
  within: RowBits | undefined,
  toRead: RowBits,
  into: CountedValues,
): void {
  const { columns } = block;
  block.wantColumns(columns.ofField(field));
  const isWhole = within === undefined && hasAll(block, field, has);
  let rows: Uint16Array | undefined;
  for (const entry of columns.ofField(field)) {
    const first = columns.firsts[entry]!;
    const count = columns.counts[entry]!;
    const column = block.column(entry);
    const { entries, codes } = codesOf(column, count);
    let marks: Uint8Array | undefined;
    if (!isWhole) {
      rows ??= rowsWithField(block, field);
      marks = marksOf(block.places(), has, within, rows, first, count);
    }
    const counts = new Uint32Array(entries);
    const places = new Uint32Array(codes === undefined ? 0 : entries);
    const bytes = new Uint8Array(before.length + column.maxLength + behind.length);
    bytes.set(before);
    if (codes !== undefined) {
      const wrong =
        marks === undefined
          ? countCodes(codes, counts, places)
          : countMarked(codes, marks, counts, places);
      // Says what is wrong with it.
      if (wrong >= 0) column.write(wrong, bytes, before.length);
    } else if (marks === undefined) counts.fill(1);
    else counts.set(marks);
    let isOther: Uint8Array | undefined;
    for (let value = 0; value < entries; value++) {
      if (counts[value] === 0) continue;
      const place = codes === undefined ? value : places[value]!;
      let end = column.write(place, bytes, before.length);
      for (let i = 0; i < behind.length; i++) bytes[end++] = behind[i]!;
      if (isWholeUsual(bytes, 0, end)) into.add(bytes, 0, end, counts[value]!);
      else {
        isOther ??= new Uint8Array(entries);
        isOther[value] = 1;
      }
    }
    if (isOther === undefined) continue;
    rows ??= rowsWithField(block, field);
    for (let i = 0; i < count; i++)
      if (marks?.[i] !== 0 && isOther[codes === undefined ? i : codes[i]!] === 1)
        toRead[rows[first + i]!] = 1;
  }
}

/** Codes of the values of a column, where some may be the same; else each value is one of its own. */
export function codesOf(column: Column, count: number): { entries: number; codes?: Codes } {
  if (column.isConstant === true) return { entries: 1, codes: new Uint8Array(count) };
  return (isSearchable(column) ? column.dictionary : undefined) ?? { entries: count };
}

type Codes = Uint8Array | Uint16Array;

/** Whether all templates with a field are marked. */
function hasAll(block: BlockReader, field: number, has: Uint8Array): boolean {
  const marks = block.placesWith(field);
  let rows = 0;
  for (let place = 0; place < marks.length; place++) {
    if (marks[place]! > has[place]!) return false;
    if (marks[place] === 1) rows += block.templateRows[place]!;
  }
  checkRows(block, field, rows);
  return true;
}

/** The rows that have a field, as many as it has values; valid until rows of a field are asked for again. */
export function rowsWithField(block: BlockReader, field: number): Uint16Array {
  const rows = block.rowsWith(field);
  checkRows(block, field, rows.length);
  return rows;
}

function checkRows(block: BlockReader, field: number, rows: number): void {
  const { columns } = block;
  const values = columns.ofField(field).reduce((sum, entry) => sum + columns.counts[entry]!, 0);
  // Says which field has more rows, or fewer.
  if (values !== rows) block.checkColumns();
}

/** Of `count` values from `first` on: 1 for those whose rows are within some, and their templates marked. */
function marksOf(
  places: Uint16Array,
  has: Uint8Array,
  within: RowBits | undefined,
  rows: Uint16Array,
  first: number,
  count: number,
): Uint8Array {
  const marks = new Uint8Array(count);
  for (let i = 0; i < count; i++) marks[i] = has[places[rows[first + i]!]!]!;
  if (within !== undefined) for (let i = 0; i < count; i++) marks[i]! &= within[rows[first + i]!]!;
  return marks;
}

/** Counts places by their code, and notes a place of each; returns one whose code is none, or -1. */
function countCodes(codes: Codes, counts: Uint32Array, places: Uint32Array): number {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= counts.length) return i;
    counts[code]!++;
    places[code] = i;
  }
  return -1;
}

/** Likewise of marked places. */
function countMarked(
  codes: Codes,
  marks: Uint8Array,
  counts: Uint32Array,
  places: Uint32Array,
): number {
  for (let i = 0; i < marks.length; i++) {
    if (marks[i] === 0) continue;
    const code = codes[i]!;
    if (code >= counts.length) return i;
    counts[code]!++;
    places[code] = i;
  }
  return -1;
}
