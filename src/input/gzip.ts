import type { HayabusaError } from '../base/errors.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { ByteFeed } from './byte-feed.js';
import { isGzip } from './content-kind.js';
import { inflateStream } from './inflate-stream.js';
import { damaged } from './input-error.js';

/**
 * gzip (RFC 1952): members one after another, then perhaps zeros.
 *
 *     member  := 1f 8b 08 flags:u8 time:u32 extra-flags:u8 system:u8
 *                [length:u16 extra] [name 00] [comment 00] [header-crc:u16]
 *                deflate-data crc:u32 size:u32
 *
 * Read here and not by zlib's own gunzip, because that gives out nothing of a step in which it finds a wrong
 * checksum, and takes any rest behind zeros for nothing.
 */
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const HAS_HEADER_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/** The bytes of the file from an offset on, for a second look at damaged data; undefined when there is only one. */
export type Reopen = ((from: number) => AsyncIterable<Uint8Array>) | undefined;

/** What gzip data holds. Throws `input` behind the last byte that could be had when the data is cut off or damaged. */
export async function* gunzip(
  feed: ByteFeed,
  name: string,
  reopen: Reopen,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    do {
      await skipHeader(feed, name);
      yield* memberContent(feed, name, reopen);
    } while (await hasMember(feed, name));
  } finally {
    await feed.close();
  }
}

/** The content of the member whose deflate data the feed stands at; leaves the feed behind the trailer. */
async function* memberContent(
  feed: ByteFeed,
  name: string,
  reopen: Reopen,
): AsyncGenerator<Uint8Array, void, undefined> {
  const start = feed.position;
  let crc = 0;
  let size = 0;
  const data = inflateStream(feed);
  try {
    for (;;) {
      const { value, done } = await data.next();
      if (!done) {
        crc = crc32(value, crc);
        size += value.length;
        yield value;
        continue;
      }
      if (value.kind === 'cut-off') throw cutOff(name, 'the rest', feed.position);
      if (value.kind === 'complete') break;
      if (reopen !== undefined) {
        const again = new ByteFeed(reopen(start), start);
        yield* lastBytes(again, value.safe, size);
      }
      throw damaged(
        name,
        'has damaged gzip data',
        'deflate data',
        value.cause.message,
        value.safe,
        value.cause,
      );
    }
  } finally {
    await data.return({ kind: 'complete' });
  }
  await checkTrailer(feed, name, crc, size);
}

/** What can still be had of damaged deflate data behind its first `given` bytes. */
async function* lastBytes(
  feed: ByteFeed,
  carefully: number,
  given: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let toDrop = given;
  try {
    for await (const piece of inflateStream(feed, carefully)) {
      const dropped = Math.min(toDrop, piece.length);
      toDrop -= dropped;
      if (dropped < piece.length) yield piece.subarray(dropped);
    }
  } finally {
    await feed.close();
  }
}

async function skipHeader(feed: ByteFeed, name: string): Promise<void> {
  const start = feed.position;
  const header = await feed.take(FIXED_HEADER_BYTES);
  if (header.length < FIXED_HEADER_BYTES) throw cutOff(name, 'a whole header', feed.position);
  const flags = header[3] ?? 0;
  if (flags >= 0x20)
    throw damaged(name, 'has a damaged gzip header', 'known flags', `${flags}`, start + 3);
  if (flags & HAS_EXTRA) {
    const [low = 0, high = 0] = await takeAll(feed, name, 2);
    await takeAll(feed, name, low | (high << 8));
  }
  if (flags & HAS_NAME) await skipText(feed, name);
  if (flags & HAS_COMMENT) await skipText(feed, name);
  if (flags & HAS_HEADER_CRC) await takeAll(feed, name, 2);
}

async function skipText(feed: ByteFeed, name: string): Promise<void> {
  for (;;) {
    const rest = await feed.rest();
    if (rest.length === 0) throw cutOff(name, 'a whole header', feed.position);
    const end = rest.indexOf(0);
    feed.advance(end === -1 ? rest.length : end + 1);
    if (end !== -1) return;
  }
}

async function takeAll(feed: ByteFeed, name: string, length: number): Promise<Uint8Array> {
  const bytes = await feed.take(length);
  if (bytes.length < length) throw cutOff(name, 'a whole header', feed.position);
  return bytes;
}

async function checkTrailer(
  feed: ByteFeed,
  name: string,
  crc: number,
  size: number,
): Promise<void> {
  const at = feed.position;
  const trailer = await feed.take(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) throw cutOff(name, 'the checksum', feed.position);
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.length);
  const expectedCrc = view.getUint32(0, true);
  const expectedSize = view.getUint32(4, true);
  if (expectedCrc !== crc)
    throw damaged(
      name,
      'has damaged gzip data',
      `checksum ${formatCrc(expectedCrc)}`,
      formatCrc(crc),
      at,
    );
  if (expectedSize !== size % 2 ** 32)
    throw damaged(name, 'has damaged gzip data', `${expectedSize} bytes`, `${size}`, at + 4);
}

/** True when another member follows, perhaps behind zeros; the feed then stands at it. */
async function hasMember(feed: ByteFeed, name: string): Promise<boolean> {
  for (;;) {
    const rest = await feed.rest();
    if (rest.length === 0) return false;
    const zeros = rest.findIndex((byte) => byte !== 0);
    feed.advance(zeros === -1 ? rest.length : zeros);
    if (zeros !== -1) break;
  }
  const head = await feed.look(3);
  if (isGzip(head) || (head.length === 1 && head[0] === 0x1f)) return true;
  throw damaged(
    name,
    'goes on after its gzip data',
    'its end or another gzip member',
    'other bytes',
    feed.position,
  );
}

function cutOff(name: string, expected: string, position: number): HayabusaError {
  return damaged(
    name,
    'ends in the middle of its gzip data',
    expected,
    'the end of the file',
    position,
  );
}
