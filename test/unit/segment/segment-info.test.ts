import { describe, expect, it } from 'vitest';
import { segmentHour } from '../../../src/base/ids.js';
import { isSealed, type SegmentInfo, uncoveredRanges } from '../../../src/segment/segment-info.js';

/** An hour of 10 messages with parts of the given bounds. */
function info(...bounds: [first: number, end: number][]): SegmentInfo {
  const parts = bounds.map(([first, end]) => ({
    ...{ first, end, generation: 0 },
    ...{ bytes: 100, tailBytes: 50 },
  }));
  const size = { logBytes: 1000, messages: 10, textBytes: 500 };
  return { hour: segmentHour(1), ...size, minTime: 0, maxTime: 1, parts };
}

describe('uncoveredRanges()', () => {
  it('names the messages that no part covers', () => {
    const check = (bounds: [number, number][], ranges: [number, number][]) =>
      expect(uncoveredRanges(info(...bounds))).toEqual(
        ranges.map(([first, end]) => ({ first, end })),
      );
    check([], [[0, 10]]);
    check([[0, 10]], []);
    check([[0, 4]], [[4, 10]]);
    check([[4, 10]], [[0, 4]]);
    check(
      [
        [2, 4],
        [6, 8],
      ],
      [
        [0, 2],
        [4, 6],
        [8, 10],
      ],
    );
    check(
      [
        [0, 4],
        [4, 10],
      ],
      [],
    );
  });
});

describe('isSealed()', () => {
  it('is true when one part covers all messages', () => {
    expect(isSealed(info([0, 10]))).toBe(true);
    expect(isSealed(info())).toBe(false);
    expect(isSealed(info([0, 9]))).toBe(false);
    expect(isSealed(info([1, 10]))).toBe(false);
    expect(isSealed(info([0, 5], [5, 10]))).toBe(false);
  });
});
