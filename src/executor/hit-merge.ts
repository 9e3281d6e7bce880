import type { BlockReader } from '../pack/block-reader.js';
import type { BlockInfo } from '../pack/pack-format.js';
import type { Candidate } from './pack-search.js';

/** A message that a search found: row `row` of the candidate's block. */
export type Hit = { readonly candidate: Candidate; readonly row: number };

/** First and last times and numbers of arrival. */
export type Span = Pick<BlockInfo, 'minTime' | 'maxTime' | 'firstSequence' | 'lastSequence'>;

/** What may hold hits within a span, and finds out when it comes to that. */
export type HitSource = {
  readonly span: Span;
  readonly candidates: () => readonly Candidate[];
};

/** Searches a block: its rows that answer, in their order. Undefined when it cannot be read. */
export type RowsOf = (
  candidate: Candidate,
) => { readonly rows: Uint32Array; readonly reader: BlockReader } | undefined;

/** The same, of messages from a number of arrival on. */
export function rowsFrom(from: number, rowsOf: RowsOf): RowsOf {
  return (candidate) => {
    const all = rowsOf(candidate);
    if (all === undefined || all.rows.length === 0) return all;
    if (candidate.block.firstSequence >= from) return all;
    const arrival = all.reader.arrival();
    return { ...all, rows: all.rows.filter((row) => arrival.sequence(row) >= from) };
  };
}

/** By time and, at equal times, arrival; exactly backwards; or by arrival alone. */
export type HitOrder = 'oldest first' | 'newest first' | 'arrival';

/** Rows of one block that answer, under a cursor. */
export type OpenBlock = {
  readonly candidate: Candidate;
  readonly rows: Uint32Array;
  /** What orders the rows first: times, negative when they come backwards; in order of arrival the sequences. */
  readonly keys: Float64Array;
  readonly sequences: Float64Array;
  at: number;
};

/** Where in an order what has a span begins: the least key that a row of it can have. */
const STARTS: Record<HitOrder, (span: Span) => number> = {
  'oldest first': ({ minTime }) => minTime,
  'newest first': ({ maxTime }) => -maxTime,
  arrival: ({ firstSequence }) => firstSequence,
};

/** Hits given out at a time. */
export const HIT_BATCH = 512;

/**
 * The hits of many sources as one stream. A source is asked, and a block searched, when the stream has come to its first
 * time (or number of arrival), so that whoever stops early has searched no more than need be. `done` is told of blocks whose
 * last hit was given out, or is in the next batch. Behind a pack that was asked, and a block without hits, there is a batch of
 * what was found until then, which may be empty: nobody waits for hits that may not come, nor for the end of a search.
 */
export function* mergeHits(
  sources: readonly HitSource[],
  order: HitOrder,
  rowsOf: RowsOf,
  done: (candidate: Candidate) => void = () => {},
): Generator<Hit[]> {
  const startOf = STARTS[order];
  const sign = order === 'newest first' ? -1 : 1;
  // Both with the next one last.
  const unasked = [...sources].sort((a, b) => startOf(b.span) - startOf(a.span));
  const waiting: Candidate[] = [];
  const open: OpenBlock[] = [];
  let batch: Hit[] = [];
  const nextStart = () =>
    Math.min(
      unasked.length > 0 ? startOf(unasked[unasked.length - 1]!.span) : Number.POSITIVE_INFINITY,
      waiting.length > 0 ? startOf(waiting[waiting.length - 1]!.block) : Number.POSITIVE_INFINITY,
    );
  for (;;) {
    let least = leastOf(open, sign);
    for (let start = nextStart(); start < Number.POSITIVE_INFINITY; start = nextStart()) {
      if (least !== undefined && least.keys[least.at]! < start) break;
      const source = unasked[unasked.length - 1];
      if (source !== undefined && startOf(source.span) === start) {
        unasked.pop();
        waiting.push(...source.candidates());
        waiting.sort((a, b) => startOf(b.block) - startOf(a.block));
        yield batch;
        batch = [];
        continue;
      }
      const next = waiting.pop()!;
      const found = rowsOf(next);
      if (found === undefined || found.rows.length === 0) {
        done(next);
        yield batch;
        batch = [];
        continue;
      }
      open.push(openBlock(next, found.rows, found.reader, order));
      least = leastOf(open, sign);
    }
    if (least === undefined) break;
    const until = nextStart();
    // With one block open, all of its rows before the next block begins follow one another.
    do {
      batch.push({ candidate: least.candidate, row: least.rows[least.at]! });
      least.at++;
      if (batch.length >= HIT_BATCH) {
        yield batch;
        batch = [];
      }
    } while (open.length === 1 && least.at < least.rows.length && least.keys[least.at]! < until);
    if (least.at === least.rows.length) {
      open.splice(open.indexOf(least), 1);
      done(least.candidate);
    }
  }
  if (batch.length > 0) yield batch;
}

/** The rows of a block that answer, which are given in their order, before the first of them. */
export function openBlock(
  candidate: Candidate,
  rows: Uint32Array,
  reader: BlockReader,
  order: HitOrder,
): OpenBlock {
  const arrival = reader.arrival();
  const sequencesOf = (of: Uint32Array) => Float64Array.from(of, (row) => arrival.sequence(row));
  if (order === 'arrival') {
    const ordered = arrival.inOrder(rows);
    const sequences = sequencesOf(ordered);
    return { candidate, rows: ordered, keys: sequences, sequences, at: 0 };
  }
  const times = reader.times();
  const isBackwards = order === 'newest first';
  const ordered = isBackwards ? rows.slice().reverse() : rows;
  const keys = Float64Array.from(ordered, (row) => (isBackwards ? -times[row]! : times[row]!));
  return { candidate, rows: ordered, keys, sequences: sequencesOf(ordered), at: 0 };
}

/** The open block whose next hit comes first. */
function leastOf(open: readonly OpenBlock[], sign: number): OpenBlock | undefined {
  let least: OpenBlock | undefined;
  for (const block of open) {
    if (least === undefined) {
      least = block;
      continue;
    }
    const byKey = block.keys[block.at]! - least.keys[least.at]!;
    if (
      byKey < 0 ||
      (byKey === 0 && sign * (block.sequences[block.at]! - least.sequences[least.at]!) < 0)
    )
      least = block;
  }
  return least;
}
