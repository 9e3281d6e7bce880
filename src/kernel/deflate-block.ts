/** A block of a DEFLATE stream (RFC 1951, 3.2), of literals and matches: stored, or with whichever codes make it shorter. */
import { endStream, goOn, held, heldBits, put, to } from './deflate-bits';
import { makeHeader, writeHeader } from './deflate-header';
import { assignCodes, makeCodes } from './huffman';

const LITERALS: u32 = 288;
const DISTANCES: u32 = 32;
const END_OF_BLOCK: u32 = 256;
/** Longer blocks are not tried with the fixed codes, which are for the shortest. */
const MAX_FIXED: u32 = 2048;
const MAX_STORED: u32 = 65535;

/** How often each symbol is in the block to be written, u32 each: of literals and lengths, then of distances. */
export const COUNTS: usize = 4 * (288 + 32);
export const DISTANCES_AT: usize = 4 * 288;
export const symbolCounts: usize = memory.data(4 * 320, 16);
const distanceCounts: usize = symbolCounts + DISTANCES_AT;

/** Lengths of codes, and `code << 8 | length`; of distances behind those of literals. */
const lengths: usize = memory.data(288 + 32, 16);
const literalCodes: usize = memory.data(4 * 288, 16);
const distanceCodes: usize = memory.data(4 * 32, 16);
const fixedLengths: usize = memory.data(288 + 32, 16);
const fixedLiteralCodes: usize = memory.data(4 * 288, 16);
const fixedDistanceCodes: usize = memory.data(4 * 32, 16);
/** The code of each length of a match with its extra bits, as in `literalCodes`. */
const matchCodes: usize = memory.data(4 * 260, 16);
/** The symbol of each length of a match, less 257. */
const lengthSlots: usize = memory.data(260, 16);

export function lengthSlot(length: u32): u32 {
  return load<u8>(lengthSlots + length);
}

/** The symbol of a distance: two for each number of extra bits. */
export function distanceSlot(distance: u32): u32 {
  const d = distance - 1;
  if (d < 2) return d;
  const top: u32 = 31 - clz(d);
  return 2 * top + ((d >>> (top - 1)) & 1);
}

function extraOfLength(slot: u32): u32 {
  return slot < 8 || slot === 28 ? 0 : (slot >>> 2) - 1;
}

function extraOfDistance(slot: u32): u32 {
  return slot < 4 ? 0 : (slot >>> 1) - 1;
}

/**
 * Writes the block of the bytes [raw, raw + length): `sequences` are literals and a match behind them each, `literals:u32
 * length:u16 distance:u16`; the last one has no match (length 0).
 */
export function writeBlock(raw: usize, length: u32, sequences: usize, isLast: bool): void {
  store<u32>(symbolCounts, 1, 4 * END_OF_BLOCK);
  makeCodes(symbolCounts, LITERALS - 2, 15, lengths, literalCodes);
  makeCodes(distanceCounts, DISTANCES - 2, 15, lengths + LITERALS, distanceCodes);
  const literals = usedLengths(lengths, 257, LITERALS - 2);
  const distances = usedLengths(lengths + LITERALS, 1, DISTANCES - 2);
  const headerBits = makeHeader(lengths, literals, lengths + LITERALS, distances);
  const extra = extraBits();
  const dynamicBits = headerBits + codedBits(lengths);
  const fixedBits: u32 = length < MAX_FIXED ? codedBits(fixedLengths) : u32.MAX_VALUE >>> 1;
  const blocks: u32 = (length + MAX_STORED - 1) / MAX_STORED;
  const storedBits: u32 = 8 * length + 32 * max<u32>(blocks, 1) + 7;
  if (storedBits <= min<u32>(dynamicBits, fixedBits) + extra) {
    writeStored(raw, length, isLast);
    return;
  }
  const isFixed = fixedBits <= dynamicBits;
  put(<u32>isLast | (isFixed ? 2 : 4), 3);
  if (!isFixed) writeHeader(literals, distances);
  const codes = isFixed ? fixedLiteralCodes : literalCodes;
  fillMatchCodes(codes);
  writeSequences(raw, sequences, codes, isFixed ? fixedDistanceCodes : distanceCodes);
  const end = load<u32>(codes, 4 * END_OF_BLOCK);
  put(end >>> 8, end & 255);
}

function writeSequences(raw: usize, sequences: usize, codes: usize, distances: usize): void {
  let at = raw;
  let target = to;
  let bits = held;
  let count = heldBits;
  for (let sequence = sequences; ; sequence += 8) {
    const end = at + load<u32>(sequence);
    // At most 7 bits are held: three codes of 15 fit in besides.
    while (at + 3 <= end) {
      const a = load<u32>(codes + ((<usize>load<u8>(at)) << 2));
      const b = load<u32>(codes + ((<usize>load<u8>(at, 1)) << 2));
      const c = load<u32>(codes + ((<usize>load<u8>(at, 2)) << 2));
      bits |= (<u64>(a >>> 8)) << count;
      count += a & 255;
      bits |= (<u64>(b >>> 8)) << count;
      count += b & 255;
      bits |= (<u64>(c >>> 8)) << count;
      count += c & 255;
      store<u64>(target, bits);
      target += count >>> 3;
      bits >>= count & 56;
      count &= 7;
      at += 3;
    }
    while (at < end) {
      const a = load<u32>(codes + ((<usize>load<u8>(at++)) << 2));
      bits |= (<u64>(a >>> 8)) << count;
      count += a & 255;
    }
    // Up to 37 bits are held.
    store<u64>(target, bits);
    target += count >>> 3;
    bits >>= count & 56;
    count &= 7;
    const length = <u32>load<u16>(sequence, 4);
    if (length === 0) break;
    const match = load<u32>(matchCodes + (length << 2));
    bits |= (<u64>(match >>> 8)) << count;
    count += match & 255;
    const distance = <u32>load<u16>(sequence, 6);
    const slot = distanceSlot(distance);
    const code = load<u32>(distances + (slot << 2));
    bits |= (<u64>(code >>> 8)) << count;
    count += code & 255;
    const extra = extraOfDistance(slot);
    bits |= (<u64>((distance - 1) & ((1 << extra) - 1))) << count;
    count += extra;
    store<u64>(target, bits);
    target += count >>> 3;
    bits >>= count & 56;
    count &= 7;
    at += length;
  }
  goOn(target, bits, count);
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

/** Bits of the block's symbols with codes of these lengths, without extra bits. */
function codedBits(lengths: usize): u32 {
  let bits: u32 = 3;
  for (let symbol: u32 = 0; symbol < LITERALS - 2; symbol++)
    bits += load<u32>(symbolCounts + (symbol << 2)) * load<u8>(lengths + symbol);
  for (let symbol: u32 = 0; symbol < DISTANCES - 2; symbol++)
    bits += load<u32>(distanceCounts + (symbol << 2)) * load<u8>(lengths + LITERALS + symbol);
  return bits;
}

function extraBits(): u32 {
  let bits: u32 = 0;
  for (let slot: u32 = 8; slot < 28; slot++)
    bits += load<u32>(symbolCounts + ((slot + 257) << 2)) * extraOfLength(slot);
  for (let slot: u32 = 4; slot < DISTANCES - 2; slot++)
    bits += load<u32>(distanceCounts + (slot << 2)) * extraOfDistance(slot);
  return bits;
}

function fillMatchCodes(codes: usize): void {
  for (let length: u32 = 3; length < 259; length++) {
    const slot = lengthSlot(length);
    const code = load<u32>(codes + ((slot + 257) << 2));
    const bits = code & 255;
    const extra = extraOfLength(slot);
    const value = (code >>> 8) | (((length - 3) & ((1 << extra) - 1)) << bits);
    store<u32>(matchCodes + (length << 2), (value << 8) | (bits + extra));
  }
}

/** Once, before anything else. */
export function fillDeflateTables(): void {
  let length: u32 = 3;
  for (let slot: u32 = 0; slot < 28; slot++)
    for (let n: u32 = 1 << extraOfLength(slot); n > 0; n--)
      store<u8>(lengthSlots + length++, <u8>slot);
  store<u8>(lengthSlots + 258, 28);
  for (let symbol: u32 = 0; symbol < LITERALS; symbol++)
    store<u8>(fixedLengths + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  memory.fill(fixedLengths + LITERALS, 5, DISTANCES);
  assignCodes(LITERALS, fixedLengths, fixedLiteralCodes);
  assignCodes(DISTANCES, fixedLengths + LITERALS, fixedDistanceCodes);
}
