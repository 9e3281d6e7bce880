import type { ByteWriter } from '../codec/byte-writer.js';
import type { MessageBatch } from '../messagelog/message-batch.js';
import type { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';

/** Told of a column: its field, the length of what was appended, and how many values it has. */
export type ColumnVisitor = (field: number, length: number, values: number) => void;

/**
 * The work on every message of a pack: finds templates, gathers values by field, writes columns, and gathers the terms of each
 * *unit*, a template in a block or a column of one. There are two: `PlainBlockMaker`, and `KernelBlockMaker`, which is faster
 * and makes the same bytes, but for how it compresses them.
 */
export interface BlockMaker {
  /** Templates of the pack so far. */
  readonly templates: number;
  /** What they take: the bytes of their literals, and 16 for each literal. */
  readonly templateBytes: number;
  /** Forgets everything: the next pack has tables of its own. */
  clear(): void;
  /** Whether the terms have reached a limit, where `share` writers share the memory there is. */
  isFull(share: number): boolean;
  /** Starts a block: the order of its rows by time, as `MessageBatch.orderByTime` says it. */
  order(batch: MessageBatch): Uint32Array | undefined;
  /** Finds the template of every row, in the order that was told, and gathers the values. How many templates the block has. */
  gather(batch: MessageBatch, order: Uint32Array | undefined): number;
  /** Appends which templates the block has, and how many rows each. */
  listTemplates(directory: ByteWriter): void;
  /** Appends which template each row has, by its place among those of the block. */
  writeTemplates(raw: ByteWriter): void;
  /** Appends the order, where there is one, as `writeArrival` wants it. */
  writeOrder(raw: ByteWriter, order: Uint32Array): void;
  /** Appends the times of the messages. */
  writeTimes(raw: ByteWriter): void;
  /** Adds the block's messages to counts by hour of event time. */
  countHours(hours: Map<number, number>): void;
  /** Takes the words of the block's templates, each of so many messages: their units are the first of the block. */
  tellTemplates(): void;
  /** Appends the columns of all fields that have values, one behind the other, and tells of each. */
  writeFields(raw: ByteWriter, onColumn: ColumnVisitor): void;
  /** The names of the fields and the templates, as a pack has them: what `encodeTemplates` makes of them. */
  encodeTemplates(): Uint8Array;
  /** Writes all terms to a dictionary, which was started; calls `drain` from time to time, for the lists that have gathered. */
  writeTerms(dictionary: TermDictionaryWriter, drain: () => void): void;
  /** DEFLATE of bytes: of any chunk and any block of a dictionary. Valid until something else is asked for. */
  deflate(raw: Uint8Array): Uint8Array;
}
