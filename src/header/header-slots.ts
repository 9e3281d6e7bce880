import { type Column, isSearchable } from '../column/column.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { TextField } from '../query/ast.js';
import {
  type KnownPlace,
  type KnownSlot,
  type TemplateHeaders,
  UNKNOWN,
} from './template-headers.js';

/** Of templates whose messages' headers are to be read. */
export const TO_READ: number = UNKNOWN;

/** A slot, and of the templates that have a field there the places in the block. */
export type SlotTemplates = { readonly slot: KnownSlot; readonly has: Uint8Array };

/** Where the templates of a block have a field of the header, if all that stands around it is as usual. */
export class HeaderSlots {
  readonly #reader: BlockReader;
  readonly #headers: TemplateHeaders;
  /** By number of slot: 1 at the places of templates that have values there that are not as usual; null: there are none. */
  readonly #unusual: (Uint8Array | null | undefined)[] = [];

  constructor(reader: BlockReader, headers: TemplateHeaders) {
    this.#reader = reader;
    this.#headers = headers;
  }

  /** The places that numbers are of. */
  get places(): readonly KnownPlace[] {
    return this.#headers.places;
  }

  /** By templates of the block: the number of the place in which they have a field, TO_READ or NOT_ASKED. */
  find(field: TextField, asked: (place: number) => boolean): Int32Array {
    const reader = this.#reader;
    const numbers = this.#headers.numbersOf(field, reader.templateIds, asked);
    const { places } = this.#headers;
    const isFound = new Uint8Array(places.length);
    for (let i = 0; i < numbers.length; i++) if (numbers[i]! >= 0) isFound[numbers[i]!] = 1;
    const fields = new Set<number>();
    for (let number = isFound.indexOf(1); number >= 0; number = isFound.indexOf(1, number + 1)) {
      const { expected, slot } = places[number]!;
      for (const each of expected) fields.add(each.field);
      if (slot !== undefined) fields.add(slot.field);
    }
    for (const each of fields) reader.wantColumns(reader.columns.ofField(each));
    const unusual: (readonly Uint8Array[] | undefined)[] = [];
    for (let number = isFound.indexOf(1); number >= 0; number = isFound.indexOf(1, number + 1)) {
      const marks = places[number]!.expected.map((slot) => this.#unusualIn(slot));
      if (marks.some((each) => each !== null))
        unusual[number] = marks.filter((each) => each !== null);
    }
    if (unusual.length > 0)
      for (let i = 0; i < numbers.length; i++)
        if (numbers[i]! >= 0 && unusual[numbers[i]!]?.some((marks) => marks[i] === 1) === true)
          numbers[i] = TO_READ;
    return numbers;
  }

  /** The slots that templates have a field in, by what `find` says of them. */
  slotsOf(numbers: Int32Array): Iterable<SlotTemplates> {
    const found = new Map<KnownSlot, SlotTemplates>();
    const { places } = this.#headers;
    for (let i = 0; i < numbers.length; i++) {
      const slot = numbers[i]! < 0 ? undefined : places[numbers[i]!]!.slot;
      if (slot === undefined) continue;
      let templates = found.get(slot);
      if (templates === undefined) {
        templates = { slot, has: new Uint8Array(numbers.length) };
        found.set(slot, templates);
      }
      templates.has[i] = 1;
    }
    return found.values();
  }

  /** The templates that have values in a slot that are not as usual; null: none. */
  #unusualIn(slot: KnownSlot): Uint8Array | null {
    const known = this.#unusual[slot.number];
    if (known !== undefined) return known;
    const reader = this.#reader;
    let found: Uint8Array | null = null;
    for (const entry of reader.columns.ofField(slot.field)) {
      const column = reader.column(entry);
      if (isSearchable(column)) {
        const rows = reader.matchingRows(entry, slot.unusual);
        if (rows.length === 0) continue;
        found ??= new Uint8Array(reader.templateIds.length);
        markPlaces(found, reader.places(), rows);
      } else if (!isUsualTime(column, slot, reader.info.minTime))
        found = reader.placesWith(slot.field).slice();
    }
    this.#unusual[slot.number] = found;
    return found;
  }
}

/** Whether timestamps are as usual, by how any time of the block is spelled: not all rows are gone through. */
function isUsualTime(column: Column, { isUsual }: KnownSlot, time: number): boolean {
  if (column.isOneSpelling !== true || column.spell === undefined) return false;
  const bytes = new Uint8Array(column.maxLength);
  return isUsual(bytes, 0, column.spell(time, bytes, 0));
}

function markPlaces(marks: Uint8Array, places: Uint16Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) marks[places[rows[i]!]!] = 1;
}
