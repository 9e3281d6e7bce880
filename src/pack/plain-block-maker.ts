import { TermCollector } from '../analysis/term-collector.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import { deflate, FAST } from '../codec/deflate.js';
import { ColumnWriter } from '../column/column-writer.js';
import { Elements } from '../column/elements.js';
import { writeTimeColumn } from '../column/time-column.js';
import { CUTS, MessageBatch } from '../messagelog/message-batch.js';
import { type ScannedRange, SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';
import { TemplateTable } from '../template/template-table.js';
import type { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';
import { writeOrder } from './arrival.js';
import { PLAIN_COLUMN_BYTES } from './block-format.js';
import type { BlockMaker, ColumnVisitor } from './block-maker.js';
import { countHours } from './hour-counts.js';
import { encodeTemplates } from './templates-writer.js';

/** In plain TypeScript: for small stores, for machines without the kernel, and what the kernel is held to. */
export class PlainBlockMaker implements BlockMaker {
  readonly #table = new TemplateTable();
  readonly #collector = new TermCollector();
  readonly #columns = new ColumnWriter();
  readonly #fields: Elements[] = [];
  /** Times of the messages with a timestamp, by field. */
  readonly #fieldTimes: Float64Array[] = [];
  #rowTemplates = new Uint16Array(1 << 10);
  /** The block's messages and their order. */
  #batch = new MessageBatch();
  #order: Uint32Array | undefined;
  /** The place of each template of the pack among those of the block. */
  #places = new Int32Array(0);
  /** The templates of the block, by number, and how many rows each has. */
  readonly #ids: number[] = [];
  readonly #counts: number[] = [];

  get templates(): number {
    return this.#table.set.count;
  }

  get templateBytes(): number {
    return this.#table.set.bytes;
  }

  clear(): void {
    this.#table.clear();
    this.#collector.clear();
  }

  isFull(share: number): boolean {
    return this.#collector.isFull(share);
  }

  order(batch: MessageBatch): Uint32Array | undefined {
    return batch.orderByTime();
  }

  gather(batch: MessageBatch, order: Uint32Array | undefined): number {
    const table = this.#table;
    const { text, count, starts, cuts, times } = batch;
    const range: ScannedRange = {
      start: 0,
      end: 0,
      prefixStart: 0,
      prefixEnd: 0,
      timeStart: 0,
      timeEnd: 0,
      hostStart: 0,
    };
    for (const field of this.#fields) field.count = 0;
    if (this.#rowTemplates.length < count) this.#rowTemplates = new Uint16Array(2 * count);
    table.startBlock(count);
    this.#batch = batch;
    this.#order = order;
    const rowTemplates = this.#rowTemplates;
    const { templates } = table.set;
    for (let row = 0; row < count; row++) {
      const index = order === undefined ? row : order[row]!;
      const at = CUTS * index;
      range.start = starts[index]!;
      range.end = (index + 1 < count ? starts[index + 1]! : batch.textLength) - 1;
      range.prefixStart = cuts[at]!;
      range.prefixEnd = cuts[at + 1]!;
      range.timeStart = cuts[at + 2]!;
      range.timeEnd = cuts[at + 3]!;
      range.hostStart = cuts[at + 4]!;
      const template = table.find(text, range);
      rowTemplates[row] = template;
      const { fields, kinds } = templates[template]!;
      const { starts: slotStarts, ends: slotEnds, hashes } = table;
      while (this.#fields.length < table.set.fields.length) this.#addField();
      for (let slot = 0; slot < fields.length; slot++) {
        const field = fields[slot]!;
        const elements = this.#fields[field]!;
        if (kinds[slot] === SLOT_TIME) this.#addTime(field, elements.count, times[index]!);
        elements.add(slotStarts[slot]!, slotEnds[slot]!, hashes[slot]!);
      }
    }
    this.#countTemplates(rowTemplates, count);
    return this.#ids.length;
  }

  #countTemplates(rowTemplates: Uint16Array, rows: number): void {
    const byId = new Int32Array(this.templates);
    for (let row = 0; row < rows; row++) byId[rowTemplates[row]!]!++;
    this.#ids.length = 0;
    this.#counts.length = 0;
    for (let id = 0; id < byId.length; id++) {
      if (byId[id] === 0) continue;
      this.#counts.push(byId[id]!);
      byId[id] = this.#ids.push(id) - 1;
    }
    this.#places = byId;
  }

  listTemplates(directory: ByteWriter): void {
    let next = 0;
    this.#ids.forEach((id, place) => {
      directory.varint(id - next);
      directory.varint(this.#counts[place]!);
      next = id + 1;
    });
  }

  writeTemplates(raw: ByteWriter): void {
    const rows = this.#batch.count;
    const places = this.#places;
    const rowTemplates = this.#rowTemplates;
    for (let shift = 0; shift < (this.#ids.length > 256 ? 16 : 8); shift += 8) {
      const at = raw.extend(rows);
      const bytes = raw.buffer;
      for (let row = 0; row < rows; row++) bytes[at + row] = places[rowTemplates[row]!]! >>> shift;
    }
  }

  writeOrder(raw: ByteWriter, order: Uint32Array): void {
    writeOrder(raw, order);
  }

  writeTimes(raw: ByteWriter): void {
    const { times, count } = this.#batch;
    const order = this.#order;
    let unit = 1000;
    for (let i = 0; unit === 1000 && i < count; i++) if (times[i]! % 1000 !== 0) unit = 1;
    raw.varint(unit);
    let before = times[order === undefined ? 0 : order[0]!]!;
    for (let row = 0; row < count; row++) {
      const time = times[order === undefined ? row : order[row]!]!;
      raw.varint((time - before) / unit);
      before = time;
    }
  }

  countHours(hours: Map<number, number>): void {
    countHours(this.#batch, hours);
  }

  tellTemplates(): void {
    const collector = this.#collector;
    collector.startBlock();
    const { templates } = this.#table.set;
    this.#ids.forEach((id, place) => {
      collector.startMessage(this.#counts[place]!);
      for (const literal of templates[id]!.literals) collector.addText(literal, 0, literal.length);
    });
  }

  writeFields(raw: ByteWriter, onColumn: ColumnVisitor): void {
    for (let field = 0; field < this.#fields.length; field++)
      this.#writeField(raw, field, onColumn);
  }

  #writeField(raw: ByteWriter, field: number, onColumn: ColumnVisitor): void {
    const elements = this.#fields[field];
    if (elements === undefined || elements.count === 0) return;
    const kind = this.#table.set.fieldKinds[field]!;
    const { text } = this.#batch;
    for (const part of kind === SLOT_PLAIN ? splitPlain(elements) : [elements]) {
      const start = raw.length;
      this.#collector.startColumn();
      const isTime =
        kind === SLOT_TIME && writeTimeColumn(raw, text, part, this.#fieldTimes[field]!);
      if (!isTime) {
        const searched = kind !== SLOT_TIME && kind !== SLOT_PREFIX;
        this.#columns.write(raw, text, part, searched ? this.#collector : undefined);
      }
      onColumn(field, raw.length - start, part.count);
    }
  }

  encodeTemplates(): Uint8Array {
    return encodeTemplates(this.#table.set);
  }

  writeTerms(dictionary: TermDictionaryWriter, drain: () => void): void {
    this.#collector.visitSorted(undefined, (arena, start, end, units, from, to, messages) => {
      dictionary.add(arena, start, end, units, from, to, messages);
      drain();
    });
  }

  deflate(raw: Uint8Array): Uint8Array {
    return deflate(raw, FAST);
  }

  #addField(): void {
    this.#fields.push(new Elements());
    this.#fieldTimes.push(new Float64Array(0));
  }

  #addTime(field: number, place: number, time: number): void {
    let times = this.#fieldTimes[field]!;
    if (place >= times.length) {
      const larger = new Float64Array(Math.max(1024, 4 * place));
      larger.set(times);
      times = larger;
      this.#fieldTimes[field] = times;
    }
    times[place] = time;
  }
}

/** Elements of plain text in parts of about `PLAIN_COLUMN_BYTES`. */
function splitPlain(elements: Elements): Elements[] {
  const parts: Elements[] = [];
  let part = new Elements();
  let bytes = 0;
  for (let i = 0; i < elements.count; i++) {
    part.add(elements.starts[i]!, elements.ends[i]!, elements.hashes[i]!);
    bytes += elements.ends[i]! - elements.starts[i]!;
    if (bytes < PLAIN_COLUMN_BYTES) continue;
    parts.push(part);
    part = new Elements();
    bytes = 0;
  }
  if (part.count > 0) parts.push(part);
  return parts;
}
