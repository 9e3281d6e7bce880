import { takeInts, takeZeros } from '../codec/arena.js';
import type { ValueTest } from '../column/column.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { Node } from './compiled-query.js';
import type { LeafUnits } from './pack-search.js';
import { noRows } from './row-bits.js';
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
  const bits = noRows(reader);
  for (const column of columns) reader.addMatching(column, test, bits);
  reader.room.loops.keepRowsOfPlaces(reader.places(), reader.rows, open, bits);
  return reader.room.loops.countRows(bits, bits.length);
}

/** Whether an open template has several of some fields: a row of it may have values that pass in each. */
function areTogether(fields: readonly number[], open: Uint8Array, reader: BlockReader): boolean {
  if (fields.length === 1) return false;
  const { counts } = countsOf(fields, reader);
  return open.some((isOpen, place) => isOpen === 1 && counts[place]! > 1);
}

/** Which fields are asked for, and how many of them each template has. */
function countsOf(
  fields: Iterable<number>,
  { room, fieldCount, templateIds, slots }: BlockReader,
): { readonly asked: Uint8Array; readonly counts: Int32Array } {
  const asked = takeZeros(room, fieldCount);
  for (const field of fields) asked[field] = 1;
  const { length } = templateIds;
  const counts = takeInts(room, length);
  room.loops.countAsked(length, slots.firstSlots, slots.slotFields, asked, counts);
  return { asked, counts };
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
  const kinds = reader.room.take(has.length);
  for (let place = 0; place < kinds.length; place++)
    kinds[place] = has[place]! * (1 | (open[place]! << 1));
  const passes = reader.valuesWith(has);
  for (const column of columns) reader.markValues(column, test, passes);
  return reader.room.loops.countValues(reader.places(), reader.rows, kinds, passes);
}

/** By field: 1 for those of some columns that stand beside one another in a template, or in one that is not open. */
function sharedFields(
  columns: readonly number[],
  open: Uint8Array,
  reader: BlockReader,
): Uint8Array {
  const { room, slots, templateIds } = reader;
  const fields = columns.map((column) => reader.columns.fields[column]!);
  const { asked, counts } = countsOf(fields, reader);
  const shared = takeZeros(room, reader.fieldCount);
  const { firstSlots, slotFields } = slots;
  const { length } = templateIds;
  room.loops.markShared(length, firstSlots, slotFields, open, asked, counts, shared);
  return shared;
}
