import { describe, expect, it } from 'vitest';
import { unzigzag, varintLength, zigzag } from '../../../src/codec/varint.js';

describe('varintLength()', () => {
  it('grows by one every seven bits', () => {
    const check = (value: number, length: number) => expect(varintLength(value)).toBe(length);
    check(0, 1);
    check(127, 1);
    check(128, 2);
    check(2 ** 14 - 1, 2);
    check(2 ** 14, 3);
    check(2 ** 21 - 1, 3);
    check(2 ** 28 - 1, 4);
    check(2 ** 28, 5);
    check(2 ** 32 - 1, 5);
    check(2 ** 35, 6);
    check(2 ** 49 - 1, 7);
    check(Number.MAX_SAFE_INTEGER, 8);
  });
});

describe('zigzag()', () => {
  it('keeps small magnitudes small, and unzigzag() undoes it', () => {
    const check = (value: number, coded: number) => {
      expect(zigzag(value)).toBe(coded);
      expect(unzigzag(coded)).toBe(value);
    };
    check(0, 0);
    check(-1, 1);
    check(1, 2);
    check(-2, 3);
    check(2, 4);
    check(2 ** 31, 2 ** 32);
    check(-(2 ** 31), 2 ** 32 - 1);
    check(-3_599_999, 7_199_997);
    check(2 ** 52 - 1, 2 ** 53 - 2);
    check(-(2 ** 52), 2 ** 53 - 1);
  });
});
