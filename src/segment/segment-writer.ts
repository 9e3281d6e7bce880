import { corruption, isSystemError } from '../base/errors.js';
import { MAX_PART_MESSAGES, SMALL_HOUR_MESSAGES } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import {
  type WrittenBlock,
  writeBlocks,
  writeLogHeader,
} from '../messagelog/message-block-writer.js';
import type { Directory } from '../storage/directory.js';
import { indexPartPath, messageLogPath, segmentFolder, TEMPORARY } from '../storage/file-names.js';
import { HostCounts } from './host-counts.js';
import type { HourBuffer } from './hour-buffer.js';
import type { PartBuilder } from './part-builder.js';
import type { PartInfo, SegmentInfo } from './segment-info.js';

/** A file that was written and is not durable yet: `sync` it, then rename it when it has a `finalPath`. */
export type PendingFile = { path: string; finalPath: string | undefined };

/** What writing one hour left behind: the hour as it will be once the catalog says so, and files to make durable. */
export type WrittenHour = { info: SegmentInfo; files: PendingFile[] };

const log = new ByteWriter(1 << 20);

/**
 * Writes hours: appends to the message log and indexes what it appends. Nothing is durable, and nothing visible to
 * readers, until the caller has synced the files, renamed them and committed the catalog.
 */
export class SegmentWriter {
  readonly #directory: Directory;
  readonly #builder: PartBuilder;

  /** Uses `builder` and leaves it empty: it may serve others in between. */
  constructor(directory: Directory, builder: PartBuilder) {
    this.#directory = directory;
    this.#builder = builder;
  }

  /**
   * Appends a buffer to its hour. `before` is the hour as committed; undefined for a new one. Further messages of a
   * small hour are not indexed here but when the hour is sealed.
   */
  append(buffer: HourBuffer, before: SegmentInfo | undefined): WrittenHour {
    const { hour, messages } = buffer;
    const first = before?.messages ?? 0;
    const offset = before?.logBytes ?? 0;
    if (before === undefined) this.#directory.makeDirectory(segmentFolder(hour));

    log.clear();
    if (offset === 0) writeLogHeader(log, hour);
    const blocks = writeBlocks(log, messages, first);
    for (const block of blocks) block.offset += offset;
    this.#append(messageLogPath(hour), offset);
    const logBytes = offset + log.length;

    const files: PendingFile[] = [{ path: messageLogPath(hour), finalPath: undefined }];
    const waits = before !== undefined && first + messages.count <= SMALL_HOUR_MESSAGES;
    const added = waits ? [] : this.#index(buffer, blocks, first, files);
    const parts = [...(before?.parts ?? []), ...added];
    let minTime = before?.minTime ?? messages.times[0]!;
    let maxTime = before?.maxTime ?? minTime;
    for (let i = 0; i < messages.count; i++) {
      const time = messages.times[i]!;
      if (time < minTime) minTime = time;
      if (time > maxTime) maxTime = time;
    }
    const info: SegmentInfo = {
      hour,
      logBytes,
      messages: first + messages.count,
      textBytes: (before?.textBytes ?? 0) + messages.textLength - messages.count,
      minTime,
      maxTime,
      parts,
    };
    return { info, files };
  }

  #append(path: string, offset: number): void {
    try {
      this.#directory.append(path, offset, log.bytes());
    } catch (error) {
      if (offset === 0 || !isSystemError(error, 'ENOENT')) throw error;
      const name = `${this.#directory.location}/${path}`;
      throw corruption('File missing', name, 0, 'the message log to go on with', 'nothing');
    }
  }

  /** Indexes what was appended, in as many parts as the builder's memory asks for; nearly always one. */
  #index(
    buffer: HourBuffer,
    blocks: readonly WrittenBlock[],
    first: number,
    files: PendingFile[],
  ): PartInfo[] {
    const { hour, messages } = buffer;
    const builder = this.#builder;
    const parts: PartInfo[] = [];
    const range = { start: 0, end: 0, prefixStart: 0, prefixEnd: 0, timeStart: 0, timeEnd: 0 };
    let index = 0;
    let partFirst = first;
    let hosts = buffer.hosts;
    let nextPiece = 0;
    blocks.forEach((block, blockNumber) => {
      for (const stop = index + block.count; index < stop; index++) {
        range.start = messages.starts[index]!;
        range.end = messages.endOf(index);
        range.prefixStart = messages.cuts[4 * index]!;
        range.prefixEnd = messages.cuts[4 * index + 1]!;
        range.timeStart = messages.cuts[4 * index + 2]!;
        range.timeEnd = messages.cuts[4 * index + 3]!;
        const isPiece = messages.continuations[nextPiece] === index;
        if (isPiece) nextPiece++;
        builder.add(messages.text, range, messages.times[index]!, isPiece);
      }
      builder.endBlock(block.offset, block.length, block.count);
      const isLast = blockNumber === blocks.length - 1;
      if (!isLast && !builder.full && builder.messages < MAX_PART_MESSAGES) return;
      const end = first + index;
      const path = indexPartPath(hour, partFirst, end, 0);
      const temporary = path + TEMPORARY;
      // Hosts are counted for the whole buffer: they stand with its first part.
      const written = builder.write(this.#directory, temporary, { hour, first: partFirst, hosts });
      files.push({ path: temporary, finalPath: path });
      parts.push({ first: partFirst, end, generation: 0, ...written });
      partFirst = end;
      hosts = new HostCounts();
    });
    return parts;
  }
}
