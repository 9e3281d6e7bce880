import type { BlockReader } from '../pack/block-reader.js';
import { SLOT_PREFIX } from '../template/line-scanner.js';
import type { RowBits } from './row-bits.js';
import { type CountedValue, countSlot } from './slot-counts.js';

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

const isAny = (): boolean => true;

function bitsOf(rows: Uint32Array, count: number): RowBits {
  const bits = new Uint8Array(count);
  for (let i = 0; i < rows.length; i++) bits[rows[i]!] = 1;
  return bits;
}
