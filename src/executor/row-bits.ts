/** Sets of a block's rows: a byte a row, 1 for those that are in. */
export type RowBits = Uint8Array;

/**
 * What is known of the rows of a block: those that answer for sure, and those that possibly do, these among them. Equal
 * when nothing is left to be verified. Never changed.
 */
export type Verdict = { readonly sure: RowBits; readonly possible: RowBits };

export function allRows(rows: number): RowBits {
  return new Uint8Array(rows).fill(1);
}

export function both(a: RowBits, b: RowBits): RowBits {
  const bits = new Uint8Array(a.length);
  for (let row = 0; row < bits.length; row++) bits[row] = a[row]! & b[row]!;
  return bits;
}

export function either(a: RowBits, b: RowBits): RowBits {
  const bits = new Uint8Array(a.length);
  for (let row = 0; row < bits.length; row++) bits[row] = a[row]! | b[row]!;
  return bits;
}

export function others(a: RowBits): RowBits {
  const bits = new Uint8Array(a.length);
  for (let row = 0; row < bits.length; row++) bits[row] = a[row]! ^ 1;
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
export function andVerdict(a: Verdict, b: Verdict): Verdict {
  const possible = both(a.possible, b.possible);
  if (isExactly(a) && isExactly(b)) return exactly(possible);
  return { sure: both(a.sure, b.sure), possible };
}

export function orVerdict(a: Verdict, b: Verdict): Verdict {
  const possible = either(a.possible, b.possible);
  if (isExactly(a) && isExactly(b)) return exactly(possible);
  return { sure: either(a.sure, b.sure), possible };
}

export function notVerdict(a: Verdict): Verdict {
  const possible = others(a.sure);
  return isExactly(a) ? exactly(possible) : { sure: others(a.possible), possible };
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
