import {
  MAX_PART_MESSAGES,
  MAX_PART_TAIL_BYTES,
  MAX_PARTS,
  SMALL_HOUR_MESSAGES,
} from '../base/limits.js';
import { MessageLogReader } from '../messagelog/message-log-reader.js';
import type { IndexPartReader } from '../segment/index-part-reader.js';
import { indexFromLog } from '../segment/log-indexer.js';
import { openIndexPart } from '../segment/open-index-part.js';
import type { PartBuilder } from '../segment/part-builder.js';
import { mergeParts } from '../segment/part-merger.js';
import {
  isSealed,
  type PartInfo,
  type SegmentInfo,
  uncoveredRanges,
} from '../segment/segment-info.js';
import type { PendingFile } from '../segment/segment-writer.js';
import type { Directory } from '../storage/directory.js';
import { indexPartPath, messageLogPath, TEMPORARY } from '../storage/file-names.js';

/** What to do to the index of an hour: nothing, merge some of its parts, or index all of it anew. */
export type SealWork =
  | { readonly kind: 'merge'; readonly parts: readonly PartInfo[] }
  | { readonly kind: 'reindex' };

/**
 * What an hour needs, if anything. A small hour is sealed from its log as a whole. Of a large one parts are merged:
 * by a commit when there are too many, by sealing also what is small. Always the last parts, since they must follow on
 * one another; a part joins when it is at most twice what is merged already, so that a message is rewritten a
 * logarithmic number of times, and while the sum stays below the limits.
 */
export function sealWork(info: SegmentInfo, occasion: 'commit' | 'seal'): SealWork | undefined {
  const { parts } = info;
  if (occasion === 'seal') {
    const small = info.messages <= SMALL_HOUR_MESSAGES && !isSealed(info);
    if (small || uncoveredRanges(info).length > 0) return { kind: 'reindex' };
  }
  if (parts.length < 2 || (occasion === 'commit' && parts.length <= MAX_PARTS)) return undefined;
  let from = parts.length;
  let sum = 0;
  let tailBytes = 0;
  while (from > 0) {
    const part = parts[from - 1];
    if (part === undefined) break;
    const messages = part.end - part.first;
    const follows = parts[from]?.first ?? part.end;
    tailBytes += part.tailBytes;
    if (part.end !== follows || sum + messages > MAX_PART_MESSAGES) break;
    if (tailBytes > MAX_PART_TAIL_BYTES) break;
    const crowded = from > MAX_PARTS;
    if (sum > 0 && !crowded && messages > 2 * sum) break;
    sum += messages;
    from--;
  }
  const chosen = parts.slice(from);
  return chosen.length < 2 ? undefined : { kind: 'merge', parts: chosen };
}

/** The hour with its new parts, their files, not yet published, and the paths of the parts they replace. */
export type SealedHour = { info: SegmentInfo; files: PendingFile[]; obsolete: string[] };

export function seal(
  directory: Directory,
  info: SegmentInfo,
  work: SealWork,
  builder: PartBuilder,
): SealedHour {
  const chosen = work.kind === 'merge' ? work.parts : info.parts;
  const generation = Math.max(0, ...chosen.map((part) => part.generation + 1));
  const files: PendingFile[] = [];
  const nameOf = (first: number, end: number) => {
    const finalPath = indexPartPath(info.hour, first, end, generation);
    files.push({ path: finalPath + TEMPORARY, finalPath });
    return finalPath + TEMPORARY;
  };
  const added =
    work.kind === 'merge'
      ? [merge(directory, info, work.parts, nameOf)]
      : reindex(directory, info, nameOf, builder);
  const kept = info.parts.filter((part) => !chosen.includes(part));
  const parts = [...kept, ...added.map((part) => ({ ...part, generation }))];
  parts.sort((a, b) => a.first - b.first);
  const obsolete = chosen.map((part) => pathOf(info, part));
  return { info: { ...info, parts }, files, obsolete };
}

type NewPart = Omit<PartInfo, 'generation'>;
type NameOf = (first: number, end: number) => string;

function merge(
  directory: Directory,
  info: SegmentInfo,
  chosen: readonly PartInfo[],
  nameOf: NameOf,
): NewPart {
  const readers: IndexPartReader[] = [];
  try {
    for (const part of chosen) readers.push(openIndexPart(directory, info.hour, part));
    const first = Math.min(...chosen.map((part) => part.first));
    const end = Math.max(...chosen.map((part) => part.end));
    return { first, end, ...mergeParts(directory, nameOf(first, end), readers) };
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** Indexes an hour anew from its log. Blocks that are damaged are left out, and whoever reads them says so. */
function reindex(
  directory: Directory,
  info: SegmentInfo,
  nameOf: NameOf,
  builder: PartBuilder,
): NewPart[] {
  const path = messageLogPath(info.hour);
  const file = directory.open(path);
  try {
    const log = new MessageLogReader(file, `${directory.location}/${path}`, info.logBytes);
    log.checkHour(info.hour, () => {});
    const range = { hour: info.hour, first: 0, end: info.messages };
    return indexFromLog(log, range, { directory, nameOf, builder }, () => {}).map(
      ({ first, end, bytes, tailBytes }) => ({ first, end, bytes, tailBytes }),
    );
  } finally {
    file.close();
  }
}

function pathOf(info: SegmentInfo, part: PartInfo): string {
  return indexPartPath(info.hour, part.first, part.end, part.generation);
}
