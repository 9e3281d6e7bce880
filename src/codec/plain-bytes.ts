/**
 * The same bytes as a plain Uint8Array, sharing memory. A Buffer is another hidden class to V8: loops that see both kinds
 * are compiled for both, and run a fifth slower.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
