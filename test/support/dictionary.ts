import type { ByteWriter } from '../../src/codec/byte-writer.js';
import { readPostingList } from '../../src/postings/posting-list-reader.js';
import {
  FORM_ALL,
  FORM_ONE,
  type TermPostings,
} from '../../src/termdict/term-dictionary-format.js';
import { TermDictionaryReader } from '../../src/termdict/term-dictionary-reader.js';
import { TermDictionaryWriter } from '../../src/termdict/term-dictionary-writer.js';
import { walk } from '../conformance/doc-set.js';
import { asText, latin1 } from './bytes.js';

/** A term, as Latin-1, and the messages that hold it. */
export type Entry = readonly [term: string, docs: readonly number[]];

/** A dictionary as it stands in a file: its long lists, its blocks, and apart from them its block index. */
export type WrittenDictionary = { file: Uint8Array; lists: number; index: Uint8Array };

const FILE = 'a.index';

/** Writes entries, sorted by their terms, with a writer that may have served before. */
export function writeDictionary(
  entries: readonly Entry[],
  messages: number,
  writer: TermDictionaryWriter = new TermDictionaryWriter(),
): WrittenDictionary {
  writer.start(messages);
  for (const [term, docs] of entries) {
    // Amid other bytes and DocIds, as they come from the collector.
    const bytes = latin1(`<${term}>`);
    const amid = Uint32Array.of(9, ...docs, 8);
    writer.add(bytes, 1, bytes.length - 1, amid, 1, amid.length - 1);
  }
  const index = Uint8Array.from(writer.finish());
  const copy = (part: ByteWriter) => part.bytes();
  return {
    file: Uint8Array.from([...copy(writer.lists), ...copy(writer.dictionary)]),
    lists: writer.lists.length,
    index,
  };
}

export function openDictionary(written: WrittenDictionary, messages: number): TermDictionaryReader {
  return new TermDictionaryReader(written.index, {
    read: (offset, length) => written.file.subarray(offset, offset + length),
    file: FILE,
    offset: written.lists,
    messages,
  });
}

/** The DocIds that a dictionary's answer stands for. */
export function docsOf(
  postings: TermPostings,
  written: WrittenDictionary,
  messages: number,
): number[] {
  const { form, count, doc, inline, offset, length } = postings;
  if (form === FORM_ONE) return [doc];
  if (form === FORM_ALL) return Array.from({ length: messages }, (_, i) => i);
  const bytes = inline ?? written.file.subarray(offset, offset + length);
  return walk(readPostingList({ form, count, messages, bytes, file: FILE, offset }));
}

export function allEntries(written: WrittenDictionary, messages: number): Entry[] {
  return Array.from(
    openDictionary(written, messages).entries(),
    ({ term, postings }) => [asText(term), docsOf(postings, written, messages)] as const,
  );
}
