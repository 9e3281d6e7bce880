import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { crc32 } from '../codec/checksum.js';
import { ByteFeed } from './byte-feed.js';
import { fileBytes, type Place } from './byte-source.js';
import { contentKind, HEAD_BYTES } from './content-kind.js';
import { gather } from './gather.js';
import { gunzip } from './gzip.js';
import type { Input } from './input.js';
import { openPipe } from './pipe.js';
import { checkContent, checkFile, notAFile, unreachable } from './refusal.js';
import { streamInput } from './stream-input.js';
import { unzstd } from './zstd.js';

/** The file or named pipe that `name` is the path of; see `openInput`. */
export function openFileInput(name: string, force: boolean): Input {
  const path = resolve(name);
  let stats: Stats;
  let head: Uint8Array;
  try {
    stats = statSync(path);
    if (stats.isFIFO()) return streamInput(name, path, () => openPipe(name, path));
    if (!stats.isFile()) throw notAFile(name, stats);
    head = readHead(path);
  } catch (error) {
    throw unreachable(name, error);
  }
  const { kind } = contentKind(head);
  checkFile(name, head, force);

  let consumed = 0;
  const onPosition = (position: number): void => {
    consumed = position;
  };
  const bytesFrom = (
    from: number,
    place: Place = () => undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> =>
    fileBytes(name, path, stats, from, onPosition, place);
  const unpacked = (skip: number): AsyncIterable<Uint8Array> => {
    const feed = new ByteFeed(bytesFrom(0));
    const content = kind === 'gzip' ? gunzip(feed, name, bytesFrom) : unzstd(feed, name);
    return checkContent(name, gather(content, skip), skip, force);
  };
  const packed = kind === 'gzip' || kind === 'zstd';
  return {
    name,
    path,
    size: stats.size,
    modified: Math.floor(stats.mtimeMs),
    fingerprint: (size) => crc32(head.subarray(0, size)),
    seekable: !packed,
    chunks: (skip = 0, place) => (packed ? unpacked(skip) : bytesFrom(skip, place)),
    consumed: () => consumed,
  };
}

/** The first bytes of a file, fewer than `HEAD_BYTES` only when the file is shorter. */
function readHead(path: string): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    let length = 0;
    for (;;) {
      const read = readSync(fd, head, length, HEAD_BYTES - length, length);
      length += read;
      if (read === 0 || length === HEAD_BYTES) return head.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}
