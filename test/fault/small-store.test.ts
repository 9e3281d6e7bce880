import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { verifyStore } from '../../src/engine/verify.js';
import { IndexPartReader } from '../../src/segment/index-part-reader.js';
import { isSealed, uncoveredRanges } from '../../src/segment/segment-info.js';
import { indexPartPath } from '../../src/storage/file-names.js';
import { HOURS, smallStore } from '../support/small-store.js';
import { expectAnswers, expectedAnswer, QUESTIONS } from '../support/small-store-answers.js';

describe('smallStore()', () => {
  const { directory, sent } = smallStore();
  const catalog = readCatalog(directory);
  const segment = (hour: number) => catalog.segments.find((each) => each.hour === hour)!;

  it('has every shape that an hour can have', () => {
    for (const hour of [HOURS.single, HOURS.disordered, HOURS.dense])
      expect(isSealed(segment(hour))).toBe(true);
    expect(segment(HOURS.partly).parts).toHaveLength(2);
    expect(uncoveredRanges(segment(HOURS.partly))).toEqual([{ first: 24, end: 36 }]);
    expect(segment(HOURS.crowded).parts).toHaveLength(5);
    expect(uncoveredRanges(segment(HOURS.crowded))).toEqual([]);
    expect(segment(HOURS.pieces).parts).toHaveLength(1);
    expect(isSealed(segment(HOURS.pieces))).toBe(false);
  });

  it('has posting lists in their own section, messages out of order, and pieces of long lines', () => {
    const first = (hour: number) => {
      const part = segment(hour).parts[0]!;
      const path = indexPartPath(segment(hour).hour, part.first, part.end, part.generation);
      return new IndexPartReader(directory.open(path), path, part);
    };
    expect(first(HOURS.dense).terms.measure().listBytes).toBeGreaterThan(2 * 68);
    expect(first(HOURS.disordered).order()).toBeDefined();
    expect(first(HOURS.pieces).hasPieces).toBe(true);
  });

  it('answers as brute force does, and every question but one finds something', () => {
    expectAnswers(directory, sent, QUESTIONS, 'whole');
    const empty = QUESTIONS.filter((each) => expectedAnswer(sent, each).length === 0);
    expect(empty.map(({ text }) => text)).toEqual(['nosuchword']);
  });

  it('verify finds nothing', () => {
    for (const report of verifyStore(directory, catalog, { deep: true }))
      expect(report.findings).toEqual([]);
  });
});
