import type { ValueTest } from '../column/column-reader.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { Node } from './compiled-query.js';
import type { LeafUnits } from './pack-search.js';
import type { RowBits } from './row-bits.js';
import type { DecidedTemplates } from './template-verdicts.js';

/**
 * How many rows of a block answer a term that it has in one column only, or in templates only: neither takes the templates to
 * be decoded, most of what a rare word takes. Undefined when there is more to it.
 */
export function countAlone(
  root: Node,
  units: readonly LeafUnits[] | undefined,
  reader: BlockReader,
): number | undefined {
  const asked = root.kind === 'not' ? root.part : root;
  if (units === undefined || asked.kind !== 'leaf' || !asked.leaf.isExact) return undefined;
  const [found = [], ...others] = units[asked.leaf.number] ?? [];
  const { test } = asked.leaf.conjuncts[0] ?? {};
  if (test === undefined || others.length > 0) return undefined;
  const { templateRows, info } = reader;
  const places = found.map((unit) => unit - info.firstUnit);
  const columns = places.filter((place) => place >= templateRows.length);
  let count = 0;
  if (columns.length === 0) for (const place of places) count += templateRows[place] ?? 0;
  else {
    const [column = 0] = columns;
    if (places.length > 1) return undefined;
    reader.wantColumns([column - templateRows.length]);
    count = reader.countMatching(column - templateRows.length, test);
  }
  return root.kind === 'not' ? reader.rows - count : count;
}

/** The rows of the templates that are marked, by place. */
export function rowsOfPlaces(reader: BlockReader, marked: Uint8Array): RowBits {
  const places = reader.places();
  const bits = new Uint8Array(places.length);
  for (let row = 0; row < bits.length; row++) bits[row] = marked[places[row]!]!;
  return bits;
}

/**
 * How many rows of open templates answer a term. Of a column that stands in these templates only, and beside no other that
 * is asked, so many as values pass; rows are looked at for the others. Undefined when more than a term is asked.
 */
export function countOpen(decided: DecidedTemplates, reader: BlockReader): number | undefined {
  const { root, units, open, openRows } = decided;
  if (openRows === 0) return 0;
  const asked = root.kind === 'not' ? root.part : root;
  if (asked.kind !== 'leaf' || !asked.leaf.isExact || asked.leaf.conjuncts.length !== 1)
    return undefined;
  const { leaf } = asked;
  const columns = units[leaf.number]![0]!.map((unit) => unit - reader.info.firstUnit - open.length);
  if (columns.some((column) => column < 0)) return undefined;
  const isShared = sharedFields(columns, open, reader);
  reader.wantColumns(columns);
  if (isShared.includes(1)) reader.wantPlaces();
  const { test } = leaf.conjuncts[0]!;
  const shared: number[] = [];
  let count = 0;
  for (const column of columns)
    if (isShared[reader.columns.fields[column]!] === 1) shared.push(column);
    else count += reader.countMatching(column, test);
  if (shared.length > 0) count += countShared(shared, test, open, reader);
  return root.kind === 'not' ? openRows - count : count;
}

/** How many rows of open templates have a value that passes in one of some columns. */
function countShared(
  columns: readonly number[],
  test: ValueTest,
  open: Uint8Array,
  reader: BlockReader,
): number {
  const places = reader.places();
  const seen = new Uint8Array(places.length);
  let count = 0;
  for (const column of columns)
    count += countNew(reader.matchingRows(column, test), places, open, seen);
  return count;
}

/** How many of some rows are of open templates and not seen yet; all are seen from here on. */
function countNew(
  rows: Int32Array,
  places: Uint16Array,
  open: Uint8Array,
  seen: Uint8Array,
): number {
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    count += open[places[row]!]! & (seen[row]! ^ 1);
    seen[row] = 1;
  }
  return count;
}

/** So many fields are looked up in all templates of a block; of more the templates' own are gone through. */
const FEW_FIELDS = 32;

/** By field: 1 for those of some columns that stand beside one another in a template, or in one that is not open. */
function sharedFields(
  columns: readonly number[],
  open: Uint8Array,
  reader: BlockReader,
): Uint8Array {
  const shared = new Uint8Array(reader.fieldCount);
  const fields = [...new Set(columns.map((column) => reader.columns.fields[column]!))];
  if (fields.length > FEW_FIELDS) {
    markShared(fields, open, reader, shared);
    return shared;
  }
  const marks = fields.map((field) => reader.placesWith(field));
  const counts = new Uint8Array(open.length);
  for (const has of marks) addMarks(counts, has);
  for (let i = 0; i < fields.length; i++)
    if (isBesideOthers(marks[i]!, counts, open)) shared[fields[i]!] = 1;
  return shared;
}

function addMarks(counts: Uint8Array, marks: Uint8Array): void {
  for (let place = 0; place < counts.length; place++) counts[place]! += marks[place]!;
}

/** Whether marked templates have more of the fields than this one, or are not open. */
function isBesideOthers(marks: Uint8Array, counts: Uint8Array, open: Uint8Array): boolean {
  for (let place = 0; place < marks.length; place++)
    if (marks[place] === 1 && counts[place]! > open[place]!) return true;
  return false;
}

function markShared(
  fields: readonly number[],
  open: Uint8Array,
  reader: BlockReader,
  shared: Uint8Array,
): void {
  const asked = new Uint8Array(reader.fieldCount);
  for (const field of fields) asked[field] = 1;
  const { slotFields, firstSlots } = reader.templates;
  for (let place = 0; place < open.length; place++) {
    const id = reader.templateIds[place]!;
    const end = firstSlots[id + 1]!;
    let count = 0;
    for (let slot = firstSlots[id]!; slot < end; slot++) count += asked[slotFields[slot]!]!;
    if (count > open[place]!)
      for (let slot = firstSlots[id]!; slot < end; slot++)
        shared[slotFields[slot]!]! |= asked[slotFields[slot]!]!;
  }
}
