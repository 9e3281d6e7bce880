import { MILLIS_PER_HOUR } from '../../src/base/ids.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import type { Catalog } from '../../src/catalog/catalog-format.js';
import type { PackInfo } from '../../src/pack/pack-format.js';
import type { TimeRange } from '../../src/planner/plan.js';
import { logPath, packPath } from '../../src/storage/file-names.js';
import type { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { noise } from '../support/bytes.js';
import { copyOf, filesOf, type SmallStoreOptions, smallStore } from '../support/small-store.js';
import type { SentMessage } from '../support/small-store-answers.js';

/**
 * A small store whose files can be damaged one at a time. Its log has bytes behind its committed length, as a crash
 * leaves them.
 */
export class OriginalStore {
  readonly directory: MemoryDirectory;
  readonly sent: readonly SentMessage[];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly catalog: Catalog;
  /** The path of the message log. */
  readonly log: string;

  constructor(options?: SmallStoreOptions) {
    const { directory, sent } = smallStore(options);
    this.catalog = readCatalog(directory);
    this.log = logPath(this.catalog.log.number);
    if (this.catalog.log.bytes > 0) directory.append(this.log, directory.size(this.log), noise(40));
    this.directory = directory;
    this.sent = sent;
    this.#files = filesOf(directory);
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  get packs(): string[] {
    return this.paths.filter((path) => path.endsWith('.pack'));
  }

  /** A pack as the catalog names it. */
  infoOf(path: string): PackInfo {
    const info = this.catalog.packs.find(({ number }) => packPath(number) === path);
    if (info === undefined) throw new Error(`No pack ${path}`);
    return info;
  }

  /** Event times of the messages of a file; of the catalog, all of them. */
  rangeOf(path: string): TimeRange {
    const { packs, log } = this.catalog;
    const of = path === this.log ? [log] : packs.filter(({ number }) => packPath(number) === path);
    const hours = (of.length === 0 ? [...packs, log] : of).flatMap((file) =>
      file.hours.filter((_, i) => i % 2 === 0),
    );
    return {
      from: Math.min(...hours) * MILLIS_PER_HOUR,
      to: (Math.max(...hours) + 1) * MILLIS_PER_HOUR,
    };
  }

  /** The bytes of a file as they should be, the caller's own. */
  bytesOf(path: string): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new Error(`No file ${path}`);
    return bytes.slice();
  }

  /** How many bytes of a file were committed. */
  committedBytes(path: string): number {
    return path === this.log ? this.catalog.log.bytes : this.bytesOf(path).length;
  }

  /** A file with one byte changed. */
  flipped(path: string, offset: number, mask: number): Uint8Array {
    const bytes = this.bytesOf(path);
    bytes[offset]! ^= mask;
    return bytes;
  }

  /** Runs `check` with a file changed or, without bytes, gone; and puts the file back. */
  withFile(path: string, bytes: Uint8Array | undefined, check: () => void): void {
    replace(this.directory, path, bytes);
    try {
      check();
    } finally {
      this.directory.write(path, this.bytesOf(path));
    }
  }

  /** A store of its own with a file changed or, without bytes, gone. */
  copyWith(path: string, bytes: Uint8Array | undefined): MemoryDirectory {
    const directory = copyOf(this.directory);
    replace(directory, path, bytes);
    return directory;
  }
}

function replace(directory: MemoryDirectory, path: string, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) directory.remove(path);
  else directory.write(path, bytes);
}
