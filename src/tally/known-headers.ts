import { bitsOf, countPlaces, noRows, type RowBits, rowsOfPlaces } from '../executor/row-bits.js';
import { HeaderSlots, TO_READ } from '../header/header-slots.js';
import type { TemplateHeaders } from '../header/template-headers.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { TextField } from '../query/ast.js';
import { SLOT_PREFIX } from '../template/line-scanner.js';
import type { CountedValues } from './counted-values.js';
import { anySlot, countSlot } from './slot-counts.js';

/** What a block says of a field of its headers before one is read. */
export type KnownHeaders = {
  /** How many rows have none. */
  readonly none: number;
  /** The rows whose headers are to be read. */
  readonly toRead: RowBits;
};

/**
 * What is known of facility and severity of some rows, undefined: of all: without a prefix there is none. Prefixes are added to
 * `values`. Messages are in one piece each.
 */
export function knownPrefixes(
  block: BlockReader,
  rows: Uint32Array | undefined,
  values: CountedValues,
): KnownHeaders {
  const within = rows && bitsOf(block, rows);
  const toRead = noRows(block);
  const prefixes = block.templates.fieldsOfKind(SLOT_PREFIX);
  for (const field of new Set(block.columns.fields))
    if (prefixes.has(field))
      countSlot(block, anySlot(field), block.placesWith(field), within, toRead, values);
  return { none: (rows?.length ?? block.rows) - values.messages, toRead };
}

/** What is known of a field of some rows, undefined: of all. Its values are added to `values`. Messages are in one piece each. */
export function knownValues(
  block: BlockReader,
  headers: TemplateHeaders,
  rows: Uint32Array | undefined,
  field: TextField,
  values: CountedValues,
): KnownHeaders {
  const within = rows && bitsOf(block, rows);
  const rowsAt = within === undefined ? block.templateRows : countPlaces(block, within);
  const slots = new HeaderSlots(block, headers);
  const numbers = slots.find(field, (place) => rowsAt[place]! > 0);
  const { places } = slots;
  const counts = new Float64Array(places.length);
  const others = new Uint8Array(numbers.length);
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place]!;
    if (number === TO_READ) others[place] = 1;
    else if (number >= 0) counts[number]! += rowsAt[place]!;
  }
  let none = 0;
  for (let number = 0; number < counts.length; number++) {
    const { literal } = places[number]!;
    if (counts[number] === 0 || literal === undefined) continue;
    if (literal.length === 0) none += counts[number]!;
    else values.add(literal, 0, literal.length, counts[number]!);
  }
  const toRead = others.includes(1) ? rowsOfPlaces(block, others) : noRows(block);
  if (within !== undefined) block.room.loops.intersect(toRead, within, block.rows);
  for (const { slot, has } of slots.slotsOf(numbers))
    countSlot(block, { ...slot, isWholeUsual: slot.usual.test }, has, within, toRead, values);
  return { none, toRead };
}
