import { resolve } from 'node:path';
import { openFsDirectory } from '../storage/fs-directory.js';
import { PackPool } from './pack-pool.js';
import type { LocalSink } from './pack-sink.js';
import { StoreWriter, type StoreWriterOptions } from './store-writer.js';

/**
 * Opens the store in a folder for writing. Throws `busy` while another process writes. With more than one of `threads` a
 * large ingest builds packs in so many threads, this one among them.
 */
export function openWriter(
  folder: string,
  { threads, ...options }: StoreWriterOptions & { threads: number },
): StoreWriter {
  const root = resolve(folder);
  const startPool = (local: LocalSink) => new PackPool(root, threads, local);
  const pool = threads > 1 ? { startPool } : {};
  return new StoreWriter(openFsDirectory(root), { ...options, ...pool });
}
