import { resolve } from 'node:path';
import { openFsDirectory } from '../storage/fs-directory.js';
import { type DamageReport, StoreReader } from './store-reader.js';

/** Opens the store in a folder for reading. Throws when there is none, or when its catalog is damaged. */
export function openReader(folder: string, onDamage: (report: DamageReport) => void): StoreReader {
  return new StoreReader(openFsDirectory(resolve(folder)), onDamage);
}
