import { corruption } from '../base/errors.js';
import { INLINE_POSTINGS_BYTES } from '../base/limits.js';
import { Arena } from '../codec/arena.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { inflateFirst } from '../codec/inflate.js';
import { BlockIndexCursor, type DictionaryBlock } from './block-index.js';
import { heldBytesOf } from './held-bytes.js';
import { PartScan, type VisitHolder } from './part-scan.js';
import { FORM_ALL, FORM_ONE, LIST_CRC_BYTES, type TermPostings } from './term-dictionary-format.js';

/** Reads `length` bytes at `offset` of the file that holds the dictionary. */
export type ReadBytes = (offset: number, length: number, into?: Uint8Array) => Uint8Array;

/** Blocks kept inflated, 8 KiB each: those of the words of a query, asked again and again. */
const CACHED_BLOCKS = 32;

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

  /** What is known of a term's postings; undefined when no message holds it. */
  lookup(term: Uint8Array): TermPostings | undefined {
    const block = this.#blocks().find(term);
    if (block === undefined) return undefined;
    const cursor = this.#cursor(block);
    while (cursor.next()) {
      const order = cursor.compare(term);
      if (order === 0) return cursor.postings();
      if (order > 0) return undefined;
    }
    return undefined;
  }

  /** All terms in order. `term` is the caller's own. */
  *entries(): Generator<{ term: Uint8Array; postings: TermPostings }> {
    const blocks = this.#blocks();
    while (blocks.next()) {
      const cursor = this.#cursor(blocks.block());
      while (cursor.next()) yield { term: cursor.term(), postings: cursor.postings() };
    }
  }

  /** What is known of the postings of terms that begin with `prefix`, in order. Reads only the blocks that can hold them. */
  *withPrefix(prefix: Uint8Array): Generator<TermPostings> {
    const blocks = this.#blocks();
    for (let more = blocks.next(); more; ) {
      const block = blocks.block();
      const { firstTerm } = blocks;
      more = blocks.next();
      // The terms of a block lie below the first one of the next.
      if (more && Buffer.compare(blocks.firstTerm, prefix) <= 0) continue;
      if (compareStart(firstTerm, prefix) > 0) return;
      const cursor = this.#cursor(block);
      while (cursor.next()) {
        const order = cursor.compareStart(prefix);
        if (order > 0) return;
        if (order === 0) yield cursor.postings();
      }
    }
  }

  /** What is known of the postings of terms between two, both included, in order. */
  *between(from: Uint8Array, to: Uint8Array): Generator<TermPostings> {
    const blocks = this.#blocks();
    for (let more = blocks.next(); more; ) {
      const block = blocks.block();
      const { firstTerm } = blocks;
      more = blocks.next();
      if (more && Buffer.compare(blocks.firstTerm, from) <= 0) continue;
      if (Buffer.compare(firstTerm, to) > 0) return;
      const cursor = this.#cursor(block);
      while (cursor.next()) {
        if (cursor.compare(from) < 0) continue;
        if (cursor.compare(to) > 0) return;
        yield cursor.postings();
      }
    }
  }

  /**
   * Tells `visit` of each term that begins with the byte `least`, or a greater one, and holds one of some parts, none of which
   * is empty: of which, and the term's postings, whose `inline` is good until it returns. Goes through all such terms, unless
   * `visit` ends it by returning true.
   */
  visitHolding(parts: readonly Uint8Array[], least: number, visit: VisitHolder): void {
    const scan = new PartScan(parts, least);
    const arena = new Arena();
    const held = parts.map(heldBytesOf);
    const blocks = this.#blocks();
    for (let more = blocks.next(); more; ) {
      const block = blocks.block();
      const mayHold = held.some((bytes) => blocks.holds(bytes));
      more = blocks.next();
      if (!mayHold || (more && blocks.firstTerm[0]! < least)) continue;
      arena.reset();
      const entries = this.#entries(block, arena);
      const reader = new ByteReader(entries, this.#file, block.offset);
      if (scan.scan(entries, reader, block, this.#messages, visit)) return;
    }
  }

  #blocks(): BlockIndexCursor {
    return new BlockIndexCursor(new ByteReader(this.#index, this.#file), this.#offset);
  }

  #cursor(block: DictionaryBlock): EntryCursor {
    let entries = this.#cached.get(block.offset);
    if (entries === undefined) {
      entries = this.#entries(block);
      if (this.#cached.size >= CACHED_BLOCKS) this.#cached.clear();
      this.#cached.set(block.offset, entries);
    }
    const reader = new ByteReader(entries, this.#file, block.offset);
    return new EntryCursor(reader, block, this.#messages);
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

/** 0 when the term begins with `prefix`, else as the two compare. */
function compareStart(term: Uint8Array, prefix: Uint8Array): number {
  return Buffer.compare(term.subarray(0, prefix.length), prefix);
}

/** Walks the entries of one block. */
class EntryCursor {
  readonly #reader: ByteReader;
  readonly #block: DictionaryBlock;
  readonly #messages: number;
  #term: Uint8Array = new Uint8Array(64);
  #length = 0;
  #lists: number;
  /** What the entry says of its postings; see `TermPostings`. */
  #count = 0;
  #held = 0;
  #form = 0;
  #doc = 0;
  #inline: number | undefined;
  #offset = 0;
  #listLength = 0;

  constructor(reader: ByteReader, block: DictionaryBlock, messages: number) {
    this.#reader = reader;
    this.#block = block;
    this.#messages = messages;
    this.#lists = block.lists;
  }

  next(): boolean {
    const reader = this.#reader;
    if (reader.remaining === 0) return false;
    const shared = reader.varint(this.#length);
    const suffix = reader.varint(reader.remaining);
    const length = shared + suffix;
    if (length > this.#term.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#term.subarray(0, shared));
      this.#term = grown;
    }
    reader.copy(suffix, this.#term, shared);
    this.#length = length;
    this.#readPostings();
    return true;
  }

  compare(term: Uint8Array): number {
    return Buffer.compare(this.#term.subarray(0, this.#length), term);
  }

  compareStart(prefix: Uint8Array): number {
    return compareStart(this.#term.subarray(0, this.#length), prefix);
  }

  term(): Uint8Array {
    return this.#term.slice(0, this.#length);
  }

  postings(): TermPostings {
    const length = this.#listLength;
    return {
      count: this.#count,
      messages: this.#held,
      form: this.#form,
      doc: this.#doc,
      inline: this.#inline === undefined ? undefined : this.#reader.view(this.#inline, length),
      offset: this.#offset,
      length,
    };
  }

  #readPostings(): void {
    const reader = this.#reader;
    this.#count = reader.varint(this.#messages);
    if (this.#count === 0) throw reader.error('Term without messages', 'at least 1', '0');
    this.#held = reader.varint();
    this.#doc = 0;
    this.#inline = undefined;
    this.#offset = 0;
    this.#listLength = 0;
    if (this.#count === 1) {
      this.#form = FORM_ONE;
      this.#doc = reader.varint(this.#messages - 1);
      return;
    }
    if (this.#count === this.#messages) {
      this.#form = FORM_ALL;
      return;
    }
    const head = reader.varint();
    this.#form = head % 4;
    this.#listLength = (head - this.#form) / 4;
    if (this.#listLength < INLINE_POSTINGS_BYTES) {
      this.#inline = reader.position;
      this.#offset = this.#block.offset + reader.position;
      reader.skip(this.#listLength);
      return;
    }
    this.#offset = this.#lists;
    this.#lists += this.#listLength + LIST_CRC_BYTES;
  }
}
