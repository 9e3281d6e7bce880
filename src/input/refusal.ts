import type { Stats } from 'node:fs';
import { type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import { contentKind, FILE_PLACE } from './content-kind.js';
import { inputError, shellWord, subject } from './input-error.js';

/** Throws `input` when a file that begins with `head` is no log and not forced, or needs a program to decompress it. */
export function checkFile(name: string, head: Uint8Array, force: boolean): void {
  const kind = contentKind(head);
  if (kind.kind === 'other-compression')
    throw inputError(
      name,
      `${subject(name)} is compressed with ${kind.what}: expected plain text, gzip or zstd, ` +
        `got the magic number of ${kind.what}: ${pipeHint(name, kind.command)}`,
    );
  if (kind.kind === 'binary' && !force)
    throw inputError(
      name,
      `${subject(name)} is no log: expected text, got ${kind.what}: ` +
        (kind.command === undefined ? '' : `${pipeHint(name, kind.command)}, or `) +
        'add --force to read its bytes as they are',
    );
}

/** The same content; throws `input` when what was inside the compression is no log either, as in a `.tar.gz`. */
export async function* checkContent(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  skip: number,
  force: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  let first = skip === 0 && !force;
  for await (const chunk of chunks) {
    if (first) checkUnpacked(name, chunk);
    first = false;
    yield chunk;
  }
}

function checkUnpacked(name: string, head: Uint8Array): void {
  const kind = contentKind(head);
  if (kind.kind === 'plain') return;
  const what = kind.kind === 'binary' ? kind.what : `more data compressed with ${whatOf(kind)}`;
  // GNU and BSD tar see through the compression by themselves; other programs do not.
  const hint =
    what === TAR ? pipeHint(name, `tar -xOf ${FILE_PLACE}`) : 'unpack it, and ingest what is in it';
  throw inputError(
    name,
    `${subject(name)} holds no log: expected text when decompressed, got ${what}: ` +
      `${hint}, or add --force to read its bytes as they are`,
  );
}

const TAR = 'a tar archive';

function whatOf(kind: { readonly kind: string; readonly what?: string }): string {
  return kind.what ?? kind.kind;
}

/** Why a path that is there cannot be an input. */
export function notAFile(name: string, stats: Stats): HayabusaError {
  if (stats.isDirectory())
    return inputError(
      name,
      `"${name}" is a folder: expected a file, got a folder: add -r to read all files in it`,
    );
  const what = stats.isSocket()
    ? 'a socket'
    : stats.isBlockDevice() || stats.isCharacterDevice()
      ? 'a device'
      : 'something else';
  return inputError(
    name,
    `"${name}" is ${what}: expected a file, a named pipe or "-", got ${what}: ` +
      'pipe its output into "hayabusa ingest -"',
  );
}

/** The system's error as a sentence of ours. */
export function unreachable(name: string, error: unknown): HayabusaError {
  if (isHayabusaError(error)) return error;
  if (isSystemError(error, 'ENOENT') && name.includes('\ufffd'))
    return inputError(
      name,
      `${subject(name)} cannot be opened by its name: expected one in UTF-8, got other bytes, shown as \ufffd: ` +
        'rename it, or write "hayabusa ingest - < FILE"',
      error,
    );
  if (isSystemError(error, 'ENOENT'))
    return inputError(
      name,
      `${subject(name)} does not exist: expected a file, a folder with -r, or "-" for standard ` +
        'input, got a name that is not there: check the spelling and the current folder',
      error,
    );
  if (isSystemError(error, 'EACCES') || isSystemError(error, 'EPERM'))
    return inputError(
      name,
      `${subject(name)} may not be read: expected the right to read it, got "permission denied": ` +
        'change its mode, or run as a user who may read it',
      error,
    );
  const reason = error instanceof Error ? error.message : String(error);
  return inputError(
    name,
    `${subject(name)} cannot be opened: expected a readable file, got the error "${reason}": ` +
      'check the path',
    error,
  );
}

function pipeHint(name: string, command: string): string {
  return `use "${command.replace(FILE_PLACE, () => shellWord(name))} | hayabusa ingest -"`;
}
