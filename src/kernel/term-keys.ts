/**
 * Keys of terms, 64 bits each. A word of at most ten letters and digits is its own key: six bits of code for each, the first
 * highest, so keys are in the order of the bytes. So is an address of at most six bytes, below all words: kind, then its bytes.
 * What is longer has a hash for a key, and its text in an arena.
 */
import { KIND_IPV4 } from './addresses';
import { FOLDED, resize } from './bytes';

/** Below the key of every word is that of an address. */
const FIRST_WORD: u64 = 0x40000000000000;
/** Above every key that is a term by itself. */
export const LONG: u64 = 0x8000000000000000;
/** The bits of a code, and those above the codes of a key. */
const CODE_BITS: u64 = 6;
const CODES_SHIFT: u64 = 4;

/** Long terms behind one another: the key it sorts by u64, its length u32, its bytes. */
const TEXT_HEAD: u32 = 12;
let arena: usize = 0;
let arenaRoom: u32 = 0;
let arenaUsed: u32 = 0;

export function clearTexts(): void {
  // Text 0 is none.
  arenaUsed = 1;
}

/** Keeps a long term, folded if it is a word; its text. */
export function keepText(order: u64, start: usize, end: usize, word: bool): u32 {
  const length = <u32>(end - start);
  if (arenaUsed + length + 32 > arenaRoom) {
    arenaRoom = 2 * (arenaUsed + length + 1024);
    arena = resize(arena, arenaRoom);
  }
  const text = arenaUsed;
  const head = arena + text;
  store<u64>(head, order);
  store<u32>(head, length, 8);
  const to = head + TEXT_HEAD;
  if (word)
    for (let i: u32 = 0; i < length; i++) store<u8>(to + i, load<u8>(FOLDED + load<u8>(start + i)));
  else memory.copy(to, start, length);
  arenaUsed += TEXT_HEAD + length;
  return text;
}

export function isText(text: u32, start: usize, end: usize, word: bool): bool {
  const length = <u32>(end - start);
  if (lengthOf(text) !== length) return false;
  const bytes = bytesOf(text);
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(start + i);
    if (load<u8>(bytes + i) !== (word ? load<u8>(FOLDED + byte) : byte)) return false;
  }
  return true;
}

export function orderOf(text: u32): u64 {
  return load<u64>(arena + text);
}

export function lengthOf(text: u32): u32 {
  return load<u32>(arena + text, 8);
}

export function bytesOf(text: u32): usize {
  return arena + text + TEXT_HEAD;
}

export function isWord(key: u64): bool {
  return key >= FIRST_WORD;
}

/** How many bytes a term has that is its own key. */
export function keyLength(key: u64): u32 {
  if (key < FIRST_WORD) return <u32>(key >>> 52) === KIND_IPV4 ? 5 : 7;
  return (65 - <u32>ctz(key)) / <u32>CODE_BITS;
}

/** How many letters and digits two different words begin with that are the same. */
export function sharedCodes(a: u64, b: u64): u32 {
  return <u32>((clz(a ^ b) - CODES_SHIFT) / CODE_BITS);
}

/** Writes the bytes of such a term, without the first `from`, and up to ten in all; how many they are. */
export function writeKey(key: u64, from: u32, to: usize): u32 {
  const length = keyLength(key) - from;
  if (key < FIRST_WORD) {
    for (let i: u32 = 0; i < length; i++)
      store<u8>(to + i, <u8>(key >>> <u64>(52 - 8 * (i + from))));
    return length;
  }
  // Codes spread to a byte each, ten at a time, whatever the length is.
  const codes = codesFrom(key, from) >>> CODES_SHIFT;
  const first = codes >>> 12;
  const fours = (first >>> 24) | ((first & 0x00ff_ffff) << 32);
  const pairs = ((fours >>> 12) & 0x0000_0fff_0000_0fff) | ((fours & 0x0000_0fff_0000_0fff) << 16);
  const bytes = ((pairs >>> 6) & 0x003f_003f_003f_003f) | ((pairs & 0x003f_003f_003f_003f) << 8);
  store<u64>(to, spelledOut(bytes));
  store<u16>(to, <u16>spelledOut(((codes >>> 6) & 63) | ((codes & 63) << 8)), 8);
  return length;
}

/** The codes of a word without the first ones, the next one in the highest bits. */
// @inline
export function codesFrom(key: u64, from: u32): u64 {
  return key << (CODES_SHIFT + CODE_BITS * <u64>from);
}

/** The digits and letters of eight codes: 0 follows on 0x2f, a on 0x60. */
// @inline
function spelledOut(codes: u64): u64 {
  const letters = ((codes + 0x7575_7575_7575_7575) & 0x8080_8080_8080_8080) >>> 7;
  return codes + 0x2f2f_2f2f_2f2f_2f2f + letters * 39;
}
