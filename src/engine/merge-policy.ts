import { MAX_PART_MESSAGES, MAX_PARTS } from '../base/limits.js';
import { IndexPartReader } from '../segment/index-part-reader.js';
import { mergeParts } from '../segment/part-merger.js';
import type { PartInfo, SegmentInfo } from '../segment/segment-info.js';
import type { PendingFile } from '../segment/segment-writer.js';
import type { Directory } from '../storage/directory.js';
import { indexPartPath, TEMPORARY } from '../storage/file-names.js';

/** An hour with at most this many messages is sealed into one part whatever it takes: it takes little. */
const ALWAYS_SEAL_MESSAGES = 100_000;

/**
 * Which parts of an hour to merge now: always the last ones, since parts must follow on one another. A commit merges
 * when there are too many; sealing also merges what is small. A part joins when it is at most twice what is merged
 * already, so that a message is rewritten a logarithmic number of times, and while the sum stays below the limit.
 */
export function partsToMerge(info: SegmentInfo, occasion: 'commit' | 'seal'): readonly PartInfo[] {
  const { parts } = info;
  if (parts.length < 2 || (occasion === 'commit' && parts.length <= MAX_PARTS)) return [];
  const all = occasion === 'seal' && info.messages <= ALWAYS_SEAL_MESSAGES;
  let from = parts.length;
  let sum = 0;
  while (from > 0) {
    const part = parts[from - 1];
    if (part === undefined) break;
    const messages = part.end - part.first;
    const follows = parts[from]?.first ?? part.end;
    if (part.end !== follows || sum + messages > MAX_PART_MESSAGES) break;
    const crowded = from > MAX_PARTS;
    if (sum > 0 && !all && !crowded && messages > 2 * sum) break;
    sum += messages;
    from--;
  }
  return parts.slice(from);
}

/** Merges parts of an hour into a new one, not yet published. */
export function mergeHour(
  directory: Directory,
  info: SegmentInfo,
  chosen: readonly PartInfo[],
): { info: SegmentInfo; file: PendingFile } {
  const readers: IndexPartReader[] = [];
  try {
    for (const part of chosen) {
      const path = indexPartPath(info.hour, part.first, part.end, part.generation);
      const name = `${directory.location}/${path}`;
      readers.push(new IndexPartReader(directory.open(path), name, part.tailBytes));
    }
    const first = Math.min(...chosen.map((part) => part.first));
    const end = Math.max(...chosen.map((part) => part.end));
    const generation = Math.max(...chosen.map((part) => part.generation)) + 1;
    const path = indexPartPath(info.hour, first, end, generation);
    const temporary = path + TEMPORARY;
    const merged = { first, end, generation, ...mergeParts(directory, temporary, readers) };
    const parts = [...info.parts.filter((part) => !chosen.includes(part)), merged].sort(
      (a, b) => a.first - b.first,
    );
    return { info: { ...info, parts }, file: { path: temporary, finalPath: path } };
  } finally {
    for (const reader of readers) reader.close();
  }
}
