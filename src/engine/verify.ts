import { TermCollector } from '../analysis/term-collector.js';
import { corruption, HayabusaError, isSystemError, missingFile } from '../base/errors.js';
import type { Catalog } from '../catalog/catalog-format.js';
import type { LogInfo } from '../messagelog/log-format.js';
import { LogReader } from '../messagelog/log-reader.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { PackInfo } from '../pack/pack-format.js';
import { PackReader } from '../pack/pack-reader.js';
import { spanOf } from '../pack/pack-writer.js';
import { END_OF_DOCS } from '../postings/doc-set.js';
import type { Directory } from '../storage/directory.js';
import { logPath, packPath } from '../storage/file-names.js';
import { SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';

/** What is wrong: with messages, which nothing can bring back, or with the index, which can be built again. */
export type Finding = { readonly of: 'messages' | 'index'; readonly error: HayabusaError };

/** What was proven of a pack, or of the message log (`pack` is undefined). */
export type FileReport = {
  readonly pack: PackInfo | undefined;
  readonly messages: number;
  readonly findings: readonly Finding[];
};

/** Verifies a store file by file. */
export function* verifyStore(
  directory: Directory,
  catalog: Catalog,
  options: { deep: boolean },
): Generator<FileReport> {
  for (const pack of catalog.packs) yield verifyPack(directory, pack, options.deep);
  if (catalog.log.bytes > 0) yield verifyLog(directory, catalog.log);
}

/**
 * Proves a pack: both tables, every block's checksums, columns, times and counts; of the index every checksum and the order of
 * terms and units. With `deep` the terms of every template and column are found anew and compared with the index.
 */
export function verifyPack(directory: Directory, info: PackInfo, deep: boolean): FileReport {
  const path = packPath(info.number);
  const name = `${directory.location}/${path}`;
  const findings: Finding[] = [];
  let of: Finding['of'] = 'messages';
  const add = (error: unknown) => findings.push({ of, error: asFinding(error, name) });
  let messages = 0;
  try {
    const file = directory.open(path);
    try {
      // The blocks say for themselves whether messages are lost with it.
      of = 'index';
      if (file.size !== info.bytes)
        add(corruption('Size of a pack', name, 0, `${info.bytes} bytes`, `${file.size}`));
      of = 'messages';
      const reader = new PackReader(file, name, info);
      const collector = new TermCollector();
      // One of the two is enough: it can be written again.
      const tables = reader.checkTables();
      for (const error of tables)
        findings.push({ of: tables.length > 1 ? 'messages' : 'index', error });
      for (const block of reader.blocks) {
        try {
          verifyBlock(reader.block(block), deep ? collector : undefined);
          messages += block.rows;
        } catch (error) {
          add(error);
        }
      }
      const hasLost = findings.some((finding) => finding.of === 'messages');
      if (!hasLost && messages !== info.messages)
        add(corruption('Messages of a pack', name, 0, `${info.messages}`, `${messages}`));
      of = 'index';
      const { firstSequence: first, lastSequence: last } = spanOf(reader.blocks);
      if (first !== info.firstSequence || last !== info.lastSequence)
        add(
          corruption(
            'Numbers of arrival of a pack',
            name,
            0,
            `${info.firstSequence} to ${info.lastSequence}`,
            `${first} to ${last}`,
          ),
        );
      try {
        reader.checkHeader();
      } catch (error) {
        add(error);
      }
      try {
        verifyTerms(reader, name);
        if (deep && !hasLost) compareTerms(reader, collector, name);
      } catch (error) {
        add(error);
      }
    } finally {
      file.close();
    }
  } catch (error) {
    add(error);
  }
  return { pack: info, messages, findings };
}

/** Decodes everything of a block; tells `collector` the terms of its units, in their order. */
function verifyBlock(block: BlockReader, collector: TermCollector | undefined): void {
  block.checkColumns();
  block.places();
  block.times();
  block.arrival();
  for (let row = 0; row < block.rows; row++) block.messageOf(row);
  if (collector === undefined) return;
  const kinds = new Map<number, number>();
  collector.startBlock();
  block.templateRows.forEach((rows, place) => {
    const { literals, fields, kinds: of } = block.template(place);
    collector.startMessage(rows);
    for (const literal of literals) collector.addText(literal, 0, literal.length);
    for (let slot = 0; slot < fields.length; slot++) kinds.set(fields[slot]!, of[slot]!);
  });
  block.columns.fields.forEach((field, index) => {
    const count = block.columns.counts[index]!;
    collector.startColumn();
    const kind = kinds.get(field);
    if (kind === SLOT_TIME || kind === SLOT_PREFIX) return;
    const column = block.column(index);
    const value = new Uint8Array(column.maxLength);
    for (let i = 0; i < count; i++) collector.addValue(value, 0, column.write(i, value, 0), 1);
  });
}

/** Walks all terms and their units. */
function verifyTerms(reader: PackReader, name: string): void {
  const index = reader.index();
  const { dictionaryBytes, listBytes } = index.terms.measure();
  if (dictionaryBytes !== index.dictionaryBytes || listBytes !== index.listBytes)
    throw corruption(
      'Size of the term dictionary',
      name,
      0,
      `${index.dictionaryBytes} bytes, lists ${index.listBytes}`,
      `${dictionaryBytes}, ${listBytes}`,
    );
  let before: Uint8Array | undefined;
  let count = 0;
  for (const { term, postings } of index.terms.entries()) {
    if (before !== undefined && Buffer.compare(before, term) >= 0)
      throw corruption('Order of terms', name, 0, `a term above ${text(before)}`, text(term));
    index.read(postings);
    before = term;
    count++;
  }
  if (count !== index.termCount)
    throw corruption('Terms of a pack', name, 0, `${index.termCount}`, `${count}`);
}

/** Compares the index with terms found anew. */
function compareTerms(reader: PackReader, collector: TermCollector, name: string): void {
  const index = reader.index();
  const entries = index.terms.entries();
  const differs = (expected: string, got: string) =>
    corruption('Index differs from its messages', name, 0, expected, got);
  collector.visitSorted(undefined, (arena, start, end, units, from, to, messages) => {
    const term = arena.subarray(start, end);
    const entry = entries.next();
    if (entry.done || Buffer.compare(entry.value.term, term) !== 0)
      throw differs(text(term), entry.done ? 'nothing' : text(entry.value.term));
    if (entry.value.postings.messages !== messages)
      throw differs(`${messages} messages with ${text(term)}`, `${entry.value.postings.messages}`);
    const set = index.read(entry.value.postings);
    for (let i = from; i < to; i++, set.next())
      if (set.docId() !== units[i])
        throw differs(`unit ${units[i]} for ${text(term)}`, `${set.docId()}`);
    if (set.docId() !== END_OF_DOCS)
      throw differs(`no more units for ${text(term)}`, `${set.docId()}`);
  });
  const more = entries.next();
  if (!more.done) throw differs('no more terms', text(more.value.term));
}

function text(term: Uint8Array): string {
  return JSON.stringify(Buffer.from(term).toString('latin1'));
}

function verifyLog(directory: Directory, log: LogInfo): FileReport {
  const path = logPath(log.number);
  const name = `${directory.location}/${path}`;
  const findings: Finding[] = [];
  const add = (error: unknown) => findings.push({ of: 'messages', error: asFinding(error, name) });
  let messages = 0;
  try {
    const file = directory.open(path);
    try {
      if (file.size < log.bytes)
        add(
          corruption(
            'Message log too short',
            name,
            file.size,
            `${log.bytes} bytes`,
            `${file.size}`,
          ),
        );
      const reader = new LogReader(file, name, Math.min(file.size, log.bytes));
      for (const block of reader.blocks(add)) messages += block.messages.length;
      if (findings.length === 0 && messages !== log.messages)
        add(corruption('Messages of the log', name, 0, `${log.messages}`, `${messages}`));
    } finally {
      file.close();
    }
  } catch (error) {
    add(error);
  }
  return { pack: undefined, messages, findings };
}

function asFinding(error: unknown, name: string): HayabusaError {
  if (error instanceof HayabusaError) return error;
  if (isSystemError(error, 'ENOENT')) return missingFile(name);
  throw error;
}
