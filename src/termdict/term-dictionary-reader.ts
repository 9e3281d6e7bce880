import { corruption } from '../base/errors.js';
import { Arena, takeInts } from '../codec/arena.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { inflateFirst } from '../codec/inflate.js';
import { BlockIndexCursor, type DictionaryBlock } from './block-index.js';
import { compareStart, EntryCursor } from './entry-cursor.js';
import { PartScan, takeScanSpace } from './part-scan.js';
import type { TermPostings } from './term-dictionary-format.js';
import { FRESH_TERMS, type TermRoom } from './term-room.js';

/** Reads `length` bytes at `offset` of the file that holds the dictionary. */
export type ReadBytes = (offset: number, length: number, into?: Uint8Array) => Uint8Array;

/** Blocks kept inflated, 8 KiB each: those of the words of a query, asked again and again. */
const CACHED_BLOCKS = 32;

/** Room to go through a block: what is read of it, its entries, a state of each of their bytes, and where holders are. */
const SCANNED_BYTES = 1 << 17;

/** Terms that are longer are few: they are gone through one by one. */
const USUAL_TERM_BYTES = 1 << 12;

/** Terms from one to another, both included; with `isPrefix` as far as those that begin with the latter. */
type TermRange = {
  readonly least: Uint8Array;
  readonly most: Uint8Array;
  readonly isPrefix: boolean;
};

/** Looks terms up, and walks them in order. Reads one block a lookup, and keeps the last ones. */
export class TermDictionaryReader {
  readonly #index: Uint8Array;
  readonly #read: ReadBytes;
  readonly #file: string;
  readonly #offset: number;
  readonly #messages: number;
  /** Entries of blocks by their offset. */
  readonly #cached = new Map<number, Uint8Array>();

  /** `index` is the block index; the reader keeps it. `offset` is where the dictionary starts in the file. */
  constructor(
    index: Uint8Array,
    options: { read: ReadBytes; file: string; offset: number; messages: number },
  ) {
    this.#index = index;
    this.#read = options.read;
    this.#file = options.file;
    this.#offset = options.offset;
    this.#messages = options.messages;
  }

  /** Blocks, and bytes of the dictionary and of the lists, as the block index has them. */
  measure(): { blocks: number; dictionaryBytes: number; listBytes: number } {
    const cursor = this.#blocks();
    while (cursor.next());
    return {
      blocks: cursor.count,
      dictionaryBytes: cursor.offset - this.#offset,
      listBytes: cursor.lists,
    };
  }

  /** What is known of a term's postings; undefined when no message holds it. It is looked for in `room`. */
  lookup(term: Uint8Array, room: TermRoom = FRESH_TERMS): TermPostings | undefined {
    const blocks = this.#blocks();
    if (!blocks.find(term, room)) return undefined;
    const found = this.#ofBlock(blocks.block(), { least: term, most: term, isPrefix: false }, room);
    const { done, value } = found.next();
    return done ? undefined : value;
  }

  /** All terms in order. `term` is the caller's own. */
  *entries(): Generator<{ term: Uint8Array; postings: TermPostings }> {
    const blocks = this.#blocks();
    while (blocks.next()) {
      const block = blocks.block();
      const cursor = this.#cursor(block, this.#entriesOf(block));
      while (cursor.next()) yield { term: cursor.term(), postings: cursor.postings() };
    }
  }

  /**
   * What is known of the postings of terms that begin with `prefix`, in order. Reads only the blocks that can hold them, and goes
   * through these in `room`.
   */
  withPrefix(prefix: Uint8Array, room: TermRoom = FRESH_TERMS): Generator<TermPostings> {
    return this.#within({ least: prefix, most: prefix, isPrefix: true }, room);
  }

  /** Likewise of terms between two, both included. */
  between(
    least: Uint8Array,
    most: Uint8Array,
    room: TermRoom = FRESH_TERMS,
  ): Generator<TermPostings> {
    return this.#within({ least, most, isPrefix: false }, room);
  }

  *#within(range: TermRange, room: TermRoom): Generator<TermPostings> {
    const { most, isPrefix } = range;
    const blocks = this.#blocks();
    const blockRoom = new Arena(room.take(SCANNED_BYTES));
    const inBlock: TermRoom = {
      loops: room.loops,
      take: (length) => blockRoom.take(length),
      hold: (bytes) => blockRoom.hold(bytes),
    };
    for (let more = blocks.find(range.least, room) || blocks.next(); more; ) {
      const { firstTerm } = blocks;
      if ((isPrefix ? compareStart(firstTerm, most) : Buffer.compare(firstTerm, most)) > 0) return;
      const block = blocks.block();
      more = blocks.next();
      blockRoom.reset();
      const isOver = yield* this.#ofBlock(block, range, inBlock);
      if (isOver) return;
    }
  }

  /** The postings of those terms of a block that lie within a range, in order; returns whether one beyond it was met. */
  *#ofBlock(
    block: DictionaryBlock,
    { least, most, isPrefix }: TermRange,
    room: TermRoom,
  ): Generator<TermPostings, boolean> {
    const entries = this.#entriesOf(block);
    const cursor = this.#cursor(block, entries);
    const found = takeInts(room, (entries.length >> 1) + 1);
    const count = room.loops.findBetween(
      room.hold(entries),
      entries.length,
      room.hold(least),
      least.length,
      room.hold(most),
      most.length,
      isPrefix ? 1 : 0,
      this.#messages,
      room.take(USUAL_TERM_BYTES),
      USUAL_TERM_BYTES,
      found,
    );
    for (let i = 0; i < count; i++) {
      cursor.seekPostings(found[2 * i]!, found[2 * i + 1]!);
      yield cursor.postings();
    }
    if (count >= 0) return found[2 * count] === 1;
    // Says what is not as it must be, or takes what is too long for a loop.
    while (cursor.next()) {
      if (cursor.compare(least) < 0) continue;
      if ((isPrefix ? cursor.compareStart(most) : cursor.compare(most)) > 0) return true;
      yield cursor.postings();
    }
    return false;
  }

  /**
   * Tells `visit` of each term that begins with the byte `least`, or a greater one, and holds one of some parts, none of which
   * is empty: of which, and the term's postings, whose `inline` is good until it returns. Goes through all such terms, block
   * by block and in each part by part, in `room`, unless `visit` ends it by returning true.
   */
  visitHolding(
    parts: readonly Uint8Array[],
    least: number,
    room: TermRoom,
    visit: (part: number, postings: TermPostings) => boolean,
  ): void {
    const scans = parts.map((part) => new PartScan(part, least, room));
    const blockRoom = new Arena(room.take(SCANNED_BYTES));
    const blocks = this.#blocks();
    for (let more = blocks.next(); more; ) {
      const block = blocks.block();
      const mayHold = scans.map(({ held }) => blocks.holds(held));
      more = blocks.next();
      if (!mayHold.includes(true) || (more && blocks.firstTerm[0]! < least)) continue;
      blockRoom.reset();
      const entries = this.#entries(block, blockRoom);
      const space = takeScanSpace(blockRoom, entries.length);
      for (const [part, scan] of scans.entries())
        if (mayHold[part]) {
          const cursor = this.#cursor(block, entries);
          for (const postings of scan.holders(entries, this.#messages, cursor, space))
            if (visit(part, postings)) return;
        }
    }
  }

  #blocks(): BlockIndexCursor {
    return new BlockIndexCursor(new ByteReader(this.#index, this.#file), this.#offset);
  }

  #cursor(block: DictionaryBlock, entries: Uint8Array): EntryCursor {
    const reader = new ByteReader(entries, this.#file, block.offset);
    return new EntryCursor(reader, block, this.#messages);
  }

  /** The entries of a block, which is kept. */
  #entriesOf(block: DictionaryBlock): Uint8Array {
    let entries = this.#cached.get(block.offset);
    if (entries === undefined) {
      entries = this.#entries(block);
      if (this.#cached.size >= CACHED_BLOCKS) this.#cached.clear();
      this.#cached.set(block.offset, entries);
    }
    return entries;
  }

  /** The entries of a block, as they stand in the file; with an `arena` in room of its. */
  #entries(block: DictionaryBlock, arena?: Arena): Uint8Array {
    const bytes = this.#read(block.offset, block.length, arena?.take(block.length));
    if (bytes.length < block.length)
      throw corruption(
        'Term dictionary cut off',
        this.#file,
        block.offset,
        `${block.length} bytes`,
        `${bytes.length}`,
      );
    const got = crc32(bytes);
    if (got !== block.crc)
      throw corruption(
        'Checksum mismatch',
        this.#file,
        block.offset,
        formatCrc(block.crc),
        formatCrc(got),
      );
    const raw =
      block.length === block.rawLength
        ? bytes
        : inflateFirst(bytes, block.rawLength, block.rawLength, arena);
    if (raw === undefined)
      throw corruption(
        'Term dictionary does not decompress',
        this.#file,
        block.offset,
        `${block.rawLength} bytes`,
        'other',
      );
    return raw;
  }
}
