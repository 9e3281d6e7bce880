import { MAX_TERM_BLOCK_BYTES } from '../base/limits.js';
import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { HeldBytes } from './held-bytes.js';
import { HELD_BYTES_LENGTH } from './lengths.js';
import type { TermRoom } from './term-room.js';

/** A block of the dictionary, as the block index has it. */
export type DictionaryBlock = {
  /** Place in the file. */
  readonly offset: number;
  readonly length: number;
  /** Bytes of its entries; `length` when they are not compressed. */
  readonly rawLength: number;
  readonly crc: number;
  /** Place of the block's first long list in the lists. */
  readonly lists: number;
};

/**
 * Walks the block index, which stands in memory as it is on disk: a lookup allocates nothing but the block it finds.
 * That matters where many packs are asked for one term. `index` stands before the block count; `offset`
 * is where the dictionary starts in the file.
 */
export class BlockIndexCursor {
  readonly #index: ByteReader;
  readonly #count: number;
  #number = 0;
  #offset: number;
  #lists = 0;
  #length = 0;
  #rawLength = 0;
  #crc = 0;
  #listBytes = 0;
  #termStart = 0;
  #termLength = 0;
  #held = 0;

  constructor(index: ByteReader, offset: number) {
    this.#index = index;
    this.#count = index.varint(index.remaining);
    this.#offset = offset;
  }

  get count(): number {
    return this.#count;
  }

  /** Moves to the next block; false at the end, where `offset` and `lists` are those after the last block. */
  next(): boolean {
    this.#offset += this.#length;
    this.#lists += this.#listBytes;
    this.#length = 0;
    this.#listBytes = 0;
    if (this.#number === this.#count) return false;
    this.#number++;
    const index = this.#index;
    this.#termLength = index.varint(index.remaining);
    this.#termStart = index.position;
    index.skip(this.#termLength);
    this.#length = index.varint();
    this.#rawLength = index.varint(MAX_TERM_BLOCK_BYTES);
    this.#crc = index.u32();
    this.#listBytes = index.varint();
    this.#held = index.position;
    index.skip(HELD_BYTES_LENGTH);
    return true;
  }

  /** First term of the block under the cursor; shares the index's memory. */
  get firstTerm(): Uint8Array {
    return this.#index.view(this.#termStart, this.#termLength);
  }

  /** Whether terms of the block under the cursor have all of some bytes, be it one of them some, another others. */
  holds({ low, high }: HeldBytes): boolean {
    const index = this.#index;
    const behind = index.position;
    index.seek(this.#held);
    const hasAll = (low & ~index.u32()) === 0 && (high & ~index.u8()) === 0;
    index.seek(behind);
    return hasAll;
  }

  /** From before the first block, goes on to the last one whose first term is not above `term`; false when there is none. */
  find(term: Uint8Array, room: TermRoom): boolean {
    const index = this.#index;
    const bytes = room.hold(index.view(0, index.position + index.remaining));
    const found = takeInts(room, 4);
    const { findBlock } = room.loops;
    const held = room.hold(term);
    const any = findBlock(
      bytes,
      index.position,
      bytes.length,
      this.#count,
      held,
      term.length,
      found,
    );
    if (any < 0) return this.#findSlowly(term);
    if (any === 0) return false;
    index.seek(found[0]!);
    this.#number = found[1]!;
    this.#offset += found[2]!;
    this.#lists = found[3]!;
    return this.next();
  }

  /** The same, which says what is not as it must be, and takes what is too long for a loop. */
  #findSlowly(term: Uint8Array): boolean {
    const index = this.#index;
    let any = false;
    while (this.#number < this.#count) {
      const start = index.position;
      const first = index.raw(index.varint(index.remaining));
      index.seek(start);
      if (Buffer.compare(first, term) > 0) break;
      any = this.next();
    }
    return any;
  }

  get offset(): number {
    return this.#offset;
  }

  get lists(): number {
    return this.#lists;
  }

  block(): DictionaryBlock {
    return {
      offset: this.#offset,
      length: this.#length,
      rawLength: this.#rawLength,
      crc: this.#crc,
      lists: this.#lists,
    };
  }
}
