import { expect, it } from 'vitest';
import {
  countRows,
  exactly,
  intersect,
  notVerdict,
  rowNumbers,
  unite,
} from '../../../src/executor/row-bits.js';
import { noise } from '../../support/bytes.js';

const setOf = (rows: number, seed: number) => noise(rows, seed).map((byte) => byte & 1);
const plain = (bits: Uint8Array) => Array.from(bits);

// Four rows are taken at a time: sets of any length end within four, and a full one has more than 255 times four.
it('sets of rows are what they are row by row', () => {
  for (const rows of [0, 1, 2, 3, 4, 5, 7, 8, 1019, 1020, 1021, 8191, 8192]) {
    const a = setOf(rows, 1 + rows);
    const b = setOf(rows, 2 + rows);
    const both = a.slice();
    intersect(both, b);
    expect(plain(both)).toEqual(plain(a).map((bit, row) => bit & b[row]!));
    const either = a.slice();
    unite(either, b);
    expect(plain(either)).toEqual(plain(a).map((bit, row) => bit | b[row]!));
    expect(plain(notVerdict(exactly(a.slice())).sure)).toEqual(plain(a).map((bit) => 1 - bit));
    for (const bits of [a, both, either, new Uint8Array(rows), new Uint8Array(rows).fill(1)]) {
      const numbers = plain(bits).flatMap((bit, row) => (bit === 1 ? [row] : []));
      expect(countRows(bits)).toBe(numbers.length);
      expect([...rowNumbers(bits)]).toEqual(numbers);
    }
  }
});
