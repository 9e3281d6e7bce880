import type { BlockReader } from '../pack/block-reader.js';
import { BlockRows } from './node-verdicts.js';
import type { LeafUnits } from './pack-search.js';
import { intersect, type RowBits } from './row-bits.js';
import type { DecidedTemplates } from './template-verdicts.js';

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
  const shared: number[] = [];
  let count = 0;
  for (const column of columns)
    if (isShared[reader.columns.fields[column]!] === 1)
      shared.push(column + reader.info.firstUnit + open.length);
    else count += reader.countMatching(column, leaf.conjuncts[0]!.test);
  if (shared.length > 0) {
    const ofShared: LeafUnits[] = [];
    ofShared[leaf.number] = [shared];
    const { possible } = new BlockRows(reader, ofShared).ofLeaf(leaf, undefined);
    intersect(possible, rowsOfPlaces(reader, open));
    for (let row = 0; row < possible.length; row++) count += possible[row]!;
  }
  return root.kind === 'not' ? openRows - count : count;
}

/** By field: 1 for those of some columns that stand beside one another in a template, or in one that is not open. */
function sharedFields(
  columns: readonly number[],
  open: Uint8Array,
  reader: BlockReader,
): Uint8Array {
  const { slotFields, firstSlots } = reader.templates;
  const { fields } = reader.columns;
  const asked = new Uint8Array(reader.fieldCount);
  const shared = new Uint8Array(reader.fieldCount);
  for (const column of columns) asked[fields[column]!] = 1;
  for (let place = 0; place < open.length; place++) {
    const id = reader.templateIds[place]!;
    const end = firstSlots[id + 1]!;
    let count = 0;
    for (let slot = firstSlots[id]!; slot < end; slot++) count += asked[slotFields[slot]!]!;
    if (count <= open[place]!) continue;
    for (let slot = firstSlots[id]!; slot < end; slot++) shared[slotFields[slot]!] = 1;
  }
  return shared;
}
