import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** DEFLATE (RFC 1951) without a header, by Node's own zlib. */
export function deflate(raw: Uint8Array, level: number): Uint8Array {
  return deflateRawSync(raw, { level });
}

/** The raw bytes of `compressed`, exactly `rawLength` of them; undefined when it is no such stream. */
export function inflate(compressed: Uint8Array, rawLength: number): Uint8Array | undefined {
  try {
    const raw = inflateRawSync(compressed, { maxOutputLength: Math.max(1, rawLength) });
    return raw.length === rawLength ? raw : undefined;
  } catch {
    return undefined;
  }
}
