import { takeInts, takeZeros } from '../codec/arena.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockLoops } from '../pack/block-room.js';

/** Sets of a block's rows: a byte a row, 1 for those that are in. They are in the room of the block. */
export type RowBits = Uint8Array;

/**
 * What is known of the rows of a block: those that answer for sure, and those that possibly do, these among them. The same
 * array when nothing is left to be verified. Whoever is given a verdict owns it: the functions here write into their first one,
 * for a fresh array a leaf costs more than what is done with it.
 */
export type Verdict = { readonly sure: RowBits; readonly possible: RowBits };

export function allRows({ room, rows }: BlockReader): RowBits {
  return room.take(rows).fill(1);
}

export function noRows({ room, rows }: BlockReader): RowBits {
  return takeZeros(room, rows);
}

/** The rows of the templates that are marked, by place. */
export function rowsOfPlaces(reader: BlockReader, marks: Uint8Array): RowBits {
  const bits = noRows(reader);
  reader.room.loops.addRowsOfPlaces(reader.places(), reader.rows, marks, bits);
  return bits;
}

/** How many rows of a set each template has, by place. */
export function countPlaces(reader: BlockReader, within: RowBits): Int32Array {
  const { room, rows, templateIds } = reader;
  const counts = takeInts(room, templateIds.length);
  room.loops.countPlaces(reader.places(), rows, within, counts, counts.length);
  return counts;
}

/** A set of these rows. */
export function bitsOf(reader: BlockReader, rows: Uint32Array): RowBits {
  const bits = noRows(reader);
  for (let i = 0; i < rows.length; i++) bits[rows[i]!] = 1;
  return bits;
}

export function isEmpty(bits: RowBits): boolean {
  return !bits.includes(1);
}

/** A verdict that leaves nothing open. */
export function exactly(bits: RowBits): Verdict {
  return { sure: bits, possible: bits };
}

export function isExactly({ sure, possible }: Verdict): boolean {
  return sure === possible;
}

/** Three-valued AND, OR and NOT. */
export function andVerdict(loops: BlockLoops, a: Verdict, b: Verdict): Verdict {
  return combine(loops.intersect, a, b);
}

export function orVerdict(loops: BlockLoops, a: Verdict, b: Verdict): Verdict {
  return combine(loops.unite, a, b);
}

export function notVerdict({ invert }: BlockLoops, a: Verdict): Verdict {
  invert(a.possible, a.possible.length);
  if (isExactly(a)) return a;
  invert(a.sure, a.sure.length);
  return { sure: a.possible, possible: a.sure };
}

function combine(change: BlockLoops['unite'], a: Verdict, b: Verdict): Verdict {
  const { length } = a.possible;
  if (isExactly(a) && isExactly(b)) {
    change(a.possible, b.possible, length);
    return a;
  }
  const sure = isExactly(a) ? a.sure.slice() : a.sure;
  change(sure, b.sure, length);
  change(a.possible, b.possible, length);
  return { sure, possible: a.possible };
}
