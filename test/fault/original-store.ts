import { readCatalog } from '../../src/catalog/catalog-file.js';
import { messageLogPath } from '../../src/storage/file-names.js';
import type { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { noise } from '../support/bytes.js';
import { copyOf, filesOf, HOURS, smallStore } from '../support/small-store.js';
import type { SentMessage } from '../support/small-store-answers.js';

/**
 * A small store whose files can be damaged one at a time. One of its logs has bytes behind its committed length, as a
 * crash leaves them.
 */
export class OriginalStore {
  readonly directory: MemoryDirectory;
  readonly sent: readonly SentMessage[];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #committed: ReadonlyMap<string, number>;

  constructor() {
    const { directory, sent } = smallStore();
    const { segments } = readCatalog(directory);
    this.#committed = new Map(segments.map((info) => [messageLogPath(info.hour), info.logBytes]));
    const tailed = messageLogPath(HOURS.disordered);
    directory.append(tailed, directory.size(tailed), noise(40));
    this.directory = directory;
    this.sent = sent;
    this.#files = filesOf(directory);
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  get logs(): string[] {
    return this.paths.filter((path) => path.endsWith('.log'));
  }

  get indexes(): string[] {
    return this.paths.filter((path) => path.endsWith('.index'));
  }

  /** The bytes of a file as they should be, the caller's own. */
  bytesOf(path: string): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new Error(`No file ${path}`);
    return bytes.slice();
  }

  /** How many bytes of a file were committed. */
  committedBytes(path: string): number {
    return this.#committed.get(path) ?? this.bytesOf(path).length;
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
