import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { packSection } from '../codec/packed-section.js';
import { zigzag } from '../codec/varint.js';
import type { Directory } from '../storage/directory.js';
import { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';
import {
  INDEX_MAGIC,
  INDEX_VERSION,
  type IndexedBlock,
  SECTIONS,
  type SectionName,
} from './index-part-format.js';

/** Everything of an index part but its terms. DocIds are by time; `order` maps them to places of arrival. */
export type IndexPartColumns = {
  hour: number;
  /** Ordinal of the first message. */
  first: number;
  /** Time of each DocId, in milliseconds within the hour; never decreasing. */
  times: Uint32Array;
  /** Place of arrival of each DocId, from 0; undefined when it is the DocId itself. */
  order: Uint32Array | undefined;
  blocks: readonly IndexedBlock[];
  /** Messages by host; empty names count as none. */
  hosts: ReadonlyMap<string, number>;
  /** DocIds of further pieces, sorted. */
  pieces: readonly number[];
};

/** How large the file is, and its tail with the footer: what the catalog keeps to open it with one read. */
export type WrittenPart = { bytes: number; tailBytes: number };

const DRAIN_BYTES = 4 << 20;

/** Kept from part to part: allocating them anew cost more than a small part's dictionary. */
const terms = new TermDictionaryWriter();
const file = new ByteWriter(1 << 16);

/**
 * Writes an index part to `path`. `addTerms` calls `add` once for each term in order. Long lists leave memory as they
 * come, everything else at the end. Syncing and publishing are the caller's.
 */
export function writeIndexPart(
  directory: Directory,
  path: string,
  columns: IndexPartColumns,
  addTerms: (add: TermDictionaryWriter['add']) => void,
): WrittenPart {
  const messages = columns.times.length;
  terms.start(messages);
  let drained = 0;
  const drain = (from: ByteWriter) => {
    directory.append(path, drained, from.bytes());
    drained += from.length;
    from.clear();
  };
  addTerms((bytes, start, end, docs, from, to) => {
    terms.add(bytes, start, end, docs, from, to);
    if (terms.lists.length >= DRAIN_BYTES) drain(terms.lists);
  });
  const blockIndex = terms.finish();

  file.clear();
  file.raw(terms.lists.bytes());
  const listBytes = drained + terms.lists.length;
  const dictionaryBytes = terms.dictionary.length;
  if (dictionaryBytes < DRAIN_BYTES) file.raw(terms.dictionary.bytes());
  else {
    // Not copied: it may be most of the memory.
    drain(file);
    drain(terms.dictionary);
  }

  const tail = new ByteWriter(256 + blockIndex.length);
  tail.u32(columns.hour >>> 0);
  tail.u32(columns.first);
  tail.u32(messages);
  tail.u32(terms.terms);
  tail.u32(columns.times[0] ?? 0);
  tail.u32(columns.times[messages - 1] ?? 0);
  tail.u64(listBytes);
  tail.u64(dictionaryBytes);
  for (const name of SECTIONS) {
    const section = packSection(encodeSection(name, columns));
    file.raw(section);
    tail.varint(section.length);
    tail.u32(crc32(section));
  }
  tail.raw(blockIndex);

  const tailStart = file.length;
  file.raw(tail.bytes());
  file.u32(tail.length);
  file.u32(crc32(tail.bytes()));
  file.u16(INDEX_VERSION);
  file.u16(0);
  file.raw(Buffer.from(INDEX_MAGIC, 'latin1'));
  directory.append(path, drained, file.bytes());
  return { bytes: drained + file.length, tailBytes: file.length - tailStart };
}

function encodeSection(name: SectionName, columns: IndexPartColumns): Uint8Array {
  switch (name) {
    case 'times':
      return encodeTimes(columns.times);
    case 'order':
      return encodeOrder(columns.order);
    case 'blocks':
      return encodeBlocks(columns.blocks);
    case 'hosts':
      return encodeHosts(columns.hosts);
    case 'pieces':
      return encodePieces(columns.pieces);
  }
}

function encodeTimes(times: Uint32Array): Uint8Array {
  const out = new ByteWriter(times.length + 16);
  const unit = times.every((time) => time % 1000 === 0) ? 1000 : 1;
  out.varint(unit);
  let previous = 0;
  for (const time of times) {
    out.varint((time - previous) / unit);
    previous = time;
  }
  return out.bytes();
}

function encodeOrder(order: Uint32Array | undefined): Uint8Array {
  if (order === undefined) return new Uint8Array(0);
  const out = new ByteWriter(order.length * 2);
  let previous = -1;
  for (const place of order) {
    out.varint(zigzag(place - previous - 1));
    previous = place;
  }
  return out.bytes();
}

function encodeBlocks(blocks: readonly IndexedBlock[]): Uint8Array {
  const out = new ByteWriter(16 + 6 * blocks.length);
  out.varint(blocks.length);
  out.varint(blocks[0]?.offset ?? 0);
  for (const block of blocks) {
    out.varint(block.length);
    out.varint(block.messages);
  }
  return out.bytes();
}

function encodeHosts(hosts: ReadonlyMap<string, number>): Uint8Array {
  const named = [...hosts].filter(([name]) => name !== '');
  named.sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  const out = new ByteWriter(256);
  out.varint(named.length);
  for (const [name, count] of named) {
    out.prefixed(Buffer.from(name, 'latin1'));
    out.varint(count);
  }
  return out.bytes();
}

function encodePieces(pieces: readonly number[]): Uint8Array {
  const out = new ByteWriter(16);
  out.varint(pieces.length);
  let next = 0;
  for (const doc of pieces) {
    out.varint(doc - next);
    next = doc + 1;
  }
  return out.bytes();
}
