import { partitionPoint } from '../base/partition-point.js';
import {
  type HitOrder,
  type HitSource,
  type OpenBlock,
  openBlock,
  type RowsOf,
  type Span,
} from './hit-merge.js';
import type { Candidate } from './pack-search.js';

/** Where a row stands in an order: its time (less than that of any later one also when they come backwards), its arrival. */
export type Place = { readonly key: number; readonly sequence: number };

/** A source or a block that is not open: its rows have keys from `start` to `end`. */
type Closed = {
  readonly start: number;
  readonly end: number;
  readonly of: HitSource | Candidate;
};

/**
 * The rows of many sources in order of time, or exactly backwards, around a place that moves: `seek` leaps forwards,
 * `next` and `back` go by one row. What lies between is not opened: behind the place and ahead of it wait the blocks and
 * sources that nobody has come to.
 */
export class Timeline {
  readonly #order: HitOrder;
  readonly #sign: number;
  readonly #rowsOf: RowsOf;
  /** All of it behind the place; by its end, the last one last. */
  readonly #behind: Closed[] = [];
  /** All of it ahead of the place; by its start, the next one last. */
  readonly #ahead: Closed[] = [];
  /** Of each, `at` is the first row that is not behind the place; it may be the end. */
  #open: OpenBlock[] = [];
  /** The block of the row at the place; undefined when it has to be found. */
  #least: OpenBlock | undefined;

  constructor(
    sources: readonly HitSource[],
    order: 'oldest first' | 'newest first',
    rowsOf: RowsOf,
  ) {
    this.#order = order;
    this.#sign = order === 'oldest first' ? 1 : -1;
    this.#rowsOf = rowsOf;
    for (const source of sources) this.#ahead.push(this.#closed(source, source.span));
    this.#ahead.sort((a, b) => b.start - a.start);
  }

  /** The block and row at the place, and where that is; undefined behind the last row. */
  peek(): (Place & { readonly candidate: Candidate; readonly row: number }) | undefined {
    const least = this.#findLeast();
    if (least === undefined) return undefined;
    const { candidate, rows, keys, sequences, at } = least;
    return { candidate, row: rows[at]!, key: keys[at]!, sequence: sequences[at]! };
  }

  /** The order of the row at the place and of another place: negative, 0 when it is the same; infinite behind the last row. */
  compareTo({ key, sequence }: Place): number {
    const least = this.#findLeast();
    if (least === undefined) return Number.POSITIVE_INFINITY;
    const { keys, sequences, at } = least;
    return keys[at]! - key || this.#sign * (sequences[at]! - sequence);
  }

  /** Moves on by one row. */
  next(): void {
    const least = this.#findLeast();
    if (least === undefined) return;
    least.at++;
    this.#least = undefined;
    if (least.at === least.rows.length) this.#close(least);
  }

  /** Moves back by one row; false at the first one. */
  back(): boolean {
    let last: OpenBlock | undefined;
    for (const block of this.#open)
      if (block.at > 0 && (last === undefined || this.#compare(block, last, -1) > 0)) last = block;
    for (let behind = this.#behind.at(-1); behind !== undefined; behind = this.#behind.at(-1)) {
      if (last !== undefined && behind.end < last.keys[last.at - 1]!) break;
      this.#behind.pop();
      const opened = this.#openOrUnfold(behind, this.#behind);
      if (opened === undefined) continue;
      opened.at = opened.rows.length;
      if (last === undefined || this.#compare(opened, last, -1) > 0) last = opened;
    }
    if (last === undefined) return false;
    last.at--;
    this.#least = last;
    return true;
  }

  /** Moves forwards to the first row that does not stand before a place. */
  seek(place: Place): void {
    this.#least = undefined;
    for (const block of [...this.#open]) this.#seekIn(block, place);
    for (let next = this.#ahead.at(-1); next !== undefined; next = this.#ahead.at(-1)) {
      if (next.start > place.key) break;
      this.#ahead.pop();
      if (next.end < place.key) {
        this.#putBehind(next);
        continue;
      }
      const opened = this.#openOrUnfold(next, this.#ahead);
      if (opened !== undefined) this.#seekIn(opened, place);
    }
  }

  #seekIn(block: OpenBlock, place: Place): void {
    const { keys, sequences, rows } = block;
    block.at = partitionPoint(
      block.at,
      rows.length,
      (row) =>
        keys[row]! < place.key ||
        (keys[row] === place.key && this.#sign * (sequences[row]! - place.sequence) < 0),
    );
    if (block.at === rows.length) this.#close(block);
  }

  #findLeast(): OpenBlock | undefined {
    if (this.#least !== undefined) return this.#least;
    let least: OpenBlock | undefined;
    for (const block of this.#open)
      if (
        block.at < block.rows.length &&
        (least === undefined || this.#compare(block, least, 0) < 0)
      )
        least = block;
    for (let next = this.#ahead.at(-1); next !== undefined; next = this.#ahead.at(-1)) {
      if (least !== undefined && least.keys[least.at]! < next.start) break;
      this.#ahead.pop();
      const opened = this.#openOrUnfold(next, this.#ahead);
      if (opened !== undefined && (least === undefined || this.#compare(opened, least, 0) < 0))
        least = opened;
    }
    this.#least = least;
    return least;
  }

  /** The order of the next rows of two blocks; with `shift` -1 of the rows before these. */
  #compare(a: OpenBlock, b: OpenBlock, shift: number): number {
    const i = a.at + shift;
    const j = b.at + shift;
    return a.keys[i]! - b.keys[j]! || this.#sign * (a.sequences[i]! - b.sequences[j]!);
  }

  /** Opens a block, at its first row; of a source puts the blocks in its place. A block without rows is forgotten. */
  #openOrUnfold({ of }: Closed, waiting: Closed[]): OpenBlock | undefined {
    if ('candidates' in of) {
      for (const candidate of of.candidates())
        waiting.push(this.#closed(candidate, candidate.block));
      waiting.sort(waiting === this.#ahead ? (a, b) => b.start - a.start : (a, b) => a.end - b.end);
      return undefined;
    }
    const found = this.#rowsOf(of);
    if (found === undefined || found.rows.length === 0) return undefined;
    const opened = openBlock(of, found.rows, found.reader, this.#order);
    this.#open.push(opened);
    return opened;
  }

  #close(block: OpenBlock): void {
    this.#open = this.#open.filter((each) => each !== block);
    this.#putBehind(this.#closed(block.candidate, block.candidate.block));
  }

  #closed(of: HitSource | Candidate, { minTime, maxTime }: Span): Closed {
    return this.#sign > 0
      ? { of, start: minTime, end: maxTime }
      : { of, start: -maxTime, end: -minTime };
  }

  #putBehind(closed: Closed): void {
    let at = this.#behind.length;
    while (at > 0 && this.#behind[at - 1]!.end > closed.end) at--;
    this.#behind.splice(at, 0, closed);
  }
}
