/**
 * The terms gathered, in the order of their bytes, as the blocks of a dictionary: what `sortTerms`, `TermUnits.visit`,
 * `TermDictionaryWriter.add` and `writePostingList` do in TypeScript.
 */
import { resize } from './bytes';
import { releaseFields } from './fields';
import { out, rawOut, reserve, restart, skip, varint, varintLength, written } from './output';
import { PART, sortedTerms } from './term-order';
import {
  arena,
  messagesByTerm,
  settle,
  stream,
  streamLength,
  TERM_BYTES,
  tableBytes,
  tableMemory,
  termRecords,
  terms,
  unitStarts,
  units,
} from './term-table';

const TERM_BLOCK_BYTES: u32 = 8192;
const INLINE_POSTINGS_BYTES: u32 = 64;
/** Units that are a part of the work: see PART. */
const UNIT_PART: u32 = 256;
const FORM_GAPS: u32 = 0;
const FORM_BITMAP: u32 = 1;
const FORM_RUNS: u32 = 2;

/** Terms in order; the units of each behind one another; where those of each end; messages that hold each. */
let sorted: usize = 0;
let postings: usize = 0;
let postingEnds: usize = 0;
let messages: usize = 0;
/** Next to be written: its place in `sorted`, and its first posting. */
let next: u32 = 0;
let nextPosting: u32 = 0;
/** Up to where terms were touched, and what was read: kept, so that no compiler leaves the reading out. */
let touchedTo: u32 = 0;
let touched: u32 = 0;

/** Lists that do not stand in their entries. */
let lists: usize = 0;
let listsRoom: u32 = 0;
let listsLength: u32 = 0;

/** Of the block written last: first term, its length, terms, lists, bytes of lists. */
const described: usize = memory.data(20, 16);
const crcTable: usize = memory.data(1024, 16);

export function touchedTerms(): u32 {
  return touched;
}

export function describedAt(): usize {
  return described;
}

/** Sorts what was gathered. Then `writeTermBlock` writes one block after the other. */
export function startDictionary(): void {
  if (load<u32>(crcTable, 4) === 0) fillCrcTable();
  settle();
  releaseFields();
  messages = heap.alloc((<usize>(terms + 1)) << 2);
  messagesByTerm(messages);
  // The table has said what it knows. To free it and take as much again would leave holes, and the memory never shrinks.
  sorted = sortedTerms(tableMemory());
  sortPostings();
  next = 0;
  nextPosting = 0;
  touchedTo = 0;
}

export function endDictionary(): void {
  heap.free(sorted);
  heap.free(messages);
  if (postings !== tableMemory()) heap.free(postings);
  heap.free(postingEnds);
}

/** Writes the next block to `outAt` and says what it holds at `describedAt`; its length, or 0 when no term is left. */
export function writeTermBlock(): u32 {
  restart();
  listsLength = 0;
  if (next === terms) return 0;
  const first = termRecords + <usize>load<u32>(sorted + ((<usize>next) << 2)) * TERM_BYTES;
  store<u32>(described, <u32>arena + load<u32>(first));
  store<u32>(described, load<u32>(first, 4), 4);
  const from = next;
  let previous: usize = 0;
  let previousLength: u32 = 0;
  while (next < terms && written() < TERM_BLOCK_BYTES) {
    if (next === touchedTo) touchTerms();
    const term = load<u32>(sorted + ((<usize>next) << 2));
    const record = termRecords + <usize>term * TERM_BYTES;
    const bytes = arena + load<u32>(record);
    const length = load<u32>(record, 4);
    reserve(length + 64);
    let shared: u32 = 0;
    const most = min<u32>(length, previousLength);
    while (shared < most && load<u8>(previous + shared) === load<u8>(bytes + shared)) shared++;
    varint(shared);
    varint(length - shared);
    rawOut(bytes + shared, length - shared);
    previous = bytes;
    previousLength = length;
    const end = load<u32>(postingEnds + ((<usize>term) << 2));
    const count = end - nextPosting;
    const docs = postings + ((<usize>nextPosting) << 2);
    varint(count);
    varint(load<u32>(messages + ((<usize>term) << 2)));
    if (count === 1) varint(load<u32>(docs));
    else if (count < units) addList(docs, count);
    nextPosting = end;
    next++;
  }
  store<u32>(described, next - from, 8);
  store<u32>(described, <u32>lists, 12);
  store<u32>(described, listsLength, 16);
  return written();
}

/** Reads something of the next sixteen terms, so that the CPU fetches from memory what is known of them all at once. */
function touchTerms(): void {
  const from = next;
  touchedTo = min<u32>(from + 16, terms);
  let touch: u32 = 0;
  for (let i = from; i < touchedTo; i++) {
    const term = load<u32>(sorted + ((<usize>i) << 2));
    touch +=
      load<u32>(postingEnds + ((<usize>term) << 2)) + load<u32>(messages + ((<usize>term) << 2));
    touch += load<u8>(arena + load<u32>(termRecords + <usize>term * TERM_BYTES));
  }
  touched = touch;
}

/** Writes a posting list in its shortest form: into the entry, or, when it is long, to `lists`. */
function addList(docs: usize, count: u32): void {
  let gapBytes: u32 = 0;
  let runBytes: u32 = 0;
  let runStart: u32 = 0;
  let runEnd: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const doc = load<u32>(docs + ((<usize>i) << 2));
    const gap = doc - runEnd;
    gapBytes += varintLength(gap);
    if (gap !== 0 || i === 0) {
      if (i !== 0) runBytes += varintLength(runEnd - runStart - 1);
      runBytes += varintLength(gap);
      runStart = doc;
    }
    runEnd = doc + 1;
  }
  runBytes += varintLength(runEnd - runStart - 1);
  const bitmapBytes = (units + 7) >>> 3;
  let form = FORM_BITMAP;
  let length = bitmapBytes;
  if (gapBytes <= runBytes && gapBytes <= bitmapBytes) {
    form = FORM_GAPS;
    length = gapBytes;
  } else if (runBytes <= bitmapBytes) {
    form = FORM_RUNS;
    length = runBytes;
  }
  reserve(length + 16);
  varint(length * 4 + form);
  const from = written();
  if (form === FORM_GAPS) writeGaps(docs, count);
  else if (form === FORM_RUNS) writeRuns(docs, count);
  else writeBitmap(docs, count, bitmapBytes);
  if (length < INLINE_POSTINGS_BYTES) return;
  // Written behind the entry first, to be moved to the lists.
  const list = out - (written() - from);
  if (listsLength + length + 4 > listsRoom) {
    listsRoom = 2 * (listsLength + length + 4096);
    lists = resize(lists, listsRoom);
  }
  memory.copy(lists + listsLength, list, length);
  store<u32>(lists + listsLength + length, crc32(list, length));
  listsLength += length + 4;
  skip(-length);
}

function writeGaps(docs: usize, count: u32): void {
  let least: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const doc = load<u32>(docs + ((<usize>i) << 2));
    varint(doc - least);
    least = doc + 1;
  }
}

function writeRuns(docs: usize, count: u32): void {
  let end: u32 = 0;
  for (let i: u32 = 0; i < count; ) {
    const first = load<u32>(docs + ((<usize>i) << 2));
    varint(first - end);
    end = first + 1;
    for (i++; i < count && load<u32>(docs + ((<usize>i) << 2)) === end; i++) end++;
    varint(end - first - 1);
  }
}

function writeBitmap(docs: usize, count: u32, bytes: u32): void {
  memory.fill(out, 0, bytes);
  for (let i: u32 = 0; i < count; i++) {
    const doc = load<u32>(docs + ((<usize>i) << 2));
    const at = out + (doc >>> 3);
    store<u8>(at, load<u8>(at) | <u8>((<u32>1) << (doc & 7)));
  }
  skip(bytes);
}

function fillCrcTable(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    store<u32>(crcTable + ((<usize>byte) << 2), value);
  }
}

function crc32(at: usize, length: u32): u32 {
  let crc: u32 = 0xffffffff;
  for (let i: u32 = 0; i < length; i++)
    crc = load<u32>(crcTable + ((<usize>((crc ^ load<u8>(at + i)) & 255)) << 2)) ^ (crc >>> 8);
  return ~crc;
}

/** Turns the stream of terms, unit after unit, into the units of each term: a counting sort. */
function sortPostings(): void {
  const bytes = streamLength * 4 + 16;
  postings = bytes <= tableBytes() ? tableMemory() : heap.alloc(bytes);
  postingEnds = heap.alloc((<usize>(terms + 1)) << 2);
  memory.fill(postingEnds, 0, (<usize>(terms + 1)) << 2);
  countPostings(0, streamLength);
  let total: u32 = 0;
  for (let i: u32 = 0; i < terms; i++) {
    const entry = postingEnds + ((<usize>load<u32>(sorted + ((<usize>i) << 2))) << 2);
    const count = load<u32>(entry);
    store<u32>(entry, total);
    total += count;
  }
  placePostings(0, units);
}

function countPostings(from: u32, to: u32): void {
  if (to - from > PART) {
    const half = from + ((to - from) >>> 1);
    countPostings(from, half);
    countPostings(half, to);
    return;
  }
  for (let at = from; at < to; at++) {
    const count = postingEnds + ((<usize>load<u32>(stream + ((<usize>at) << 2))) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
}

/** Puts units [from, to) behind the others of each of their terms. */
function placePostings(from: u32, to: u32): void {
  if (to - from > UNIT_PART) {
    const half = from + ((to - from) >>> 1);
    placePostings(from, half);
    placePostings(half, to);
    return;
  }
  for (let unit = from; unit < to; unit++) {
    const start = unitStarts + ((<usize>unit) << 2);
    const stop = unit + 1 < units ? load<u32>(start, 4) : streamLength;
    for (let at = load<u32>(start); at < stop; at++) {
      const entry = postingEnds + ((<usize>load<u32>(stream + ((<usize>at) << 2))) << 2);
      const place = load<u32>(entry);
      store<u32>(postings + ((<usize>place) << 2), unit);
      store<u32>(entry, place + 1);
    }
  }
}
