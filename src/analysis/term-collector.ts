import { grown } from '../base/grown.js';
import { MAX_BUILD_POSTINGS, MAX_BUILD_TERM_BYTES, MAX_BUILD_TERMS } from '../base/limits.js';
import {
  createNetworkTerms,
  findDashedMac,
  findInRun,
  NETWORK_TERM_LENGTH,
} from './network-terms.js';
import { sortTerms } from './term-order.js';
import { TermUnits } from './term-units.js';
import { CODE, HIGH_BYTE, upToHighByte } from './token-code.js';
import { TOKEN_BYTE } from './tokenizer.js';

/**
 * Gathers the terms of units and, for each, which units hold it (`TermUnits`). Memory is kept from one use to the next
 * (`clear`), because fresh pages cost more than the work itself.
 *
 * How it is fast. A token of at most ten ASCII letters and digits, nearly every one, packs into two 30-bit keys of five
 * 6-bit codes each, while it is scanned: equal keys mean equal tokens, without a look at the bytes. The codes are in
 * the order of the bytes, so the first key also sorts. Longer tokens, and those with bytes >= 0x80, are told apart by
 * a hash in place of the second key, and then by their bytes.
 */

const DOT = 0x2e;
const COLON = 0x3a;
const DASH = 0x2d;

/**
 * A term with its units: the term is arena[start, end), the units are postings[from, to). `messages` of the blocks in
 * which its units do not overlap hold it.
 */
export type TermVisitor = (
  arena: Uint8Array,
  start: number,
  end: number,
  postings: Uint32Array,
  from: number,
  to: number,
  messages: number,
) => void;

export class TermCollector {
  readonly #units = new TermUnits();
  #terms = 0;
  #arenaLength = 0;
  /**
   * Four numbers a place: both keys, the term's number plus 1 (0: free), and the number of the value that held it last. They
   * lie in one line of the CPU's cache, and so a term that is known costs one look into memory.
   */
  #table = new Int32Array(1 << 14);
  #mask = (1 << 12) - 1;
  #high = new Int32Array(1 << 11);
  #start = new Uint32Array(1 << 11);
  #length = new Uint32Array(1 << 11);
  #arena = new Uint8Array(1 << 15);
  readonly #network = createNetworkTerms();

  /** Units so far. */
  get messages(): number {
    return this.#units.units;
  }

  get terms(): number {
    return this.#terms;
  }

  /** Whether the limits of one pack are reached, by one of `share` collectors that share the memory there is. */
  isFull(share: number): boolean {
    return (
      share * this.#units.postings >= MAX_BUILD_POSTINGS ||
      share * this.#terms >= MAX_BUILD_TERMS ||
      share * this.#arenaLength >= MAX_BUILD_TERM_BYTES
    );
  }

  clear(): void {
    // A table that one large pack has grown would make clearing costly for many small ones.
    const size = Math.max(1 << 12, Math.min(this.#table.length >>> 2, tableSize(this.#terms)));
    if (4 * size < this.#table.length) this.#table = new Int32Array(4 * size);
    else this.#table.fill(0);
    this.#mask = size - 1;
    this.#units.clear();
    this.#terms = 0;
    this.#arenaLength = 0;
  }

  /** Starts a block: only units of one block can overlap. */
  startBlock(): void {
    this.#units.startBlock();
  }

  /** Starts the next unit, of messages that no other such unit of the block has; `addText` adds the words of all of them. */
  startMessage(messages = 1): void {
    this.#units.startTemplate(messages);
  }

  /** Starts the next unit, a column: `addValue` adds its values. */
  startColumn(): void {
    this.#units.startColumn();
  }

  /** Adds the terms of a value of the column started last, which so many messages have. */
  addValue(bytes: Uint8Array, start: number, end: number, messages: number): void {
    this.#units.startValue(messages);
    this.addText(bytes, start, end);
  }

  /**
   * Adds the terms of bytes[start, end) to the message started last. No token and no address reaches over an end: a
   * text with cuts is added piece by piece.
   */
  addText(bytes: Uint8Array, start: number, end: number): void {
    const units = this.#units;
    const { serial } = units;
    let table = this.#table;
    let mask = this.#mask;
    // Whether a new term may have put other arrays in the place of those above.
    let stale = false;
    let runStart = start;
    let dots = 0;
    let colons = 0;
    let i = start;
    while (i < end) {
      let code = CODE[bytes[i]!]!;
      if (code === 0) {
        const byte = bytes[i]!;
        if (byte === DOT) dots++;
        else if (byte === COLON) colons++;
        else {
          if (dots >= 2 || colons >= 2) {
            this.#addRun(bytes, runStart, i);
            stale = true;
          }
          dots = 0;
          colons = 0;
          runStart = i + 1;
        }
        i++;
        continue;
      }

      const tokenStart = i;
      let flags = 0;
      let first = 0;
      let room = 5;
      do {
        first = (first << 6) | code;
        flags |= code + 1;
        i++;
        code = i < end ? CODE[bytes[i]!]! : 0;
      } while (code !== 0 && --room > 0);
      let second = 0;
      if (code === 0) {
        if (room > 1) first <<= 6 * (room - 1);
      } else {
        room = 5;
        do {
          second = (second << 6) | code;
          flags |= code + 1;
          i++;
          code = i < end ? CODE[bytes[i]!]! : 0;
        } while (code !== 0 && --room > 0);
        if (code === 0 && room > 1) second <<= 6 * (room - 1);
      }

      if (code !== 0 || (flags & HIGH_BYTE) !== 0) {
        while (i < end && CODE[bytes[i]!] !== 0) i++;
        const key = (flags & HIGH_BYTE) === 0 ? first : upToHighByte(first);
        this.#longTerm(bytes, tokenStart, i, key);
        stale = true;
      } else {
        if (stale) {
          table = this.#table;
          mask = this.#mask;
          stale = false;
        }
        for (let slot = mix(first, second) & mask; ; slot = (slot + 1) & mask) {
          const at = 4 * slot;
          const term = table[at + 2]! - 1;
          if (term < 0) {
            this.#addTerm(bytes, tokenStart, i, first, second, slot);
            stale = true;
            break;
          }
          if (table[at] !== first || table[at + 1] !== second) continue;
          const before = table[at + 3]!;
          if (before !== serial) {
            table[at + 3] = serial;
            units.count(term, before);
          }
          break;
        }
      }
      const width = i - tokenStart;
      if (
        (width === 2 || width === 4) &&
        i < end &&
        bytes[i] === DASH &&
        bytes[i + width + 1] === DASH
      ) {
        this.#addDashed(bytes, runStart, tokenStart, end, start);
        stale = true;
      }
    }
    if (dots >= 2 || colons >= 2) this.#addRun(bytes, runStart, end);
  }

  /**
   * Visits every term in the order of its bytes with the sorted numbers of the units that hold it. With `order`, they are
   * positions in it: the unit started as order[n] gets the number n. The arrays are the collector's own and valid during the
   * visit.
   */
  visitSorted(order: Uint32Array | undefined, visit: TermVisitor): void {
    const sorted = sortTerms({
      count: this.#terms,
      key: this.#high,
      arena: this.#arena,
      start: this.#start,
      length: this.#length,
    });
    this.#units.visit(sorted, order, (term, postings, from, to, messages) => {
      const start = this.#start[term]!;
      visit(this.#arena, start, start + this.#length[term]!, postings, from, to, messages);
    });
  }

  /** Notes that the value holds the term in a place of the table. */
  #mark(slot: number): void {
    const at = 4 * slot;
    const before = this.#table[at + 3]!;
    const { serial } = this.#units;
    if (before === serial) return;
    this.#table[at + 3] = serial;
    this.#units.count(this.#table[at + 2]! - 1, before);
  }

  /** A token that its keys do not tell apart: more than ten bytes, or bytes >= 0x80. */
  #longTerm(bytes: Uint8Array, start: number, end: number, first: number): void {
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ TOKEN_BYTE[bytes[i]!]!, 0x01000193);
    // Negative: never equal to the second key of a short token.
    const second = hash | 0x8000_0000;
    let slot = mix(first, second) & this.#mask;
    for (;;) {
      const at = 4 * slot;
      const term = this.#table[at + 2]! - 1;
      if (term < 0) {
        this.#addTerm(bytes, start, end, first, second, slot);
        return;
      }
      if (
        this.#table[at] === first &&
        this.#table[at + 1] === second &&
        this.#holds(term, bytes, start, end)
      ) {
        this.#mark(slot);
        return;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  #holds(term: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#length[term] !== end - start) return false;
    const arena = this.#arena;
    const at = this.#start[term]! - start;
    for (let i = start; i < end; i++) if (arena[at + i] !== TOKEN_BYTE[bytes[i]!]) return false;
    return true;
  }

  #addRun(bytes: Uint8Array, start: number, end: number): void {
    if (findInRun(bytes, start, end, this.#network)) this.#addNetworkTerms();
  }

  #addDashed(
    bytes: Uint8Array,
    runStart: number,
    group: number,
    end: number,
    textStart: number,
  ): void {
    if (findDashedMac(bytes, runStart, group, end, textStart, this.#network))
      this.#addNetworkTerms();
  }

  #addNetworkTerms(): void {
    const { bytes, count } = this.#network;
    let start = 0;
    for (let n = 0; n < count; n++) {
      const kind = bytes[start]!;
      const end = start + NETWORK_TERM_LENGTH[kind]!;
      this.#networkTerm(bytes, start, end, kind);
      start = end;
    }
  }

  #networkTerm(bytes: Uint8Array, start: number, end: number, kind: number): void {
    // Below the first key of every word, and in the order of the bytes: the kind, then the address's first 22 bits.
    const first =
      (kind << 22) |
      (bytes[start + 1]! << 14) |
      (bytes[start + 2]! << 6) |
      (bytes[start + 3]! >>> 2);
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const second = hash | 0x8000_0000;
    let slot = mix(first, second) & this.#mask;
    for (;;) {
      const term = this.#table[4 * slot + 2]! - 1;
      if (term < 0) {
        const added = this.#addTerm(bytes, start, end, first, second, slot);
        // Network terms are bytes, not text: undo the folding.
        const at = this.#start[added]!;
        for (let i = start; i < end; i++) this.#arena[at + i - start] = bytes[i]!;
        return;
      }
      if (this.#table[4 * slot] === first && this.#table[4 * slot + 1] === second) {
        const at = this.#start[term]!;
        let same = this.#length[term] === end - start;
        for (let i = start; same && i < end; i++) same = this.#arena[at + i - start] === bytes[i];
        if (same) {
          this.#mark(slot);
          return;
        }
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  #addTerm(
    bytes: Uint8Array,
    start: number,
    end: number,
    first: number,
    second: number,
    slot: number,
  ): number {
    const term = this.#terms++;
    if (term === this.#high.length) this.#growTerms();
    const length = end - start;
    if (this.#arenaLength + length > this.#arena.length) {
      const arena = new Uint8Array(Math.max(2 * this.#arena.length, this.#arenaLength + length));
      arena.set(this.#arena.subarray(0, this.#arenaLength));
      this.#arena = arena;
    }
    const arena = this.#arena;
    const at = this.#arenaLength;
    for (let i = 0; i < length; i++) arena[at + i] = TOKEN_BYTE[bytes[start + i]!]!;
    this.#arenaLength = at + length;
    this.#high[term] = first;
    this.#start[term] = at;
    this.#length[term] = length;
    const place = 4 * slot;
    this.#table[place] = first;
    this.#table[place + 1] = second;
    this.#table[place + 2] = term + 1;
    this.#table[place + 3] = this.#units.serial;
    this.#units.addTerm(term);
    // Five eighths of the places, four numbers each.
    if (32 * this.#terms > 5 * this.#table.length) this.#growTable();
    return term;
  }

  #growTerms(): void {
    const size = this.#high.length * 2;
    this.#high = grown(this.#high, size);
    this.#start = grown(this.#start, size);
    this.#length = grown(this.#length, size);
  }

  #growTable(): void {
    const before = this.#table;
    const table = new Int32Array(before.length * (before.length < 1 << 20 ? 4 : 2));
    const mask = (table.length >>> 2) - 1;
    for (let from = 0; from < before.length; from += 4) {
      if (before[from + 2] === 0) continue;
      let slot = mix(before[from]!, before[from + 1]!) & mask;
      while (table[4 * slot + 2] !== 0) slot = (slot + 1) & mask;
      const to = 4 * slot;
      table[to] = before[from]!;
      table[to + 1] = before[from + 1]!;
      table[to + 2] = before[from + 2]!;
      table[to + 3] = before[from + 3]!;
    }
    this.#table = table;
    this.#mask = mask;
  }
}

/** A hash of two keys; the low bits are as good as the high ones. */
function mix(first: number, second: number): number {
  const product = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b);
  return product ^ (product >>> 15);
}

/** A power of two that `terms` terms fill by half at most. */
function tableSize(terms: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, 2 * terms)));
}
