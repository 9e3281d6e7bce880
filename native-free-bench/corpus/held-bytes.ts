/** Node's own types leave it to the browser's. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
};

const PAGE = 65_536;
/** What a memory of WebAssembly may have at most. */
const MOST_PAGES = 65_536;

/**
 * Room for bytes that are held while commands are timed. To start one, the kernel goes through all other memory of this process:
 * 45 ms a gigabyte, which the command would seem to take. Memory of WebAssembly is passed over.
 */
export function heldBytes(length: number): Buffer {
  const initial = Math.ceil(length / PAGE);
  if (initial > MOST_PAGES) return Buffer.allocUnsafe(length);
  return Buffer.from(new WebAssembly.Memory({ initial }).buffer, 0, length);
}

/** All of them, one behind the other, likewise. */
export function holdAll(parts: readonly Uint8Array[]): Buffer {
  const held = heldBytes(parts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const part of parts) {
    held.set(part, length);
    length += part.length;
  }
  return held;
}
