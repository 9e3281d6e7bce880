import { INLINE_POSTINGS_BYTES } from '../base/limits.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { DictionaryBlock } from './block-index.js';
import { FORM_ALL, FORM_ONE, LIST_CRC_BYTES, type TermPostings } from './term-dictionary-format.js';

/** Told which of the parts a term holds, and the term's postings. Ends the walk by returning true. */
export type VisitHolder = (part: number, postings: TermPostings) => boolean;

/** Bytes of a part that its automaton knows; whether a term holds all of a longer one is asked by itself. */
const MOST_STATES = 64;

const NOWHERE = 0x7fff_ffff;

/**
 * Which terms hold parts, found while entries are gone through. Terms are front-coded, and so is what is known of them: of each
 * byte the states behind it are kept, so that only bytes are looked at which a term does not share with the one before. A walk
 * that made each term and searched it took seven times as long.
 */
export class PartScan {
  readonly #parts: readonly PartStates[];
  readonly #least: number;
  #term: Uint8Array = new Uint8Array(256);

  /** None of the parts is empty. Terms that begin with a byte below `least` are passed over. */
  constructor(parts: readonly Uint8Array[], least: number) {
    this.#parts = parts.map((bytes) => new PartStates(bytes));
    this.#least = least;
  }

  /**
   * Goes through the entries of a block; `units` are those of the pack. Returns whether `visit` ended it.
   */
  scan(
    entries: Uint8Array,
    reader: ByteReader,
    block: DictionaryBlock,
    units: number,
    visit: VisitHolder,
  ): boolean {
    const parts = this.#parts;
    const least = this.#least;
    for (let p = 0; p < parts.length; p++) parts[p]!.foundAt = NOWHERE;
    const end = entries.length;
    let { lists } = block;
    let length = 0;
    let at = 0;
    while (at < end) {
      // Nearly every number is of one byte.
      let shared = entries[at]!;
      let suffix = at + 1 < end ? entries[at + 1]! : 0x80;
      if ((shared | suffix) < 0x80 && shared <= length && suffix <= end - at - 2) at += 2;
      else {
        reader.seek(at);
        shared = reader.varint(length);
        suffix = reader.varint(reader.remaining);
        at = reader.position;
      }
      length = shared + suffix;
      if (length > this.#term.length) this.#grow(length, shared);
      const term = this.#term;
      for (let i = shared; i < length; i++) term[i] = entries[at++]!;
      let any = false;
      for (let p = 0; p < parts.length; p++) if (parts[p]!.isIn(term, shared, length)) any = true;
      reader.seek(at);
      if (any && term[0]! >= least) {
        const postings = readPostings(reader, block, lists, units);
        if (postings.isOutside) lists += postings.length + LIST_CRC_BYTES;
        for (let p = 0; p < parts.length; p++)
          if (parts[p]!.isFound && visit(p, postings)) return true;
      } else lists += skipPostings(reader, units);
      at = reader.position;
    }
    return false;
  }

  #grow(length: number, kept: number): void {
    const grown = new Uint8Array(2 * length);
    grown.set(this.#term.subarray(0, kept));
    this.#term = grown;
  }
}

/** How far a part is found in the term under a scan, behind each of its bytes. */
class PartStates {
  /** Where the first occurrence ends; NOWHERE: there is none. */
  foundAt = NOWHERE;
  isFound = false;
  readonly #part: Uint8Array;
  readonly #known: number;
  /** By state and byte: the state behind it. State n: the last n bytes are the first of the part. */
  readonly #steps: Uint8Array;
  #states: Uint8Array = new Uint8Array(257);

  constructor(part: Uint8Array) {
    this.#part = part;
    this.#known = Math.min(part.length, MOST_STATES);
    this.#steps = stepsOf(part.subarray(0, this.#known));
  }

  /** Whether a term holds the part, which has its first `shared` bytes in common with the one before. */
  isIn(term: Uint8Array, shared: number, length: number): boolean {
    if (this.foundAt > shared) {
      this.foundAt = NOWHERE;
      if (length >= this.#states.length) this.#grow(length, shared);
      const states = this.#states;
      const steps = this.#steps;
      const known = this.#known;
      let state = states[shared]!;
      for (let i = shared; i < length; i++) {
        state = steps[(state << 8) | term[i]!]!;
        states[i + 1] = state;
        if (state === known) {
          this.foundAt = i + 1;
          break;
        }
      }
    }
    this.isFound =
      this.foundAt !== NOWHERE &&
      (this.#known === this.#part.length || holdsAll(term, length, this.#part));
    return this.isFound;
  }

  #grow(length: number, kept: number): void {
    const grown = new Uint8Array(2 * length);
    grown.set(this.#states.subarray(0, kept + 1));
    this.#states = grown;
  }
}

function holdsAll(term: Uint8Array, length: number, part: Uint8Array): boolean {
  return Buffer.from(term.buffer, 0, length).indexOf(part) >= 0;
}

/** The automaton of Knuth, Morris and Pratt. */
function stepsOf(part: Uint8Array): Uint8Array {
  const steps = new Uint8Array(part.length << 8);
  let behind = 0;
  for (let state = 0; state < part.length; state++) {
    steps.copyWithin(state << 8, behind << 8, (behind + 1) << 8);
    const next = (state << 8) | part[state]!;
    if (state > 0) behind = steps[next]!;
    steps[next] = state + 1;
  }
  return steps;
}

/** Reads the postings of an entry; `isOutside`: they stand in the lists. */
function readPostings(
  reader: ByteReader,
  block: DictionaryBlock,
  lists: number,
  units: number,
): TermPostings & { readonly isOutside: boolean } {
  const count = reader.varint(units);
  if (count === 0) throw reader.error('Term without messages', 'at least 1', '0');
  const messages = reader.varint();
  let form = FORM_ALL;
  let doc = 0;
  let inline: Uint8Array | undefined;
  let offset = 0;
  let length = 0;
  if (count === 1) {
    form = FORM_ONE;
    doc = reader.varint(units - 1);
  } else if (count < units) {
    const head = reader.varint();
    form = head % 4;
    length = (head - form) / 4;
    offset = lists;
    if (length < INLINE_POSTINGS_BYTES) {
      offset = block.offset + reader.position;
      inline = reader.raw(length);
    }
  }
  const isOutside = length > 0 && inline === undefined;
  // Not of parts: V8 gives an object that is spread and added to a new shape for each property, each time.
  return { count, messages, form, doc, inline, offset, length, isOutside };
}

/** Goes past the postings of an entry, and returns how many bytes of the lists are its own. */
function skipPostings(reader: ByteReader, units: number): number {
  const count = reader.varint(units);
  if (count === 0) throw reader.error('Term without messages', 'at least 1', '0');
  reader.varint();
  if (count === 1) reader.varint();
  else if (count < units) {
    const length = Math.floor(reader.varint() / 4);
    if (length >= INLINE_POSTINGS_BYTES) return length + LIST_CRC_BYTES;
    reader.skip(length);
  }
  return 0;
}
