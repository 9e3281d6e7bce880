import { countRows } from './row-sets.js';

/** The rows of a set, a byte a row, ascending. */
export function rowNumbers(bits: Uint8Array): Uint32Array {
  const rows = new Uint32Array(countRows(bits, bits.length));
  let at = 0;
  for (let row = bits.indexOf(1); row >= 0; row = bits.indexOf(1, row + 1)) rows[at++] = row;
  return rows;
}
