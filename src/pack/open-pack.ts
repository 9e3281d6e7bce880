import type { Directory } from '../storage/directory.js';
import { packPath } from '../storage/file-names.js';
import type { PackInfo } from './pack-format.js';
import { PackReader, type RecentTemplates } from './pack-reader.js';

/** Opens a pack of a store. Throws ENOENT when its file is gone. The caller closes it. */
export function openPack(
  directory: Directory,
  info: PackInfo,
  recent?: RecentTemplates,
): PackReader {
  const path = packPath(info.number);
  return new PackReader(directory.open(path), `${directory.location}/${path}`, info, recent);
}
