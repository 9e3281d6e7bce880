import type { TermCollector } from '../analysis/term-collector.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { deflate } from '../codec/deflate.js';
import { packSection } from '../codec/packed-section.js';
import { ColumnWriter } from '../column/column-writer.js';
import { Elements } from '../column/elements.js';
import { writeTimeColumn } from '../column/time-column.js';
import { CUTS, type MessageBatch } from '../messagelog/message-batch.js';
import { type ScannedRange, SLOT_PLAIN, SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';
import type { TemplateTable } from '../template/template-table.js';
import { writeArrival } from './arrival.js';
import { CHUNK_BYTES, PLAIN_COLUMN_BYTES } from './block-format.js';

/** What is said of a block where it is listed. Times are epoch milliseconds. */
export type WrittenBlock = {
  readonly bytes: Uint8Array;
  readonly directoryBytes: number;
  readonly rows: number;
  readonly pieces: number;
  readonly textBytes: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** Units of templates, and of all. */
  readonly templates: number;
  readonly units: number;
};

/** Of DEFLATE. Six gains 8 % of the size of chunks and costs four times the time. */
const LEVEL = 1;

/**
 * Makes a block of a batch: finds each message's template, gathers the values of fields, writes them as columns, and
 * tells the collector the terms of each *unit*: of each template in the block, then of each column.
 */
export class BlockWriter {
  readonly #table: TemplateTable;
  readonly #collector: TermCollector;
  readonly #columns = new ColumnWriter();
  readonly #raw = new ByteWriter(1 << 20);
  readonly #fields: Elements[] = [];
  /** Times of the messages with a timestamp, by field. */
  readonly #fieldTimes: Float64Array[] = [];
  #rowTemplates = new Uint16Array(1 << 10);

  constructor(table: TemplateTable, collector: TermCollector) {
    this.#table = table;
    this.#collector = collector;
  }

  write(batch: MessageBatch): WrittenBlock {
    const order = batch.orderByTime();
    const rows = batch.count;
    this.#gather(batch, order);
    const templates = this.#templatesOf(rows);
    const raw = this.#raw;
    raw.clear();
    const directory = new ByteWriter(1 << 12);
    const columnEnds: number[] = [];
    this.#writeTemplates(templates, rows);
    columnEnds.push(raw.length);
    const { minTime, maxTime } = this.#writeTimes(batch, order);
    columnEnds.push(raw.length);
    writeArrival(raw, batch, order);
    columnEnds.push(raw.length);
    const units = this.#tellTemplates(templates);
    const columns = new ByteWriter(1 << 10);
    const columnCount = this.#writeFields(batch.text, columns, columnEnds);

    const chunks = this.#compress(columnEnds);
    directory.varint(rows);
    directory.varint(chunks.length);
    for (const { rawLength, bytes } of chunks) {
      directory.varint(rawLength);
      directory.varint(bytes.length);
      directory.u32(crc32(bytes));
    }
    directory.varint(templates.ids.length);
    let next = 0;
    templates.ids.forEach((id, place) => {
      directory.varint(id - next);
      directory.varint(templates.counts[place]!);
      next = id + 1;
    });
    directory.varint(columnEnds[0]!);
    directory.varint(columnEnds[1]! - columnEnds[0]!);
    directory.varint(columnEnds[2]! - columnEnds[1]!);
    directory.varint(columnCount);
    directory.raw(columns.bytes());
    const packed = packSection(directory.bytes());
    const bytes = Buffer.concat([packed, ...chunks.map((chunk) => chunk.bytes)]);
    return {
      bytes,
      directoryBytes: packed.length,
      rows,
      pieces: batch.continuations.length,
      textBytes: batch.textLength - rows,
      minTime,
      maxTime,
      templates: units,
      units: units + columnCount,
    };
  }

  /** Finds the template of every row, and appends its values to their fields. */
  #gather(batch: MessageBatch, order: Uint32Array | undefined): void {
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

  /** Templates of the block by number, how many rows each has, and the place of each by its number. */
  #templatesOf(rows: number): { ids: Int32Array; counts: Int32Array; places: Int32Array } {
    const byId = new Int32Array(this.#table.set.count);
    for (let row = 0; row < rows; row++) byId[this.#rowTemplates[row]!]!++;
    const ids: number[] = [];
    const counts: number[] = [];
    for (let id = 0; id < byId.length; id++) {
      if (byId[id] === 0) continue;
      counts.push(byId[id]!);
      byId[id] = ids.push(id) - 1;
    }
    return { ids: Int32Array.from(ids), counts: Int32Array.from(counts), places: byId };
  }

  #writeTemplates({ ids, places }: { ids: Int32Array; places: Int32Array }, rows: number): void {
    const raw = this.#raw;
    for (let shift = 0; shift < (ids.length > 256 ? 16 : 8); shift += 8) {
      const at = raw.extend(rows);
      const bytes = raw.buffer;
      for (let row = 0; row < rows; row++)
        bytes[at + row] = places[this.#rowTemplates[row]!]! >>> shift;
    }
  }

  #writeTimes(
    batch: MessageBatch,
    order: Uint32Array | undefined,
  ): { minTime: number; maxTime: number } {
    const { times, count } = batch;
    const raw = this.#raw;
    let unit = 1000;
    for (let i = 0; unit === 1000 && i < count; i++) if (times[i]! % 1000 !== 0) unit = 1;
    const minTime = times[order === undefined ? 0 : order[0]!]!;
    raw.varint(unit);
    let before = minTime;
    for (let row = 0; row < count; row++) {
      const time = times[order === undefined ? row : order[row]!]!;
      raw.varint((time - before) / unit);
      before = time;
    }
    return { minTime, maxTime: before };
  }

  /** Tells the words of each template's literals; returns how many templates. */
  #tellTemplates({ ids, counts }: { ids: Int32Array; counts: Int32Array }): number {
    const collector = this.#collector;
    collector.startBlock();
    const { templates } = this.#table.set;
    for (let place = 0; place < ids.length; place++) {
      const id = ids[place]!;
      collector.startMessage(counts[place]!);
      for (const literal of templates[id]!.literals) collector.addText(literal, 0, literal.length);
    }
    return ids.length;
  }

  /** Writes the columns of all fields that have values; describes them in `columns` and returns how many. */
  #writeFields(text: Uint8Array, columns: ByteWriter, ends: number[]): number {
    const raw = this.#raw;
    const kinds = this.#table.set.fieldKinds;
    let written = 0;
    let next = 0;
    for (let field = 0; field < this.#fields.length; field++) {
      const elements = this.#fields[field]!;
      if (elements.count === 0) continue;
      const kind = kinds[field]!;
      const parts = kind === SLOT_PLAIN ? splitPlain(elements) : [elements];
      for (const part of parts) {
        this.#collector.startColumn();
        const start = raw.length;
        const isTime =
          kind === SLOT_TIME && writeTimeColumn(raw, text, part, this.#fieldTimes[field]!);
        if (!isTime) {
          const searched = kind !== SLOT_TIME && kind !== SLOT_PREFIX;
          this.#columns.write(raw, text, part, searched ? this.#collector : undefined);
        }
        columns.varint(field - next);
        columns.varint(raw.length - start);
        columns.varint(part.count);
        next = field;
        ends.push(raw.length);
        written++;
      }
    }
    return written;
  }

  /** Cuts all columns into chunks and compresses them. */
  #compress(ends: readonly number[]): { rawLength: number; bytes: Uint8Array }[] {
    const all = this.#raw.bytes();
    const chunks: { rawLength: number; bytes: Uint8Array }[] = [];
    let start = 0;
    ends.forEach((end, index) => {
      const nextEnd = ends[index + 1];
      if (nextEnd !== undefined && end - start < CHUNK_BYTES && nextEnd - end < CHUNK_BYTES) return;
      const raw = all.subarray(start, end);
      const compressed = deflate(raw, LEVEL);
      chunks.push({
        rawLength: raw.length,
        bytes: compressed.length < raw.length ? compressed : raw.slice(),
      });
      start = end;
    });
    return chunks;
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
