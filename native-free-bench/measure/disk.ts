import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a file or of all files of a folder: as long as they are, and as the disk allocates them, folders included. */
export function sizeOf(path: string): { bytes: number; allocated: number } {
  const stat = statSync(path);
  let allocated = stat.blocks * 512;
  if (!stat.isDirectory()) return { bytes: stat.size, allocated };
  let bytes = 0;
  for (const name of readdirSync(path)) {
    const size = sizeOf(join(path, name));
    bytes += size.bytes;
    allocated += size.allocated;
  }
  return { bytes, allocated };
}

/**
 * A folder for a run's stores. Hands out names that were never used before, and deletes everything at the end only: some
 * file systems make files slowly where others were just deleted.
 */
export class Scratch {
  readonly folder: string;
  #serial = 0;

  constructor(parent: string) {
    this.folder = mkdtempSync(join(parent, 'hayabusa-bench-'));
  }

  path(name: string): string {
    return join(this.folder, `${String(this.#serial++).padStart(3, '0')}-${name}`);
  }

  remove(): void {
    // A program that was just ended may have made one more file.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
