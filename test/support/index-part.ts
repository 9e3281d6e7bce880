import { HostCounts } from '../../src/segment/host-counts.js';
import { IndexPartReader } from '../../src/segment/index-part-reader.js';
import type { WrittenPart } from '../../src/segment/index-part-writer.js';
import { PartBuilder } from '../../src/segment/part-builder.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { walk } from '../conformance/doc-set.js';
import { asText, latin1 } from './bytes.js';
import { plainTerms } from './plain-terms.js';

/** A message to be indexed: Latin-1 texts one behind the other, two of them cut out of the searched text. */
export type IndexedMessage = {
  /** Empty when there is no prefix to cut. */
  front: string;
  prefix: string;
  middle: string;
  stamp: string;
  rest: string;
  /** Milliseconds within the hour. */
  time: number;
  host: string;
  isPiece: boolean;
};

/** A message without cuts. */
export function indexed(
  rest: string,
  time = 0,
  more: Partial<IndexedMessage> = {},
): IndexedMessage {
  const plain = { front: '', prefix: '', middle: '', stamp: '', host: '', isPiece: false };
  return { ...plain, rest, time, ...more };
}

/** The searched text, in its pieces. */
export function piecesOf({ front, middle, stamp, rest }: IndexedMessage): string[] {
  return stamp === '' ? [front, middle + rest] : [front, middle, rest];
}

/** Messages of one part as the message log holds them: block by block, from a place in the log on. */
export type PartInput = {
  hour: number;
  first: number;
  offset: number;
  blocks: readonly (readonly IndexedMessage[])[];
};

const PATH = 'part.index';

export type BuiltPart = { bytes: Uint8Array; written: WrittenPart };

/** Indexes messages; `builder` may have served before. */
export function buildPart(input: PartInput, builder: PartBuilder = new PartBuilder()): BuiltPart {
  const hosts = new HostCounts();
  let { offset } = input;
  for (const block of input.blocks) {
    for (const message of block) {
      const { front, prefix, middle, stamp, rest, time, host, isPiece } = message;
      const bytes = latin1(`x${front}${prefix}${middle}${stamp}${rest}x`);
      const prefixStart = 1 + front.length;
      const prefixEnd = prefixStart + prefix.length;
      const timeStart = prefixEnd + middle.length;
      const timeEnd = timeStart + stamp.length;
      const range = { start: 1, end: bytes.length - 1, prefixStart, prefixEnd, timeStart, timeEnd };
      builder.add(bytes, range, time, isPiece);
      const name = latin1(host);
      hosts.add(name, 0, name.length);
    }
    builder.endBlock(offset, blockLength(block), block.length);
    offset += blockLength(block);
  }
  const directory = new MemoryDirectory();
  const written = builder.write(directory, PATH, { hour: input.hour, first: input.first, hosts });
  return { bytes: directory.read(PATH), written };
}

/** What a block of messages is taken to be long in the log. */
export function blockLength(block: readonly IndexedMessage[]): number {
  return 100 + 7 * block.length;
}

export function openPart(
  bytes: Uint8Array,
  size: WrittenPart,
  name: string = PATH,
): IndexPartReader {
  const directory = new MemoryDirectory();
  directory.write(PATH, bytes);
  return new IndexPartReader(directory.open(PATH), name, size);
}

/** Everything that a part says, in plain data. */
export type PartContents = {
  summary: unknown;
  terms: [string, number[]][];
  times: number[];
  /** Place of arrival of each DocId. */
  order: number[];
  blocks: unknown[];
  hosts: [string, number][];
  pieces: number[];
};

export function contentsOf(part: IndexPartReader): PartContents {
  const times = [...part.times()];
  return {
    summary: part.summary,
    terms: Array.from(part.terms.entries(), ({ term, postings }): [string, number[]] => [
      asText(term),
      [...part.decodeDocs(postings)],
    ]),
    times,
    order: [...(part.order() ?? times.keys())],
    blocks: [...part.blocks()],
    hosts: [...part.hosts()],
    pieces: part.pieces(),
  };
}

/** The same, worked out from the messages by brute force. */
export function expectedContents({ hour, first, offset, blocks }: PartInput): PartContents {
  const messages = blocks.flat();
  // Sorting is stable: messages of one time stay in order of arrival.
  const order = [...messages.keys()].sort((a, b) => messages[a]!.time - messages[b]!.time);
  const byTime = order.map((place) => messages[place]!);
  const terms = new Map<string, number[]>();
  const hosts = new Map<string, number>();
  byTime.forEach((message, doc) => {
    for (const term of plainTerms(piecesOf(message))) {
      const docs = terms.get(term);
      if (docs === undefined) terms.set(term, [doc]);
      else docs.push(doc);
    }
    if (message.host !== '') hosts.set(message.host, (hosts.get(message.host) ?? 0) + 1);
  });
  let next = offset;
  return {
    summary: {
      hour,
      first,
      messages: messages.length,
      terms: terms.size,
      minTime: byTime[0]?.time ?? 0,
      maxTime: byTime.at(-1)?.time ?? 0,
    },
    terms: [...terms].sort(([a], [b]) => (a < b ? -1 : 1)),
    times: byTime.map(({ time }) => time),
    order,
    blocks: blocks.map((block) => {
      const length = blockLength(block);
      next += length;
      return { offset: next - length, length, messages: block.length };
    }),
    hosts: [...hosts].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1)),
    pieces: byTime.flatMap(({ isPiece }, doc) => (isPiece ? [doc] : [])),
  };
}

/** The DocIds that `docsOfPrefix()` yields; empty when there is no such term. */
export function docsOfPrefix(part: IndexPartReader, prefix: string): number[] {
  const set = part.docsOfPrefix(latin1(prefix));
  return set === undefined ? [] : walk(set);
}

/** The DocIds that `docs()` yields for a term; empty when it knows none. */
export function docsOfTerm(part: IndexPartReader, term: string): number[] {
  const set = part.docs(latin1(term));
  return set === undefined ? [] : walk(set);
}
