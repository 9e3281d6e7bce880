import { crc32 as zlibCrc32 } from 'node:zlib';

/** CRC-32 as in gzip and PNG (polynomial 0xEDB88320), continued from `seed`. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  return zlibCrc32(bytes, seed);
}

/** A checksum as errors show it: eight hexadecimal digits. */
export function formatCrc(value: number): string {
  return value.toString(16).padStart(8, '0');
}
