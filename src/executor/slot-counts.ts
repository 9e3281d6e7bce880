import { isSearchable } from '../column/column-reader.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { RowBits } from './row-bits.js';

/** Values of messages, each with how many have it. */
export type CountedValue = { readonly bytes: Uint8Array; readonly count: number };

/**
 * Of the slot with a field: each distinct value, and how many rows have it, of those within some whose templates are marked by
 * their places. Values that are not plain are left out: their rows are set among those to be read.
 */
export function countSlot(
  block: BlockReader,
  field: number,
  has: Uint8Array,
  within: RowBits | undefined,
  isPlain: (bytes: Uint8Array, start: number, end: number) => boolean,
  toRead: RowBits,
): CountedValue[] {
  const { columns } = block;
  block.wantColumns(columns.ofField(field));
  const rows = rowsWithField(block, field);
  const counted: CountedValue[] = [];
  for (const entry of columns.ofField(field)) {
    const first = columns.firsts[entry]!;
    const count = columns.counts[entry]!;
    const column = block.column(entry);
    const { entries, codes } = (isSearchable(column) ? column.dictionary : undefined) ?? {
      entries: count,
      codes: undefined,
    };
    const marks = marksOf(block.places(), has, within, rows, first, count);
    const counts = new Uint32Array(entries);
    const places = new Uint32Array(entries);
    const bytes = new Uint8Array(column.maxLength);
    if (codes === undefined) counts.set(marks);
    else {
      const wrong = countCodes(codes, marks, counts, places);
      // Says what is wrong with it.
      if (wrong >= 0) column.write(wrong, bytes, 0);
    }
    const isOther = new Uint8Array(entries);
    for (let value = 0; value < entries; value++) {
      if (counts[value] === 0) continue;
      const end = column.write(codes === undefined ? value : places[value]!, bytes, 0);
      if (isPlain(bytes, 0, end))
        counted.push({ bytes: bytes.slice(0, end), count: counts[value]! });
      else isOther[value] = 1;
    }
    if (!isOther.includes(1)) continue;
    for (let i = 0; i < count; i++)
      if (marks[i] === 1 && isOther[codes === undefined ? i : codes[i]!] === 1)
        toRead[rows[first + i]!] = 1;
  }
  return counted;
}

/** The rows that have a field, as many as it has values. */
function rowsWithField(block: BlockReader, field: number): Uint16Array {
  const rows = block.rowsWith(field);
  const { columns } = block;
  const values = columns.ofField(field).reduce((sum, entry) => sum + columns.counts[entry]!, 0);
  // Says which field has more rows, or fewer.
  if (values !== rows.length) block.checkColumns();
  return rows;
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

/** Counts marked places by their code, and notes a place of each; returns one whose code is none, or -1. */
function countCodes(
  codes: Uint8Array | Uint16Array,
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
