import { corruption, HayabusaError, isHayabusaError, wrongVersion } from '../base/errors.js';
import { ByteReader } from '../codec/byte-reader.js';
import type { ReadableFile } from '../storage/directory.js';
import { decodeBlock, type MessageBlock, readBlockHeader } from './message-block.js';
import {
  BLOCK_HEADER_BYTES,
  LOG_HEADER_BYTES,
  LOG_MAGIC,
  LOG_VERSION,
} from './message-block-format.js';

/** How much of a log is searched at a time for the next block behind a damaged one. */
const SEARCH_BYTES = 1 << 20;

/**
 * Reads the blocks of one hour's message log up to its committed length; what lies beyond was never acknowledged.
 * The caller owns `file` and closes it.
 */
export class MessageLogReader {
  readonly #file: ReadableFile;
  readonly #name: string;
  readonly #committed: number;

  constructor(file: ReadableFile, name: string, committedLength: number) {
    this.#file = file;
    this.#name = name;
    this.#committed = committedLength;
  }

  /** Checks the file header and returns the hour that it names. */
  checkHeader(): number {
    const bytes = this.#file.read(0, Math.min(LOG_HEADER_BYTES, this.#committed));
    const reader = new ByteReader(bytes, this.#name);
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
    const reserved = reader.u16();
    if (reserved !== 0) throw reader.error('Reserved bytes', '0', `${reserved}`);
    return reader.u32() | 0;
  }

  /**
   * Checks that the log is that of an hour. A damaged header is reported and passed over, since blocks have checksums of
   * their own; a whole one that names another hour throws: these are not the messages that are looked for.
   */
  checkHour(hour: number, onDamage: (error: HayabusaError) => void): void {
    let named: number;
    try {
      named = this.checkHeader();
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      onDamage(error);
      return;
    }
    if (named !== hour)
      throw corruption('Hour of a message log', this.#name, 12, `${hour}`, `${named}`);
  }

  /** The block at `offset`. */
  block(offset: number): MessageBlock {
    const { size } = this.#file;
    if (offset >= size && offset < this.#committed)
      throw corruption(
        'Message log too short',
        this.#name,
        size,
        `${this.#committed} bytes`,
        `${size}`,
      );
    const headerBytes = this.#file.read(
      offset,
      Math.max(0, Math.min(BLOCK_HEADER_BYTES, this.#committed - offset)),
    );
    const header = readBlockHeader(headerBytes, this.#name, offset);
    const length = BLOCK_HEADER_BYTES + header.payloadLength;
    if (offset + length > this.#committed)
      throw corruption(
        'Message block beyond the committed length',
        this.#name,
        offset,
        `${this.#committed - offset} bytes`,
        `${length}`,
      );
    return decodeBlock(this.#file.read(offset, length), this.#name, offset);
  }

  /**
   * All blocks from `offset` on, each proven by its checksum. A damaged block is reported to `onDamage`, and reading goes
   * on at the next block whose checksum is right; without `onDamage` it throws.
   */
  *blocks(
    offset: number = LOG_HEADER_BYTES,
    onDamage?: (error: HayabusaError, skipped: number) => void,
  ): Generator<{ offset: number; block: MessageBlock }> {
    let at = offset;
    while (at < this.#committed) {
      let block: MessageBlock;
      try {
        block = this.block(at);
      } catch (error) {
        if (onDamage === undefined || !(error instanceof HayabusaError)) throw error;
        const next = this.#nextBlock(at + 1);
        onDamage(error, next - at);
        at = next;
        continue;
      }
      yield { offset: at, block };
      at += block.length;
    }
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
          this.block(start + i);
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
