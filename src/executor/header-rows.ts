import { takeZeros } from '../codec/arena.js';
import type { ValueTest } from '../column/column.js';
import { whole } from '../header/field-place.js';
import { HeaderSlots, type SlotTemplates, TO_READ } from '../header/header-slots.js';
import { RowHeaders } from '../header/row-headers.js';
import type { TemplateHeaders } from '../header/template-headers.js';
import type { HeaderTest } from '../match/header-field.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { LeafSearch } from './compiled-query.js';
import { countPlaces, noRows, type RowBits } from './row-bits.js';

/** Rows that are fewer are read without asking first which of them hold the words that are wanted. */
const FEW_ROWS = 64;

/**
 * The rows of a block whose header has a field that passes. Where templates say where it stands (`TemplateHeaders`), its values
 * are asked, each distinct one once; of other rows the headers are read.
 */
export class HeaderRows {
  readonly #reader: BlockReader;
  readonly #slots: HeaderSlots;

  constructor(reader: BlockReader, headers: TemplateHeaders) {
    this.#reader = reader;
    this.#slots = new HeaderSlots(reader, headers);
  }

  /**
   * Those of the templates of some places that pass, others among them where they lie outside of `within`. `holding` leaves, of
   * rows whose headers would be read, those that hold the words that are wanted.
   */
  passing(
    { leaf, header: test, fieldValue }: LeafSearch,
    asked: (place: number) => boolean,
    within: RowBits | undefined,
    holding: (rows: RowBits) => RowBits,
  ): RowBits {
    const reader = this.#reader;
    const bits = noRows(reader);
    if (test === undefined || fieldValue === undefined || leaf.kind !== 'field') return bits;
    const slots = this.#slots;
    const numbers = slots.find(leaf.field, this.#askedWithin(asked, within));
    const toRead = noRows(reader);
    let count = this.#sortOut(numbers, fieldValue, within, bits, toRead);
    for (const each of slots.slotsOf(numbers))
      count += this.#askValues(each, fieldValue, bits, toRead);
    if (count > 0) readHeaders(reader, test, count > FEW_ROWS ? holding(toRead) : toRead, bits);
    return bits;
  }

  /** Of some places those with rows within some. */
  #askedWithin(
    asked: (place: number) => boolean,
    within: RowBits | undefined,
  ): (place: number) => boolean {
    if (within === undefined) return asked;
    const counts = countPlaces(this.#reader, within);
    return (place) => counts[place]! > 0 && asked(place);
  }

  /** Sets the rows of templates whose values are not asked: those that pass, and those to be read. Returns how many these are. */
  #sortOut(
    numbers: Int32Array,
    { test }: ValueTest,
    within: RowBits | undefined,
    bits: RowBits,
    toRead: RowBits,
  ): number {
    const { room, rows } = this.#reader;
    const { loops } = room;
    const { places } = this.#slots;
    const passing = takeZeros(room, numbers.length);
    const unknown = takeZeros(room, numbers.length);
    for (let place = 0; place < numbers.length; place++) {
      const number = numbers[place]!;
      if (number === TO_READ) unknown[place] = 1;
      if (number < 0) continue;
      const { literal } = places[number]!;
      if (literal !== undefined && literal.length > 0 && test(literal, 0, literal.length))
        passing[place] = 1;
    }
    if (passing.includes(1)) loops.addRowsOfPlaces(this.#reader.places(), rows, passing, bits);
    if (!unknown.includes(1)) return 0;
    loops.addRowsOfPlaces(this.#reader.places(), rows, unknown, toRead);
    if (within !== undefined) loops.intersect(toRead, within, rows);
    return loops.countRows(toRead, rows);
  }

  /** Asks the values in a slot of marked templates; sets rows that pass and rows to be read, and counts these. */
  #askValues(
    { slot, has }: SlotTemplates,
    { test }: ValueTest,
    bits: RowBits,
    toRead: RowBits,
  ): number {
    const reader = this.#reader;
    const places = reader.places();
    let count = 0;
    const { field, isUsual, unusual } = slot;
    const passes = whole(slot, test);
    for (const column of reader.columns.ofField(field)) {
      let isAnyOther = false;
      const found = reader.matchingRows(column, {
        test: (bytes, start, end) => {
          if (isUsual(bytes, start, end)) return passes(bytes, start, end);
          isAnyOther = true;
          return true;
        },
      });
      for (const row of found) if (has[places[row]!] === 1) bits[row] = 1;
      if (!isAnyOther) continue;
      for (const row of reader.matchingRows(column, unusual))
        if (has[places[row]!] === 1) {
          bits[row] = 0;
          toRead[row] = 1;
          count++;
        }
    }
    return count;
  }
}

/** Adds those of some rows whose header passes. */
function readHeaders(reader: BlockReader, test: HeaderTest, rows: RowBits, bits: RowBits): void {
  const headers = new RowHeaders();
  for (let row = rows.indexOf(1); row >= 0; row = rows.indexOf(1, row + 1)) {
    headers.read(reader, row);
    if (test(headers)) bits[row] = 1;
  }
}
