import { describe, expect, it } from 'vitest';
import { ArrayDocSet, type DocSet, rangeDocSet } from '../../../src/postings/doc-set.js';
import { union } from '../../../src/postings/union.js';
import { walk } from '../../conformance/doc-set.js';

// What it has in common with all sets is in test/conformance/doc-set.ts.

const set = (...docs: number[]) => new ArrayDocSet(Uint32Array.from(docs));

describe('union()', () => {
  it('yields what any set holds, once', () => {
    const check = (sets: number[][], expected: number[]) => {
      const all = union(
        sets.map((docs) => set(...docs)),
        20,
      );
      expect(all.cost()).toBe(expected.length);
      expect(walk(all)).toEqual(expected);
    };
    check([], []);
    check([[], []], []);
    check([[3]], [3]);
    check([[5, 19], [0, 5], [], [7]], [0, 5, 7, 19]);
    check(
      [
        [0, 2, 4],
        [1, 3],
      ],
      [0, 1, 2, 3, 4],
    );
  });

  it('takes a set when the one before is done with, and none when nothing can be added', () => {
    const taken: DocSet[] = [];
    function* sets(): Generator<DocSet> {
      for (const each of [set(0, 1), rangeDocSet(0, 4), set(2), set(3)]) {
        for (const before of taken) expect(walk(before)).toEqual([]);
        taken.push(each);
        yield each;
      }
    }
    expect(walk(union(sets(), 4))).toEqual([0, 1, 2, 3]);
    expect(taken.length).toBe(2);
  });

  it('holds no messages at all', () => {
    expect(walk(union([], 0))).toEqual([]);
  });
});
