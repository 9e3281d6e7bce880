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
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/errors.js';
import type { Directory, ReadableFile } from './directory.js';
import { parentOf } from './directory.js';

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
    const full = this.#full(path);
    if (existsSync(full)) return;
    const parent = parentOf(path);
    if (path !== '') this.makeDirectory(parent);
    mkdirSync(full, { mode: 0o700, recursive: path === '' });
    if (path !== '') this.syncDirectory(parent);
  }

  write(path: string, bytes: Uint8Array): void {
    this.#writeWith(path, 'w', bytes);
  }

  writeNew(path: string, bytes: Uint8Array): void {
    this.#writeWith(path, 'wx', bytes);
  }

  append(path: string, offset: number, bytes: Uint8Array): void {
    const fd = openSync(this.#full(path), offset === 0 ? 'w' : 'r+', 0o600);
    try {
      if (offset > 0 && fstatSync(fd).size > offset) ftruncateSync(fd, offset);
      writeAll(fd, bytes, offset);
    } finally {
      closeSync(fd);
    }
  }

  sync(path: string): void {
    const fd = openSync(this.#full(path), 'r+');
    try {
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  syncDirectory(path: string): void {
    const fd = openSync(this.#full(path), 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  rename(from: string, to: string): void {
    renameSync(this.#full(from), this.#full(to));
  }

  remove(path: string): void {
    rmSync(this.#full(path), { force: true });
  }

  removeDirectory(path: string): void {
    try {
      rmdirSync(this.#full(path));
    } catch (error) {
      if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTEMPTY')) throw error;
    }
  }

  #writeWith(path: string, flags: 'w' | 'wx', bytes: Uint8Array): void {
    const fd = openSync(this.#full(path), flags, 0o600);
    try {
      writeAll(fd, bytes, 0);
    } finally {
      closeSync(fd);
    }
  }

  #full(path: string): string {
    return path === '' ? this.location : join(this.location, path);
  }
}

class FsFile implements ReadableFile {
  readonly size: number;
  readonly #fd: number;
  #closed = false;

  constructor(fd: number) {
    this.#fd = fd;
    this.size = fstatSync(fd).size;
  }

  read(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = Buffer.allocUnsafe(wanted);
    let done = 0;
    while (done < wanted) {
      const count = readSync(this.#fd, bytes, done, wanted - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
  }
}

/** `writeSync` may write less than asked. */
function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}
