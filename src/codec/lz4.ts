import { compressSync, uncompressSync } from 'lz4-napi';

/**
 * LZ4 block compression; the only importer of lz4-napi. On disk stands the raw LZ4 block without the package's own
 * four-byte size prefix: the size is kept, checked and checksummed by the format that holds the block.
 */

const SIZE_PREFIX = 4;

/** An LZ4 block. The result is the caller's own. */
export function lz4Compress(raw: Uint8Array): Uint8Array {
  return compressSync(asBuffer(raw)).subarray(SIZE_PREFIX);
}

/**
 * The raw bytes of an LZ4 block. The caller has checked the block's checksum and that `rawLength` is within its limit.
 * Returns undefined when the block does not decompress to exactly `rawLength` bytes.
 */
export function lz4Decompress(block: Uint8Array, rawLength: number): Uint8Array | undefined {
  const prefixed = Buffer.allocUnsafe(SIZE_PREFIX + block.length);
  prefixed.writeUInt32LE(rawLength, 0);
  prefixed.set(block, SIZE_PREFIX);
  let raw: Uint8Array;
  try {
    raw = uncompressSync(prefixed);
  } catch {
    return undefined;
  }
  return raw.length === rawLength ? raw : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
