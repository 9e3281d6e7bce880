/** A block of a DEFLATE stream (RFC 1951, 3.2), of tokens: stored, or with whichever codes make it shorter. */
import { endStream, goOn, held, heldBits, put, to } from './deflate-bits';
import { makeHeader, writeHeader } from './deflate-header';
import { DISTANCES_AT, END_OF_BLOCK, extraBits, SYMBOLS_END } from './deflate-tokens';
import { assignCodes, makeCodes } from './huffman';

const LITERALS: u32 = 288;
const DISTANCES: u32 = 32;
/** Longer blocks are not tried with the fixed codes, which are for the shortest. */
const MAX_FIXED: u32 = 2048;
const MAX_STORED: u32 = 65535;

/** How often each symbol is in the block to be written, u32 each. */
export const symbolCounts: usize = memory.data(4 * 320, 16);

/** Lengths of codes, and the codes as `assignCodes` has them; of distances behind those of literals. */
const lengths: usize = memory.data(288 + 32, 16);
const codes: usize = memory.data(4 * 320, 16);
const fixedLengths: usize = memory.data(288 + 32, 16);
const fixedCodes: usize = memory.data(4 * 320, 16);

/** Writes the block of the bytes [raw, raw + length), whose tokens are [tokens, end). */
export function writeBlock(raw: usize, length: u32, tokens: usize, end: usize, isLast: bool): void {
  store<u32>(symbolCounts, 1, 4 * END_OF_BLOCK);
  makeCodes(symbolCounts, LITERALS - 2, 15, lengths, extraBits, codes);
  makeCodes(
    symbolCounts + DISTANCES_AT,
    DISTANCES - 2,
    15,
    lengths + LITERALS,
    extraBits + LITERALS,
    codes + DISTANCES_AT,
  );
  const literals = usedLengths(lengths, 257, LITERALS - 2);
  const distances = usedLengths(lengths + LITERALS, 1, DISTANCES - 2);
  const headerBits = makeHeader(lengths, literals, lengths + LITERALS, distances);
  const dynamicBits = headerBits + codedBits(codes);
  const fixedBits: u32 = length < MAX_FIXED ? codedBits(fixedCodes) : u32.MAX_VALUE;
  const blocks: u32 = (length + MAX_STORED - 1) / MAX_STORED;
  const storedBits: u32 = 8 * length + 32 * max<u32>(blocks, 1) + 4;
  if (storedBits <= min<u32>(dynamicBits, fixedBits)) {
    writeStored(raw, length, isLast);
    return;
  }
  const isFixed = fixedBits <= dynamicBits;
  put(<u32>isLast | (isFixed ? 2 : 4), 3);
  if (!isFixed) writeHeader(literals, distances);
  writeTokens(tokens, end, isFixed ? fixedCodes : codes);
}

/** Writes tokens, behind which is one that is not theirs or room for one, and the end of the block. */
function writeTokens(tokens: usize, end: usize, codes: usize): void {
  let target = to;
  let bits = held;
  let count = <u64>heldBits;
  const behind = load<u32>(end);
  store<u32>(end, 4 * END_OF_BLOCK);
  // Two at a time, of which at most one is a length and one a distance: 48 bits beside 7 that are held.
  let at = tokens;
  for (; at < end; at += 8) {
    const a = load<u32>(at);
    const codeA = load<u32>(codes + (a & 0xffff));
    bits |= bitsOfToken(codeA, a) << count;
    count += codeA >>> 24;
    const b = load<u32>(at, 4);
    const codeB = load<u32>(codes + (b & 0xffff));
    bits |= bitsOfToken(codeB, b) << count;
    count += codeB >>> 24;
    store<u64>(target, bits);
    target += <usize>(count >>> 3);
    bits >>= count & 56;
    count &= 7;
  }
  goOn(target, bits, <u32>count);
  store<u32>(end, behind);
  if (at === end) put(load<u16>(codes, 4 * END_OF_BLOCK), load<u8>(codes, 4 * END_OF_BLOCK + 3));
}

/** The bits of a token: its code, and its extra bits behind. */
// @inline
function bitsOfToken(code: u32, token: u32): u64 {
  return <u64>((code & 0xffff) | ((token >>> 16) << (code >>> 16)));
}

function writeStored(raw: usize, length: u32, isLast: bool): void {
  let from = raw;
  let rest = length;
  do {
    const part = min<u32>(rest, MAX_STORED);
    rest -= part;
    put(<u32>(isLast && rest === 0), 3);
    const at = endStream();
    store<u16>(at, <u16>part);
    store<u16>(at, <u16>~part, 2);
    memory.copy(at + 4, from, part);
    goOn(at + 4 + part, 0, 0);
    from += part;
  } while (rest > 0);
}

/** How many code lengths up to the last that is not 0, at least `least`. */
function usedLengths(lengths: usize, least: u32, most: u32): u32 {
  let used = most;
  while (used > least && load<u8>(lengths + used - 1) === 0) used--;
  return used;
}

/** Bits of the block's symbols with these codes. */
function codedBits(codes: usize): u32 {
  let bits = i32x4.splat(0);
  for (let at: usize = 0; at < SYMBOLS_END; at += 16)
    bits = i32x4.add(
      bits,
      i32x4.mul(v128.load(symbolCounts + at), i32x4.shr_u(v128.load(codes + at), 24)),
    );
  return (
    i32x4.extract_lane(bits, 0) +
    i32x4.extract_lane(bits, 1) +
    i32x4.extract_lane(bits, 2) +
    i32x4.extract_lane(bits, 3)
  );
}

/** Once, before anything else, but behind `fillTokenTables`. */
export function fillFixedCodes(): void {
  for (let symbol: u32 = 0; symbol < LITERALS; symbol++)
    store<u8>(fixedLengths + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  memory.fill(fixedLengths + LITERALS, 5, DISTANCES);
  assignCodes(LITERALS, fixedLengths, extraBits, fixedCodes);
  assignCodes(DISTANCES, fixedLengths + LITERALS, extraBits + LITERALS, fixedCodes + DISTANCES_AT);
}
