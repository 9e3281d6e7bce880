import type { Directory, ReadableFile } from '../../src/storage/directory.js';

/** Which operation fails, counted from 0, and how. */
export type Fault = {
  readonly at: number;
  readonly code: 'EIO' | 'ENOSPC';
  /** All that come after it fail too. */
  readonly lasting: boolean;
};

/** Operations that need room on the disk: the only ones that a full disk fails. */
const NEED_ROOM: ReadonlySet<string> = new Set([
  'makeDirectory',
  'write',
  'writeNew',
  'append',
  'sync',
]);

/**
 * Passes everything on to a directory, until an operation fails. A write that fails has written half. `syncAll` counts
 * as one operation for each file and folder, and a file that is open fails like the directory does.
 */
export class FaultyDirectory implements Directory {
  readonly #inner: Directory;
  readonly #fault: Fault | undefined;
  /** Operations so far that could have failed, as `append path`. */
  readonly operations: string[] = [];
  /** Files that were opened and not closed. */
  openFiles = 0;

  constructor(inner: Directory, fault?: Fault) {
    this.#inner = inner;
    this.#fault = fault;
  }

  get location(): string {
    return this.#inner.location;
  }

  exists(path: string): boolean {
    return this.#do('exists', path, () => this.#inner.exists(path));
  }

  size(path: string): number {
    return this.#do('size', path, () => this.#inner.size(path));
  }

  list(path: string): string[] {
    return this.#do('list', path, () => this.#inner.list(path));
  }

  read(path: string): Uint8Array {
    return this.#do('read', path, () => this.#inner.read(path));
  }

  open(path: string): ReadableFile {
    const file = this.#do('open', path, () => this.#inner.open(path));
    this.openFiles++;
    let isOpen = true;
    return {
      size: file.size,
      read: (offset, length) => this.#do('readAt', path, () => file.read(offset, length)),
      close: () => {
        if (isOpen) this.openFiles--;
        isOpen = false;
        file.close();
      },
    };
  }

  makeDirectory(path: string): void {
    this.#do('makeDirectory', path, () => this.#inner.makeDirectory(path));
  }

  write(path: string, bytes: Uint8Array): void {
    const half = () => this.#inner.write(path, bytes.subarray(0, bytes.length >>> 1));
    this.#do('write', path, () => this.#inner.write(path, bytes), half);
  }

  writeNew(path: string, bytes: Uint8Array): void {
    this.#do('writeNew', path, () => this.#inner.writeNew(path, bytes));
  }

  append(path: string, offset: number, bytes: Uint8Array): void {
    const half = () => this.#inner.append(path, offset, bytes.subarray(0, bytes.length >>> 1));
    this.#do('append', path, () => this.#inner.append(path, offset, bytes), half);
  }

  sync(path: string): void {
    this.#do('sync', path, () => this.#inner.sync(path));
  }

  syncDirectory(path: string): void {
    this.#do('syncDirectory', path, () => this.#inner.syncDirectory(path));
  }

  syncAll(files: readonly string[], folders: readonly string[]): void {
    for (const file of files) this.sync(file);
    for (const folder of folders) this.syncDirectory(folder);
  }

  rename(from: string, to: string): void {
    this.#do('rename', to, () => this.#inner.rename(from, to));
  }

  remove(path: string): void {
    this.#do('remove', path, () => this.#inner.remove(path));
  }

  removeDirectory(path: string): void {
    this.#do('removeDirectory', path, () => this.#inner.removeDirectory(path));
  }

  #do<T>(name: string, path: string, action: () => T, half?: () => void): T {
    const fault = this.#fault;
    if (fault?.code === 'ENOSPC' && !NEED_ROOM.has(name)) return action();
    const number = this.operations.push(`${name} ${path}`) - 1;
    if (fault === undefined || number < fault.at || (number > fault.at && !fault.lasting))
      return action();
    half?.();
    throw Object.assign(new Error(`${fault.code}: made to fail, ${name} '${path}'`), {
      code: fault.code,
      syscall: name,
      path,
    });
  }
}
