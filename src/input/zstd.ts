import type { HayabusaError } from '../base/errors.js';
import { formatCrc } from '../codec/checksum.js';
import type { ByteFeed } from './byte-feed.js';
import { isSkippableFrame, isZstd } from './content-kind.js';
import { damaged, inputError, shellWord, subject } from './input-error.js';
import { Xxh64 } from './xxh64.js';
import {
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  type FrameHeader,
  headerRestLength,
  MAGIC_BYTES,
  MAX_WINDOW_BYTES,
  plainFrameHeader,
  readBlockHeader,
  readFrameHeader,
} from './zstd-frame-format.js';

type Fzstd = typeof import('fzstd');

/**
 * What zstd data holds, block by block. The only importer of fzstd, which is loaded when it is first needed. Frames and
 * blocks are walked here, so that fzstd sees only whole blocks: all that stands before a cut is given out, and an error
 * can say where; the checksum, which fzstd skips, is checked here too. Throws `input` behind the last byte that could be had. Pieces are the caller's own.
 */
export async function* unzstd(
  feed: ByteFeed,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const fzstd = await import('fzstd');
    while ((await feed.rest()).length > 0) {
      const start = feed.position;
      const magic = await takeAll(feed, name, MAGIC_BYTES);
      if (isSkippableFrame(magic)) await skipFrame(feed, name);
      else if (isZstd(magic)) yield* frameContent(feed, name, fzstd);
      else
        throw damaged(
          name,
          'goes on after its zstd data',
          'its end or another zstd frame',
          'other bytes',
          start,
        );
    }
  } finally {
    await feed.close();
  }
}

async function skipFrame(feed: ByteFeed, name: string): Promise<void> {
  const bytes = await takeAll(feed, name, 4);
  let left = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  while (left > 0) {
    const rest = await feed.rest();
    if (rest.length === 0) throw cutOff(name, feed.position);
    const length = Math.min(left, rest.length);
    feed.advance(length);
    left -= length;
  }
}

async function* frameContent(
  feed: ByteFeed,
  name: string,
  fzstd: Fzstd,
): AsyncGenerator<Uint8Array, void, undefined> {
  const header = await takeHeader(feed, name);
  const sum = new Xxh64();
  let size = 0;
  const pieces: Uint8Array[] = [];
  const decoder = new fzstd.Decompress((piece) => {
    pieces.push(piece);
  });
  decoder.push(plainFrameHeader(header.windowBytes));
  for (;;) {
    const at = feed.position;
    const blockHeader = await takeAll(feed, name, BLOCK_HEADER_BYTES);
    const { last, length, valid } = readBlockHeader(blockHeader);
    if (!valid)
      throw damaged(name, 'has damaged zstd data', 'the header of a block', 'other bytes', at);
    const block = Buffer.concat([blockHeader, await takeAll(feed, name, length)]);
    try {
      decoder.push(block, last);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw damaged(name, 'has damaged zstd data', 'a block', reason, at, error);
    }
    for (const piece of pieces.splice(0)) {
      size += piece.length;
      if (header.hasChecksum) sum.update(piece);
      yield piece;
    }
    if (last) break;
  }
  const { contentBytes = size } = header;
  if (size !== contentBytes)
    throw damaged(name, 'has damaged zstd data', `${contentBytes} bytes`, `${size}`, feed.position);
  if (header.hasChecksum) await checkSum(feed, name, sum.low32());
}

async function checkSum(feed: ByteFeed, name: string, got: number): Promise<void> {
  const at = feed.position;
  const bytes = await takeAll(feed, name, CHECKSUM_BYTES);
  const expected = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
  if (expected !== got)
    throw damaged(
      name,
      'has damaged zstd data',
      `checksum ${formatCrc(expected)}`,
      formatCrc(got),
      at,
    );
}

async function takeHeader(feed: ByteFeed, name: string): Promise<FrameHeader> {
  const at = feed.position;
  const [descriptor = 0] = await takeAll(feed, name, 1);
  const length = headerRestLength(descriptor);
  if (length === undefined)
    throw damaged(name, 'has damaged zstd data', 'the header of a frame', 'other bytes', at);
  const header = readFrameHeader(descriptor, await takeAll(feed, name, length));
  if (header.hasDictionary)
    throw inputError(
      name,
      `${subject(name)} is compressed with a zstd dictionary: expected zstd data without one, got ` +
        `one that needs it at byte ${at}: use "zstd -dc -D DICTIONARY ${shellWord(name)} | hayabusa ingest -"`,
    );
  if (header.windowBytes > MAX_WINDOW_BYTES)
    throw inputError(
      name,
      `${subject(name)} needs too much memory to decompress: expected a zstd window of at most ` +
        `${MAX_WINDOW_BYTES} bytes, got ${header.windowBytes} at byte ${at}: ` +
        `use "zstd -dc --long=31 ${shellWord(name)} | hayabusa ingest -"`,
    );
  return header;
}

async function takeAll(feed: ByteFeed, name: string, length: number): Promise<Uint8Array> {
  const bytes = await feed.take(length);
  if (bytes.length < length) throw cutOff(name, feed.position);
  return bytes;
}

function cutOff(name: string, position: number): HayabusaError {
  return damaged(
    name,
    'ends in the middle of its zstd data',
    'the rest',
    'the end of the file',
    position,
  );
}
