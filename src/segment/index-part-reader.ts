import { corruption, wrongVersion } from '../base/errors.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { type SectionHandle, unpackSection } from '../codec/packed-section.js';
import { unzigzag } from '../codec/varint.js';
import { ArrayDocSet, type DocSet, END_OF_DOCS, rangeDocSet } from '../postings/doc-set.js';
import {
  decodePostingList,
  readPostingList,
  type StoredPostings,
} from '../postings/posting-list-reader.js';
import { union } from '../postings/union.js';
import type { ReadableFile } from '../storage/directory.js';
import {
  FORM_ALL,
  FORM_ONE,
  LIST_CRC_BYTES,
  type TermPostings,
} from '../termdict/term-dictionary-format.js';
import { TermDictionaryReader } from '../termdict/term-dictionary-reader.js';
import {
  INDEX_FOOTER_BYTES,
  INDEX_MAGIC,
  INDEX_VERSION,
  type IndexedBlock,
  type IndexPartSummary,
  SECTIONS,
  type SectionName,
} from './index-part-format.js';
import type { WrittenPart } from './index-part-writer.js';

/** A file up to this size is read whole at once: one read costs less than three. */
const READ_WHOLE_BYTES = 4 << 10;

/** Length of the packed section when there are no pieces: not compressed, count 0. A list is longer. */
const NO_PIECES_BYTES = 2;

/** Reads one index part. Owns `file` and closes it. Sections are read when they are first asked for. */
export class IndexPartReader {
  readonly summary: IndexPartSummary;
  readonly terms: TermDictionaryReader;
  readonly #file: ReadableFile;
  readonly #name: string;
  readonly #whole: Uint8Array | undefined;
  readonly #sections: SectionHandle[] = [];
  readonly #listBytes: number;
  readonly #dictionaryBytes: number;
  #times: Uint32Array | undefined;
  #order: Uint32Array | undefined | null = null;
  #blocks: readonly IndexedBlock[] | undefined;

  /** `size` says how large the file is, and its tail with the footer, as the catalog has it: that is read first. */
  constructor(file: ReadableFile, name: string, size: WrittenPart) {
    this.#file = file;
    this.#name = name;
    const { bytes, tailBytes } = size;
    this.#whole = bytes <= READ_WHOLE_BYTES ? file.read(0, bytes) : undefined;
    const tailStart = bytes - tailBytes;
    const tail = this.#checkedTail(this.#read(tailStart, tailBytes), tailStart, tailBytes);
    this.summary = {
      hour: tail.u32() | 0,
      first: tail.u32(),
      messages: tail.u32(),
      terms: tail.u32(),
      minTime: tail.u32(),
      maxTime: tail.u32(),
    };
    const listBytes = tail.u64();
    const dictionaryBytes = tail.u64();
    let offset = listBytes + dictionaryBytes;
    for (let i = 0; i < SECTIONS.length; i++) {
      const handle = { offset, length: tail.varint(), crc: tail.u32() };
      this.#sections.push(handle);
      offset += handle.length;
    }
    if (offset !== tailStart)
      throw tail.error('Sections of an index part', `${tailStart} bytes`, `${offset}`);
    this.#listBytes = listBytes;
    this.#dictionaryBytes = dictionaryBytes;
    this.terms = new TermDictionaryReader(tail.raw(tail.remaining), {
      read: (from, length) => this.#read(from, length),
      file: name,
      offset: listBytes,
      messages: this.summary.messages,
    });
  }

  get messages(): number {
    return this.summary.messages;
  }

  /** The messages that hold a term; undefined when there are none. */
  docs(term: Uint8Array): DocSet | undefined {
    const postings = this.terms.lookup(term);
    return postings && this.docsOf(postings);
  }

  /** The messages that hold a term with this prefix, which is not empty; undefined when there are none. */
  docsOfPrefix(prefix: Uint8Array): DocSet | undefined {
    const docs = union(this.#setsOfPrefix(prefix), this.messages);
    return docs.docId() === END_OF_DOCS ? undefined : docs;
  }

  /** One set after the other, so that one list at a time is in memory. */
  *#setsOfPrefix(prefix: Uint8Array): Generator<DocSet> {
    for (const { postings } of this.terms.withPrefix(prefix)) yield this.docsOf(postings);
  }

  docsOf(postings: TermPostings): DocSet {
    if (postings.form === FORM_ALL) return rangeDocSet(0, this.messages);
    if (postings.form === FORM_ONE) return new ArrayDocSet(Uint32Array.of(postings.doc));
    return readPostingList(this.stored(postings));
  }

  /** All DocIds of a term, in an array of the caller's own. */
  decodeDocs(postings: TermPostings): Uint32Array {
    if (postings.form === FORM_ONE) return Uint32Array.of(postings.doc);
    if (postings.form === FORM_ALL)
      return Uint32Array.from({ length: this.messages }, (_, doc) => doc);
    return decodePostingList(this.stored(postings));
  }

  /** A posting list's bytes, checked. */
  stored(postings: TermPostings): StoredPostings {
    const { form, count, inline, offset, length } = postings;
    const known = { form, count, messages: this.messages, file: this.#name, offset };
    if (inline !== undefined) return { ...known, bytes: inline };
    const bytes = this.#read(offset, length + LIST_CRC_BYTES);
    const reader = new ByteReader(bytes, this.#name, offset);
    const list = reader.raw(length);
    const expected = reader.u32();
    const got = crc32(list);
    if (got !== expected)
      throw corruption(
        'Checksum mismatch',
        this.#name,
        offset,
        formatCrc(expected),
        formatCrc(got),
      );
    return { ...known, bytes: list };
  }

  /** Time of each DocId in milliseconds within the hour, never decreasing. The reader's own. */
  times(): Uint32Array {
    this.#times ??= this.#readTimes();
    return this.#times;
  }

  /** Place of arrival of each DocId; undefined when it is the DocId itself. The reader's own. */
  order(): Uint32Array | undefined {
    if (this.#order === null) this.#order = this.#readOrder();
    return this.#order;
  }

  /** The blocks of the message log that hold the messages, in order. */
  blocks(): readonly IndexedBlock[] {
    this.#blocks ??= this.#readBlocks();
    return this.#blocks;
  }

  /**
   * Messages by host, most first. Where messages that were buffered together make several parts, the first part has
   * the counts of all of them: there may be more than the part's messages.
   */
  hosts(): Map<string, number> {
    const section = this.#section('hosts');
    const hosts = new Map<string, number>();
    const count = section.varint(section.remaining);
    for (let i = 0; i < count; i++) {
      const name = Buffer.from(section.prefixed()).toString('latin1');
      hosts.set(name, section.varint(0xffff_ffff));
    }
    section.expectEnd('the hosts');
    return hosts;
  }

  /** Checks what no query looks at: the lengths of dictionary and postings section, and the section of no pieces. */
  checkSizes(): void {
    this.#section('pieces');
    const { dictionaryBytes, listBytes } = this.terms.measure();
    if (dictionaryBytes !== this.#dictionaryBytes || listBytes !== this.#listBytes)
      throw corruption(
        'Size of the term dictionary',
        this.#name,
        this.#listBytes,
        `${this.#dictionaryBytes} bytes, lists ${this.#listBytes}`,
        `${dictionaryBytes}, ${listBytes}`,
      );
  }

  /** Whether there are further pieces of long lines; nearly never, which the section's length tells without a read. */
  get hasPieces(): boolean {
    return this.sectionBytes('pieces') !== NO_PIECES_BYTES;
  }

  /** DocIds of further pieces of long lines. */
  pieces(): number[] {
    if (!this.hasPieces) return [];
    const section = this.#section('pieces');
    const pieces: number[] = [];
    const count = section.varint(this.messages);
    let next = 0;
    for (let i = 0; i < count; i++) {
      const doc = next + section.varint(this.messages);
      if (doc >= this.messages)
        throw section.error('DocId too large', `below ${this.messages}`, `${doc}`);
      pieces.push(doc);
      next = doc + 1;
    }
    section.expectEnd('the pieces');
    return pieces;
  }

  /** Length of a section in the file, for those who account for bytes. */
  sectionBytes(name: SectionName): number {
    return this.#handle(name).length;
  }

  close(): void {
    this.#file.close();
  }

  #read(offset: number, length: number): Uint8Array {
    if (this.#whole !== undefined) return this.#whole.subarray(offset, offset + length);
    return this.#file.read(offset, length);
  }

  #checkedTail(bytes: Uint8Array, offset: number, length: number): ByteReader {
    const footer = new ByteReader(bytes, this.#name, offset);
    if (bytes.length !== length)
      throw footer.error('Index part cut off', `${length} bytes from here`, `${bytes.length}`);
    if (bytes.length < INDEX_FOOTER_BYTES)
      throw footer.error('Index part too short', `${INDEX_FOOTER_BYTES} bytes`, `${bytes.length}`);
    footer.skip(bytes.length - INDEX_FOOTER_BYTES);
    const tailLength = footer.u32();
    const tailCrc = footer.u32();
    const version = footer.u16();
    const reserved = footer.u16();
    const magic = Buffer.from(footer.raw(8)).toString('latin1');
    if (magic !== INDEX_MAGIC)
      throw footer.error('No index part', JSON.stringify(INDEX_MAGIC), JSON.stringify(magic));
    if (version !== INDEX_VERSION) throw wrongVersion(this.#name, version, INDEX_VERSION);
    if (reserved !== 0) throw footer.error('Reserved bytes', '0', `${reserved}`);
    if (tailLength !== bytes.length - INDEX_FOOTER_BYTES)
      throw footer.error(
        'Length of the tail',
        `${bytes.length - INDEX_FOOTER_BYTES}`,
        `${tailLength}`,
      );
    const tail = bytes.subarray(0, tailLength);
    const got = crc32(tail);
    if (got !== tailCrc)
      throw corruption('Checksum mismatch', this.#name, offset, formatCrc(tailCrc), formatCrc(got));
    return new ByteReader(tail, this.#name, offset);
  }

  #handle(name: SectionName): SectionHandle {
    return this.#sections[SECTIONS.indexOf(name)]!;
  }

  #section(name: SectionName): ByteReader {
    const handle = this.#handle(name);
    const most = 1024 + 64 * this.messages;
    return unpackSection(
      this.#read(handle.offset, handle.length),
      handle,
      this.#name,
      Math.max(most, 1 << 24),
    );
  }

  #readTimes(): Uint32Array {
    const section = this.#section('times');
    const unit = section.varint(1000);
    const times = new Uint32Array(this.messages);
    let time = 0;
    for (let doc = 0; doc < times.length; doc++) {
      time += section.varint(4_000_000) * unit;
      times[doc] = time;
    }
    section.expectEnd('the times');
    if (time !== this.summary.maxTime)
      throw section.error('Last time of an index part', `${this.summary.maxTime}`, `${time}`);
    return times;
  }

  #readOrder(): Uint32Array | undefined {
    const section = this.#section('order');
    if (section.remaining === 0) return undefined;
    const order = new Uint32Array(this.messages);
    let place = -1;
    for (let doc = 0; doc < order.length; doc++) {
      place += unzigzag(section.varint()) + 1;
      if (place < 0 || place >= this.messages)
        throw section.error('Place of arrival', `0 to ${this.messages - 1}`, `${place}`);
      order[doc] = place;
    }
    section.expectEnd('the order');
    return order;
  }

  #readBlocks(): readonly IndexedBlock[] {
    const section = this.#section('blocks');
    const blocks: IndexedBlock[] = [];
    const count = section.varint(this.messages);
    let offset = section.varint();
    let messages = 0;
    for (let i = 0; i < count; i++) {
      const block = { offset, length: section.varint(), messages: section.varint(this.messages) };
      offset += block.length;
      messages += block.messages;
      blocks.push(block);
    }
    section.expectEnd('the blocks');
    if (messages !== this.messages)
      throw section.error('Messages of the blocks', `${this.messages}`, `${messages}`);
    return blocks;
  }
}
