import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** DEFLATE (RFC 1951) without a header, by Node's own zlib. */
export function deflate(raw: Uint8Array, level: number): Uint8Array {
  return deflateRawSync(raw, { level });
}

/** Room taken at once for what is inflated: more than any chunk of a pack but those of very long messages. */
const MAX_CHUNK_BYTES = 1 << 20;

/** The raw bytes of `compressed`, exactly `rawLength` of them; undefined when it is no such stream. */
export function inflate(compressed: Uint8Array, rawLength: number): Uint8Array | undefined {
  try {
    // With room for one byte more zlib sees the end at once, and all of it is in one buffer.
    const raw = inflateRawSync(compressed, {
      chunkSize: Math.min(MAX_CHUNK_BYTES, Math.max(64, rawLength + 1)),
      maxOutputLength: Math.max(1, rawLength),
    });
    return raw.length === rawLength ? raw : undefined;
  } catch {
    return undefined;
  }
}
