/**
 * The frames of zstd (RFC 8878), as far as one must know them to walk from block to block:
 *
 *     file      := (frame | skippable)*
 *     skippable := 5x 2a 4d 18 length:u32 byte^length
 *     frame     := 28 b5 2f fd descriptor:u8 [window:u8] [dictionary:u8|u16|u32] [size:u8|u16|u32|u64]
 *                  block* [checksum:u32]
 *     block     := header:u24 (last:1 bit, type:2 bits, size:21 bits) byte^size (one byte where type is 1)
 */
export const MAGIC_BYTES = 4;
export const BLOCK_HEADER_BYTES = 3;
export const CHECKSUM_BYTES = 4;

/** The most that a block holds, packed or not. */
export const MAX_BLOCK_BYTES: number = 128 * 1024;

/**
 * How far back a frame may refer, all of which the decoder holds in memory. The zstd program's own limit unless it is
 * told otherwise; only `--long=28` and above exceed it.
 */
export const MAX_WINDOW_BYTES: number = 128 * 1024 * 1024;

const MIN_WINDOW_BYTES = 1024;
const SINGLE_SEGMENT = 0x20;
const RESERVED = 0x08;
const HAS_CHECKSUM = 0x04;

export type FrameHeader = {
  readonly windowBytes: number;
  /** Bytes that the blocks hold; undefined where the frame does not say. */
  readonly contentBytes: number | undefined;
  readonly hasDictionary: boolean;
  readonly hasChecksum: boolean;
};

/** Bytes behind the descriptor that belong to the header; undefined where the descriptor is none. */
export function headerRestLength(descriptor: number): number | undefined {
  if (descriptor & RESERVED) return undefined;
  return windowLength(descriptor) + dictionaryLength(descriptor) + sizeLength(descriptor);
}

/** Reads a header: `rest` is what `headerRestLength` asked for. */
export function readFrameHeader(descriptor: number, rest: Uint8Array): FrameHeader {
  const sizeAt = windowLength(descriptor) + dictionaryLength(descriptor);
  const exponent = (rest[0] ?? 0) >> 3;
  const base = MIN_WINDOW_BYTES * 2 ** exponent;
  const contentBytes =
    sizeLength(descriptor) === 0 ? undefined : contentSize(rest.subarray(sizeAt));
  const windowBytes =
    descriptor & SINGLE_SEGMENT && contentBytes !== undefined
      ? contentBytes
      : base + (base / 8) * ((rest[0] ?? 0) & 7);
  const dictionary = rest.subarray(windowLength(descriptor), sizeAt);
  return {
    windowBytes,
    contentBytes,
    hasDictionary: dictionary.some((byte) => byte !== 0),
    hasChecksum: (descriptor & HAS_CHECKSUM) !== 0,
  };
}

/**
 * A header with a window of at least `windowBytes`, no dictionary, no checksum and an unused size of eight bytes. With
 * this header fzstd gives out every block that is pushed whole: it holds back a frame's first 17 bytes.
 */
export function plainFrameHeader(windowBytes: number): Uint8Array {
  const header = new Uint8Array(MAGIC_BYTES + 10);
  header.set([0x28, 0xb5, 0x2f, 0xfd, 0xc0]);
  let descriptor = 0;
  while (MIN_WINDOW_BYTES * 2 ** (descriptor >> 3) * (1 + (descriptor & 7) / 8) < windowBytes)
    descriptor++;
  header[5] = descriptor;
  return header;
}

export type BlockHeader = {
  readonly last: boolean;
  /** Bytes on disk behind the header. */
  readonly length: number;
  readonly valid: boolean;
};

export function readBlockHeader(bytes: Uint8Array): BlockHeader {
  const [a = 0, b = 0, c = 0] = bytes;
  const value = a | (b << 8) | (c << 16);
  const type = (value >> 1) & 3;
  const size = value >> 3;
  return {
    last: (value & 1) === 1,
    length: type === 1 ? 1 : size,
    valid: type !== 3 && size <= MAX_BLOCK_BYTES,
  };
}

function windowLength(descriptor: number): number {
  return descriptor & SINGLE_SEGMENT ? 0 : 1;
}

function dictionaryLength(descriptor: number): number {
  const flag = descriptor & 3;
  return flag === 3 ? 4 : flag;
}

function sizeLength(descriptor: number): number {
  const flag = descriptor >> 6;
  if (flag === 0) return descriptor & SINGLE_SEGMENT ? 1 : 0;
  return 1 << flag;
}

function contentSize(bytes: Uint8Array): number {
  let size = 0;
  for (let i = bytes.length - 1; i >= 0; i--) size = size * 256 + (bytes[i] ?? 0);
  // Sizes of two bytes begin where those of one byte end.
  return bytes.length === 2 ? size + 256 : size;
}
