import { createInflateRaw, inflateRawSync, constants as zlib } from 'node:zlib';
import type { Room } from './arena.js';

/**
 * The raw bytes of `compressed`, which is DEFLATE (RFC 1951) without a header, exactly `rawLength` of them; undefined when it
 * is no such stream.
 *
 * `inflateRawSync` makes a stream of Node's each time, with listeners and all, which is dropped again: of a fresh search
 * that opens a hundred blocks that was a quarter. So one such stream is kept, and what it does itself is done here: it asks
 * zlib. Where a Node's streams are made otherwise, `inflateRawSync` it is.
 */
export function inflate(compressed: Uint8Array, rawLength: number): Uint8Array | undefined {
  return inflateFirst(compressed, rawLength, rawLength, undefined);
}

/**
 * The first bytes of `compressed`, `wanted` of its `rawLength` or more: what follows is not inflated. They are written
 * `into` room that is given, or into some of Node's own.
 */
export function inflateFirst(
  compressed: Uint8Array,
  rawLength: number,
  wanted: number,
  into: Room | undefined,
): Uint8Array | undefined {
  engine ??= openEngine();
  if (engine === 'none') return inflateAlone(compressed, rawLength);
  if (rawLength > MOST_PER_BYTE * compressed.length) return undefined;
  // With room for one byte more zlib sees whether it ends there.
  const length = wanted < rawLength ? wanted : rawLength + 1;
  const room = into === undefined ? unsetBytes(length) : into.take(length);
  return inflateWith(engine, compressed, rawLength, wanted, room);
}

/** What of a stream of Node's zlib is used: its handle and what that says of what is left of input and output. */
type Engine = {
  readonly _handle: {
    reset(): void;
    /** Flush, input, its offset and length, output, its offset and length. */
    writeSync(...args: [number, Uint8Array, number, number, Uint8Array, number, number]): void;
    onerror: () => void;
  };
  readonly _writeState: Uint32Array;
};

let engine: Engine | 'none' | undefined;
let hasFailed = false;

/** What says of itself that it inflates as it must: 'aa'. */
const PROOF: Uint8Array = Uint8Array.of(0x4b, 0x4c, 0x04, 0x00);

function openEngine(): Engine | 'none' {
  try {
    const opened = createInflateRaw({ chunkSize: 64 }) as unknown as Engine;
    opened._handle.onerror = () => {
      hasFailed = true;
    };
    const proof = inflateWith(opened, PROOF, 2, 2, unsetBytes(3));
    const first = inflateWith(opened, PROOF, 2, 1, unsetBytes(1));
    const isRight = proof?.length === 2 && proof[0] === 0x61 && proof[1] === 0x61;
    return isRight && first?.length === 1 && first[0] === 0x61 ? opened : 'none';
  } catch {
    return 'none';
  }
}

/** So many bytes become of one at most: 258 of two bits, and a damaged length is no reason to take memory. */
const MOST_PER_BYTE = 1032;

/** Inflates to `room`: all of it, for which `room` has a byte more, or the first `wanted` bytes. */
function inflateWith(
  { _handle: handle, _writeState: left }: Engine,
  compressed: Uint8Array,
  rawLength: number,
  wanted: number,
  room: Uint8Array,
): Uint8Array | undefined {
  hasFailed = false;
  handle.reset();
  handle.writeSync(zlib.Z_FINISH, compressed, 0, compressed.length, room, 0, room.length);
  const isWhole = wanted >= rawLength;
  if (hasFailed || left[0] !== (isWhole ? 1 : 0)) return undefined;
  return isWhole ? room.subarray(0, rawLength) : room;
}

/** No `Buffer`: parts of one take much longer to make. */
function unsetBytes(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** Room taken at once for what is inflated: more than any chunk of a pack but those of very long messages. */
const MAX_CHUNK_BYTES = 1 << 20;

/** The same, with nothing but what Node promises. */
export function inflateAlone(compressed: Uint8Array, rawLength: number): Uint8Array | undefined {
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
