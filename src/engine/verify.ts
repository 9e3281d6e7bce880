import { isDeepStrictEqual } from 'node:util';
import { corruption, HayabusaError, isSystemError } from '../base/errors.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { LOG_HEADER_BYTES } from '../messagelog/message-block-format.js';
import { MessageLogReader } from '../messagelog/message-log-reader.js';
import type { IndexedBlock } from '../segment/index-part-format.js';
import { IndexPartReader } from '../segment/index-part-reader.js';
import { indexFromLog } from '../segment/log-indexer.js';
import { verifyPart } from '../segment/part-verifier.js';
import type { SegmentInfo } from '../segment/segment-info.js';
import type { Directory } from '../storage/directory.js';
import { formatHour, indexPartPath, messageLogPath } from '../storage/file-names.js';
import { MemoryDirectory } from '../storage/memory-directory.js';

/** What is wrong with one hour. `file` says what kind of file it is in. */
export type Finding = { hour: number; file: 'log' | 'index'; error: HayabusaError };

/** What was proven of one hour. */
export type HourReport = {
  info: SegmentInfo;
  findings: Finding[];
  /** Messages that are whole and that no index part covers: found, but slowly. */
  uncovered: number;
};

/**
 * Proves an hour: the log's header, every block's checksum, numbers, times and lengths up to the committed length; of
 * each index part every checksum, the order of terms, DocIds and times, and that it agrees with the log's blocks. With
 * `deep` every message is indexed anew, and the terms and postings compared byte for byte.
 */
export function verifyHour(directory: Directory, info: SegmentInfo, deep: boolean): HourReport {
  const findings: Finding[] = [];
  const add = (file: Finding['file'], error: unknown) => {
    findings.push({ hour: info.hour, file, error: asFinding(error, directory, info) });
  };
  const blocks = verifyLog(directory, info, (error) => add('log', error));
  for (const part of info.parts) {
    const path = indexPartPath(info.hour, part.first, part.end, part.generation);
    const name = `${directory.location}/${path}`;
    try {
      const file = directory.open(path);
      try {
        if (file.size !== part.bytes)
          throw corruption('Size of an index part', name, 0, `${part.bytes} bytes`, `${file.size}`);
        const reader = new IndexPartReader(file, name, part);
        verifyPart(reader, name, info.hour, part);
        compareBlocks(reader.blocks(), blocks.slice(), part.first, name);
        if (deep) compareWithLog(directory, info, part, path, reader);
      } finally {
        file.close();
      }
    } catch (error) {
      add('index', error);
    }
  }
  const isUncovered = ({ first, messages }: LogBlock) =>
    !info.parts.some((part) => part.first <= first && first + messages <= part.end);
  const uncovered = blocks.filter(isUncovered).reduce((sum, { messages }) => sum + messages, 0);
  return { info, findings, uncovered };
}

type LogBlock = IndexedBlock & { first: number };

function verifyLog(
  directory: Directory,
  info: SegmentInfo,
  onDamage: (error: unknown) => void,
): LogBlock[] {
  const path = messageLogPath(info.hour);
  const name = `${directory.location}/${path}`;
  const blocks: LogBlock[] = [];
  let messages = 0;
  let textBytes = 0;
  let damaged = false;
  try {
    const file = directory.open(path);
    try {
      const log = new MessageLogReader(file, name, info.logBytes);
      const report = (error: HayabusaError) => {
        damaged = true;
        onDamage(error);
      };
      log.checkHour(info.hour, report);
      for (const { offset, block } of log.blocks(LOG_HEADER_BYTES, report)) {
        if (!damaged && block.firstOrdinal !== messages)
          throw corruption(
            'First message of a block',
            name,
            offset,
            `${messages}`,
            `${block.firstOrdinal}`,
          );
        blocks.push({
          offset,
          length: block.length,
          messages: block.count,
          first: block.firstOrdinal,
        });
        messages = block.firstOrdinal + block.count;
        textBytes += block.text.length - block.count;
      }
    } finally {
      file.close();
    }
    if (damaged) return blocks;
    if (messages !== info.messages)
      throw corruption('Messages of a log', name, info.logBytes, `${info.messages}`, `${messages}`);
    if (textBytes !== info.textBytes)
      throw corruption(
        'Text of a log',
        name,
        info.logBytes,
        `${info.textBytes} bytes`,
        `${textBytes}`,
      );
  } catch (error) {
    onDamage(error);
  }
  return blocks;
}

function compareBlocks(
  indexed: readonly IndexedBlock[],
  blocks: readonly LogBlock[],
  first: number,
  name: string,
): void {
  const byOffset = new Map(blocks.map((block) => [block.offset, block]));
  let next = first;
  for (const block of indexed) {
    const actual = byOffset.get(block.offset);
    // A block that is damaged in the log is the log's finding.
    if (actual === undefined) {
      next += block.messages;
      continue;
    }
    if (
      actual.length !== block.length ||
      actual.messages !== block.messages ||
      actual.first !== next
    )
      throw corruption(
        'Block of the message log',
        name,
        0,
        `${block.messages} messages from ${next} at ${block.offset}`,
        `${actual.messages} from ${actual.first}`,
      );
    next += block.messages;
  }
}

/**
 * Builds the part anew from the log: the same messages give the same bytes, but for sections that another LZ4 codec has
 * compressed.
 */
function compareWithLog(
  directory: Directory,
  info: SegmentInfo,
  part: { first: number; end: number },
  path: string,
  reader: IndexPartReader,
): void {
  const memory = new MemoryDirectory();
  const file = directory.open(messageLogPath(info.hour));
  try {
    const log = new MessageLogReader(file, messageLogPath(info.hour), info.logBytes);
    const built = indexFromLog(
      log,
      { hour: info.hour, first: part.first, end: part.end },
      { directory: memory, nameOf: () => 'part' },
    );
    const name = `${directory.location}/${path}`;
    const [anew] = built;
    if (built.length !== 1 || anew?.end !== part.end) return;
    const expected = memory.read('part');
    const got = directory.read(path);
    if (Buffer.compare(expected, got) !== 0) {
      const other = new IndexPartReader(memory.open('part'), 'part', anew);
      if (sameTerms(other, expected, reader, got) && sameColumns(other, reader)) return;
      let at = 0;
      while (expected[at] === got[at]) at++;
      throw corruption(
        'Index differs from its messages',
        name,
        at,
        `${expected[at]}`,
        `${got[at]}`,
      );
    }
  } finally {
    file.close();
  }
}

/** Whether postings section and term dictionary, with which a part begins, are the same bytes. */
function sameTerms(
  a: IndexPartReader,
  bytesOfA: Uint8Array,
  b: IndexPartReader,
  bytesOfB: Uint8Array,
): boolean {
  const end = ({ terms }: IndexPartReader) => {
    const { listBytes, dictionaryBytes } = terms.measure();
    return listBytes + dictionaryBytes;
  };
  return Buffer.compare(bytesOfA.subarray(0, end(a)), bytesOfB.subarray(0, end(b))) === 0;
}

/** Whether the sections say the same, however they are compressed. */
function sameColumns(a: IndexPartReader, b: IndexPartReader): boolean {
  const columns = (part: IndexPartReader) => [
    part.summary,
    part.times(),
    part.order(),
    part.blocks(),
    [...part.hosts()],
    part.pieces(),
  ];
  return isDeepStrictEqual(columns(a), columns(b));
}

function asFinding(error: unknown, directory: Directory, info: SegmentInfo): HayabusaError {
  if (error instanceof HayabusaError) return error;
  if (isSystemError(error, 'ENOENT'))
    return corruption(
      `File missing for hour ${formatHour(info.hour)}`,
      error.path ?? directory.location,
      0,
      'a file',
      'nothing',
    );
  throw error;
}

/** Verifies a store hour by hour, oldest first. */
export function* verifyStore(
  directory: Directory,
  catalog: Catalog,
  options: { deep: boolean },
): Generator<HourReport> {
  for (const info of catalog.segments) yield verifyHour(directory, info, options.deep);
}
