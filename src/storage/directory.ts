/**
 * Where a store's bytes live: a tree of files, named by paths with `/` relative to the store. All calls are synchronous
 * and stateless, so that the order of operations, and what survives a crash between any two of them, is plain.
 *
 * What is durable when: file bytes after `sync` of the file; a created, renamed or removed name after `syncDirectory`
 * of its folder. Errors are Node's system errors, or whatever an implementation for tests injects.
 */
export interface Directory {
  /** Shown in errors before the path of a file. */
  readonly location: string;

  exists(path: string): boolean;
  /** Size of a file in bytes. Throws ENOENT. */
  size(path: string): number;
  /** Names in a folder, sorted; folders end in `/`. A missing folder has none. */
  list(path: string): string[];

  /** All bytes of a file, the caller's own. */
  read(path: string): Uint8Array;
  /** A file open for reading at any offset. The caller closes it. */
  open(path: string): ReadableFile;

  /** Creates missing folders. */
  makeDirectory(path: string): void;
  /** Creates a file or replaces its content. */
  write(path: string, bytes: Uint8Array): void;
  /** Creates a file that must not exist: throws EEXIST. */
  writeNew(path: string, bytes: Uint8Array): void;
  /** Cuts a file to `offset` bytes (it has at least as many) and appends. Creates it when `offset` is 0. */
  append(path: string, offset: number, bytes: Uint8Array): void;
  sync(path: string): void;
  syncDirectory(path: string): void;
  /** `sync` of all files and `syncDirectory` of all folders, in whatever order is fastest. */
  syncAll(files: readonly string[], folders: readonly string[]): void;
  /** Atomic; replaces `to`. */
  rename(from: string, to: string): void;
  /** Removes a file; a missing one is no error. */
  remove(path: string): void;
  /** Removes a folder if it is empty. */
  removeDirectory(path: string): void;
}

export interface ReadableFile {
  readonly size: number;
  /**
   * `length` bytes from `offset` on, fewer at the end of the file, whatever a damaged file made a caller ask for; the caller's
   * own. They may be written to `room`, which has `length` bytes.
   */
  read(offset: number, length: number, room?: Uint8Array): Uint8Array;
  close(): void;
}

/** The folder part of a path; '' for a name at the top. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
