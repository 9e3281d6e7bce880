import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { inputError, subject } from './input-error.js';

/** Bytes asked of a file at once: large enough that the cost of a call does not show. */
export const CHUNK_BYTES: number = 1024 * 1024;

/** Told how many bytes on disk have been read, counted from the beginning of the file. */
export type OnPosition = (position: number) => void;

/** Which file it is, whatever its name: a name may come to mean another file when logs are rotated. */
export type FileIdentity = { readonly dev: number; readonly ino: number };

/**
 * The bytes of a regular file from offset `from` to the end that is found when reading gets there. A chunk is the
 * caller's until the next is asked for: two buffers take turns, one being filled while the other is out. Ending the
 * iteration at any point closes the file.
 */
export async function* fileBytes(
  name: string,
  path: string,
  identity: FileIdentity,
  from: number,
  onPosition: OnPosition,
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await openSame(name, path, identity);
  let position = from;
  const read = (buffer: Uint8Array): Promise<number> => readAt(file, name, buffer, position);
  let filling = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let out = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let pending = read(filling);
  try {
    for (;;) {
      const length = await pending;
      if (length === 0) return;
      [filling, out] = [out, filling];
      position += length;
      onPosition(position);
      pending = read(filling);
      // An error of this read is thrown when its turn comes; until then it must not count as unhandled.
      pending.catch(() => undefined);
      yield out.subarray(0, length);
    }
  } finally {
    await pending.catch(() => undefined);
    await file.close();
  }
}

/** The bytes of a stream as they arrive. Ending the iteration destroys the stream. */
export async function* streamBytes(
  name: string,
  stream: Readable,
  onPosition: OnPosition,
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  const chunks: AsyncIterable<unknown> = stream;
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('Stream gives text, not bytes');
      position += chunk.length;
      onPosition(position);
      yield chunk;
    }
  } catch (error) {
    throw readError(name, position, error);
  }
}

async function openSame(name: string, path: string, identity: FileIdentity): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw readError(name, 0, error);
  }
  const { dev, ino } = await file.stat();
  if (dev === identity.dev && ino === identity.ino) return file;
  await file.close();
  throw inputError(
    name,
    `${subject(name)} was replaced while it waited to be read: expected the same file, ` +
      'got another of that name: ingest it again',
  );
}

async function readAt(
  file: FileHandle,
  name: string,
  buffer: Uint8Array,
  position: number,
): Promise<number> {
  try {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    return bytesRead;
  } catch (error) {
    throw readError(name, position, error);
  }
}

/** What the system says when bytes cannot be had. */
export function readError(name: string, position: number, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return inputError(
    name,
    `${subject(name)} cannot be read: expected more bytes, got the error "${reason}" at byte ` +
      `${position}: what could be read was kept; check the disk and the file, and ingest it again`,
    error,
  );
}
