/** Sets of a block's rows: a byte a row, 1 for those that are in. */
export type RowBits = Uint8Array;

/**
 * What is known of the rows of a block: those that answer for sure, and those that possibly do, these among them. The same
 * array when nothing is left to be verified. Whoever is given a verdict owns it: the functions here write into their first one,
 * for a fresh array a leaf costs more than what is done with it.
 */
export type Verdict = { readonly sure: RowBits; readonly possible: RowBits };

export function allRows(rows: number): RowBits {
  return new Uint8Array(rows).fill(1);
}

/** Leaves in `bits` what is in `other`, too. */
export function intersect(bits: RowBits, other: RowBits): void {
  for (let row = 0; row < bits.length; row++) bits[row]! &= other[row]!;
}

/** Adds to `bits` what is in `other`. */
export function unite(bits: RowBits, other: RowBits): void {
  for (let row = 0; row < bits.length; row++) bits[row]! |= other[row]!;
}

function invert(bits: RowBits): void {
  for (let row = 0; row < bits.length; row++) bits[row]! ^= 1;
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
export function andVerdict(a: Verdict, b: Verdict): Verdict {
  return combine(intersect, a, b);
}

export function orVerdict(a: Verdict, b: Verdict): Verdict {
  return combine(unite, a, b);
}

export function notVerdict(a: Verdict): Verdict {
  invert(a.possible);
  if (isExactly(a)) return a;
  invert(a.sure);
  return { sure: a.possible, possible: a.sure };
}

function combine(change: (bits: RowBits, other: RowBits) => void, a: Verdict, b: Verdict): Verdict {
  if (isExactly(a) && isExactly(b)) {
    change(a.possible, b.possible);
    return a;
  }
  const sure = isExactly(a) ? a.sure.slice() : a.sure;
  change(sure, b.sure);
  change(a.possible, b.possible);
  return { sure, possible: a.possible };
}

/** The rows of a set, ascending. */
export function rowNumbers(bits: RowBits): Uint32Array {
  let count = 0;
  for (let row = 0; row < bits.length; row++) count += bits[row]!;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = bits.indexOf(1); row >= 0; row = bits.indexOf(1, row + 1)) rows[at++] = row;
  return rows;
}
