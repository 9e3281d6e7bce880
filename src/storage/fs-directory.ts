import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { isSystemError } from '../base/errors.js';
import type { Directory, ReadableFile } from './directory.js';

/**
 * From so many files on, one `syncfs` of the file system is cheaper than an fsync each: 2,722 files took 0.2 s against
 * 0.9 s, and a quarter of the CPU time.
 */
const SYNC_WHOLE_FILES = 128;

/** A store in the file system, below the folder `root`. Folders are made with mode 0700. */
export function openFsDirectory(root: string): Directory {
  return new FsDirectory(root);
}

class FsDirectory implements Directory {
  readonly location: string;

  constructor(root: string) {
    this.location = root;
  }

  exists(path: string): boolean {
    return existsSync(this.#full(path));
  }

  size(path: string): number {
    return statSync(this.#full(path)).size;
  }

  list(path: string): string[] {
    try {
      return readdirSync(this.#full(path), { withFileTypes: true })
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return [];
      throw error;
    }
  }

  read(path: string): Uint8Array {
    return readFileSync(this.#full(path));
  }

  open(path: string): ReadableFile {
    return new FsFile(openSync(this.#full(path), 'r'));
  }

  makeDirectory(path: string): void {
    makeFolders(this.#full(path));
  }

  write(path: string, bytes: Uint8Array): void {
    this.#withFile(path, 'w', (fd) => writeAll(fd, bytes, 0));
  }

  writeNew(path: string, bytes: Uint8Array): void {
    this.#withFile(path, 'wx', (fd) => writeAll(fd, bytes, 0));
  }

  append(path: string, offset: number, bytes: Uint8Array): void {
    this.#withFile(path, offset === 0 ? 'w' : 'r+', (fd) => {
      if (offset > 0 && fstatSync(fd).size > offset) ftruncateSync(fd, offset);
      writeAll(fd, bytes, offset);
    });
  }

  sync(path: string): void {
    this.#withFile(path, 'r+', fdatasyncSync);
  }

  syncDirectory(path: string): void {
    this.#withFile(path, 'r', fsyncSync);
  }

  syncAll(files: readonly string[], folders: readonly string[]): void {
    if (files.length + folders.length >= SYNC_WHOLE_FILES && syncFileSystem(this.location)) return;
    for (const file of files) this.sync(file);
    for (const folder of folders) this.syncDirectory(folder);
  }

  rename(from: string, to: string): void {
    renameSync(this.#full(from), this.#full(to));
  }

  remove(path: string): void {
    // Not by `rmSync`, which Node loads when it is first asked for.
    try {
      unlinkSync(this.#full(path));
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
  }

  removeDirectory(path: string): void {
    try {
      rmdirSync(this.#full(path));
    } catch (error) {
      if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTEMPTY')) throw error;
    }
  }

  /** An error of an open file does not know whose it is: it is told. */
  #withFile(path: string, flags: 'r' | 'r+' | 'w' | 'wx', action: (fd: number) => void): void {
    const full = this.#full(path);
    const fd = openSync(full, flags, 0o600);
    try {
      action(fd);
    } catch (error) {
      if (isSystemError(error)) error.path ??= full;
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  #full(path: string): string {
    return path === '' ? this.location : join(this.location, path);
  }
}

/** Bytes of which room is taken only where the file has them: a length that damage made up may be any. */
const LARGE_READ = 4 << 20;

class FsFile implements ReadableFile {
  readonly #fd: number;
  #closed = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  get size(): number {
    return fstatSync(this.#fd).size;
  }

  read(offset: number, length: number, room?: Uint8Array): Uint8Array {
    if (!Number.isSafeInteger(offset + length)) return new Uint8Array(0);
    const bytes = room ?? unsetBytes(length < LARGE_READ ? length : this.#within(offset, length));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#fd, bytes, done, bytes.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return done === bytes.length ? bytes : bytes.subarray(0, done);
  }

  #within(offset: number, length: number): number {
    return Math.max(0, Math.min(length, this.size - offset));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
  }
}

/** No `Buffer`: parts of one take much longer to make. */
function unsetBytes(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** `writeSync` may write less than asked. */
function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/**
 * Syncs the whole file system that holds `folder`, through coreutils' `sync --file-system`, since Node has no syncfs.
 * Only Linux from 5.8 on reports write errors there; elsewhere, or without that command, returns false: sync each file.
 */
function syncFileSystem(folder: string): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (process.platform !== 'linux' || major < 5 || (major === 5 && minor < 8)) return false;
  // Loaded here: searches never need it.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status } = spawnSync('sync', ['-f', '--', folder], { stdio: 'ignore' });
  return status === 0;
}

/** Not Node's own recursion: where a folder exists but takes no others, as /proc, that never ends. */
function makeFolders(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return;
    const parent = dirname(path);
    if (!isSystemError(error, 'ENOENT') || existsSync(parent)) throw error;
    makeFolders(parent);
    makeFolders(path);
  }
}
