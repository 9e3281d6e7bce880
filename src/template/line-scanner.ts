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
  readonly kinds: Uint8Array = new Uint8Array(MAX_SLOTS + 2);

  scan(text: Uint8Array, range: ScannedRange): void {
    this.slots = 0;
    this.hash = SEED;
    const { prefixStart, prefixEnd, timeStart, timeEnd, end, hostStart } = range;
    if (prefixStart > range.start) this.#region(text, range.start, prefixStart, hostStart);
    if (prefixEnd > prefixStart) this.#cut(SLOT_PREFIX, prefixStart, prefixEnd);
    let from = prefixEnd;
    if (timeEnd > timeStart) {
      if (timeStart > prefixEnd) this.#region(text, prefixEnd, timeStart, hostStart);
      this.#cut(SLOT_TIME, timeStart, timeEnd);
      from = timeEnd;
    }
    this.#region(text, from, end, hostStart);
  }

  #cut(kind: number, start: number, end: number): void {
    const slot = this.slots++;
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.kinds[slot] = kind;
    this.hash = Math.imul(this.hash ^ (0x200 + kind), PRIME);
  }

  #region(text: Uint8Array, from: number, to: number, hostStart: number): void {
    const { starts, ends, hashes, kinds } = this;
    let { slots, hash } = this;
    let i = from;
    while (i < to) {
      let byte = text[i]!;
      let kind = CLASS[byte]!;
      if (kind === 0) {
        hash = Math.imul(hash ^ byte, PRIME);
        i++;
        continue;
      }
      const start = i;
      let runHash = SEED;
      let seen = 0;
      let before = 0;
      let mixed = 0;
      do {
        runHash = Math.imul(runHash ^ byte, PRIME);
        seen |= kind;
        mixed |= (before << 1) & kind;
        before = kind;
        i++;
        if (i >= to) break;
        byte = text[i]!;
        kind = CLASS[byte]!;
      } while (kind !== 0);
      if (((seen & DIGIT) | (mixed & UPPER)) === 0 && start !== hostStart) {
        hash = Math.imul(hash ^ runHash, PRIME);
        hash ^= hash >>> 15;
        continue;
      }
      let first = start;
      let last = i;
      if (i - start > 1) {
        const final = text[i - 1]!;
        if ((final === DOT || final === COLON) && CLASS[text[i - 2]!]! > JOINER) last--;
        if (text[start] === COLON && CLASS[text[start + 1]!]! > JOINER) first++;
        if (last < i || first > start) runHash = valueHash(text, first, last);
      }
      if (slots > MAX_SLOTS) break;
      starts[slots] = first;
      ends[slots] = last;
      hashes[slots] = runHash;
      kinds[slots] = SLOT_VALUE;
      slots++;
      hash = Math.imul(hash ^ (0x100 + i - last + 2 * (first - start)), PRIME);
      hash ^= hash >>> 15;
    }
    this.slots = slots;
    this.hash = hash;
  }
}

/** The hash that a scan gives a value of these bytes. */
export function valueHash(text: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text[i]!, PRIME);
  return hash;
}
