import type { ByteReader } from '../codec/byte-reader.js';
import type { DictionaryBlock } from './block-index.js';
import { INLINE_POSTINGS_BYTES, LIST_CRC_BYTES } from './lengths.js';
import { FORM_ALL, FORM_ONE, type TermPostings } from './term-dictionary-format.js';

/** 0 when the term begins with `prefix`, else as the two compare. */
export function compareStart(term: Uint8Array, prefix: Uint8Array): number {
  return Buffer.compare(term.subarray(0, prefix.length), prefix);
}

/** Walks the entries of one block. */
export class EntryCursor {
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

  /** Moves to the postings at a place among the entries; `lists` bytes of the lists belong to terms of the block before it. */
  seekPostings(at: number, lists: number): void {
    this.#reader.seek(at);
    this.#lists = this.#block.lists + lists;
    this.#readPostings();
  }

  /** Those of the entry under the cursor. */
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
