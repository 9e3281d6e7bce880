import { resolve } from 'node:path';
import type { SearchProfile } from '../executor/search-profile.js';
import { openFsDirectory } from '../storage/fs-directory.js';
import { type DamageReport, StoreReader } from './store-reader.js';

/**
 * Opens the store in a folder for reading. A `profile` is told what searches do. Throws when there is no store, or when its
 * catalog is damaged.
 */
export function openReader(
  folder: string,
  onDamage: (report: DamageReport) => void,
  profile?: SearchProfile,
): StoreReader {
  return new StoreReader(openFsDirectory(resolve(folder)), onDamage, profile);
}
