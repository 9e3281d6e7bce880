import { partitionPoint } from '../base/partition-point.js';
import { type MessageView, ReusedView, viewMessage } from '../match/message-view.js';
import type { BlockReader } from '../pack/block-reader.js';
import { rowNumbers } from '../pack/row-numbers.js';
import type { TimeRange } from '../planner/plan.js';
import type { CompiledQuery } from './compiled-query.js';
import { countAlone, countOpen } from './count-open.js';
import type { LiteralTests } from './literal-tests.js';
import { BlockRows, verdictOf } from './node-verdicts.js';
import type { Candidate } from './pack-search.js';
import {
  allRows,
  andVerdict,
  exactly,
  isExactly,
  noRows,
  orVerdict,
  type RowBits,
  rowsOfPlaces,
  type Verdict,
} from './row-bits.js';
import { type DecidedTemplates, decideTemplates } from './template-verdicts.js';

/** How many messages of a candidate answer. */
export function countBlock(
  candidate: Candidate,
  query: CompiledQuery,
  open: (candidate: Candidate) => BlockReader,
): number {
  const { block, ranges, root } = candidate;
  const isWhole = ranges === undefined && block.pieces === 0;
  if (isWhole && root.kind === 'all') return block.rows;
  const reader = open(candidate);
  const alone = isWhole ? countAlone(root, candidate.units, reader) : undefined;
  if (alone !== undefined) return alone;
  const decided = decide(candidate, reader);
  if (!isWhole || decided === undefined)
    return rowsDecided(candidate, query, reader, decided).length;
  const { sureRows } = decided;
  const inOpen = countOpen(decided, reader);
  if (inOpen !== undefined) return sureRows + inOpen;
  const found = verdictOfOpen(decided, reader, candidate.literals, undefined);
  if (isExactly(found)) return sureRows + reader.room.loops.countRows(found.possible, reader.rows);
  return sureRows + verified(rowNumbers(found.possible), found.sure, query, reader).length;
}

/** The rows of a candidate that answer, in order of time; of a line in pieces its first one. */
export function rowsOfBlock(
  candidate: Candidate,
  query: CompiledQuery,
  reader: BlockReader,
): Uint32Array {
  return rowsDecided(candidate, query, reader, decide(candidate, reader));
}

/** What the templates decide. Of pieces of messages each is a row, and so they cannot. */
function decide(
  { block, root, units, literals }: Candidate,
  reader: BlockReader,
): DecidedTemplates | undefined {
  if (block.pieces > 0 || units === undefined || root.kind === 'all') return undefined;
  return decideTemplates(reader, root, units, literals);
}

function rowsDecided(
  { ranges, root, units, literals }: Candidate,
  query: CompiledQuery,
  reader: BlockReader,
  decided: DecidedTemplates | undefined,
): Uint32Array {
  if (decided?.openRows === 0 && decided.sureRows === 0) return new Uint32Array(0);
  const inTime = ranges && rowsInRanges(reader, ranges);
  if (root.kind === 'all') return rowNumbers(firstPieces(reader, inTime ?? allRows(reader)));
  const found: Verdict =
    units === undefined
      ? { sure: noRows(reader), possible: allRows(reader) }
      : decided === undefined
        ? verdictOf(root, new BlockRows(reader, units, literals), inTime)
        : verdictDecided(decided, reader, literals, inTime);
  const wasExact = isExactly(found);
  const { possible } = found;
  if (inTime !== undefined) reader.room.loops.intersect(possible, inTime, reader.rows);
  const rows = rowNumbers(firstPieces(reader, possible));
  return wasExact ? rows : verified(rows, found.sure, query, reader);
}

/** Those of some rows that are sure, or whose messages answer. */
function verified(
  rows: Uint32Array,
  sure: RowBits,
  query: CompiledQuery,
  reader: BlockReader,
): Uint32Array {
  const asksSource = query.leaves.some(({ source }) => source !== undefined);
  const views = new RowViews(reader, asksSource);
  return rows.filter((row) => sure[row] === 1 || query.test(views.of(row)));
}

/** The rows of templates that are decided, and of the open ones those that answer the rest of the query. */
function verdictDecided(
  decided: DecidedTemplates,
  reader: BlockReader,
  literals: LiteralTests,
  inTime: RowBits | undefined,
): Verdict {
  const { openRows } = decided;
  if (decided.sureRows === 0) return verdictOfOpen(decided, reader, literals, inTime);
  const sure = exactly(rowsOfPlaces(reader, decided.sure));
  return openRows === 0
    ? sure
    : orVerdict(reader.room.loops, verdictOfOpen(decided, reader, literals, inTime), sure);
}

/** Of rows of open templates, those that answer the rest of the query. */
function verdictOfOpen(
  decided: DecidedTemplates,
  reader: BlockReader,
  literals: LiteralTests,
  inTime: RowBits | undefined,
): Verdict {
  const { root, units, open, openRows } = decided;
  const rows = new BlockRows(reader, units, literals, decided);
  const isWithin = root.kind === 'leaf' && root.leaf.automaton !== undefined;
  if (openRows === reader.rows || isWithin) return verdictOf(root, rows, inTime);
  const asked = rowsOfPlaces(reader, open);
  if (inTime !== undefined) reader.room.loops.intersect(asked, inTime, reader.rows);
  return andVerdict(reader.room.loops, verdictOf(root, rows, asked), exactly(asked));
}

/** Views of one message after the other: each is valid until the next is looked at. */
class RowViews {
  readonly #reader: BlockReader;
  readonly #asksSource: boolean;
  readonly #view = new ReusedView();
  readonly #only: readonly MessageView[] = [this.#view];

  constructor(reader: BlockReader, asksSource: boolean) {
    this.#reader = reader;
    this.#asksSource = asksSource;
  }

  /** The message of a row, each piece by itself. */
  of(row: number): readonly MessageView[] {
    const reader = this.#reader;
    const source = this.#asksSource ? reader.arrival().origin(row).source : '';
    if (reader.info.pieces === 0) {
      this.#view.look(reader.messageOf(row), false).source = source;
      return this.#only;
    }
    const views = [viewMessage(reader.messageOf(row), false, source)];
    const { continuations } = reader.arrival();
    for (let next = row + 1; continuations.has(next); next++)
      views.push(viewMessage(reader.messageOf(next), true, source));
    return views;
  }
}

/** A set without the further pieces of messages. */
function firstPieces(reader: BlockReader, bits: RowBits): RowBits {
  if (reader.info.pieces === 0) return bits;
  for (const row of reader.arrival().continuations) bits[row] = 0;
  return bits;
}

/** The rows within the ranges. Times never decrease with the row. */
function rowsInRanges(reader: BlockReader, ranges: readonly TimeRange[]): RowBits {
  const bits = allRows(reader);
  const times = reader.times();
  let row = 0;
  for (const { from, to } of ranges) {
    const first = partitionPoint(0, times.length, (row) => times[row]! < from);
    if (first > row) bits.fill(0, row, first);
    row = Math.max(
      row,
      partitionPoint(row, times.length, (each) => times[each]! < to),
    );
  }
  bits.fill(0, row);
  return bits;
}
