import type { Room } from './arena.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { crc32, formatCrc } from './checksum.js';
import { deflate } from './deflate.js';
import { inflateFirst } from './inflate.js';

/**
 * A section of a file, compressed when that makes it shorter:
 *
 *     section := rawLength:varint bytes     rawLength = 0: `bytes` are the raw bytes; else DEFLATE of rawLength bytes
 *
 * Its length and CRC-32 stand with whoever points at it.
 */
export type SectionHandle = { offset: number; length: number; crc: number };

/** Most sections are few: what effort gains is worth it. */
function mostDeflated(raw: Uint8Array): Uint8Array {
  return deflate(raw, 6);
}

export function packSection(
  raw: Uint8Array,
  compress: (raw: Uint8Array) => Uint8Array = mostDeflated,
): Uint8Array {
  const out = new ByteWriter(raw.length + 8);
  const compressed = raw.length < 32 ? raw : compress(raw);
  if (compressed.length < raw.length) {
    out.varint(raw.length);
    out.raw(compressed);
  } else {
    out.varint(0);
    out.raw(raw);
  }
  return out.bytes();
}

/**
 * The raw bytes of a section, under a reader. `maxLength` bounds what a damaged length may ask for. They are in `room`,
 * where there is some.
 */
export function unpackSection(
  bytes: Uint8Array,
  handle: SectionHandle,
  file: string,
  maxLength: number,
  room?: Room,
): ByteReader {
  const reader = new ByteReader(bytes, file, handle.offset);
  if (bytes.length !== handle.length)
    throw reader.error('Section cut off', `${handle.length} bytes`, `${bytes.length}`);
  const got = crc32(bytes);
  if (got !== handle.crc)
    throw reader.error('Checksum mismatch', formatCrc(handle.crc), formatCrc(got));
  const rawLength = reader.varint(maxLength);
  const rest = reader.raw(reader.remaining);
  if (rawLength === 0) return new ByteReader(rest, file, handle.offset);
  const raw = inflateFirst(rest, rawLength, rawLength, room);
  if (raw === undefined)
    throw reader.error('Section does not decompress', `${rawLength} bytes`, 'other');
  return new ByteReader(raw, file, handle.offset);
}
