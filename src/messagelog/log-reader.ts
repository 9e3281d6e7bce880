import { corruption, HayabusaError, wrongVersion } from '../base/errors.js';
import { MAX_LOG_BLOCK_RAW_BYTES } from '../base/limits.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { lz4Decompress } from '../codec/lz4.js';
import { unzigzag } from '../codec/varint.js';
import type { ReadableFile } from '../storage/directory.js';
import {
  LOG_BLOCK_HEADER_BYTES,
  LOG_BLOCK_MAGIC,
  LOG_HEADER_BYTES,
  LOG_MAGIC,
  LOG_VERSION,
} from './log-format.js';

/** One message of the log; `raw` is a view of its block. */
export type LoggedMessage = {
  raw: Uint8Array;
  /** Epoch milliseconds. */
  time: number;
  source: string;
  receivedAt: number;
  sequence: number;
  /** Whether it is a further piece of the message before. */
  continues: boolean;
};

/** How much of a log is searched at a time for the next block behind a damaged one. */
const SEARCH_BYTES = 1 << 20;

/**
 * Reads a message log up to its committed length; what lies beyond was never acknowledged. The caller owns `file` and
 * closes it.
 */
export class LogReader {
  readonly #file: ReadableFile;
  readonly #name: string;
  readonly #committed: number;

  constructor(file: ReadableFile, name: string, committedLength: number) {
    this.#file = file;
    this.#name = name;
    this.#committed = committedLength;
  }

  /** Checks the file header. */
  checkHeader(): void {
    const reader = new ByteReader(
      this.#file.read(0, Math.min(LOG_HEADER_BYTES, this.#committed)),
      this.#name,
    );
    const magic = Buffer.from(reader.raw(8)).toString('latin1');
    if (magic !== LOG_MAGIC)
      throw corruption(
        'No message log',
        this.#name,
        0,
        JSON.stringify(LOG_MAGIC),
        JSON.stringify(magic),
      );
    const version = reader.u16();
    if (version !== LOG_VERSION) throw wrongVersion(this.#name, version, LOG_VERSION);
    const reserved = reader.u16() + reader.u32();
    if (reserved !== 0) throw reader.error('Reserved bytes', '0', `${reserved}`);
  }

  /**
   * All messages, block by block, each proven by its checksum, with where the block ends. A damaged block, or header, is
   * reported to `onDamage`, and reading goes on at the next block whose checksum is right.
   */
  *blocks(
    onDamage: (error: HayabusaError) => void,
  ): Generator<{ end: number; messages: LoggedMessage[] }> {
    try {
      this.checkHeader();
    } catch (error) {
      if (!(error instanceof HayabusaError) || error.code !== 'corruption') throw error;
      onDamage(error);
    }
    for (let at = LOG_HEADER_BYTES; at < this.#committed; ) {
      let block: { end: number; messages: LoggedMessage[] };
      try {
        block = this.#block(at);
      } catch (error) {
        if (!(error instanceof HayabusaError)) throw error;
        onDamage(error);
        at = this.#nextBlock(at + 1);
        continue;
      }
      yield block;
      at = block.end;
    }
  }

  #block(offset: number): { end: number; messages: LoggedMessage[] } {
    const header = this.#file.read(
      offset,
      Math.min(LOG_BLOCK_HEADER_BYTES, this.#committed - offset),
    );
    const reader = new ByteReader(header, this.#name, offset);
    const magic = reader.u32();
    if (magic !== LOG_BLOCK_MAGIC)
      throw corruption(
        'No block of messages',
        this.#name,
        offset,
        formatCrc(LOG_BLOCK_MAGIC),
        formatCrc(magic),
      );
    const expected = reader.u32();
    const payloadLength = reader.u32();
    const rawLength = reader.u32();
    const count = reader.u32();
    const end = offset + LOG_BLOCK_HEADER_BYTES + payloadLength;
    if (rawLength > MAX_LOG_BLOCK_RAW_BYTES || payloadLength > rawLength || end > this.#committed)
      throw reader.error(
        'Size of a block of messages',
        `at most ${this.#committed - offset} bytes`,
        `${payloadLength} of ${rawLength}`,
      );
    const payload = this.#file.read(offset + LOG_BLOCK_HEADER_BYTES, payloadLength);
    const got = crc32(payload, crc32(header.subarray(8)));
    if (got !== expected)
      throw corruption(
        'Checksum mismatch',
        this.#name,
        offset,
        formatCrc(expected),
        formatCrc(got),
      );
    const raw = payloadLength === rawLength ? payload : lz4Decompress(payload, rawLength);
    if (raw === undefined)
      throw corruption(
        'Block does not decompress',
        this.#name,
        offset,
        `${rawLength} bytes`,
        'other',
      );
    return { end, messages: readMessages(new ByteReader(raw, this.#name, offset), count) };
  }

  /** The first offset from `from` on where a whole, undamaged block stands; else the committed length. */
  #nextBlock(from: number): number {
    const magic = Buffer.from('HBLK', 'latin1');
    for (let start = from; start < this.#committed; start += SEARCH_BYTES) {
      // Windows overlap, so that a magic number across an edge is seen.
      const length = Math.min(SEARCH_BYTES + magic.length - 1, this.#committed - start);
      const window = Buffer.from(this.#file.read(start, length));
      for (let i = window.indexOf(magic); i >= 0; i = window.indexOf(magic, i + 1)) {
        try {
          this.#block(start + i);
          return start + i;
        } catch (error) {
          // These bytes happen to stand in a message: look on.
          if (!(error instanceof HayabusaError)) throw error;
        }
      }
    }
    return this.#committed;
  }
}

function readMessages(reader: ByteReader, count: number): LoggedMessage[] {
  if (count === 0 || count > reader.remaining)
    throw reader.error('Messages of a block', `1 to ${reader.remaining}`, `${count}`);
  const sources: string[] = [];
  const sourceCount = reader.varint(count);
  for (let i = 0; i < sourceCount; i++)
    sources.push(Buffer.from(reader.prefixed()).toString('utf8'));
  const messages: LoggedMessage[] = [];
  while (messages.length < count) {
    const length = reader.varint(count - messages.length);
    if (length === 0) throw reader.error('Empty run of sources', 'at least one message', '0');
    const source = sources[reader.varint(sourceCount - 1)]!;
    const receivedAt = reader.varint();
    const firstSequence = reader.varint();
    for (let i = 0; i < length; i++)
      messages.push({
        raw: new Uint8Array(0),
        time: 0,
        source,
        receivedAt,
        sequence: firstSequence + i,
        continues: false,
      });
  }
  let time = 0;
  for (const message of messages) {
    time += unzigzag(reader.varint());
    message.time = time;
  }
  const lengths = messages.map(() => reader.varint(MAX_LOG_BLOCK_RAW_BYTES));
  const continuations = reader.varint(count);
  let index = 0;
  for (let i = 0; i < continuations; i++) {
    index += reader.varint(count);
    const message = messages[index];
    if (message === undefined)
      throw reader.error('Continuation of a block', `below ${count}`, `${index}`);
    message.continues = true;
  }
  messages.forEach((message, i) => {
    message.raw = reader.raw(lengths[i]!);
    reader.skip(1);
  });
  reader.expectEnd('a block of messages');
  return messages;
}
