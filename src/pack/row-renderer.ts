import { partitionPoint } from '../base/partition-point.js';
import { takeInts } from '../codec/arena.js';
import type { Column } from '../column/column.js';
import type { Template } from '../template/template.js';
import type { BlockReader } from './block-reader.js';
import type { RowFront } from './row-front.js';
import type { BlockSlots } from './template-slots.js';

/** Messages are made in pieces of memory of this size, each given out once. */
const MEMORY_BYTES = 1 << 16;

/** Makes the bytes of rows again, best in ascending order; knows of each field how many values stand before the row. */
export class RowRenderer {
  readonly #block: BlockReader;
  readonly #places: Uint16Array;
  /** Values of each field in the rows before `#row`. */
  readonly #before: Int32Array;
  readonly #single: (Column | undefined)[] = [];
  readonly #slots: BlockSlots;
  /** By place. */
  readonly #templates: (Template | undefined)[];
  #counts: Int32Array | undefined;
  #row = 0;
  #memory = new Uint8Array(0);
  #used = 0;

  constructor(block: BlockReader) {
    this.#block = block;
    block.checkColumns();
    this.#places = block.places();
    this.#slots = block.slots;
    this.#templates = new Array(block.slots.firstSlots.length - 1);
    const { fields, count } = block.columns;
    this.#before = takeInts(block.room, count === 0 ? 0 : fields[count - 1]! + 1).fill(0);
  }

  render(row: number): Uint8Array {
    this.#advance(row);
    const { literals, fields } = this.#templateOf(row);
    const columns = this.#single;
    let most = 0;
    for (const literal of literals) most += literal.length;
    for (let slot = 0; slot < fields.length; slot++)
      most += (columns[fields[slot]!] ?? this.#columnOf(fields[slot]!)).maxLength;
    if (this.#used + most > this.#memory.length) {
      this.#memory = new Uint8Array(Math.max(MEMORY_BYTES, most));
      this.#used = 0;
    }
    const out = this.#memory;
    const start = this.#used;
    let at = start;
    for (let slot = 0; slot < fields.length; slot++) {
      const literal = literals[slot]!;
      for (let i = 0; i < literal.length; i++) out[at++] = literal[i]!;
      const field = fields[slot]!;
      const value = this.#before[field]!;
      const column = columns[field];
      at =
        column === undefined
          ? this.#writeSplit(field, value, out, at)
          : column.write(value, out, at);
    }
    const literal = literals[fields.length]!;
    for (let i = 0; i < literal.length; i++) out[at++] = literal[i]!;
    this.#used = at;
    return out.subarray(start, at);
  }

  /**
   * Makes the beginning of a row: whole slots until it has `least` bytes, or all of it; columns behind are not read. What
   * `into` had before is overwritten.
   */
  front(row: number, least: number, into: RowFront): void {
    this.#advance(row);
    const { literals, fields } = this.#templateOf(row);
    const columns = this.#single;
    into.makeRoom(fields.length);
    let at = 0;
    let slot = 0;
    for (; slot < fields.length && at < least; slot++) {
      const literal = literals[slot]!;
      const field = fields[slot]!;
      const column = columns[field];
      const { maxLength } = column ?? this.#columnOf(field);
      const out = into.withRoom(at, literal.length + maxLength);
      for (let i = 0; i < literal.length; i++) out[at++] = literal[i]!;
      into.valueStarts[slot] = at;
      const value = this.#before[field]!;
      at =
        column === undefined
          ? this.#writeSplit(field, value, out, at)
          : column.write(value, out, at);
      into.valueEnds[slot] = at;
    }
    into.isWhole = slot === fields.length;
    if (into.isWhole) {
      const literal = literals[slot]!;
      into.withRoom(at, literal.length).set(literal, at);
      at += literal.length;
    }
    into.end = at;
    into.slots = slot;
  }

  #templateOf(row: number): Template {
    const place = this.#places[row]!;
    let template = this.#templates[place];
    if (template === undefined) {
      template = this.#block.template(place);
      this.#templates[place] = template;
    }
    return template;
  }

  #advance(row: number): void {
    const places = this.#places;
    const before = this.#before;
    if (row < this.#row) {
      before.fill(0);
      this.#row = 0;
    }
    const { slotFields: fields, firstSlots: firsts } = this.#slots;
    const templates = firsts.length - 1;
    if (row - this.#row > 2 * templates) {
      // Counted by template, then by field: less work than row by row.
      const { room } = this.#block;
      this.#counts ??= takeInts(room, templates);
      const slots = [firsts, fields, before] as const;
      room.loops.passRows(places, this.#row, row, this.#counts, templates, ...slots);
    } else
      for (let at = this.#row; at < row; at++) {
        const place = places[at]!;
        const end = firsts[place + 1]!;
        for (let slot = firsts[place]!; slot < end; slot++) before[fields[slot]!]!++;
      }
    this.#row = row;
  }

  /** The column of a field, or of the next value of one that is split. */
  #columnOf(field: number): Column {
    const { fields } = this.#block.columns;
    const part = this.#partOf(field, this.#before[field]!);
    const column = this.#block.column(part);
    if (fields[part - 1] !== field && fields[part + 1] !== field) this.#single[field] = column;
    return column;
  }

  #writeSplit(field: number, value: number, out: Uint8Array, at: number): number {
    const part = this.#partOf(field, value);
    return this.#block.column(part).write(value - this.#block.columns.firsts[part]!, out, at);
  }

  /** The column of a field that has its value `value`: the last one that begins at or before it. */
  #partOf(field: number, value: number): number {
    const { fields, firsts } = this.#block.columns;
    const behind = partitionPoint(
      1,
      fields.length,
      (each) => fields[each]! < field || (fields[each] === field && firsts[each]! <= value),
    );
    return behind - 1;
  }
}
