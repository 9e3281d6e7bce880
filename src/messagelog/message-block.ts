import { corruption } from '../base/errors.js';
import { MAX_BLOCK_RAW_BYTES } from '../base/limits.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { lz4Decompress } from '../codec/lz4.js';
import { plainBytes } from '../codec/plain-bytes.js';
import { unzigzag } from '../codec/varint.js';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  type BlockHeader,
  type SourceRun,
} from './message-block-format.js';

/** One decoded block: its messages are views into memory of its own, valid as long as the block is held. */
export class MessageBlock {
  readonly header: BlockHeader;
  /** Length of the block in the file. */
  readonly length: number;
  readonly text: Uint8Array;
  /** Start of each message in `text`, and one more for the end. */
  readonly starts: Uint32Array;
  /** Milliseconds within the hour. */
  readonly times: Uint32Array;
  readonly runs: readonly SourceRun[];
  readonly sources: readonly string[];
  /** Indexes in the block of further pieces of a line too long for one message. */
  readonly continuations: readonly number[];

  constructor(header: BlockHeader, raw: Uint8Array, file: string, offset: number) {
    const { count } = header;
    const reader = new ByteReader(raw, file, offset);
    const sources: string[] = [];
    const sourceCount = reader.varint(count);
    for (let i = 0; i < sourceCount; i++)
      sources.push(Buffer.from(reader.prefixed()).toString('utf8'));
    this.header = header;
    this.length = BLOCK_HEADER_BYTES + header.payloadLength;
    this.sources = sources;
    this.runs = readRuns(reader, count, sources.length);
    this.times = new Uint32Array(count);
    let time = 0;
    for (let i = 0; i < count; i++) {
      time += unzigzag(reader.varint());
      if (time < header.minTime || time > header.maxTime)
        throw reader.error(
          'Time of a message outside its block',
          `${header.minTime} to ${header.maxTime}`,
          `${time}`,
        );
      this.times[i] = time;
    }
    this.starts = new Uint32Array(count + 1);
    let start = 0;
    for (let i = 0; i < count; i++) {
      this.starts[i] = start;
      start += reader.varint(raw.length) + 1;
    }
    this.starts[count] = start;
    const continuations: number[] = [];
    const continuationCount = reader.varint(count);
    let index = 0;
    for (let i = 0; i < continuationCount; i++) {
      index += reader.varint(count);
      continuations.push(index);
    }
    this.continuations = continuations;
    if (reader.remaining !== start)
      throw reader.error("Length of a block's text", `${start} bytes`, `${reader.remaining}`);
    this.text = plainBytes(reader.raw(start));
  }

  get firstOrdinal(): number {
    return this.header.firstOrdinal;
  }

  get count(): number {
    return this.header.count;
  }

  /** The bytes of message `index` of the block. */
  message(index: number): Uint8Array {
    return this.text.subarray(this.starts[index]!, this.starts[index + 1]! - 1);
  }

  /** Where message `index` came from, when, and its store-wide number of arrival. */
  origin(index: number): { source: string; receivedAt: number; sequence: number } {
    let first = 0;
    for (const run of this.runs) {
      if (index < first + run.count)
        return {
          source: this.sources[run.source]!,
          receivedAt: run.receivedAt,
          sequence: run.firstSequence + index - first,
        };
      first += run.count;
    }
    throw new RangeError(`No message ${index} in a block of ${this.count}`);
  }
}

function readRuns(reader: ByteReader, count: number, sourceCount: number): SourceRun[] {
  const runs: SourceRun[] = [];
  let receivedAt = 0;
  let sequence = 0;
  for (let seen = 0; seen < count; ) {
    const length = reader.varint(count - seen);
    if (length === 0) throw reader.error('Empty run of sources', 'at least one message', '0');
    const source = reader.varint(sourceCount - 1);
    const time = reader.varint();
    receivedAt = runs.length === 0 ? time : receivedAt + unzigzag(time);
    const firstSequence = sequence + reader.varint();
    runs.push({ count: length, source, receivedAt, firstSequence });
    sequence = firstSequence + length;
    seen += length;
  }
  return runs;
}

/** The header of a block whose first bytes are `bytes`; refuses what no writer writes. */
export function readBlockHeader(bytes: Uint8Array, file: string, offset: number): BlockHeader {
  const reader = new ByteReader(bytes, file, offset);
  const magic = reader.u32();
  if (magic !== BLOCK_MAGIC)
    throw corruption('No message block', file, offset, formatCrc(BLOCK_MAGIC), formatCrc(magic));
  reader.skip(4);
  const header = {
    payloadLength: reader.u32(),
    rawLength: reader.u32(),
    firstOrdinal: reader.u32(),
    count: reader.u32(),
    minTime: reader.u32(),
    maxTime: reader.u32(),
  };
  if (header.rawLength > MAX_BLOCK_RAW_BYTES || header.payloadLength > header.rawLength)
    throw reader.error(
      'Size of a message block',
      `at most ${MAX_BLOCK_RAW_BYTES} bytes`,
      `${header.payloadLength} of ${header.rawLength}`,
    );
  if (header.count === 0 || header.count > header.rawLength)
    throw reader.error('Messages in a block', `1 to ${header.rawLength}`, `${header.count}`);
  return header;
}

/** Decodes a whole block that starts at `bytes[0]`; checks its checksum before anything else is believed. */
export function decodeBlock(bytes: Uint8Array, file: string, offset: number): MessageBlock {
  const header = readBlockHeader(bytes, file, offset);
  const length = BLOCK_HEADER_BYTES + header.payloadLength;
  if (bytes.length < length)
    throw corruption('Message block cut off', file, offset, `${length} bytes`, `${bytes.length}`);
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const got = crc32(bytes.subarray(8, length));
  if (got !== expected)
    throw corruption('Checksum mismatch', file, offset, formatCrc(expected), formatCrc(got));
  const payload = bytes.subarray(BLOCK_HEADER_BYTES, length);
  const raw =
    header.payloadLength === header.rawLength ? payload : lz4Decompress(payload, header.rawLength);
  if (raw === undefined)
    throw corruption(
      'Block does not decompress',
      file,
      offset,
      `${header.rawLength} bytes`,
      'other',
    );
  return new MessageBlock(header, raw, file, offset);
}
