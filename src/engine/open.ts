import { resolve } from 'node:path';
import { openFsDirectory } from '../storage/fs-directory.js';
import { type DamageReport, StoreReader } from './store-reader.js';
import { StoreWriter, type StoreWriterOptions } from './store-writer.js';

/** Opens the store in a folder for reading. Throws when there is none, or when its catalog is damaged. */
export function openReader(folder: string, onDamage: (report: DamageReport) => void): StoreReader {
  return new StoreReader(openFsDirectory(resolve(folder)), onDamage);
}

/** Opens the store in a folder for writing. Throws `busy` while another process writes. */
export function openWriter(folder: string, options: StoreWriterOptions): StoreWriter {
  return new StoreWriter(openFsDirectory(resolve(folder)), options);
}
