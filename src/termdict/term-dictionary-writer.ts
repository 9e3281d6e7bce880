import { TERM_BLOCK_BYTES } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { deflate, FAST } from '../codec/deflate.js';
import { writePostingList } from '../postings/posting-list-writer.js';
import { addHeld, type HeldBytes } from './held-bytes.js';
import { INLINE_POSTINGS_BYTES } from './lengths.js';

/**
 * Writes terms and their postings in one pass; terms come sorted by their bytes. The dictionary and its block index
 * grow in memory, long posting lists go to `lists`, which the caller may drain whenever it likes.
 */
export class TermDictionaryWriter {
  readonly dictionary: ByteWriter = new ByteWriter(1 << 14);
  readonly lists: ByteWriter = new ByteWriter(1 << 14);
  readonly #index = new ByteWriter(1 << 12);
  /** The entries of the block being written. */
  readonly #block = new ByteWriter(1 << 14);
  readonly #list = new ByteWriter(1 << 10);
  #messages = 0;
  #blocks = 0;
  #terms = 0;
  #blockListBytes = 0;
  readonly #held: HeldBytes = { low: 0, high: 0 };
  #previous = new Uint8Array(64);
  #previousLength = 0;

  /** Starts a dictionary for a pack of so many units; forgets the one before and keeps its memory. */
  start(messages: number): void {
    this.#messages = messages;
    this.dictionary.clear();
    this.lists.clear();
    this.#index.clear();
    this.#blocks = 0;
    this.#terms = 0;
    this.#startBlock();
    this.#previousLength = 0;
  }

  get terms(): number {
    return this.#terms;
  }

  /**
   * Adds the term bytes[start, end) with the units docs[from, to), sorted and distinct, at least one. `messages` hold it, not
   * counting blocks in which its units may overlap.
   */
  add(
    bytes: Uint8Array,
    start: number,
    end: number,
    docs: Uint32Array,
    from: number,
    to: number,
    messages: number = to - from,
  ): void {
    const out = this.#block;
    let shared = 0;
    if (out.length === 0) {
      this.#index.varint(end - start);
      this.#index.rawRange(bytes, start, end);
    } else {
      const most = Math.min(this.#previousLength, end - start);
      const previous = this.#previous;
      while (shared < most && previous[shared] === bytes[start + shared]) shared++;
    }
    out.varint(shared);
    out.varint(end - start - shared);
    out.rawRange(bytes, start + shared, end);
    addHeld(this.#held, bytes, start + shared, end);
    this.#remember(bytes, start, end);
    this.#terms++;

    const count = to - from;
    out.varint(count);
    out.varint(messages);
    if (count === 1) out.varint(docs[from]!);
    else if (count < this.#messages) this.#addList(docs, from, to);
    if (out.length >= TERM_BLOCK_BYTES) this.#endBlock(out.bytes());
  }

  /**
   * Adds a block of so many terms whose entries were written, and compressed, elsewhere, with the lists that do not stand in
   * them, and the bytes that its terms are made of.
   */
  addBlock(
    entries: Uint8Array,
    compressed: Uint8Array,
    first: Uint8Array,
    terms: number,
    lists: Uint8Array,
    held: HeldBytes,
  ): void {
    this.#index.prefixed(first);
    this.#held.low = held.low;
    this.#held.high = held.high;
    this.lists.raw(lists);
    this.#blockListBytes = lists.length;
    this.#terms += terms;
    this.#endBlock(entries, compressed);
  }

  /** Ends the dictionary and returns its block index, valid until the writer is used again. */
  finish(): Uint8Array {
    if (this.#block.length > 0) this.#endBlock(this.#block.bytes());
    const head = new ByteWriter(this.#index.length + 8);
    head.varint(this.#blocks);
    head.raw(this.#index.bytes());
    return head.bytes();
  }

  #addList(docs: Uint32Array, from: number, to: number): void {
    const list = this.#list;
    list.clear();
    const form = writePostingList(list, docs, from, to, this.#messages);
    this.#block.varint(list.length * 4 + form);
    const bytes = list.bytes();
    if (bytes.length < INLINE_POSTINGS_BYTES) {
      this.#block.rawRange(bytes, 0, bytes.length);
      return;
    }
    this.lists.raw(bytes);
    this.lists.u32(crc32(bytes));
    this.#blockListBytes += bytes.length + 4;
  }

  #endBlock(raw: Uint8Array, compressed: Uint8Array = deflate(raw, FAST)): void {
    const block = compressed.length < raw.length ? compressed : raw;
    this.#index.varint(block.length);
    this.#index.varint(raw.length);
    this.#index.u32(crc32(block));
    this.#index.varint(this.#blockListBytes);
    this.#index.u32(this.#held.low >>> 0);
    this.#index.u8(this.#held.high);
    this.#blocks++;
    this.dictionary.raw(block);
    this.#startBlock();
  }

  #startBlock(): void {
    this.#block.clear();
    this.#blockListBytes = 0;
    this.#held.low = 0;
    this.#held.high = 0;
  }

  #remember(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > this.#previous.length) this.#previous = new Uint8Array(2 * length);
    const previous = this.#previous;
    for (let i = 0; i < length; i++) previous[i] = bytes[start + i]!;
    this.#previousLength = length;
  }
}
