import { corruption, HayabusaError, isSystemError } from '../base/errors.js';
import type { Directory } from '../storage/directory.js';
import { CATALOG, LOGS, PACKS, TEMPORARY } from '../storage/file-names.js';
import { CATALOG_REMEDY, type Catalog, decodeCatalog, encodeCatalog } from './catalog-format.js';

/**
 * Reads the catalog of a store. A folder without one is no store: an error that says how to make one (`io`), or, when
 * packs or a message log are there, how to get it back (`corruption`).
 */
export function readCatalog(directory: Directory): Catalog {
  let bytes: Uint8Array;
  try {
    bytes = directory.read(CATALOG);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTDIR')) throw error;
    throw missing(directory, error);
  }
  return decodeCatalog(bytes, `${directory.location}/${CATALOG}`);
}

/** Replaces the catalog: the moment of the commit is the rename, its durability the sync of the folder. */
export function writeCatalog(directory: Directory, catalog: Catalog): void {
  const temporary = CATALOG + TEMPORARY;
  directory.write(temporary, encodeCatalog(catalog));
  directory.sync(temporary);
  directory.rename(temporary, CATALOG);
  directory.syncDirectory('');
}

function missing(directory: Directory, cause: unknown): HayabusaError {
  if (directory.list(PACKS).length > 0 || directory.list(LOGS).length > 0)
    return corruption(
      'Catalog missing',
      `${directory.location}/${CATALOG}`,
      0,
      'a file',
      'messages without one',
      CATALOG_REMEDY,
    );
  const what = directory.exists('')
    ? `No store in ${directory.location}: expected a file ${CATALOG}, got a folder without one`
    : `No store at ${directory.location}: expected a folder, got nothing`;
  return new HayabusaError(
    `${what}: run "hayabusa ingest FILE" to make one, or name another with --store`,
    { code: 'io', operation: 'open', path: directory.location },
    cause,
  );
}
