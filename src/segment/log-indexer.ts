import type { HayabusaError } from '../base/errors.js';
import { MAX_PART_MESSAGES } from '../base/limits.js';
import type { MessageBlock } from '../messagelog/message-block.js';
import type { MessageLogReader } from '../messagelog/message-log-reader.js';
import type { Directory } from '../storage/directory.js';
import { Header, parseHeader, resetHeader } from '../syslog/header.js';
import { HostCounts } from './host-counts.js';
import type { WrittenPart } from './index-part-writer.js';
import { PartBuilder } from './part-builder.js';

export type IndexedRange = WrittenPart & {
  path: string;
  first: number;
  end: number;
};

/**
 * Builds index parts from the message log alone, for the messages [first, end): what repair does, and what a search
 * does in memory where an index is missing. Blocks that are damaged are reported to `onDamage` and end a part, so that
 * a part's messages are always consecutive. `nameOf` names each part's file; `builder`,
 * when given, is used and left empty.
 */
export function indexFromLog(
  log: MessageLogReader,
  range: { hour: number; first: number; end: number; offset?: number },
  target: {
    directory: Directory;
    nameOf: (first: number, end: number) => string;
    builder?: PartBuilder;
  },
  onDamage?: (error: HayabusaError, skipped: number) => void,
): IndexedRange[] {
  const parts: IndexedRange[] = [];
  const builder = target.builder ?? new PartBuilder();
  const header = new Header();
  let hosts = new HostCounts();
  let first = -1;
  let end = -1;
  const finish = () => {
    if (builder.messages === 0) return;
    const path = target.nameOf(first, end);
    const written = builder.write(target.directory, path, { hour: range.hour, first, hosts });
    parts.push({ ...written, path, first, end });
    hosts = new HostCounts();
  };
  for (const { offset, block } of log.blocks(range.offset, onDamage)) {
    if (block.firstOrdinal >= range.end) break;
    if (block.firstOrdinal < range.first) continue;
    if (block.firstOrdinal !== end || builder.full || builder.messages >= MAX_PART_MESSAGES) {
      finish();
      first = block.firstOrdinal;
    }
    addBlock(builder, block, header, hosts);
    builder.endBlock(offset, block.length, block.count);
    end = block.firstOrdinal + block.count;
  }
  finish();
  return parts;
}

function addBlock(
  builder: PartBuilder,
  block: MessageBlock,
  header: Header,
  hosts: HostCounts,
): void {
  const range = { start: 0, end: 0, prefixStart: 0, prefixEnd: 0, timeStart: 0, timeEnd: 0 };
  const pieces = new Set(block.continuations);
  for (let i = 0; i < block.count; i++) {
    range.start = block.starts[i]!;
    range.end = block.starts[i + 1]! - 1;
    const isPiece = pieces.has(i);
    if (isPiece) resetHeader(header, range.start);
    else parseHeader(block.text, range.start, range.end, header);
    range.prefixStart = header.prefixStart;
    range.prefixEnd = header.prefixEnd;
    range.timeStart = header.timeStart;
    range.timeEnd = header.timeEnd;
    hosts.add(block.text, header.hostStart, header.hostEnd);
    builder.add(block.text, range, block.times[i]!, isPiece);
  }
}
