import { describe, expect, it } from 'vitest';
import {
  ArrayDocSet,
  BitmapDocSet,
  END_OF_DOCS,
  RunsDocSet,
  rangeDocSet,
} from '../../../src/postings/doc-set.js';
import { walk } from '../../conformance/doc-set.js';

// What all sets have in common is in test/conformance/doc-set.ts.

describe('rangeDocSet()', () => {
  it('is empty when its end is not behind its start', () => {
    for (const [first, end] of [
      [0, 0],
      [5, 5],
      [5, 3],
    ] as const) {
      const set = rangeDocSet(first, end);
      expect(set.docId()).toBe(END_OF_DOCS);
      expect(set.cost()).toBe(0);
    }
  });
});

describe('ArrayDocSet', () => {
  it('holds the largest DocIds', () => {
    const docs = [0x7fff_ffff, 0x8000_0000, END_OF_DOCS - 1];
    const set = new ArrayDocSet(Uint32Array.from(docs));
    expect(set.seek(0x8000_0000)).toBe(0x8000_0000);
    expect(set.next()).toBe(END_OF_DOCS - 1);
    expect(set.next()).toBe(END_OF_DOCS);
  });

  it('seek() gallops from wherever the cursor stands', () => {
    const docs = Uint32Array.from({ length: 1000 }, (_, i) => 3 * i);
    for (let start = 0; start < 1000; start += 37)
      for (let target = 3 * start; target < 3010; target += 11) {
        const set = new ArrayDocSet(docs);
        set.seek(3 * start);
        const expected = Math.ceil(target / 3) * 3;
        expect(set.seek(target)).toBe(expected < 3000 ? expected : END_OF_DOCS);
      }
  });
});

describe('RunsDocSet', () => {
  it('holds the largest DocIds, and runs that touch', () => {
    const set = new RunsDocSet(Uint32Array.of(0, 2, 2, 4, END_OF_DOCS - 2, END_OF_DOCS), 6);
    expect(walk(set)).toEqual([0, 1, 2, 3, END_OF_DOCS - 2, END_OF_DOCS - 1]);
  });
});

describe('BitmapDocSet', () => {
  it('finds single bits in an empty megabyte', () => {
    const limit = 8 << 20;
    const bits = new Uint8Array(limit / 8);
    bits[0] = 0x80;
    bits[bits.length - 1] = 0x80;
    expect(walk(new BitmapDocSet(bits, limit, 2))).toEqual([7, limit - 1]);
  });
});
