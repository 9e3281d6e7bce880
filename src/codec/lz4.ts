import { createRequire } from 'node:module';
import { compressLz4Block } from './lz4-block-compress.js';
import { decompressLz4Block } from './lz4-block-decompress.js';

/**
 * LZ4 block compression; the only importer of lz4-napi. On disk stands the raw LZ4 block without the package's own
 * four-byte size prefix: the size is kept, checked and checksummed by the format that holds the block.
 *
 * There are two codecs of that one format, and each reads what the other wrote: lz4-napi, and the plain one where the
 * package has no binary for the machine. Which it is, is decided once, when it is first needed: many a search reads no
 * message, and loading the package takes longer than such a search.
 */

/** Which codec compresses, and why it is the plain one. */
export type Lz4Codec =
  | { readonly name: 'lz4-napi' }
  | {
      readonly name: 'plain';
      /** The environment asked for it; else lz4-napi could not be loaded. */
      readonly asked: boolean;
      readonly reason: string;
    };

type Native = Pick<typeof import('lz4-napi'), 'compressSync' | 'uncompressSync'>;

/** The codec, and the package where it is in use. */
export type ChosenLz4 = { readonly codec: Lz4Codec; readonly native?: Native };

/** With this variable set to 1, no native code is loaded. */
const NATIVE_FREE = 'HAYABUSA_NATIVE_FREE';

const SIZE_PREFIX = 4;

/** lz4-napi if `load` gives it and the environment does not forbid it, else the plain codec. */
export function chooseLz4(env: NodeJS.ProcessEnv, load: () => Native): ChosenLz4 {
  if (env[NATIVE_FREE] === '1')
    return { codec: { name: 'plain', asked: true, reason: `${NATIVE_FREE}=1` } };
  try {
    return { codec: { name: 'lz4-napi' }, native: load() };
  } catch (error) {
    return { codec: { name: 'plain', asked: false, reason: firstSentence(error) } };
  }
}

let chosen: ChosenLz4 | undefined;

function lz4(): ChosenLz4 {
  // Not by `import`: that could not be survived where there is no binary.
  chosen ??= chooseLz4(process.env, () => createRequire(import.meta.url)('lz4-napi') as Native);
  return chosen;
}

/** Which codec is in use, and why. */
export function lz4Codec(): Lz4Codec {
  return lz4().codec;
}

/** The same, without a choice: undefined where none was needed so far. */
export function lz4CodecInUse(): Lz4Codec | undefined {
  return chosen?.codec;
}

/** An LZ4 block. The result is the caller's own. */
export function lz4Compress(raw: Uint8Array): Uint8Array {
  const { native } = lz4();
  if (native === undefined) return compressLz4Block(raw);
  return native.compressSync(asBuffer(raw)).subarray(SIZE_PREFIX);
}

/**
 * The raw bytes of an LZ4 block. The caller has checked the block's checksum and that `rawLength` is within its limit.
 * Returns undefined when the block does not decompress to exactly `rawLength` bytes.
 */
export function lz4Decompress(block: Uint8Array, rawLength: number): Uint8Array | undefined {
  const { native } = lz4();
  if (native === undefined) return decompressLz4Block(block, rawLength);
  const prefixed = Buffer.allocUnsafe(SIZE_PREFIX + block.length);
  prefixed.writeUInt32LE(rawLength, 0);
  prefixed.set(block, SIZE_PREFIX);
  let raw: Uint8Array;
  try {
    raw = native.uncompressSync(prefixed);
  } catch {
    return undefined;
  }
  return raw.length === rawLength ? raw : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Loaders append lists of folders and of things to try. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(/\n|\. |\.$/, 1)[0]!;
}
