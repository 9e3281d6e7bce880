import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
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

/** Makes a block of a batch: puts together what a `BlockMaker` makes of its messages, and compresses it. */
export class BlockWriter {
  readonly #maker: BlockMaker;
  readonly #raw = new ByteWriter(1 << 20);

  constructor(maker: BlockMaker) {
    this.#maker = maker;
  }

  write(batch: MessageBatch): WrittenBlock {
    const order = this.#maker.order(batch);
    const rows = batch.count;
    const templates = this.#maker.gather(batch, order);
    const raw = this.#raw;
    raw.clear();
    const directory = new ByteWriter(1 << 12);
    const columnEnds: number[] = [];
    this.#maker.writeTemplates(raw);
    columnEnds.push(raw.length);
    this.#maker.writeTimes(raw);
    columnEnds.push(raw.length);
    writeArrival(raw, batch, order, (places) => this.#maker.writeOrder(raw, places));
    columnEnds.push(raw.length);
    this.#maker.tellTemplates();
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
    directory.varint(templates);
    this.#maker.listTemplates(directory);
    directory.varint(columnEnds[0]!);
    directory.varint(columnEnds[1]! - columnEnds[0]!);
    directory.varint(columnEnds[2]! - columnEnds[1]!);
    directory.varint(columnCount);
    directory.raw(columns.bytes());
    // A directory has a few hundred bytes: to start zlib for them takes longer than to order the block.
    const packed = packSection(directory.bytes(), (raw) => this.#maker.deflate(raw));
    const bytes = Buffer.concat([packed, ...chunks.map((chunk) => chunk.bytes)]);
    return {
      bytes,
      directoryBytes: packed.length,
      rows,
      pieces: batch.continuations.length,
      textBytes: batch.textLength - rows,
      minTime: batch.times[order === undefined ? 0 : order[0]!]!,
      maxTime: batch.times[order === undefined ? rows - 1 : order[rows - 1]!]!,
      templates,
      units: templates + columnCount,
    };
  }

  /** Writes the columns of all fields that have values; describes them in `columns` and returns how many. */
  #writeFields(columns: ByteWriter, ends: number[]): number {
    let written = 0;
    let next = 0;
    let end = this.#raw.length;
    this.#maker.writeFields(this.#raw, (field, length, values) => {
      columns.varint(field - next);
      columns.varint(length);
      columns.varint(values);
      next = field;
      end += length;
      ends.push(end);
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
      const compressed = this.#maker.deflate(raw);
      chunks.push({
        rawLength: raw.length,
        // What is compressed is valid only until the next chunk.
        bytes: (compressed.length < raw.length ? compressed : raw).slice(),
      });
      start = end;
    });
    return chunks;
  }
}
