import { corruption, HayabusaError, isHayabusaError } from '../base/errors.js';
import { takeInts, takeShorts, takeZeros } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import { unpackSection } from '../codec/packed-section.js';
import {
  type Column,
  isSearchable,
  type SearchableColumn,
  type ValueTest,
} from '../column/column.js';
import { readColumn } from '../column/column-reader.js';
import type { Template } from '../template/template.js';
import { Arrival, sequencesOf } from './arrival.js';
import { BlockChunks, type BlockSource } from './block-chunks.js';
import { MAX_ROWS } from './block-format.js';
import { type BlockRoom, FRESH_BLOCKS } from './block-room.js';
import { readTimes, timesAt } from './block-times.js';
import { ColumnTable } from './column-table.js';
import { FieldPlaces } from './field-places.js';
import { FieldRows } from './field-rows.js';
import type { BlockInfo } from './pack-format.js';
import type { RowFront } from './row-front.js';
import { rowNumbers } from './row-numbers.js';
import { RowRenderer } from './row-renderer.js';
import type { StoredTemplates } from './stored-templates.js';
import { readTemplateList } from './template-list.js';
import { type BlockSlots, slotsOf } from './template-slots.js';

/** For so many fields the slots are looked through one by one, before they are listed. */
const FEW_FIELDS = 2;

/** One block, open for reading. Chunks are read and columns decoded when they are first asked for. */
export class BlockReader {
  readonly info: BlockInfo;
  /** Where it is read, and what is found in it. */
  readonly room: BlockRoom;
  /** Numbers of the templates in the block, ascending, and how many rows each has. */
  readonly templateIds: Int32Array;
  readonly templateRows: Int32Array;
  readonly #source: BlockSource;
  readonly #chunks: BlockChunks;
  readonly #isPassing: boolean;
  readonly #head: number[] = [];
  /** The directory, read up to its columns. */
  readonly #directory: ByteReader;
  readonly #columnsAt: number;
  #columnTable: ColumnTable | undefined;
  readonly #columns = new Map<number, Column>();
  /** What is wrong with columns that cannot be read: each message that has a value in them asks. */
  readonly #damaged = new Map<number, HayabusaError>();
  readonly #placesWith = new Map<number, Uint8Array>();
  #slots: BlockSlots | undefined;
  #fieldPlaces: FieldPlaces | undefined;
  #places: Uint16Array | undefined;
  #fieldRows: FieldRows | undefined;
  #times: Float64Array | undefined;
  #arrival: Arrival | undefined;
  #renderer: RowRenderer | undefined;

  /**
   * What is read of the block is in `room`, and can be asked as long as that is its own. One that is `passing` is read for what
   * it answers, and no message made of it.
   */
  constructor(info: BlockInfo, source: BlockSource, room?: BlockRoom, passing?: boolean) {
    this.info = info;
    this.room = room ?? FRESH_BLOCKS;
    this.#source = source;
    this.#isPassing = passing === true;
    const bytes = source.read(info.offset, info.directoryBytes, room?.take(info.directoryBytes));
    const handle = { offset: info.offset, length: info.directoryBytes, crc: info.directoryCrc };
    const reader = unpackSection(bytes, handle, source.file, 1 << 24, room);
    const rows = reader.varint(MAX_ROWS);
    if (rows !== info.rows) throw reader.error('Rows of a block', `${info.rows}`, `${rows}`);
    this.#chunks = new BlockChunks(reader, info, source, room);
    const templates = reader.varint(reader.remaining);
    const list = readTemplateList(reader, templates, this.room);
    this.templateIds = list.ids;
    this.templateRows = list.rows;
    const sum = list.rows.reduce((all, each) => all + each, 0);
    if (sum !== rows) throw reader.error('Rows of the templates', `${rows}`, `${sum}`);
    for (let i = 0; i < 3; i++) this.#head.push(reader.varint());
    if (templates !== info.templates)
      throw reader.error('Templates of a block', `${info.templates}`, `${templates}`);
    this.#directory = reader;
    this.#columnsAt = reader.position;
  }

  /** The columns of fields, which are the rest of the directory: read when they are asked for. */
  get columns(): ColumnTable {
    this.#columnTable ??= this.#readColumns();
    return this.#columnTable;
  }

  #readColumns(): ColumnTable {
    const reader = this.#directory;
    reader.seek(this.#columnsAt);
    const start = this.#head.reduce((sum, length) => sum + length, 0);
    const columns = new ColumnTable(reader, this.rows, start, this.room);
    const { count, end } = columns;
    const { rawLength } = this.#chunks;
    if (end !== rawLength)
      throw reader.error('Length of the columns', `${rawLength} bytes`, `${end}`);
    const { templates, units } = this.info;
    if (templates + count !== units)
      throw reader.error('Units of a block', `${units}`, `${templates + count}`);
    reader.expectEnd('a directory');
    return columns;
  }

  get rows(): number {
    return this.info.rows;
  }

  /** The template at a place in `templateIds`. */
  template(place: number): Template {
    const id = this.templateIds[place]!;
    return this.templates.template(id) ?? this.#refuseTemplate(id);
  }

  /** The templates of the pack. Those of a block that is kept are gone over elsewhere. */
  get templates(): StoredTemplates {
    return this.#source.templates(this.#isPassing ? this.room : FRESH_BLOCKS);
  }

  /** The slots of its own templates. */
  get slots(): BlockSlots {
    if (this.#slots === undefined) {
      this.checkTemplates();
      this.#slots = slotsOf(this.templates.slots, this.templateIds, this.room);
    }
    return this.#slots;
  }

  #refuseTemplate(id: number): never {
    throw corruption(
      'Template of a block',
      this.#source.file,
      this.info.offset,
      `below ${this.templates.count}`,
      `${id}`,
    );
  }

  /** How many fields the templates of the pack have. */
  get fieldCount(): number {
    return this.templates.fieldCount;
  }

  /** Throws when a template of the block is not among those of the pack. */
  checkTemplates(): void {
    const last = this.templateIds[this.templateIds.length - 1] ?? -1;
    if (last >= this.templates.count) this.#refuseTemplate(last);
  }

  /** Throws when a template or a field of the block is not among those of the pack. */
  checkNumbers(): void {
    this.checkTemplates();
    const { fields, count } = this.columns;
    const field = count === 0 ? -1 : fields[count - 1]!;
    if (field >= this.fieldCount)
      throw corruption(
        'Field of a block',
        this.#source.file,
        this.info.offset,
        `below ${this.fieldCount}`,
        `${field}`,
      );
  }

  /** The template of each row, as a place in `templateIds`. */
  places(): Uint16Array {
    if (this.#places !== undefined) return this.#places;
    const { rows } = this;
    const count = this.templateIds.length;
    const reader = this.#headSection(0, this.#head[0]!);
    const isWide = count > 256 ? 1 : 0;
    const planes = reader.raw((1 + isWide) * rows);
    reader.expectEnd('the templates of rows');
    const { room } = this;
    const places = takeShorts(room, rows);
    const seen = takeInts(room, count);
    const wrong = room.loops.readPlaces(planes, isWide, rows, places, seen, count);
    if (wrong >= 0) throw reader.error('Template of a row', `below ${count}`, `${wrong}`);
    for (let place = 0; place < count; place++)
      if (seen[place] !== this.templateRows[place])
        throw reader.error('Rows of a template', `${this.templateRows[place]}`, `${seen[place]}`);
    this.#places = places;
    return places;
  }

  /** Epoch milliseconds of each row, never decreasing. */
  times(): Float64Array {
    if (this.#times !== undefined) return this.#times;
    const { rows } = this;
    const reader = this.#headSection(this.#head[0]!, this.#head[1]!);
    const unit = reader.varint(1000);
    const times = readTimes(reader, rows, this.info.minTime, unit, this.room);
    const time = times[rows - 1];
    if (time !== this.info.maxTime)
      throw reader.error('Last time of a block', `${this.info.maxTime}`, `${time}`);
    this.#times = times;
    return times;
  }

  /** Where the rows came from, and in which order. */
  arrival(): Arrival {
    if (this.#arrival !== undefined) return this.#arrival;
    const section = this.#chunks.section(this.#head[0]! + this.#head[1]!, this.#head[2]!);
    const arrival = new Arrival(section, this.rows, this.room);
    const { firstSequence, lastSequence } = sequencesOf(arrival.runs);
    if (firstSequence !== this.info.firstSequence || lastSequence !== this.info.lastSequence)
      throw section.error(
        'Numbers of arrival of a block',
        `${this.info.firstSequence} to ${this.info.lastSequence}`,
        `${firstSequence} to ${lastSequence}`,
      );
    this.#arrival = arrival;
    return arrival;
  }

  /** How many values each field has, by its templates; throws when columns have others. */
  checkColumns(): void {
    const { fields, counts, count } = this.columns;
    this.checkNumbers();
    const { room, fieldCount, slots, templateRows } = this;
    const missing = takeInts(room, fieldCount);
    const has = [templateRows.length, slots.firstSlots, slots.slotFields, templateRows] as const;
    const { checkValues } = room.loops;
    const field = checkValues(...has, count, fields, counts, fieldCount, missing);
    if (field < 0) return;
    const rest = missing[field]!;
    throw corruption(
      'Values of a field',
      this.#source.file,
      this.info.offset,
      `as many as rows with field ${field}`,
      `${Math.abs(rest)} ${rest > 0 ? 'less' : 'more'}`,
    );
  }

  #headSection(start: number, length: number): ByteReader {
    if (this.#isPassing) this.#chunks.want(start, start + length);
    return this.#chunks.section(start, length);
  }

  /** Says that the columns of some entries will be read, and of what lies behind them in their chunks nothing. */
  wantColumns(entries: readonly number[]): void {
    const { starts } = this.columns;
    for (const entry of entries) this.#chunks.want(starts[entry]!, starts[entry + 1]!);
  }

  /** Says that `places` will be asked for. */
  wantPlaces(): void {
    if (this.#isPassing) this.#chunks.want(0, this.#head[0]!);
  }

  /** The column of entry `index`, decoded. */
  column(index: number): Column {
    const known = this.#columns.get(index) ?? this.#damaged.get(index);
    if (known instanceof HayabusaError) throw known;
    if (known !== undefined) return known;
    try {
      const { fields, counts, starts } = this.columns;
      const start = starts[index]!;
      const reader = this.#chunks.section(start, starts[index + 1]! - start);
      const times = () => this.#timesOf(fields[index]!);
      const column = readColumn(reader, counts[index]!, times, this.room);
      reader.expectEnd('a column');
      this.#columns.set(index, column);
      return column;
    } catch (error) {
      if (isHayabusaError(error, 'corruption')) this.#damaged.set(index, error);
      throw error;
    }
  }

  /** Rows whose value in the column of entry `index` passes, in order. */
  matchingRows(index: number, test: ValueTest): Uint32Array {
    const marks = this.room.take(this.columns.counts[index]!);
    if (this.#searchable(index).mark(test, marks) === 0) return new Uint32Array(0);
    const bits = takeZeros(this.room, this.rows);
    this.#addMarked(index, marks, bits);
    return rowNumbers(bits);
  }

  /**
   * Adds the rows whose value in the column of entry `index` passes to a set, a byte a row; returns how many pass. When none does,
   * nothing but the column is read.
   */
  addMatching(index: number, test: ValueTest, bits: Uint8Array): number {
    const marks = this.room.take(this.columns.counts[index]!);
    const passing = this.#searchable(index).mark(test, marks);
    if (passing > 0) this.#addMarked(index, marks, bits);
    return passing;
  }

  /** Adds the rows of the marked values of a column. */
  #addMarked(index: number, marks: Uint8Array, bits: Uint8Array): void {
    const { fields, firsts } = this.columns;
    const has = this.placesWith(fields[index]!);
    const values = this.valuesWith(has);
    const first = firsts[index]!;
    if (first + marks.length >= values.length) this.checkColumns();
    values.set(marks, first);
    this.room.loops.addRowsOfValues(this.places(), this.rows, has, values, bits);
  }

  /** Marks of the values of a field, all 0, and one more: of as many as rows are of the templates that have it. */
  valuesWith(has: Uint8Array): Uint8Array {
    const rows = this.room.loops.rowsOf(has, has.length, this.templateRows);
    return takeZeros(this.room, rows + 1);
  }

  /** Marks the values that pass in the column of entry `index` among the marks of all values of its field; returns how many pass. */
  markValues(index: number, test: ValueTest, marks: Uint8Array): number {
    const { firsts, counts } = this.columns;
    const end = firsts[index]! + counts[index]!;
    // Fewer rows have the field than it has values: says which.
    if (end >= marks.length) this.checkColumns();
    return this.#searchable(index).mark(test, marks.subarray(firsts[index]!, end));
  }

  /** Rows that have a field, in order; valid until rows of a field are asked for again. */
  rowsWith(field: number): Uint16Array {
    this.#fieldRows ??= new FieldRows(this);
    return this.#fieldRows.rowsOf(this.placesWith(field));
  }

  /** How many values pass in the column of entry `index`. */
  countMatching(index: number, test: ValueTest): number {
    return this.#searchable(index).mark(test, this.room.take(this.columns.counts[index]!));
  }

  #searchable(index: number): SearchableColumn {
    const column = this.column(index);
    if (isSearchable(column)) return column;
    throw corruption(
      'Unit of a term',
      this.#source.file,
      this.info.offset,
      'a column of values',
      'one of timestamps',
    );
  }

  /** The bytes of one row; rows are best asked for in ascending order. Valid as long as the caller holds them. */
  messageOf(row: number): Uint8Array {
    this.#renderer ??= new RowRenderer(this);
    return this.#renderer.render(row);
  }

  /** Makes the beginning of a row, at least `least` bytes where it has so many; rows are best asked for in ascending order. */
  front(row: number, least: number, into: RowFront): void {
    this.#renderer ??= new RowRenderer(this);
    this.#renderer.front(row, least, into);
  }

  /** The bytes of a message: of a row, and of the further pieces behind it. */
  wholeMessage(row: number): Uint8Array {
    const first = this.messageOf(row);
    if (this.info.pieces === 0) return first;
    const { continuations } = this.arrival();
    if (!continuations.has(row + 1)) return first;
    const pieces = [first];
    for (let next = row + 1; continuations.has(next); next++) pieces.push(this.messageOf(next));
    return Buffer.concat(pieces);
  }

  /** Of each place in `templateIds`: 1 when the template has a field. The reader's own. */
  placesWith(field: number): Uint8Array {
    let has = this.#placesWith.get(field);
    if (has !== undefined) return has;
    has = this.#placesWith.size < FEW_FIELDS ? this.#lookThrough(field) : this.#listed(field);
    this.#placesWith.set(field, has);
    return has;
  }

  #listed(field: number): Uint8Array {
    this.#fieldPlaces ??= new FieldPlaces(this);
    return this.#fieldPlaces.marksOf(field);
  }

  #lookThrough(field: number): Uint8Array {
    const { templateIds, room, slots } = this;
    const has = room.take(templateIds.length);
    const { firstSlots, slotFields } = slots;
    room.loops.findField(has.length, firstSlots, slotFields, field, has);
    return has;
  }

  /** Times of the rows that have a field. */
  #timesOf(field: number): Float64Array {
    const has = this.placesWith(field);
    const places = this.places();
    const count = this.room.loops.rowsOf(has, has.length, this.templateRows);
    return timesAt(this.times(), places, has, count, this.room);
  }
}
