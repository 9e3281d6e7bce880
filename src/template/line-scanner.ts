/**
 * Cuts a message into what its `printf` statement wrote every time and what it filled in.
 *
 * A *run* is a maximal run of letters, digits, bytes >= 0x80, dots, colons and dashes: no token and no address reaches
 * over its ends. A run that holds a digit, or an upper-case letter behind a lower-case one, or begins where the header
 * has its host, is a *value*; everything between values is literal. One `:` before a value, and one `.` or `:` behind
 * it, stay literal, which changes neither its tokens nor its addresses (analysis/network-terms.ts strips them too).
 */

/** The most slots of one message; a message with more is kept as plain text. */
export const MAX_SLOTS = 192;

/** What fills a slot: a value, the octet count and PRI, the first timestamp. */
export const SLOT_VALUE = 0;
export const SLOT_PREFIX = 1;
export const SLOT_TIME = 2;
/** Text of a message that is kept as it is. */
export const SLOT_PLAIN = 3;

const JOINER = 1;
const DIGIT = 2;
const LOWER = 4;
const UPPER = 8;
const HIGH = 16;

/** Classes of bytes; 0 for what ends a run. */
const CLASS: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  if (byte >= 0x80) CLASS[byte] = HIGH;
  else if (/[0-9]/.test(char)) CLASS[byte] = DIGIT;
  else if (/[a-z]/.test(char)) CLASS[byte] = LOWER;
  else if (/[A-Z]/.test(char)) CLASS[byte] = UPPER;
  else if (/[.:-]/.test(char)) CLASS[byte] = JOINER;
}
export const RUN_CLASS: Uint8Array = CLASS;

const DOT = 0x2e;
const COLON = 0x3a;
const PRIME = 0x0100_0193;
const SEED = 0x811c_9dc5 | 0;

/** Bounds of a message and of what is cut from it for the searched text; see `HeaderFields`. */
export type ScannedRange = {
  start: number;
  end: number;
  prefixStart: number;
  prefixEnd: number;
  timeStart: number;
  timeEnd: number;
  hostStart: number;
};

/** Scans one message after the other; what it found is in its public fields until the next scan. */
export class LineScanner {
  /** Slots of the message, or MAX_SLOTS + 1 when there were more. */
  slots = 0;
  /** Hash of the literals and of the kinds of slots. */
  hash = 0;
  readonly starts: Int32Array = new Int32Array(MAX_SLOTS + 2);
  readonly ends: Int32Array = new Int32Array(MAX_SLOTS + 2);
  readonly hashes: Int32Array = new Int32Array(MAX_SLOTS + 2);
  /** What fills each slot; of a timestamp also its spelling. */
  readonly kinds: Uint8Array = new Uint8Array(MAX_SLOTS + 2);
  #text: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** The text that was scanned last, for reading four bytes at a time. */
  get view(): DataView {
    return this.#view;
  }

  /** Makes `view` that of a text. */
  use(text: Uint8Array): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#view = new DataView(text.buffer, text.byteOffset, text.length);
  }

  scan(text: Uint8Array, range: ScannedRange): void {
    this.use(text);
    this.slots = 0;
    this.hash = SEED;
    const { prefixStart, prefixEnd, timeStart, timeEnd, end, hostStart } = range;
    if (prefixStart > range.start) this.#region(text, range.start, prefixStart, hostStart);
    if (prefixEnd > prefixStart) this.#cut(SLOT_PREFIX, prefixStart, prefixEnd);
    let from = prefixEnd;
    if (timeEnd > timeStart) {
      if (timeStart > prefixEnd) this.#region(text, prefixEnd, timeStart, hostStart);
      this.#cut(SLOT_TIME | timeSpelling(text, timeStart, timeEnd), timeStart, timeEnd);
      from = timeEnd;
    }
    this.#region(text, from, end, hostStart);
  }

  #cut(kind: number, start: number, end: number): void {
    const slot = this.slots++;
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.kinds[slot] = kind;
    this.hashes[slot] = hashBytes(this.#view, start, end);
    this.hash = Math.imul(this.hash ^ (0x200 + kind), PRIME);
  }

  #region(text: Uint8Array, from: number, to: number, hostStart: number): void {
    const { starts, ends, hashes, kinds } = this;
    const view = this.#view;
    let { slots, hash } = this;
    let literal = from;
    let i = from;
    for (;;) {
      while (i < to && CLASS[text[i]!] === 0) i++;
      if (i >= to) break;
      const start = i;
      let seen = 0;
      let kind = CLASS[text[i]!]!;
      do {
        seen |= kind;
        if (++i >= to) break;
        kind = CLASS[text[i]!]!;
      } while (kind !== 0);
      if ((seen & DIGIT) === 0 && start !== hostStart) {
        if ((seen & (LOWER | UPPER)) !== (LOWER | UPPER) || !isMixed(text, start, i)) continue;
      }
      let first = start;
      let last = i;
      if (i - start > 1) {
        const final = text[i - 1]!;
        if ((final === DOT || final === COLON) && CLASS[text[i - 2]!]! > JOINER) last--;
        if (text[start] === COLON && CLASS[text[start + 1]!]! > JOINER) first++;
      }
      if (slots > MAX_SLOTS) break;
      starts[slots] = first;
      ends[slots] = last;
      hashes[slots] = hashBytes(view, first, last);
      kinds[slots] = SLOT_VALUE;
      slots++;
      hash = hashBytes(view, literal, first, hash);
      literal = last;
    }
    this.slots = slots;
    this.hash = hashBytes(view, literal, to, hash);
  }
}

/** The kind of a slot without how its timestamp is spelled. */
export const SLOT_KIND = 3;

/**
 * How a timestamp is spelled, as far as its length and first byte tell: bits above SLOT_KIND. Timestamps of one spelling make
 * one field, whose column can make them again from the times of its messages. Marks before them (`*` and `.` of a clock that
 * is not set, a bracket) are told apart: below 15 bytes there is hardly a timestamp.
 */
export function timeSpelling(text: Uint8Array, start: number, end: number): number {
  const first = text[start]!;
  const length = Math.min(31, end - start);
  const kind = CLASS[first]!;
  if (kind === DIGIT) return 0x80 | (length << 2);
  return ((kind & (LOWER | UPPER)) !== 0 ? length : (first ^ length) % 15) << 2;
}

/** Whether an upper-case letter stands behind a lower-case one. */
export function isMixed(text: Uint8Array, start: number, end: number): boolean {
  let before = 0;
  for (let i = start; i < end; i++) {
    const kind = CLASS[text[i]!]!;
    if (before === LOWER && kind === UPPER) return true;
    before = kind;
  }
  return false;
}

/** Mixes bytes [start, end), and how many they are, into a hash, four at a time (after MurmurHash3, A. Appleby). */
export function hashBytes(view: DataView, start: number, end: number, seed: number = SEED): number {
  let hash = Math.imul(seed ^ (end - start), PRIME);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i, true), 0x85eb_ca6b);
    hash ^= hash >>> 13;
  }
  if (i < end) {
    let rest = view.getUint8(i);
    if (i + 1 < end) rest |= view.getUint8(i + 1) << 8;
    if (i + 2 < end) rest |= view.getUint8(i + 2) << 16;
    hash = Math.imul(hash ^ rest, 0x85eb_ca6b);
    hash ^= hash >>> 13;
  }
  return hash;
}

/** The hash that a scan gives a value of these bytes. */
export function valueHash(text: Uint8Array, start: number, end: number): number {
  return hashBytes(new DataView(text.buffer, text.byteOffset, text.length), start, end);
}
