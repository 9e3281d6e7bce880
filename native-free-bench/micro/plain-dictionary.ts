import { inflateRawSync } from 'node:zlib';
import { ByteReader } from '../../src/codec/byte-reader.js';
import { INLINE_POSTINGS_BYTES, LIST_CRC_BYTES } from '../../src/termdict/lengths.js';
import {
  FORM_ALL,
  FORM_ONE,
  type TermPostings,
} from '../../src/termdict/term-dictionary-format.js';
import type { StoredDictionary } from './random-dictionary.js';

/**
 * The plain twin of the term dictionary's reader: all blocks inflated, all their terms decoded into an array, in which a
 * binary search finds one. Of the block index it takes where blocks end.
 */
export class PlainDictionary {
  readonly #terms: Uint8Array[] = [];
  readonly #postings: TermPostings[] = [];

  constructor({ bytes, index, units }: StoredDictionary) {
    const blocks = new ByteReader(index, '');
    const all = new ByteReader(bytes, '');
    let lists = 0;
    for (let left = blocks.varint(); left > 0; left--) {
      blocks.prefixed();
      const length = blocks.varint();
      const rawLength = blocks.varint();
      blocks.u32();
      blocks.varint();
      // Which bytes its terms are made of: a look-up has no use for them.
      blocks.raw(5);
      const offset = all.position;
      const block = all.raw(length);
      const raw = length === rawLength ? block : new Uint8Array(inflateRawSync(block));
      lists = this.#decode(new ByteReader(raw, ''), offset, units, lists);
    }
  }

  /** The entries of the block at `offset`; `start` is where its lists start. Returns where they end. */
  #decode(reader: ByteReader, offset: number, units: number, start: number): number {
    let lists = start;
    let before: Uint8Array = new Uint8Array(0);
    while (reader.remaining > 0) {
      const shared = reader.varint();
      const suffix = reader.prefixed();
      const term = new Uint8Array(shared + suffix.length);
      term.set(before.subarray(0, shared));
      term.set(suffix, shared);
      before = term;
      const postings = readPostings(reader, { block: offset, units, lists });
      if (postings.length > 0 && postings.inline === undefined)
        lists += postings.length + LIST_CRC_BYTES;
      this.#terms.push(term);
      this.#postings.push(postings);
    }
    return lists;
  }

  lookup(term: Uint8Array): TermPostings | undefined {
    let low = 0;
    let high = this.#terms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = Buffer.compare(this.#terms[middle]!, term);
      if (order === 0) return this.#postings[middle];
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }
}

/** What the format says of a term's postings; `block` is where its block stands, `lists` where the next long list starts. */
function readPostings(
  reader: ByteReader,
  { block, units, lists }: { block: number; units: number; lists: number },
): TermPostings {
  const count = reader.varint();
  const messages = reader.varint();
  const none = { count, messages, doc: 0, inline: undefined, offset: 0, length: 0 };
  if (count === 1) return { ...none, form: FORM_ONE, doc: reader.varint() };
  if (count === units) return { ...none, form: FORM_ALL };
  const head = reader.varint();
  const form = head % 4;
  const length = Math.floor(head / 4);
  if (length >= INLINE_POSTINGS_BYTES) return { ...none, form, offset: lists, length };
  const offset = block + reader.position;
  return { ...none, form, offset, length, inline: reader.raw(length) };
}
