import type { BlockReader } from '../pack/block-reader.js';
import type { Candidate } from './pack-search.js';

/** A message that a search found: row `row` of the candidate's block. */
export type Hit = { readonly candidate: Candidate; readonly row: number };

/** What may hold hits between two times, and finds out when it comes to that. */
export type HitSource = {
  readonly minTime: number;
  readonly maxTime: number;
  readonly candidates: () => readonly Candidate[];
};

/** Rows of one block that answer, under a cursor. */
type OpenBlock = {
  readonly candidate: Candidate;
  readonly rows: Uint32Array;
  readonly times: Float64Array;
  readonly sequences: Float64Array;
  at: number;
};

/** Hits given out at a time. */
export const HIT_BATCH = 512;

/**
 * The hits of many sources as one stream in order of time and, at equal times, of arrival; or exactly backwards. A source is
 * asked, and a block searched, when the stream has come to its first time, so that whoever stops early has searched no
 * more than need be. `rowsOf` searches a block; undefined when it cannot be read.
 */
export function* mergeHits(
  sources: readonly HitSource[],
  newestFirst: boolean,
  rowsOf: (candidate: Candidate) => { rows: Uint32Array; reader: BlockReader } | undefined,
): Generator<Hit[]> {
  const sign = newestFirst ? -1 : 1;
  const startOf = ({ minTime, maxTime }: { minTime: number; maxTime: number }) =>
    newestFirst ? -maxTime : minTime;
  // Both with the next one last.
  const unasked = [...sources].sort((a, b) => startOf(b) - startOf(a));
  const waiting: Candidate[] = [];
  const open: OpenBlock[] = [];
  let batch: Hit[] = [];
  const nextStart = () =>
    Math.min(
      unasked.length > 0 ? startOf(unasked[unasked.length - 1]!) : Number.POSITIVE_INFINITY,
      waiting.length > 0 ? startOf(waiting[waiting.length - 1]!.block) : Number.POSITIVE_INFINITY,
    );
  for (;;) {
    let least = leastOf(open, sign);
    for (let start = nextStart(); start < Number.POSITIVE_INFINITY; start = nextStart()) {
      if (least !== undefined && sign * least.times[least.at]! < start) break;
      const source = unasked[unasked.length - 1];
      if (source !== undefined && startOf(source) === start) {
        unasked.pop();
        waiting.push(...source.candidates());
        waiting.sort((a, b) => startOf(b.block) - startOf(a.block));
        continue;
      }
      const next = waiting.pop()!;
      const found = rowsOf(next);
      if (found === undefined || found.rows.length === 0) continue;
      open.push(openBlock(next, found.rows, found.reader, newestFirst));
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
    } while (
      open.length === 1 &&
      least.at < least.rows.length &&
      sign * least.times[least.at]! < until
    );
    if (least.at === least.rows.length) open.splice(open.indexOf(least), 1);
  }
  if (batch.length > 0) yield batch;
}

function openBlock(
  candidate: Candidate,
  rows: Uint32Array,
  reader: BlockReader,
  newestFirst: boolean,
): OpenBlock {
  const ordered = newestFirst ? rows.slice().reverse() : rows;
  const times = reader.times();
  const arrival = reader.arrival();
  return {
    candidate,
    rows: ordered,
    times: Float64Array.from(ordered, (row) => times[row]!),
    sequences: Float64Array.from(ordered, (row) => arrival.sequence(row)),
    at: 0,
  };
}

/** The open block whose next hit comes first. */
function leastOf(open: readonly OpenBlock[], sign: number): OpenBlock | undefined {
  let least: OpenBlock | undefined;
  for (const block of open) {
    if (least === undefined) {
      least = block;
      continue;
    }
    const byTime = sign * (block.times[block.at]! - least.times[least.at]!);
    if (
      byTime < 0 ||
      (byTime === 0 && sign * (block.sequences[block.at]! - least.sequences[least.at]!) < 0)
    )
      least = block;
  }
  return least;
}
