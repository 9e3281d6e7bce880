import { grown } from '../base/grown.js';

/** Told of each term with its units, postings[from, to), and the messages of the blocks in which they do not overlap. */
export type UnitVisitor = (
  term: number,
  postings: Uint32Array,
  from: number,
  to: number,
  messages: number,
) => void;

/** Numbers of one term in `#counts`: messages, messages before the block, and the serial of the last block with an overlap. */
const COUNTS = 3;

/**
 * Which units hold each term, and how many messages. A *unit* is what a posting names: a message, a template in a block, or
 * a column of a block. Units are numbered from 0 in the order they are started. A unit appends the numbers of its distinct
 * terms to one stream; `visit` turns the stream into posting lists by a counting sort. Memory is kept.
 */
export class TermUnits {
  /**
   * The number of the value being told of; values are numbered through from 1. Whoever finds a term again tells `count` the
   * value that held it last.
   */
  serial = 0;
  #units = 0;
  /** The first value of the unit and of the block being told of. */
  #unitSerial = 0;
  #blockSerial = 0;
  /** How many messages have the value. */
  #weight = 1;
  #isColumn = false;
  #streamLength = 0;
  /** Term numbers, unit after unit. */
  #stream = new Uint32Array(1 << 14);
  /** Where each unit starts in the stream. */
  #starts = new Uint32Array(1 << 10);
  #postings = new Uint32Array(1 << 14);
  #counts = new Int32Array(COUNTS << 11);

  get units(): number {
    return this.#units;
  }

  /** How many postings there are. */
  get postings(): number {
    return this.#streamLength;
  }

  clear(): void {
    this.serial = 0;
    this.#units = 0;
    this.#blockSerial = 0;
    this.#streamLength = 0;
  }

  /** Starts a block: only units of one block can overlap. */
  startBlock(): void {
    this.#blockSerial = this.serial + 1;
  }

  /** Starts a unit of one value that so many messages have, and no other such unit of the block. */
  startTemplate(messages: number): void {
    this.#startUnit(false);
    this.startValue(messages);
  }

  /** Starts a unit of many values: `startValue` starts each. */
  startColumn(): void {
    this.#startUnit(true);
  }

  startValue(messages: number): void {
    this.serial++;
    this.#weight = messages;
  }

  /** Notes a new term, which the value holds; terms are numbered from 0. */
  addTerm(term: number): void {
    const at = COUNTS * term;
    if (at === this.#counts.length) this.#counts = grown(this.#counts, 2 * at);
    this.#counts.fill(0, at, at + COUNTS);
    this.count(term, -1);
  }

  /** Counts the value's messages for a term that was last seen in the value `before`, and notes the unit if it is new. */
  count(term: number, before: number): void {
    const counts = this.#counts;
    const at = COUNTS * term;
    if (before < this.#unitSerial) {
      if (this.#streamLength === this.#stream.length)
        this.#stream = grown(this.#stream, this.#stream.length * 2);
      this.#stream[this.#streamLength++] = term;
      if (before < this.#blockSerial) counts[at + 1] = counts[at]!;
      else if (this.#isColumn) {
        // Some message may have it in both: this block's are counted when they are asked for.
        counts[at] = counts[at + 1]!;
        counts[at + 2] = this.#blockSerial;
      }
    }
    if (counts[at + 2] !== this.#blockSerial || this.#blockSerial === 0)
      counts[at] = counts[at]! + this.#weight;
  }

  /**
   * Visits the terms in the order given, each with its units, sorted. With `order`, units are positions in it: the unit
   * order[n] gets the number n. The arrays are valid during the visit.
   */
  visit(sorted: Uint32Array, order: Uint32Array | undefined, visit: UnitVisitor): void {
    if (this.#postings.length < this.#streamLength)
      this.#postings = new Uint32Array(this.#stream.length);
    const postings = this.#postings;
    const stream = this.#stream;
    // `next` is where a term's next posting goes; at the end, where the term's postings end.
    const next = new Uint32Array(sorted.length);
    for (let at = 0; at < this.#streamLength; at++) next[stream[at]!]!++;
    let total = 0;
    for (const term of sorted) {
      const count = next[term]!;
      next[term] = total;
      total += count;
    }
    const starts = this.#starts;
    const units = this.#units;
    for (let number = 0; number < units; number++) {
      const unit = order === undefined ? number : order[number]!;
      const stop = unit + 1 < units ? starts[unit + 1]! : this.#streamLength;
      for (let at = starts[unit]!; at < stop; at++) postings[next[stream[at]!]!++] = number;
    }
    let from = 0;
    for (const term of sorted) {
      const to = next[term]!;
      visit(term, postings, from, to, this.#counts[COUNTS * term]!);
      from = to;
    }
  }

  #startUnit(isColumn: boolean): void {
    if (this.#units === this.#starts.length) this.#starts = grown(this.#starts, this.#units * 2);
    this.#starts[this.#units++] = this.#streamLength;
    this.#unitSerial = this.serial + 1;
    this.#isColumn = isColumn;
  }
}
