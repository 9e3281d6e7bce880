import { describe, expect, it } from 'vitest';
import { partitionPoint } from '../../../src/base/partition-point.js';

describe('partitionPoint', () => {
  const sorted = [2, 3, 3, 3, 7, 11];

  it.each([
    [0, 0],
    [3, 1],
    [4, 4],
    [11, 5],
    [12, 6],
  ])('finds the first that is not below %i at %i', (value, expected) => {
    const asked: number[] = [];
    const found = partitionPoint(0, sorted.length, (index) => {
      asked.push(index);
      return sorted[index]! < value;
    });
    expect(found).toBe(expected);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('keeps to the part it is given, and asks nothing of an empty one', () => {
    expect(partitionPoint(2, 4, () => true)).toBe(4);
    expect(partitionPoint(2, 4, () => false)).toBe(2);
    expect(partitionPoint(1, 0, () => expect.fail('asked'))).toBe(1);
  });
});
