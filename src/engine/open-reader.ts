import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { openFsDirectory } from '../storage/fs-directory.js';
import type { DamageReport } from './pack-searcher.js';
import { type ReaderOptions, StoreReader } from './store-reader.js';

/** Opens the store in a folder for reading. Throws when there is no store, or when its catalog is damaged. */
export function openReader(
  folder: string,
  onDamage: (report: DamageReport) => void,
  options: ReaderOptions = {},
): StoreReader {
  const threads = options.threads ?? availableParallelism();
  return new StoreReader(openFsDirectory(resolve(folder)), onDamage, { ...options, threads });
}
