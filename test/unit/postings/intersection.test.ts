import { describe, expect, it } from 'vitest';
import { ArrayDocSet, type DocSet } from '../../../src/postings/doc-set.js';
import { intersect } from '../../../src/postings/intersection.js';
import { walk } from '../../conformance/doc-set.js';

const set = (...docs: number[]) => new ArrayDocSet(Uint32Array.from(docs));

/** Counts how often a set is moved. */
class CountingDocSet implements DocSet {
  moves = 0;
  readonly #inner: DocSet;
  constructor(inner: DocSet) {
    this.#inner = inner;
  }
  docId(): number {
    return this.#inner.docId();
  }
  next(): number {
    this.moves++;
    return this.#inner.next();
  }
  seek(target: number): number {
    this.moves++;
    return this.#inner.seek(target);
  }
  cost(): number {
    return this.#inner.cost();
  }
}

describe('intersect()', () => {
  it('yields what all sets hold', () => {
    const check = (sets: number[][], expected: number[]) =>
      expect(walk(intersect(sets.map((docs) => set(...docs))))).toEqual(expected);
    check([[1, 2, 3]], [1, 2, 3]);
    check(
      [
        [1, 2, 3],
        [2, 3, 4],
      ],
      [2, 3],
    );
    check(
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      [],
    );
    check([[], [1, 2]], []);
    check(
      [
        [0, 5, 9],
        [5, 9],
        [0, 5, 9, 12],
      ],
      [5, 9],
    );
    check([[7], [7], [7]], [7]);
  });

  it('refuses no sets, and returns a single one as it is', () => {
    expect(() => intersect([])).toThrow(RangeError);
    const only = set(1);
    expect(intersect([only])).toBe(only);
  });

  it('costs what its cheapest set costs, and walks that one', () => {
    const rare = new CountingDocSet(set(10, 5000));
    const common = new CountingDocSet(set(...Array.from({ length: 10_000 }, (_, i) => i)));
    const both = intersect([common, rare]);
    expect(both.cost()).toBe(2);
    expect(walk(both)).toEqual([10, 5000]);
    expect(rare.moves).toBeLessThanOrEqual(4);
    expect(common.moves).toBeLessThanOrEqual(4);
  });
});
