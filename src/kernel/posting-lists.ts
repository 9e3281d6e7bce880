/** Posting lists: what `writePostingList` in src/postings writes, each in its shortest form. */
import { copy, resize } from './bytes';
import { out, reserve, skip, varint, varintLength } from './output';
import { units } from './term-units';

const INLINE_POSTINGS_BYTES: u32 = 64;
const FORM_GAPS: u32 = 0;
const FORM_BITMAP: u32 = 1;
const FORM_RUNS: u32 = 2;

/** Lists that do not stand in their entries. */
export let lists: usize = 0;
let listsRoom: u32 = 0;
export let listsLength: u32 = 0;

/** Of a byte what it makes of a CRC when so many bytes, up to seven, come behind it. */
const crcTables: usize = memory.data(8 * 1024, 16);

export function clearLists(): void {
  if (load<u32>(crcTables, 4) === 0) fillCrcTables();
  listsLength = 0;
}

/** Room between where a list's length goes and where it is written before its length is known. */
const AHEAD: usize = 8;

/** Writes a list of two units or more: into the entry, or, when it is long, to `lists`. */
export function addList(docs: usize, count: u32): void {
  const bitmapBytes = (units + 7) >>> 3;
  // Gaps take a byte each at least.
  if (count <= bitmapBytes) {
    reserve(5 * count + 32);
    const stop = writeGaps(docs, count, out + AHEAD);
    const length = <u32>(stop - out - AHEAD);
    // Of a run all but the first are gaps of a byte, and it has a byte itself at least.
    if (length <= bitmapBytes && (adjacent <= count >>> 1 || length <= runBytes(docs, count))) {
      endList(length, FORM_GAPS);
      return;
    }
  }
  const runs = runBytes(docs, count);
  reserve(min<u32>(runs, bitmapBytes) + 32);
  if (runs <= bitmapBytes) {
    writeRuns(docs, count, out + AHEAD);
    endList(runs, FORM_RUNS);
  } else {
    writeBitmap(docs, count, out + AHEAD, bitmapBytes);
    endList(bitmapBytes, FORM_BITMAP);
  }
}

/** Puts the list that is written ahead to where it belongs. */
function endList(length: u32, form: u32): void {
  const list = out + AHEAD;
  varint(length * 4 + form);
  if (length < INLINE_POSTINGS_BYTES) {
    copy(out, list, length);
    skip(length);
    return;
  }
  if (listsLength + length + 4 > listsRoom) {
    listsRoom = 2 * (listsLength + length + 4096);
    lists = resize(lists, listsRoom);
  }
  memory.copy(lists + listsLength, list, length);
  store<u32>(lists + listsLength + length, crc32(list, length));
  listsLength += length + 4;
}

/** How many units follow the one before them, of the gaps written last. */
let adjacent: u32 = 0;

/** Writes how far each unit is behind the one before it; where that ends. */
function writeGaps(docs: usize, count: u32, at: usize): usize {
  let to = at;
  let least: u32 = 0;
  let zeros: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const doc = load<u32>(docs + ((<usize>i) << 2));
    let gap = doc - least;
    zeros += <u32>(gap === 0);
    for (; gap >= 0x80; gap >>>= 7, to++) store<u8>(to, <u8>(gap | 0x80));
    store<u8>(to, <u8>gap);
    to++;
    least = doc + 1;
  }
  adjacent = zeros - <u32>(load<u32>(docs) === 0);
  return to;
}

function runBytes(docs: usize, count: u32): u32 {
  let bytes: u32 = 0;
  let end: u32 = 0;
  for (let i: u32 = 0; i < count; ) {
    const first = load<u32>(docs + ((<usize>i) << 2));
    bytes += varintLength(first - end);
    end = first + 1;
    for (i++; i < count && load<u32>(docs + ((<usize>i) << 2)) === end; i++) end++;
    bytes += varintLength(end - first - 1);
  }
  return bytes;
}

function writeRuns(docs: usize, count: u32, at: usize): void {
  const before = out;
  skip(<u32>(at - out));
  let end: u32 = 0;
  for (let i: u32 = 0; i < count; ) {
    const first = load<u32>(docs + ((<usize>i) << 2));
    varint(first - end);
    end = first + 1;
    for (i++; i < count && load<u32>(docs + ((<usize>i) << 2)) === end; i++) end++;
    varint(end - first - 1);
  }
  skip(<u32>(before - out));
}

function writeBitmap(docs: usize, count: u32, at: usize, bytes: u32): void {
  memory.fill(at, 0, bytes);
  for (let i: u32 = 0; i < count; i++) {
    const doc = load<u32>(docs + ((<usize>i) << 2));
    const byte = at + (doc >>> 3);
    store<u8>(byte, load<u8>(byte) | <u8>((<u32>1) << (doc & 7)));
  }
}

function fillCrcTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    store<u32>(crcTables + ((<usize>byte) << 2), value);
  }
  for (let at: usize = crcTables + 1024; at < crcTables + 8192; at += 4) {
    const value = load<u32>(at - 1024);
    store<u32>(at, crcOf(value, 0) ^ (value >>> 8));
  }
}

/** What the lowest byte of a number makes of a CRC when so many bytes come behind it. */
// @inline
function crcOf(number: u32, behind: u32): u32 {
  return load<u32>(crcTables + <usize>((behind << 10) + ((number & 255) << 2)));
}

function crc32(at: usize, length: u32): u32 {
  let crc: u32 = 0xffffffff;
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) {
    const a = load<u32>(at + i) ^ crc;
    const b = load<u32>(at + i, 4);
    crc =
      crcOf(a, 7) ^
      crcOf(a >>> 8, 6) ^
      crcOf(a >>> 16, 5) ^
      crcOf(a >>> 24, 4) ^
      crcOf(b, 3) ^
      crcOf(b >>> 8, 2) ^
      crcOf(b >>> 16, 1) ^
      crcOf(b >>> 24, 0);
  }
  for (; i < length; i++) crc = crcOf(crc ^ load<u8>(at + i), 0) ^ (crc >>> 8);
  return ~crc;
}
