import { corruption } from '../base/errors.js';
import { partitionPoint } from '../base/partition-point.js';
import type { Room } from '../codec/arena.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { inflateFirst } from '../codec/inflate.js';
import type { BlockRoom } from './block-room.js';
import type { BlockInfo } from './pack-format.js';
import type { StoredTemplates } from './stored-templates.js';

/** What a raw chunk may have at most: a block's text twice over, for one long message beyond the bound. */
const MAX_CHUNK_BYTES = 1 << 27;

/** Bytes that nobody asked for, between chunks that are read in one go: to copy them takes no longer than another read. */
const MOST_BETWEEN = 16 << 10;

/** Where a block's bytes come from, and what they are called in errors. */
export type BlockSource = {
  /** What is read may be written to `room`. */
  readonly read: (offset: number, length: number, room?: Uint8Array) => Uint8Array;
  readonly file: string;
  /** The templates of the pack, which are read in some room when they are first asked for. */
  readonly templates: (room: BlockRoom) => StoredTemplates;
};

type Chunk = {
  readonly start: number;
  readonly rawLength: number;
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
  /** The raw bytes, or the first of them. */
  raw: Uint8Array | undefined;
  /** How many of them are wanted; 0: all. */
  wanted: number;
};

/** The chunks of a block. Each is read when something of it is first asked for. */
export class BlockChunks {
  /** Bytes of all of them, raw. */
  readonly rawLength: number;
  readonly #chunks: Chunk[] = [];
  readonly #source: BlockSource;
  readonly #info: BlockInfo;
  readonly #room: Room | undefined;
  /** What was read last, and from where on. */
  #readBytes: Uint8Array = new Uint8Array(0);
  #readFrom = 0;

  /** As the directory of a block lists them, under `reader`. */
  constructor(reader: ByteReader, info: BlockInfo, source: BlockSource, room: Room | undefined) {
    this.#source = source;
    this.#info = info;
    this.#room = room;
    let start = 0;
    let offset = info.offset + info.directoryBytes;
    const count = reader.varint(reader.remaining);
    for (let i = 0; i < count; i++) {
      const rawLength = reader.varint(MAX_CHUNK_BYTES);
      const length = reader.varint(rawLength);
      const crc = reader.u32();
      this.#chunks.push({ start, rawLength, offset, length, crc, raw: undefined, wanted: 0 });
      start += rawLength;
      offset += length;
    }
    if (offset !== info.offset + info.bytes)
      throw reader.error('Size of a block', `${info.bytes} bytes`, `${offset - info.offset}`);
    this.rawLength = start;
  }

  /** Says that bytes up to `end` will be asked for, and of those behind them in the chunk none but what is said likewise. */
  want(start: number, end: number): void {
    const chunk = this.#chunkAt(start);
    if (chunk !== undefined) chunk.wanted = Math.max(chunk.wanted, end - chunk.start);
  }

  /** Bytes [start, start + length) of all columns: within one chunk. */
  section(start: number, length: number): ByteReader {
    const { file } = this.#source;
    const chunk = this.#chunkAt(start);
    if (chunk === undefined || start + length > chunk.start + chunk.rawLength)
      throw corruption(
        'Column of a block',
        file,
        this.#info.offset,
        'within one chunk',
        `${length} bytes at ${start}`,
      );
    const from = start - chunk.start;
    const raw = this.#rawOf(chunk, from + length);
    return new ByteReader(raw.subarray(from, from + length), file, chunk.offset);
  }

  #chunkAt(start: number): Chunk | undefined {
    const chunks = this.#chunks;
    return chunks[partitionPoint(1, chunks.length, (each) => chunks[each]!.start <= start) - 1];
  }

  /** The raw bytes of a chunk, at least `least` of them: those that are wanted, when these are enough, and else all. */
  #rawOf(chunk: Chunk, least: number): Uint8Array {
    const { raw: known, offset, length, rawLength, crc, wanted } = chunk;
    if (known !== undefined && known.length >= least) return known;
    const { file } = this.#source;
    const bytes = this.#read(chunk);
    if (bytes.length !== length)
      throw corruption('Block cut off', file, offset, `${length} bytes`, `${bytes.length}`);
    const got = crc32(bytes);
    if (got !== crc)
      throw corruption('Checksum mismatch', file, offset, formatCrc(crc), formatCrc(got));
    const enough = known === undefined && wanted >= least ? wanted : rawLength;
    const raw = length === rawLength ? bytes : inflateFirst(bytes, rawLength, enough, this.#room);
    if (raw === undefined)
      throw corruption('Block does not decompress', file, offset, `${rawLength} bytes`, 'other');
    chunk.raw = raw;
    return raw;
  }

  /** A chunk as it stands in the file. With it are read those behind it that are wanted too, and are not far away. */
  #read(chunk: Chunk): Uint8Array {
    const { offset, length } = chunk;
    const room = this.#room;
    if (room === undefined) return this.#source.read(offset, length);
    const from = offset - this.#readFrom;
    if (from >= 0 && from + length <= this.#readBytes.length)
      return this.#readBytes.subarray(from, from + length);
    const end = this.#wantedEnd(chunk);
    const bytes = this.#source.read(offset, end - offset, room.take(end - offset));
    this.#readFrom = offset;
    this.#readBytes = bytes;
    return bytes.subarray(0, length);
  }

  /** Up to where it pays to read in one go, from a chunk on. */
  #wantedEnd(chunk: Chunk): number {
    const chunks = this.#chunks;
    let end = chunk.offset + chunk.length;
    for (let i = chunks.indexOf(chunk) + 1; i < chunks.length; i++) {
      const { offset, length, wanted, raw } = chunks[i]!;
      if (offset - end > MOST_BETWEEN) break;
      if (wanted > 0 && raw === undefined) end = offset + length;
    }
    return end;
  }
}
