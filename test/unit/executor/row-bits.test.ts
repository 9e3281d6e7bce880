import { expect, it } from 'vitest';
import { andVerdict, exactly, notVerdict, orVerdict } from '../../../src/executor/row-bits.js';
import { BlockArena } from '../../../src/pack/block-room.js';
import { rowNumbers } from '../../../src/pack/row-numbers.js';
import { noise } from '../../support/bytes.js';
import { searchRoom } from '../../support/search-room.js';

const plain = (bits: Uint8Array) => Array.from(bits);

// Several rows are taken at a time: sets of any length end within them, and a full one has more than 255 times four.
it.each([
  ['', new BlockArena()],
  [', in a kernel', searchRoom()],
])('sets of rows are what they are row by row%s', (_, room) => {
  const { loops } = room;
  for (const rows of [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 1019, 1020, 1021, 8191, 8192]) {
    room.reset();
    const copyOf = (bits: Uint8Array) => {
      const copy = room.take(bits.length);
      copy.set(bits);
      return copy;
    };
    const setOf = (seed: number) => copyOf(noise(rows, seed).map((byte) => byte & 1));
    const a = setOf(1 + rows);
    const b = setOf(2 + rows);
    const both = andVerdict(loops, exactly(copyOf(a)), exactly(b)).sure;
    expect(plain(both)).toEqual(plain(a).map((bit, row) => bit & b[row]!));
    const either = orVerdict(loops, exactly(copyOf(a)), exactly(b)).sure;
    expect(plain(either)).toEqual(plain(a).map((bit, row) => bit | b[row]!));
    const other = notVerdict(loops, exactly(copyOf(a))).sure;
    expect(plain(other)).toEqual(plain(a).map((bit) => 1 - bit));
    for (const bits of [a, both, either, room.take(rows).fill(0), room.take(rows).fill(1)]) {
      const numbers = plain(bits).flatMap((bit, row) => (bit === 1 ? [row] : []));
      expect(loops.countRows(bits, rows)).toBe(numbers.length);
      expect([...rowNumbers(bits)]).toEqual(numbers);
    }
  }
});
