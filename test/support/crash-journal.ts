import type { Directory, ReadableFile } from '../../src/storage/directory.js';
import type { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { noise } from './bytes.js';
import { copyOf, filesOf, foldersOf, makeDurable } from './small-store.js';

/** One operation that changes a directory, or makes it durable. */
export type Operation =
  | { readonly kind: 'write' | 'writeNew'; readonly path: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'append';
      readonly path: string;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | {
      readonly kind: 'makeDirectory' | 'sync' | 'syncDirectory' | 'remove' | 'removeDirectory';
      readonly path: string;
    };

/**
 * Passes everything on to a directory and notes down all that changes it: what a process did up to the moment it died
 * is a beginning of the journal.
 */
export class JournalingDirectory implements Directory {
  readonly journal: Operation[] = [];
  readonly #inner: Directory;

  constructor(inner: Directory) {
    this.#inner = inner;
  }

  get location(): string {
    return this.#inner.location;
  }

  exists(path: string): boolean {
    return this.#inner.exists(path);
  }

  size(path: string): number {
    return this.#inner.size(path);
  }

  list(path: string): string[] {
    return this.#inner.list(path);
  }

  read(path: string): Uint8Array {
    return this.#inner.read(path);
  }

  open(path: string): ReadableFile {
    return this.#inner.open(path);
  }

  makeDirectory(path: string): void {
    this.#do({ kind: 'makeDirectory', path });
  }

  write(path: string, bytes: Uint8Array): void {
    this.#do({ kind: 'write', path, bytes: bytes.slice() });
  }

  writeNew(path: string, bytes: Uint8Array): void {
    this.#do({ kind: 'writeNew', path, bytes: bytes.slice() });
  }

  append(path: string, offset: number, bytes: Uint8Array): void {
    this.#do({ kind: 'append', path, offset, bytes: bytes.slice() });
  }

  sync(path: string): void {
    this.#do({ kind: 'sync', path });
  }

  syncDirectory(path: string): void {
    this.#do({ kind: 'syncDirectory', path });
  }

  /** Not atomic: a crash may come between any two files. */
  syncAll(files: readonly string[], folders: readonly string[]): void {
    for (const file of files) this.sync(file);
    for (const folder of folders) this.syncDirectory(folder);
  }

  rename(from: string, to: string): void {
    this.#do({ kind: 'rename', path: from, to });
  }

  remove(path: string): void {
    this.#do({ kind: 'remove', path });
  }

  removeDirectory(path: string): void {
    this.#do({ kind: 'removeDirectory', path });
  }

  #do(operation: Operation): void {
    perform(this.#inner, operation);
    this.journal.push(operation);
  }
}

function perform(directory: Directory, operation: Operation): void {
  const { kind, path } = operation;
  switch (kind) {
    case 'write':
    case 'writeNew':
      directory[kind](path, operation.bytes);
      break;
    case 'append':
      directory.append(path, operation.offset, operation.bytes);
      break;
    case 'rename':
      directory.rename(path, operation.to);
      break;
    default:
      directory[kind](path);
  }
}

/** What a crash leaves behind, and what happened. */
export type CrashState = { readonly what: string; readonly directory: MemoryDirectory };

/** The same operations with the lock of a process that died before the last boot, one for each `life`. */
export function buried(journal: readonly Operation[], life: number): Operation[] {
  return journal.map((operation) =>
    /^writer\.\d+\.\d+\.[0-9a-f]{8}\.lock$/.test(operation.path)
      ? { ...operation, path: `writer.4194000.${life}.0.lock` }
      : operation,
  );
}

/** `base` after operations. */
export function replayed(base: Directory, operations: readonly Operation[]): MemoryDirectory {
  const directory = copyOf(base);
  for (const operation of operations) perform(directory, operation);
  return directory;
}

/**
 * What is left of `base` when the process dies right after the first `operations` of a journal: by kill -9 (all that
 * was written is there), by a power cut (only what was synced is), or with all names and only the synced bytes.
 */
export function* crashStates(
  base: Directory,
  journal: readonly Operation[],
  operations: number,
): Generator<CrashState> {
  const at = `operation ${operations} of ${journal.length}`;
  const visible = replayed(base, journal.slice(0, operations));
  yield { what: `power cut before ${at}`, directory: visible.crash() };
  visible.syncAll([], foldersOf(visible));
  yield { what: `power cut before ${at}, unsynced names survive`, directory: visible.crash() };
  yield { what: `killed before ${at}`, directory: visible };
}

/** What else may be left: bytes without names, part of the bytes, other bytes; part of the operation under way. */
export function* oddCrashStates(
  base: Directory,
  journal: readonly Operation[],
  operations: number,
): Generator<CrashState> {
  const replay = () => replayed(base, journal.slice(0, operations));
  const at = `operation ${operations} of ${journal.length}`;
  const bytesOnly = replay();
  bytesOnly.syncAll([...filesOf(bytesOnly).keys()], []);
  yield { what: `power cut before ${at}, unsynced bytes survive`, directory: bytesOnly.crash() };

  const namesOnly = replay();
  namesOnly.syncAll([], foldersOf(namesOnly));
  for (const [what, tear] of TEARS) {
    const torn = tornState(namesOnly, namesOnly.crash(), tear, operations);
    yield { what: `power cut before ${at}, unsynced bytes ${what}`, directory: torn };
  }

  const next = journal[operations];
  if (next !== undefined && 'bytes' in next && next.bytes.length > 1) {
    const directory = replay();
    const length = (operations * 7919) % next.bytes.length;
    perform(directory, { ...next, bytes: next.bytes.subarray(0, length) });
    yield { what: `killed in ${at}, ${length} bytes written`, directory };
  }
}

/** The bytes of a file of which `durable` were synced and `written` were not: a length is drawn by `turn`. */
type Tear = (durable: Uint8Array, written: Uint8Array, turn: number) => Uint8Array;

const partOf = (written: Uint8Array, durable: Uint8Array, turn: number): number => {
  const from = Math.min(durable.length, written.length);
  return from + ((turn * 2_654_435_761) % (written.length - from + 1));
};

/** What becomes of bytes that were written and not synced. */
const TEARS: readonly (readonly [string, Tear])[] = [
  ['are cut off', (durable, written, turn) => written.slice(0, partOf(written, durable, turn))],
  [
    'end in zeros',
    (durable, written, turn) => written.slice().fill(0, partOf(written, durable, turn)),
  ],
  [
    'are noise',
    (durable, written, turn) => {
      const torn = written.slice();
      const from = Math.min(durable.length, written.length);
      torn.set(noise(torn.length - from, turn + 1), from);
      return torn;
    },
  ],
];

/** All names survive, but of every file's unsynced bytes only what `tear` leaves. */
function tornState(
  visible: MemoryDirectory,
  durable: MemoryDirectory,
  tear: Tear,
  turn: number,
): MemoryDirectory {
  let file = turn;
  for (const [path, written] of filesOf(visible)) {
    const synced = durable.read(path);
    if (Buffer.compare(written, synced) === 0) continue;
    durable.write(path, tear(synced, written, file++));
  }
  makeDurable(durable);
  return durable;
}
