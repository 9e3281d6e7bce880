import { valueTest } from '../../src/executor/value-tests.js';
import { MessageBatch } from '../../src/messagelog/message-batch.js';
import type { BlockReader } from '../../src/pack/block-reader.js';
import type { PackInfo } from '../../src/pack/pack-format.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { Header } from '../../src/syslog/header.js';
import { SLOT_PREFIX, SLOT_TIME } from '../../src/template/line-scanner.js';
import { walk } from '../conformance/doc-set.js';
import { asText, latin1 } from './bytes.js';
import { valuesOf } from './columns.js';
import { type CutMessage, rangeOf, textOf, uncut } from './plain-runs.js';
import { plainTerms } from './plain-terms.js';

/** A message to be packed. */
export type PackedMessage = {
  cut: CutMessage;
  time: number;
  source: string;
  receivedAt: number;
  sequence: number;
  host: string;
  isPiece: boolean;
};

/** A message without cuts at which nothing is special but what is given. */
export function packed(
  text: string,
  sequence: number,
  more: Partial<PackedMessage> = {},
): PackedMessage {
  const plain = { source: 'a.log', receivedAt: 1_629_190_000_000, host: '', isPiece: false };
  return { cut: uncut(text), time: 1_629_190_000_000 + sequence, ...plain, ...more, sequence };
}

/** Pieces of the searched text: what is cut is not searched, and no word reaches over a cut. */
export function searchedPieces({ front, prefix, middle, stamp, rest }: CutMessage): string[] {
  const head = prefix === '' ? [front + middle] : [front, middle];
  return stamp === '' ? [...head.slice(0, -1), head.at(-1)! + rest] : [...head, rest];
}

export function packBatch(messages: readonly PackedMessage[]): MessageBatch {
  const batch = new MessageBatch();
  for (const { cut, time, source, receivedAt, sequence, host, isPiece } of messages) {
    const bytes = latin1(textOf(cut));
    const at = batch.addText(bytes, 0, bytes.length);
    batch.addLineFeed();
    const { range } = rangeOf(cut, '');
    const hostEnd = cut.host === undefined ? 0 : range.hostStart + 1;
    batch.addMessage(at, time, Object.assign(new Header(), range, { hostEnd }), at);
    batch.addSource(source, receivedAt, sequence);
    if (isPiece) batch.markContinuation();
    const name = latin1(host);
    batch.hosts.add(name, 0, name.length);
  }
  return batch;
}

export const PACK = 'test.pack';

export type WrittenPack = { bytes: Uint8Array; info: PackInfo };

/** Writes a pack of blocks, which are not empty; a writer may have served before. */
export function writePack(
  blocks: readonly (readonly PackedMessage[])[],
  number = 1,
  directory: MemoryDirectory = new MemoryDirectory(),
  writer: PackWriter = new PackWriter(directory),
): WrittenPack {
  writer.start(PACK);
  for (const block of blocks) writer.add(packBatch(block));
  const info = writer.finish(number);
  return { bytes: directory.read(PACK), info };
}

export function openPack({ bytes, info }: WrittenPack): PackReader {
  const directory = new MemoryDirectory();
  directory.write(PACK, bytes);
  return new PackReader(directory.open(PACK), PACK, info);
}

/** A message as a pack gives it back. */
export type UnpackedMessage = Omit<PackedMessage, 'cut' | 'host'> & { text: string };

/** The messages of a block in the order that a pack keeps: of time, then of arrival. */
export function inOrder(messages: readonly PackedMessage[]): PackedMessage[] {
  return messages.toSorted((a, b) => a.time - b.time || a.sequence - b.sequence);
}

export function expectedMessages(messages: readonly PackedMessage[]): UnpackedMessage[] {
  return inOrder(messages).map(({ cut, host: _, ...rest }) => ({ text: textOf(cut), ...rest }));
}

export function messagesOfBlock(block: BlockReader): UnpackedMessage[] {
  const times = block.times();
  const arrival = block.arrival();
  return Array.from({ length: block.rows }, (_, row) => ({
    text: asText(block.messageOf(row)),
    time: times[row]!,
    ...arrival.origin(row),
    isPiece: arrival.continuations.has(row),
  }));
}

/** The messages of a pack, block by block. */
export function messagesOfPack(pack: PackReader): UnpackedMessage[][] {
  return pack.blocks.map((info) => messagesOfBlock(pack.block(info)));
}

/** All terms of a pack's index, in order, with their units and the messages that the index counts. */
export function termsOfPack(pack: PackReader): [term: string, units: number[], messages: number][] {
  const index = pack.index();
  return Array.from(index.terms.entries(), ({ term, postings }) => [
    asText(term),
    walk(index.read(postings)),
    postings.messages,
  ]);
}

/** The terms of each unit, by the plain twin: of the literals of templates, and of the values of columns. */
export function plainUnits(pack: PackReader): Set<string>[] {
  const units: Set<string>[] = [];
  const { templates } = pack.tables();
  for (const info of pack.blocks) {
    const block = pack.block(info);
    const kinds = new Map<number, number>();
    for (const id of block.templateIds) {
      const { literals, fields, kinds: of } = templates[id]!;
      units.push(plainTerms(literals.map(asText)));
      fields.forEach((field, slot) => {
        kinds.set(field, of[slot]!);
      });
    }
    block.columns.fields.forEach((field, index) => {
      const count = block.columns.counts[index]!;
      const kind = kinds.get(field);
      const isSearched = kind !== SLOT_PREFIX && kind !== SLOT_TIME;
      units.push(plainTerms(isSearched ? valuesOf(block.column(index), count) : []));
    });
  }
  return units;
}

/** Rows of a block that hold a term, by its units. */
export function rowsOfTerm(pack: PackReader, block: BlockReader, term: string): number[] {
  const bytes = latin1(term);
  const test = valueTest({ kind: 'term', bytes });
  const { firstUnit, units } = block.info;
  const templates = block.templateIds.length;
  const rows = new Set<number>();
  const set = pack.index().unitsOf(bytes);
  for (const unit of set === undefined ? [] : walk(set)) {
    const place = unit - firstUnit;
    if (place < 0 || place >= units) continue;
    if (place < templates)
      block.places().forEach((each, row) => {
        if (each === place) rows.add(row);
      });
    else for (const row of block.matchingRows(place - templates, test)) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b);
}
