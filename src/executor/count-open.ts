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
    count = reader.matchingValues(column - templateRows.length, test).length;
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
    else count += reader.matchingValues(column, test).length;
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
  const byField = new Map<number, number[]>();
  for (const column of columns) {
    const field = reader.columns.fields[column]!;
    const others = byField.get(field);
    if (others === undefined) byField.set(field, [column]);
    else others.push(column);
  }
  let count = 0;
  if (!areTogether([...byField.keys()], open, reader)) {
    for (const [field, ofField] of byField)
      count += countOfField(field, ofField, test, open, reader);
    return count;
  }
  const places = reader.places();
  const seen = new Uint8Array(places.length);
  for (const column of columns)
    count += countNew(reader.matchingRows(column, test), places, open, seen);
  return count;
}

/** Whether an open template has several of some fields: a row of it may have values that pass in each. */
function areTogether(fields: readonly number[], open: Uint8Array, reader: BlockReader): boolean {
  if (fields.length === 1) return false;
  const counts = new Uint16Array(open.length);
  for (const field of fields) addMarks(counts, reader.placesWith(field));
  return counts.some((count, place) => count > open[place]! && open[place] === 1);
}

/** How many values of a field pass that are of open templates. No row is told for it. */
function countOfField(
  field: number,
  columns: readonly number[],
  test: ValueTest,
  open: Uint8Array,
  reader: BlockReader,
): number {
  const has = reader.placesWith(field);
  const kinds = new Uint8Array(has.length);
  const values = markKinds(kinds, has, open, reader.templateRows);
  const passes = new Uint8Array(values + 1);
  for (const column of columns) {
    const first = reader.columns.firsts[column]!;
    const found = reader.matchingValues(column, test);
    // Fewer rows have the field than it has values: says which.
    if (found.length > 0 && first + found[found.length - 1]! >= values) reader.checkColumns();
    for (let i = 0; i < found.length; i++) passes[first + found[i]!] = 1;
  }
  return countPassing(reader.places(), kinds, passes);
}

/** Marks templates with a field: 1, those that are open: 3. Returns how many values the field has. */
function markKinds(
  kinds: Uint8Array,
  has: Uint8Array,
  open: Uint8Array,
  templateRows: Int32Array,
): number {
  let values = 0;
  for (let place = 0; place < kinds.length; place++) {
    if (has[place] === 0) continue;
    kinds[place] = 1 | (open[place]! << 1);
    values += templateRows[place]!;
  }
  return values;
}

/** Goes through rows and values side by side; no branch is guessed wrong. */
function countPassing(places: Uint16Array, kinds: Uint8Array, passes: Uint8Array): number {
  let value = 0;
  let count = 0;
  for (let row = 0; row < places.length; row++) {
    const kind = kinds[places[row]!]!;
    count += (kind >>> 1) & passes[value]!;
    value += kind & 1;
  }
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
  const counts = new Uint16Array(open.length);
  for (const has of marks) addMarks(counts, has);
  for (let i = 0; i < fields.length; i++)
    if (isBesideOthers(marks[i]!, counts, open)) shared[fields[i]!] = 1;
  return shared;
}

function addMarks(counts: Uint16Array, marks: Uint8Array): void {
  for (let place = 0; place < counts.length; place++) counts[place]! += marks[place]!;
}

/** Whether marked templates have more of the fields than this one, or are not open. */
function isBesideOthers(marks: Uint8Array, counts: Uint16Array, open: Uint8Array): boolean {
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
