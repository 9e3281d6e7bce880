import type { Directory, ReadableFile } from './directory.js';
import { parentOf } from './directory.js';

/**
 * A store in memory, for tests and for stores that need not outlive the process. It also keeps what a disk would hold
 * after a power cut: `crash()` drops every byte that was not synced and every name whose folder was not.
 */
export class MemoryDirectory implements Directory {
  readonly location: string = 'memory';
  /** What a running process sees. */
  #files = new Map<string, MemoryFile>();
  #folders = new Set<string>(['']);
  /** What survives: names made durable by `syncDirectory`. The files' durable bytes are their own. */
  #durableNames = new Map<string, MemoryFile>();
  #durableFolders = new Set<string>(['']);

  /** The state after a power cut, in a directory of its own. */
  crash(): MemoryDirectory {
    const after = new MemoryDirectory();
    const survives = (folder: string): boolean =>
      folder === '' || (this.#durableFolders.has(folder) && survives(parentOf(folder)));
    for (const folder of this.#durableFolders) if (survives(folder)) after.#folders.add(folder);
    after.#durableFolders = new Set(after.#folders);
    for (const [path, file] of this.#durableNames) {
      if (!survives(parentOf(path))) continue;
      const copy: MemoryFile = { bytes: file.durable.slice(), durable: file.durable.slice() };
      after.#files.set(path, copy);
      after.#durableNames.set(path, copy);
    }
    return after;
  }

  exists(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  size(path: string): number {
    return this.#get(path).bytes.length;
  }

  list(path: string): string[] {
    const prefix = path === '' ? '' : `${path}/`;
    const names = [...this.#files.keys(), ...[...this.#folders].map((folder) => `${folder}/`)]
      .filter((name) => name !== '/' && name.startsWith(prefix) && name !== prefix)
      .map((name) => name.slice(prefix.length))
      .filter((name) => !name.slice(0, -1).includes('/'));
    return names.sort();
  }

  read(path: string): Uint8Array {
    return this.#get(path).bytes.slice();
  }

  open(path: string): ReadableFile {
    const file = this.#get(path);
    const size = file.bytes.length;
    return {
      size,
      read: (offset, length) =>
        file.bytes.slice(offset, Math.max(offset, Math.min(offset + length, size))),
      close: () => {},
    };
  }

  makeDirectory(path: string): void {
    if (this.#folders.has(path)) return;
    this.makeDirectory(parentOf(path));
    // What a removed folder of this name held does not come back into the new one.
    this.#forgetDurable(path);
    this.#folders.add(path);
  }

  write(path: string, bytes: Uint8Array): void {
    this.#needFolder(path);
    const file = this.#files.get(path);
    if (file === undefined)
      this.#files.set(path, { bytes: bytes.slice(), durable: new Uint8Array(0) });
    else file.bytes = bytes.slice();
  }

  writeNew(path: string, bytes: Uint8Array): void {
    if (this.#files.has(path)) throw systemError('EEXIST', path);
    this.write(path, bytes);
  }

  append(path: string, offset: number, bytes: Uint8Array): void {
    if (offset === 0) {
      this.write(path, bytes);
      return;
    }
    const file = this.#get(path);
    const grown = new Uint8Array(offset + bytes.length);
    grown.set(file.bytes.subarray(0, offset));
    grown.set(bytes, offset);
    file.bytes = grown;
  }

  sync(path: string): void {
    const file = this.#get(path);
    file.durable = file.bytes.slice();
  }

  syncDirectory(path: string): void {
    if (!this.#folders.has(path)) throw systemError('ENOENT', path);
    const inFolder = (name: string) => name !== '' && parentOf(name) === path;
    for (const name of [...this.#durableNames.keys()].filter(inFolder))
      this.#durableNames.delete(name);
    for (const [name, file] of this.#files) if (inFolder(name)) this.#durableNames.set(name, file);
    for (const name of [...this.#durableFolders].filter(inFolder))
      if (!this.#folders.has(name)) this.#forgetDurable(name);
    for (const name of this.#folders) if (inFolder(name)) this.#durableFolders.add(name);
  }

  syncAll(files: readonly string[], folders: readonly string[]): void {
    for (const file of files) this.sync(file);
    for (const folder of folders) this.syncDirectory(folder);
  }

  rename(from: string, to: string): void {
    const file = this.#get(from);
    this.#needFolder(to);
    this.#files.delete(from);
    this.#files.set(to, file);
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  removeDirectory(path: string): void {
    if (this.list(path).length === 0) this.#folders.delete(path);
  }

  /** A folder is gone for good, and everything below it. */
  #forgetDurable(folder: string): void {
    const below = `${folder}/`;
    this.#durableFolders.delete(folder);
    for (const name of [...this.#durableFolders])
      if (name.startsWith(below)) this.#durableFolders.delete(name);
    for (const name of [...this.#durableNames.keys()])
      if (name.startsWith(below)) this.#durableNames.delete(name);
  }

  #get(path: string): MemoryFile {
    const file = this.#files.get(path);
    if (file === undefined) throw systemError('ENOENT', path);
    return file;
  }

  #needFolder(path: string): void {
    if (!this.#folders.has(parentOf(path))) throw systemError('ENOENT', path);
  }
}

type MemoryFile = { bytes: Uint8Array; durable: Uint8Array };

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
