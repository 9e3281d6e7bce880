import { deflateRawSync } from 'node:zlib';

/** DEFLATE (RFC 1951) without a header, by Node's own zlib. */
export function deflate(raw: Uint8Array, level: number): Uint8Array {
  return deflateRawSync(raw, { level });
}
