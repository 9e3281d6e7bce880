import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DocSet, END_OF_DOCS } from '../../src/postings/doc-set.js';
import { randomRuns } from '../support/random-runs.js';

/**
 * What every DocSet promises, held against plain arrays and Sets. `make` builds a fresh set of the sorted, distinct
 * DocIds `docs`; `sets` yields such arrays, and may be told when an implementation cannot hold any.
 */
export function docSetConformance(
  make: (docs: readonly number[]) => DocSet,
  sets: fc.Arbitrary<number[]> = anySet,
): void {
  const samples = [
    ...[[], [0], [7], [8], [31], [1000]],
    ...[
      [0, 1, 2, 3],
      [5, 6, 7, 8, 9],
    ],
    Array.from({ length: 300 }, (_, i) => 700 + i),
  ];
  if (sets === anySet)
    samples.push(
      [0, 7, 8, 15, 16, 63, 64],
      [0, 2, 4, 6, 8, 100, 1000],
      [3, 7, 300],
      [0, 1, 2, 100, 101, 102, 500],
      Array.from({ length: 50 }, (_, i) => i * i),
    );

  it('stands on its first DocId from the start', () => {
    for (const docs of samples) expect(make(docs).docId()).toBe(docs[0] ?? END_OF_DOCS);
  });

  it('next() walks all DocIds in order, then stays at the end', () => {
    for (const docs of samples) {
      const set = make(docs);
      expect(walk(set)).toEqual(docs);
      for (let i = 0; i < 3; i++) expect(set.next()).toBe(END_OF_DOCS);
      expect(set.docId()).toBe(END_OF_DOCS);
    }
  });

  it('seek() moves to the first DocId at or after each target', () => {
    for (const docs of samples) {
      const most = (docs.at(-1) ?? 0) + 10;
      for (let target = 0; target <= most; target += most > 500 ? 13 : 1) {
        const set = make(docs);
        const expected = docs.find((doc) => doc >= target) ?? END_OF_DOCS;
        expect(set.seek(target)).toBe(expected);
        expect(set.docId()).toBe(expected);
        expect(walk(set)).toEqual(docs.filter((doc) => doc >= target));
      }
    }
  });

  it('seek() to a DocId under or behind the cursor does nothing', () => {
    for (const docs of samples) {
      const set = make(docs);
      for (const doc of docs) {
        for (const target of [0, doc - 1, doc]) expect(set.seek(Math.max(0, target))).toBe(doc);
        set.next();
      }
      expect(set.seek(0)).toBe(END_OF_DOCS);
    }
  });

  it('seek(END_OF_DOCS) ends it', () => {
    for (const docs of samples) {
      const set = make(docs);
      expect(set.seek(END_OF_DOCS)).toBe(END_OF_DOCS);
      expect(set.docId()).toBe(END_OF_DOCS);
      expect(set.next()).toBe(END_OF_DOCS);
      expect(set.seek(0)).toBe(END_OF_DOCS);
    }
  });

  it('cost() is at least the number of DocIds, and does not change', () => {
    for (const docs of samples) {
      const set = make(docs);
      const cost = set.cost();
      expect(cost).toBeGreaterThanOrEqual(docs.length);
      walk(set);
      expect(set.cost()).toBe(cost);
    }
  });

  it('does what a sorted array does, whatever the steps', () => {
    const step = fc.oneof(
      fc.constant('next' as const),
      fc.nat(3000),
      fc.nat(20).map((n) => -n),
    );
    fc.assert(
      fc.property(sets, fc.array(step, { maxLength: 60 }), (docs, steps) => {
        const members = new Set(docs);
        const set = make(docs);
        const rest = [...docs];
        for (const each of steps) {
          if (each === 'next') {
            rest.shift();
            expect(set.next()).toBe(rest[0] ?? END_OF_DOCS);
          } else {
            // Negative: so far ahead of the cursor.
            const target = each < 0 ? (rest[0] ?? 0) - each : each;
            while (rest.length > 0 && rest[0]! < target) rest.shift();
            expect(set.seek(target)).toBe(rest[0] ?? END_OF_DOCS);
          }
          expect(set.docId()).toBe(rest[0] ?? END_OF_DOCS);
          if (set.docId() !== END_OF_DOCS) expect(members.has(set.docId())).toBe(true);
        }
      }),
      randomRuns(500),
    );
  });
}

/** DocIds from the cursor on. */
export function walk(set: DocSet): number[] {
  const docs: number[] = [];
  for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) docs.push(doc);
  return docs;
}

/** Runs of DocIds: gap before, then how many. */
const runsSet = fc
  .array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 60 })), { maxLength: 20 })
  .map((runs) => {
    const docs: number[] = [];
    let next = 0;
    for (const [gap, length] of runs) {
      next += gap;
      for (let i = 0; i < length; i++) docs.push(next++);
    }
    return docs;
  });

/** Sorted, distinct DocIds: scattered, dense, or in runs. */
export const anySet: fc.Arbitrary<number[]> = fc.oneof(
  fc.uniqueArray(fc.nat(2500), { maxLength: 300 }).map((docs) => docs.sort((a, b) => a - b)),
  fc
    .tuple(fc.array(fc.boolean(), { maxLength: 400 }), fc.nat(50))
    .map(([bits, first]) => bits.flatMap((bit, i) => (bit ? [first + i] : []))),
  runsSet,
);
