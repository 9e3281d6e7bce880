import { describe, expect, it } from 'vitest';
import { isTie, ratioOf, spreadOf } from '../../../native-free-bench/result/spread.js';

describe('spreadOf()', () => {
  const check = (values: number[], least: number, median: number, most: number) =>
    expect(spreadOf(values)).toEqual({ least, median, most });

  it('has the middle value of an odd count', () => {
    check([3], 3, 3, 3);
    check([9, 1, 2], 1, 2, 9);
    check([5, 4, 3, 2, 1], 1, 3, 5);
  });

  it('has the mean of the two in the middle of an even count', () => {
    check([1, 3], 1, 2, 3);
    check([10, 1, 4, 3], 1, 3.5, 10);
  });

  it('sorts by value, not by text, and leaves its input alone', () => {
    const values = [10, 9, 100];
    check(values, 9, 10, 100);
    expect(values).toEqual([10, 9, 100]);
  });

  it('of nothing is no number', () => {
    check([], Number.NaN, Number.NaN, Number.NaN);
  });
});

describe('ratioOf()', () => {
  const check = (ours: number[], theirs: number[], better: 'less' | 'more', expected: number[]) => {
    const { least, median, most } = ratioOf(ours, theirs, better);
    expect([least, median, most]).toEqual(expected);
  };

  it('counts how many times better ours is, turn by turn', () => {
    check([1, 2, 4], [4, 4, 4], 'less', [1, 2, 4]);
    check([4, 4, 4], [1, 2, 4], 'more', [1, 2, 4]);
    check([8], [4], 'less', [0.5, 0.5, 0.5]);
  });

  it('has the mean of the two in the middle of an even count', () => {
    check([1, 1], [2, 4], 'less', [2, 3, 4]);
  });

  it('leaves out turns that only one of them has', () => {
    check([1, 1, 9], [2], 'less', [2, 2, 2]);
    check([], [2], 'less', [Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('isTie()', () => {
  const check = (least: number, most: number, expected: boolean) =>
    expect(isTie({ least, median: (least + most) / 2, most })).toBe(expected);

  it('is one when the spread crosses or touches 1', () => {
    check(0.9, 1.1, true);
    check(1, 1.5, true);
    check(0.5, 1, true);
    check(1, 1, true);
  });

  it('is none when every turn says the same', () => {
    check(1.01, 1.5, false);
    check(0.5, 0.99, false);
  });
});
