import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { monotonicMillis } from '../base/monotonic-clock.js';
import { inputError, subject } from './input-error.js';

/** Bytes asked of a file at once: few enough to be in the CPU's cache still when they are worked on. */
const CHUNK_BYTES = 256 * 1024;

/**
 * What the system has in memory is read in a tenth of this. So many reads in a row that took longer have waited for a disk,
 * not for the CPU; then so many are asked for ahead.
 */
const SLOW_MILLIS = 1;
const SLOW_READS = 2;
const READS_AHEAD = 64;

/** Told how many bytes on disk have been read, counted from the beginning of the file. */
export type OnPosition = (position: number) => void;

/** Memory of the caller's for the next chunk, of so many bytes, if there is any: for it to have no copy to make. */
export type Place = (bytes: number) => Uint8Array | undefined;

/** Which file it is, whatever its name: a name may come to mean another file when logs are rotated. */
export type FileIdentity = { readonly dev: number; readonly ino: number };

/**
 * The bytes of a regular file from offset `from` to the end that is found when reading gets there. A chunk is the
 * caller's until the next is asked for. What lies in memory is read when it is asked for: another thread would cost more than
 * it saves. Where a disk is waited for, it reads the next chunk while one is out. Ending the iteration at any point closes
 * the file.
 */
export async function* fileBytes(
  name: string,
  path: string,
  identity: FileIdentity,
  from: number,
  onPosition: OnPosition,
  place: Place,
): AsyncGenerator<Uint8Array, void, undefined> {
  const fd = openSame(name, path, identity);
  let position = from;
  // Two buffers take turns where chunks are asked for ahead: one is filled while the other is out.
  let filling: Uint8Array | undefined;
  let out: Uint8Array | undefined;
  let pending: Promise<number> | undefined;
  let slow = 0;
  let ahead = 0;
  try {
    for (;;) {
      let chunk: Uint8Array;
      let length: number;
      if (pending === undefined || filling === undefined) {
        chunk = place(CHUNK_BYTES) ?? filling ?? newChunk();
        const asked = monotonicMillis();
        length = readNow(fd, name, chunk, position);
        slow = monotonicMillis() - asked > SLOW_MILLIS ? slow + 1 : 0;
        if (slow === SLOW_READS) ahead = READS_AHEAD;
      } else {
        chunk = filling;
        length = await pending;
        pending = undefined;
        slow = 0;
      }
      if (length === 0) return;
      position += length;
      onPosition(position);
      if (ahead > 0) {
        ahead--;
        [filling, out] = [out ?? newChunk(), filling];
        pending = readSoon(fd, name, filling, position);
        // An error of this read is thrown when its turn comes; until then it must not count as unhandled.
        pending.catch(() => undefined);
      }
      yield chunk.subarray(0, length);
    }
  } finally {
    await pending?.catch(() => undefined);
    closeSync(fd);
  }
}

/**
 * The bytes of a stream as they arrive, until `signal` is given: then it is at its end, whether or not a byte is waited for.
 * Ending the iteration destroys the stream.
 */
export async function* streamBytes(
  name: string,
  stream: Readable,
  onPosition: OnPosition,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  const chunks: AsyncIterable<unknown> = stream;
  const stop = () => stream.destroy();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('Stream gives text, not bytes');
      position += chunk.length;
      onPosition(position);
      yield chunk;
    }
  } catch (error) {
    if (signal?.aborted) return;
    throw readError(name, position, error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function newChunk(): Uint8Array {
  return Buffer.allocUnsafeSlow(CHUNK_BYTES);
}

function openSame(name: string, path: string, identity: FileIdentity): number {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw readError(name, 0, error);
  }
  const { dev, ino } = fstatSync(fd);
  if (dev === identity.dev && ino === identity.ino) return fd;
  closeSync(fd);
  throw inputError(
    name,
    `${subject(name)} was replaced while it waited to be read: expected the same file, ` +
      'got another of that name: ingest it again',
  );
}

function readNow(fd: number, name: string, buffer: Uint8Array, position: number): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, position);
  } catch (error) {
    throw readError(name, position, error);
  }
}

function readSoon(fd: number, name: string, buffer: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, buffer.length, position, (error, length) => {
      if (error === null) resolve(length);
      else reject(readError(name, position, error));
    });
  });
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
