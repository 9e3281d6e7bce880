import type { Place } from './byte-source.js';
import { openFileInput } from './file-input.js';
import { expandFolders } from './folder-walk.js';
import { inputError } from './input-error.js';
import { openStdin } from './stream-input.js';

/** A file, a pipe or standard input, whose content can be read as it was before compression. */
export type Input = {
  /** As shown, and stored as the source of messages: the path as given, or `stdin`. */
  readonly name: string;
  /** Absolute path; undefined for standard input. */
  readonly path: string | undefined;
  /** Bytes on disk when it was opened; undefined for standard input and pipes. */
  readonly size: number | undefined;
  /** When it was last written to, in epoch milliseconds; now for standard input and pipes. */
  readonly modified: number;
  /**
   * CRC-32 of the first 4 KiB of the bytes on disk, or of the first `size` where that is less: to know a file again that
   * had this size, though it has grown. 0 for standard input and pipes.
   */
  fingerprint(size: number): number;
  /** A plain regular file: reading can begin anywhere at no cost. */
  readonly seekable: boolean;
  /**
   * The decompressed content from its byte `skip` on, in chunks of at most 1 MiB (plain pipes: as they arrive); none when
   * the content is shorter. A chunk is the caller's until the next is asked for. Ending the iteration closes what it
   * opened. A chunk of a plain file lies in the memory that `place` gave, where it gave some. Throws `input` when the file
   * cannot be read, and behind the last readable byte when compressed data is cut off or damaged. Can be called again,
   * except on standard input and pipes: these end when `signal` is given, even while a byte is waited for.
   */
  chunks(skip?: number, place?: Place, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Position in the bytes on disk that reading has reached, for a progress bar. */
  consumed(): number;
};

export type OpenInputOptions = {
  /** Take a file whose content is known to be no log as it is (default: false). */
  readonly force?: boolean;
};

/** Opened by name these fail where standard input is a socket, as it is below other programs. */
const STDIN_PATHS: ReadonlySet<string> = new Set([
  '-',
  '/dev/stdin',
  '/dev/fd/0',
  '/proc/self/fd/0',
]);

/**
 * The input at `path`; `-` is standard input. A file is looked at and closed again, so that any number can wait to be
 * read; of a pipe nothing is read yet. Throws `input` when there is nothing readable, or when the content is known to
 * be no text.
 */
export async function openInput(path: string, options: OpenInputOptions = {}): Promise<Input> {
  if (path === '')
    throw inputError(
      path,
      'The name of an input is empty: expected a file, a folder with -r, or "-" for standard ' +
        'input, got "": check the variables and quotes of the command',
    );
  if (STDIN_PATHS.has(path)) return openStdin();
  return openFileInput(path, options.force ?? false);
}

/**
 * The inputs that `paths` stand for, in their order, duplicates kept. With `recursive` a folder stands for the files in
 * it and below, by name and depth first, without hidden entries, stores and whatever is no file. Links to files count as
 * files; links to folders are followed only where they are given themselves. Throws `input` for a folder that cannot be read;
 * everything else is left for `openInput` to judge.
 */
export function expandInputs(
  paths: readonly string[],
  options: { readonly recursive: boolean },
): string[] {
  return options.recursive ? expandFolders(paths) : [...paths];
}
