import type { ByteWriter } from '../codec/byte-writer.js';
import type { MessageBatch } from '../messagelog/message-batch.js';
import type { TemplateSet } from '../template/template-set.js';
import type { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';

/** The templates of a block, by number, and how many rows each has. */
export type BlockTemplates = { readonly ids: Uint32Array; readonly counts: Uint32Array };

/**
 * The work on every message of a pack: finds templates, gathers values by field, writes columns, and gathers the terms of each
 * *unit*, a template in a block or a column of one. There are two: `PlainBlockMaker`, and `KernelBlockMaker`, which is faster
 * and makes the same bytes.
 */
export interface BlockMaker {
  /** Templates of the pack so far. */
  readonly set: TemplateSet;
  /** Forgets everything: the next pack has tables of its own. */
  clear(): void;
  /** Whether the terms have reached a limit, where `share` writers share the memory there is. */
  isFull(share: number): boolean;
  /** Starts a block: finds the template of every row, and gathers the values. */
  gather(batch: MessageBatch, order: Uint32Array | undefined): BlockTemplates;
  /** Appends which template each row has, by its place among those of the block. */
  writeTemplates(raw: ByteWriter): void;
  /** Appends the times of the messages. */
  writeTimes(raw: ByteWriter): void;
  /** Takes the words of the block's templates, each of so many messages: their units are the first of the block. */
  tellTemplates(templates: BlockTemplates): void;
  /** Appends the columns of a field, and calls `onColumn` behind each with how many values it has. None: the field has none. */
  writeField(raw: ByteWriter, field: number, onColumn: (values: number) => void): void;
  /** Writes all terms to a dictionary, which was started; calls `drain` from time to time, for the lists that have gathered. */
  writeTerms(dictionary: TermDictionaryWriter, drain: () => void): void;
}
