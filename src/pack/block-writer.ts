import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { deflate } from '../codec/deflate.js';
import { packSection } from '../codec/packed-section.js';
import type { MessageBatch } from '../messagelog/message-batch.js';
import { writeArrival } from './arrival.js';
import { CHUNK_BYTES } from './block-format.js';
import type { BlockMaker } from './block-maker.js';

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

/** Makes a block of a batch: puts together what a `BlockMaker` makes of its messages, and compresses it. */
export class BlockWriter {
  readonly #maker: BlockMaker;
  readonly #raw = new ByteWriter(1 << 20);

  constructor(maker: BlockMaker) {
    this.#maker = maker;
  }

  write(batch: MessageBatch): WrittenBlock {
    const order = batch.orderByTime();
    const rows = batch.count;
    const rowTemplates = this.#maker.gather(batch, order);
    const templates = this.#templatesOf(rowTemplates, rows);
    const raw = this.#raw;
    raw.clear();
    const directory = new ByteWriter(1 << 12);
    const columnEnds: number[] = [];
    this.#writeTemplates(templates, rowTemplates, rows);
    columnEnds.push(raw.length);
    const { minTime, maxTime } = this.#writeTimes(batch, order);
    columnEnds.push(raw.length);
    writeArrival(raw, batch, order);
    columnEnds.push(raw.length);
    const units = templates.ids.length;
    this.#maker.tellTemplates(templates.ids, templates.counts);
    const columns = new ByteWriter(1 << 10);
    const columnCount = this.#writeFields(columns, columnEnds);

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

  /** Templates of the block by number, how many rows each has, and the place of each by its number. */
  #templatesOf(
    rowTemplates: Uint16Array,
    rows: number,
  ): { ids: Int32Array; counts: Int32Array; places: Int32Array } {
    const byId = new Int32Array(this.#maker.set.count);
    for (let row = 0; row < rows; row++) byId[rowTemplates[row]!]!++;
    const ids: number[] = [];
    const counts: number[] = [];
    for (let id = 0; id < byId.length; id++) {
      if (byId[id] === 0) continue;
      counts.push(byId[id]!);
      byId[id] = ids.push(id) - 1;
    }
    return { ids: Int32Array.from(ids), counts: Int32Array.from(counts), places: byId };
  }

  #writeTemplates(
    { ids, places }: { ids: Int32Array; places: Int32Array },
    rowTemplates: Uint16Array,
    rows: number,
  ): void {
    const raw = this.#raw;
    for (let shift = 0; shift < (ids.length > 256 ? 16 : 8); shift += 8) {
      const at = raw.extend(rows);
      const bytes = raw.buffer;
      for (let row = 0; row < rows; row++) bytes[at + row] = places[rowTemplates[row]!]! >>> shift;
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

  /** Writes the columns of all fields that have values; describes them in `columns` and returns how many. */
  #writeFields(columns: ByteWriter, ends: number[]): number {
    const raw = this.#raw;
    let written = 0;
    let next = 0;
    let start = raw.length;
    for (let field = 0; field < this.#maker.set.fields.length; field++)
      this.#maker.writeField(raw, field, (values) => {
        columns.varint(field - next);
        columns.varint(raw.length - start);
        columns.varint(values);
        next = field;
        start = raw.length;
        ends.push(start);
        written++;
      });
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
