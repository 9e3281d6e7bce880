/**
 * DEFLATE (RFC 1951), for chunks of columns and of a dictionary: smaller and faster than zlib at its fastest, and without
 * memory that is taken and cleared for each call.
 *
 * Finds matches in buckets of four positions by a hash of five bytes, which are compared all at once, and takes the longest.
 * Most of the time goes where a CPU guesses wrong: so it remembers the same four positions of a match whatever its length, and
 * says what it found as tokens, which deflate-split.ts makes blocks of and deflate-block.ts writes.
 */
import { resize } from './bytes';
import { endStream, startStream } from './deflate-bits';
import { endSegment, segmentAt, segmentCounts, segmentEnd, startBlocks } from './deflate-split';
import { distanceToken, lengthToken } from './deflate-tokens';

const MIN_MATCH: u32 = 5;
const MAX_MATCH: u32 = 258;
const MAX_DISTANCE: u32 = 0x7fff;
/** A match so long is taken without a look at others. */
const LONG_MATCH: u32 = 16;
/** From further away the shortest match costs more than the bytes. */
const SHORT_MATCH_DISTANCE: u32 = 4096;
const HASH: u64 = 0x9e3779b97f4a7c15;
const MIN_BUCKET_BITS: u32 = 8;
const MAX_BUCKET_BITS: u32 = 12;
/** The last four positions of a hash, the latest first: 16 more bits of the hash, then 16 of the position. */
const buckets: usize = memory.data(16 << 12, 16);

let input: usize = 0;
let inputRoom: u32 = 0;
let output: usize = 0;
let outputRoom: u32 = 0;

/** Of the call: where its bytes end, and the hash's bits that are no bucket. */
let inputEnd: usize = 0;
let bucketShift: u64 = 0;
/** The position of the address 0. */
let origin: u32 = 0;

/** Room for bytes to be compressed. */
export function deflateInput(length: u32): usize {
  if (length + 64 > inputRoom) {
    inputRoom = length + (length >>> 2) + 64;
    input = resize(input, inputRoom);
  }
  return input;
}

export function deflatedAt(): usize {
  return output;
}

/** Compresses bytes, which have 16 readable ones behind them, to `deflatedAt`; the length there. */
export function deflate(raw: usize, length: u32): u32 {
  // No block is longer than if it were stored.
  const most = length + (length >>> 7) + 64;
  if (most > outputRoom) {
    outputRoom = most + (most >>> 2);
    output = resize(output, outputRoom);
  }
  let bits: u32 = 30 - clz(length | 1);
  if (<i32>bits < <i32>MIN_BUCKET_BITS) bits = MIN_BUCKET_BITS;
  if (bits > MAX_BUCKET_BITS) bits = MAX_BUCKET_BITS;
  bucketShift = 64 - bits;
  memory.fill(buckets, 0, 16 << bits);
  // What was never filled in is too far away, at least in the first half of the 64 KiB that positions tell apart.
  origin = 0x8000 - <u32>raw;
  inputEnd = raw + length;
  startStream(output);
  startBlocks(raw);
  findMatches(raw);
  return <u32>(endStream() - output);
}

/** Makes tokens of all bytes, a segment after the other. */
function findMatches(raw: usize): void {
  const end = inputEnd;
  const shift = bucketShift;
  // Behind here are not five bytes to hash.
  const hashEnd = end - min<usize>(end - raw, MIN_MATCH - 1);
  let token = segmentAt();
  let stop = segmentEnd();
  let at = raw;
  while (at < hashEnd) {
    if (token >= stop) {
      endSegment(token, at, false);
      token = segmentAt();
      stop = segmentEnd();
    }
    const hash = (load<u64>(at) << 24) * HASH;
    const bucket = buckets + ((<usize>(hash >> shift)) << 4);
    const tag = <u32>(hash >> 16) & 0xffff0000;
    const entries = v128.load(bucket);
    const position = <u32>at + origin;
    let same = i32x4.bitmask(
      i32x4.eq(v128.and(entries, i32x4.splat(0xffff0000)), i32x4.splat(tag)),
    );
    let length: u32 = MIN_MATCH - 1;
    let distance: u32 = 0;
    for (; same !== 0; same &= same - 1) {
      const back = (position - load<u16>(bucket + ((<usize>ctz(same)) << 2))) & 0xffff;
      const candidate = at - back;
      // None, as 65,536 bytes are: positions are told apart by 16 bits.
      if (back - 1 >= MAX_DISTANCE || candidate < raw) break;
      // Longer only with these.
      if (load<u32>(candidate + length - 3) !== load<u32>(at + length - 3)) continue;
      const found = matchLength(candidate, at, end);
      if (found <= length) continue;
      length = found;
      distance = back;
      if (length >= LONG_MATCH) break;
    }
    v128.store(bucket, pushed(entries, tag | (position & 0xffff)));
    if (length <= MIN_MATCH && (length < MIN_MATCH || distance > SHORT_MATCH_DISTANCE)) {
      token = put(token, (<u32>load<u8>(at)) << 2);
      at++;
    } else {
      token = put(token, lengthToken(length));
      token = put(token, distanceToken(distance));
      const next = at + length;
      remember(at + 1, shift);
      remember(at + 2, shift);
      remember(next - 2, shift);
      remember(next - 1, shift);
      at = next;
    }
  }
  for (; at < end; at++) token = put(token, (<u32>load<u8>(at)) << 2);
  endSegment(token, at, true);
}

/** Adds a token, and counts its symbol; where the next one goes. */
// @inline
function put(at: usize, token: u32): usize {
  store<u32>(at, token);
  const count = segmentCounts + (token & 0xffff);
  store<u32>(count, load<u32>(count) + 1);
  return at + 4;
}

function remember(at: usize, shift: u64): void {
  const hash = (load<u64>(at) << 24) * HASH;
  const bucket = buckets + ((<usize>(hash >> shift)) << 4);
  const entry = (<u32>(hash >> 16) & 0xffff0000) | ((<u32>at + origin) & 0xffff);
  v128.store(bucket, pushed(v128.load(bucket), entry));
}

/** The entries with another before them, without the last. */
function pushed(entries: v128, entry: u32): v128 {
  return i32x4.replace_lane(v128.shuffle<i32>(entries, entries, 0, 0, 1, 2), 0, entry);
}

function matchLength(candidate: usize, at: usize, end: usize): u32 {
  const most = min<u32>(MAX_MATCH, <u32>(end - at));
  for (let length: u32 = 0; length < most; length += 8) {
    const difference = load<u64>(candidate + length) ^ load<u64>(at + length);
    if (difference !== 0) return min<u32>(length + (<u32>ctz(difference) >>> 3), most);
  }
  return most;
}
