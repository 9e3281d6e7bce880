import { HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import type { SegmentHour } from '../base/ids.js';
import { readCatalog, writeCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { WriterLock } from '../catalog/writer-lock.js';
import { LOG_HEADER_BYTES } from '../messagelog/message-block-format.js';
import { MessageLogReader } from '../messagelog/message-log-reader.js';
import { indexFromLog } from '../segment/log-indexer.js';
import type { PartInfo, SegmentInfo } from '../segment/segment-info.js';
import type { Directory } from '../storage/directory.js';
import {
  formatHour,
  indexPartPath,
  messageLogPath,
  parseSegmentFolder,
  TEMPORARY,
} from '../storage/file-names.js';
import { StoreWriter } from './store-writer.js';
import { segmentFolders, sweep } from './sweep.js';
import { verifyHour } from './verify.js';

export type RepairSummary = {
  /** Whether the catalog had to be rebuilt from the logs; then nobody knows any more which inputs were read. */
  catalogRebuilt: boolean;
  hoursChecked: number;
  /** Hours whose index was rebuilt, and how many messages that was. */
  hoursRebuilt: number;
  messagesIndexed: number;
  /** Damage that nothing can be rebuilt from. */
  lost: HayabusaError[];
};

/**
 * Makes a store whole again as far as its message logs allow: rebuilds the catalog when it is missing or damaged, and
 * every index part that is missing, damaged or incomplete. Message logs are never changed; damaged blocks are reported
 * and left as they are, an hour whose log is gone is reported and left out from then on.
 */
export function repairStore(
  directory: Directory,
  onHour: (report: { hour: string; rebuilt: boolean }) => void,
): RepairSummary {
  const summary: RepairSummary = {
    catalogRebuilt: false,
    hoursChecked: 0,
    hoursRebuilt: 0,
    messagesIndexed: 0,
    lost: [],
  };
  if (!catalogIsGood(directory)) {
    rebuildCatalog(directory, summary);
    summary.catalogRebuilt = true;
  }
  const writer = new StoreWriter(directory, { create: false });
  try {
    for (const info of writer.catalog.segments) {
      summary.hoursChecked++;
      const report = verifyHour(directory, info, false);
      for (const finding of report.findings)
        if (finding.file === 'log') summary.lost.push(finding.error);
      const rebuild =
        report.uncovered > 0 || report.findings.some((finding) => finding.file === 'index');
      const indexed = rebuild ? rebuildHour(writer, info) : 0;
      summary.messagesIndexed += indexed;
      if (indexed > 0) summary.hoursRebuilt++;
      onHour({ hour: formatHour(info.hour), rebuilt: indexed > 0 });
    }
    const { segments } = writer.catalog;
    const gone = segments.filter(({ hour }) => !directory.exists(messageLogPath(hour)));
    if (gone.length > 0) writer.dropSegments(gone);
    // What a lost catalog said of a log that cannot be read, nobody knows: logs stay.
    sweep(directory, writer.catalog.segments, { keepLogs: true });
  } finally {
    writer.close();
  }
  return summary;
}

function catalogIsGood(directory: Directory): boolean {
  try {
    readCatalog(directory);
    return true;
  } catch (error) {
    if (isHayabusaError(error, 'corruption')) return false;
    throw error;
  }
}

/** Indexes an hour anew from its log; returns how many messages that was. */
function rebuildHour(writer: StoreWriter, info: SegmentInfo): number {
  const { directory } = writer;
  let file: ReturnType<Directory['open']>;
  try {
    file = directory.open(messageLogPath(info.hour));
  } catch (error) {
    // Without the log there is nothing to index; verifyHour has said so.
    if (isSystemError(error, 'ENOENT')) return 0;
    throw error;
  }
  const generation = Math.max(0, ...info.parts.map((part) => part.generation)) + 1;
  const finalPath = (first: number, end: number) =>
    indexPartPath(info.hour, first, end, generation);
  try {
    const name = `${directory.location}/${messageLogPath(info.hour)}`;
    const log = new MessageLogReader(file, name, info.logBytes);
    log.checkHour(info.hour, () => {});
    const built = indexFromLog(
      log,
      { hour: info.hour, first: 0, end: info.messages },
      { directory, nameOf: (first, end) => finalPath(first, end) + TEMPORARY },
      () => {},
    );
    const parts: PartInfo[] = built.map(({ first, end, bytes, tailBytes }) => ({
      first,
      end,
      generation,
      bytes,
      tailBytes,
    }));
    writer.publish(
      built.map((part) => ({ path: part.path, finalPath: finalPath(part.first, part.end) })),
    );
    writer.replaceSegments([{ ...info, parts }]);
    for (const part of info.parts)
      directory.remove(indexPartPath(info.hour, part.first, part.end, part.generation));
    return built.reduce((sum, part) => sum + part.end - part.first, 0);
  } catch (error) {
    if (!isHayabusaError(error, 'corruption')) throw error;
    return 0;
  } finally {
    file.close();
  }
}

/**
 * A catalog from nothing but the logs: each hour as far as its blocks are whole. A tail that was written and never
 * committed cannot be told from what was, so it is kept: nothing acknowledged is lost.
 */
function rebuildCatalog(directory: Directory, summary: RepairSummary): void {
  const lock = WriterLock.acquire(directory);
  try {
    const segments: SegmentInfo[] = [];
    let nextSequence = 0;
    for (const folder of segmentFolders(directory)) {
      const hour = parseSegmentFolder(folder);
      if (hour === undefined || !directory.exists(messageLogPath(hour))) continue;
      const found = readHour(directory, hour, summary);
      if (found === undefined) continue;
      segments.push(found.info);
      nextSequence = Math.max(nextSequence, found.nextSequence);
    }
    const catalog: Catalog = { generation: 0, nextSequence, segments, inputs: [] };
    writeCatalog(directory, catalog);
  } finally {
    lock.release();
  }
}

function readHour(
  directory: Directory,
  hour: SegmentHour,
  summary: RepairSummary,
): { info: SegmentInfo; nextSequence: number } | undefined {
  const path = messageLogPath(hour);
  const file = directory.open(path);
  try {
    const log = new MessageLogReader(file, `${directory.location}/${path}`, file.size);
    log.checkHour(hour, (error) => summary.lost.push(error));
    const info = { hour, logBytes: 0, messages: 0, textBytes: 0, minTime: 3_600_000, maxTime: 0 };
    let nextSequence = 0;
    // Damage behind the last whole block is a tail that was never finished; unless there is no whole block.
    let pending: HayabusaError[] = [];
    for (const { offset, block } of log.blocks(LOG_HEADER_BYTES, (error) => pending.push(error))) {
      summary.lost.push(...pending);
      pending = [];
      info.logBytes = offset + block.length;
      info.messages = block.firstOrdinal + block.count;
      info.textBytes += block.text.length - block.count;
      info.minTime = Math.min(info.minTime, block.header.minTime);
      info.maxTime = Math.max(info.maxTime, block.header.maxTime);
      nextSequence = Math.max(nextSequence, block.origin(block.count - 1).sequence + 1);
    }
    if (info.messages === 0) summary.lost.push(...pending);
    return info.messages === 0 ? undefined : { info: { ...info, parts: [] }, nextSequence };
  } catch (error) {
    if (!(error instanceof HayabusaError)) throw error;
    summary.lost.push(error);
    return undefined;
  } finally {
    file.close();
  }
}
