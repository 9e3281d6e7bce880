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

/** Four rows at a time; what is left of them stands behind. A set has its own memory, from the start of it. */
function wordsOf(bits: RowBits): Int32Array {
  return new Int32Array(bits.buffer, bits.byteOffset, bits.length >> 2);
}

/** Leaves in `bits` what is in `other`, too. */
export function intersect(bits: RowBits, other: RowBits): void {
  const words = wordsOf(bits);
  const others = wordsOf(other);
  for (let i = 0; i < words.length; i++) words[i]! &= others[i]!;
  for (let row = 4 * words.length; row < bits.length; row++) bits[row]! &= other[row]!;
}

/** Adds to `bits` what is in `other`. */
export function unite(bits: RowBits, other: RowBits): void {
  const words = wordsOf(bits);
  const others = wordsOf(other);
  for (let i = 0; i < words.length; i++) words[i]! |= others[i]!;
  for (let row = 4 * words.length; row < bits.length; row++) bits[row]! |= other[row]!;
}

/** Adds rows to `bits`. */
export function addRows(bits: RowBits, rows: Int32Array | Uint32Array): void {
  for (let i = 0; i < rows.length; i++) bits[rows[i]!] = 1;
}

/** A set of these rows, of so many that a block has. */
export function bitsOf(rows: Int32Array | Uint32Array, count: number): RowBits {
  const bits = new Uint8Array(count);
  addRows(bits, rows);
  return bits;
}

/** Adds to `bits` the rows of marked places. */
export function addRowsOfPlaces(bits: RowBits, places: Uint16Array, marks: Uint8Array): void {
  for (let row = 0; row < places.length; row++) bits[row]! |= marks[places[row]!]!;
}

function invert(bits: RowBits): void {
  const words = wordsOf(bits);
  for (let i = 0; i < words.length; i++) words[i]! ^= 0x01_01_01_01;
  for (let row = 4 * words.length; row < bits.length; row++) bits[row]! ^= 1;
}

/** How many rows are in a set. */
export function countRows(bits: RowBits): number {
  const words = wordsOf(bits);
  let count = 0;
  for (let from = 0; from < words.length; from += 255) {
    // A byte of the sum for each of four rows: 255 do not go over.
    const end = Math.min(words.length, from + 255);
    let sum = 0;
    for (let i = from; i < end; i++) sum = (sum + words[i]!) | 0;
    count += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
  }
  for (let row = 4 * words.length; row < bits.length; row++) count += bits[row]!;
  return count;
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
  const rows = new Uint32Array(countRows(bits));
  let at = 0;
  for (let row = bits.indexOf(1); row >= 0; row = bits.indexOf(1, row + 1)) rows[at++] = row;
  return rows;
}
