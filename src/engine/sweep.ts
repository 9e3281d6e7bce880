import type { SegmentInfo } from '../segment/segment-info.js';
import type { Directory } from '../storage/directory.js';
import {
  CATALOG,
  indexPartPath,
  MESSAGE_LOG,
  messageLogPath,
  parseSegmentFolder,
  TEMPORARY,
} from '../storage/file-names.js';

/**
 * Removes what a writer that died left behind: files that were never published, index parts that the catalog does not
 * name, and, unless `keepLogs` says so, logs that it does not name and the tails of logs beyond their committed length.
 * Only the holder of the lock may call this.
 */
export function sweep(
  directory: Directory,
  segments: readonly SegmentInfo[],
  { keepLogs = false }: { keepLogs?: boolean } = {},
): void {
  // The writer may have died before its last catalog was durable: what the one before names must not go first.
  directory.syncDirectory('');
  directory.remove(CATALOG + TEMPORARY);
  const known = new Set<string>();
  const committed = new Map<string, number>();
  for (const segment of segments) {
    const log = messageLogPath(segment.hour);
    known.add(log);
    committed.set(log, segment.logBytes);
    for (const part of segment.parts)
      known.add(indexPartPath(segment.hour, part.first, part.end, part.generation));
  }
  for (const folder of segmentFolders(directory)) {
    for (const name of directory.list(folder)) {
      const path = `${folder}/${name}`;
      if (name === MESSAGE_LOG && keepLogs) continue;
      const length = committed.get(path);
      if (!known.has(path)) {
        if (name === MESSAGE_LOG || name.endsWith('.index') || name.endsWith(TEMPORARY))
          directory.remove(path);
      } else if (length !== undefined && directory.size(path) > length)
        directory.append(path, length, new Uint8Array(0));
    }
    removeEmpty(directory, folder);
  }
}

/** Folders of hours, committed or not, in order. */
export function segmentFolders(directory: Directory): string[] {
  const isNumber = (name: string) => /^\d+\/$/.test(name);
  const below = (path: string): string[] =>
    directory
      .list(path)
      .filter(isNumber)
      .map((name) => (path === '' ? '' : `${path}/`) + name.slice(0, -1));
  return below('')
    .flatMap(below)
    .flatMap(below)
    .flatMap(below)
    .filter((path) => parseSegmentFolder(path) !== undefined);
}

/** Removes a folder, and those it stands in, as long as they are empty. */
function removeEmpty(directory: Directory, folder: string): void {
  for (let path = folder; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (directory.list(path).length > 0) return;
    directory.removeDirectory(path);
  }
}
