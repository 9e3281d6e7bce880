import type { Catalog } from '../catalog/catalog-format.js';
import type { Directory } from '../storage/directory.js';
import {
  CATALOG,
  LOGS,
  logNumber,
  logPath,
  PACKS,
  packNumber,
  packPath,
  TEMPORARY,
} from '../storage/file-names.js';

/**
 * Removes what a writer that died left behind: files that were never published, packs and logs that the catalog does not
 * name, and the tail of the log beyond its committed length. Only the holder of the lock may call this.
 */
export function sweep(directory: Directory, { packs, log }: Pick<Catalog, 'packs' | 'log'>): void {
  // The writer may have died before its last catalog was durable: what the one before names must not go first.
  directory.syncDirectory('');
  directory.remove(CATALOG + TEMPORARY);
  const known = new Set(packs.map((pack) => packPath(pack.number)));
  for (const name of directory.list(PACKS)) {
    const path = `${PACKS}/${name}`;
    if ((packNumber(name) !== undefined || name.endsWith(TEMPORARY)) && !known.has(path))
      directory.remove(path);
  }
  for (const name of directory.list(LOGS)) {
    const path = `${LOGS}/${name}`;
    if (logNumber(name) === undefined) continue;
    if (log.bytes === 0 || path !== logPath(log.number)) directory.remove(path);
    else if (directory.size(path) > log.bytes) directory.append(path, log.bytes, new Uint8Array(0));
  }
}
