import type { BlockReader } from '../pack/block-reader.js';
import { SLOT_PREFIX } from '../template/line-scanner.js';
import { HeaderSlots, whole } from './header-slots.js';
import { addRowsOfPlaces, bitsOf, intersect, type RowBits } from './row-bits.js';
import { type CountedValue, countSlot } from './slot-counts.js';
import type { TemplateHeaders } from './template-headers.js';

/** What a block says of a field of its headers before one is read. */
export type KnownHeaders = {
  /** Values in the field, or prefixes that have it, and how many rows have them. */
  readonly values: readonly CountedValue[];
  /** How many rows have none. */
  readonly none: number;
  /** The rows whose headers are to be read. */
  readonly toRead: RowBits;
};

/** What is known of facility and severity of some rows, undefined: of all: without a prefix there is none. Messages are in one piece each. */
export function knownPrefixes(block: BlockReader, rows: Uint32Array | undefined): KnownHeaders {
  const within = rows && bitsOf(rows, block.rows);
  const toRead = new Uint8Array(block.rows);
  const values: CountedValue[] = [];
  let none = rows?.length ?? block.rows;
  const prefixes = block.templates.fieldsOfKind(SLOT_PREFIX);
  for (const field of new Set(block.columns.fields)) {
    if (!prefixes.has(field)) continue;
    for (const value of countSlot(block, field, block.placesWith(field), within, isAny, toRead)) {
      values.push(value);
      none -= value.count;
    }
  }
  return { values, none, toRead };
}

/** What is known of host or app of some rows, undefined: of all. Messages are in one piece each. */
export function knownValues(
  block: BlockReader,
  headers: TemplateHeaders,
  rows: Uint32Array | undefined,
  field: 'host' | 'app',
): KnownHeaders {
  const within = rows && bitsOf(rows, block.rows);
  const rowsAt = within === undefined ? block.templateRows : countPlaces(block, within);
  const values: CountedValue[] = [];
  const others = new Uint8Array(rowsAt.length);
  const slots = new HeaderSlots(block, headers).find(field, (place) => rowsAt[place]! > 0, {
    literal: (place, bytes) => values.push({ bytes, count: rowsAt[place]! }),
    other: (place) => {
      others[place] = 1;
    },
  });
  const toRead = new Uint8Array(block.rows);
  if (others.includes(1)) addRowsOfPlaces(toRead, block.places(), others);
  if (within !== undefined) intersect(toRead, within);
  for (const { at, has } of slots) {
    const isPlain = whole(at, at.isPlain);
    for (const { bytes, count } of countSlot(block, at.field, has, within, isPlain, toRead))
      values.push({ bytes: Buffer.concat([at.before, bytes, at.behind]), count });
  }
  return { values, none: 0, toRead };
}

/** How many of some rows each template has. */
function countPlaces(block: BlockReader, within: RowBits): Int32Array {
  const places = block.places();
  const counts = new Int32Array(block.templateIds.length);
  for (let row = 0; row < places.length; row++) counts[places[row]!]! += within[row]!;
  return counts;
}

const isAny = (): boolean => true;
