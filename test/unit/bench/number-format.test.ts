import { describe, expect, it } from 'vitest';
import {
  formatCell,
  formatNumber,
  formatRange,
  formatRatio,
  scaleOf,
} from '../../../native-free-bench/report/number-format.js';
import type { Row } from '../../../native-free-bench/report/pivot.js';
import { measurement } from '../../support/fake-result.js';

describe('formatNumber()', () => {
  it('keeps three digits, two below 1, and all before the point', () => {
    const check = (value: number, expected: string) => expect(formatNumber(value)).toBe(expected);
    check(0, '0');
    check(0.000_123, '0.00012');
    check(0.0523, '0.052');
    check(0.9, '0.90');
    check(4.126, '4.13');
    check(9.999, '10.0');
    check(41.26, '41.3');
    check(412.6, '413');
    check(999.7, '1,000');
    check(1_234_567.8, '1,234,568');
    check(Number.NaN, '–');
    check(Number.POSITIVE_INFINITY, '–');
  });
});

describe('formatRatio()', () => {
  it('keeps two digits, and three near 1', () => {
    const check = (value: number, expected: string) => expect(formatRatio(value)).toBe(expected);
    check(0.0123, '0.012');
    check(0.618, '0.62');
    check(1.04, '1.04');
    check(4.13, '4.1');
    check(9.97, '10');
    check(1234, '1,234');
  });
});

describe('formatRange()', () => {
  it('is one number where both print the same', () => {
    expect(formatRange({ least: 1, median: 2, most: 3 })).toBe('1.00–3.00');
    expect(formatRange({ least: 5, median: 5, most: 5.001 })).toBe('5.00');
  });
});

describe('formatCell()', () => {
  it('shows a spread over 10 %, and its ends over 50 %', () => {
    const check = (values: number[] | undefined, expected: string) =>
      expect(formatCell(values)).toBe(expected);
    check(undefined, '–');
    check([], '–');
    check([100], '100');
    check([95, 100, 105], '100');
    check([80, 100, 110], '100 ±15%');
    check([10, 100, 200], '100 (10.0–200)');
  });

  it('divides', () => {
    expect(formatCell([41_300], 1000)).toBe('41.3');
  });
});

describe('scaleOf()', () => {
  const row = (unit: string, ...medians: number[]): Row => {
    const cells = new Map(
      medians.map((value, i) => [String(i), measurement('a', String(i), [value], { unit })]),
    );
    return { question: 'ingest', corpus: '', name: 'a', unit, better: 'more', cells };
  };
  it('shortens rates, and leaves other units alone', () => {
    const check = (from: Row, unit: string, divide: number) =>
      expect(scaleOf(from)).toEqual({ unit, divide });
    check(row('lines/s', 300_000, 100), 'k lines/s', 1000);
    check(row('lines/s', 3000), 'lines/s', 1);
    check(row('ops/s', 3e7, 2e6), 'M ops/s', 1e6);
    check(row('MB/s', 30_000), 'MB/s', 1);
    check(row('ms', 30_000), 'ms', 1);
    check(row('ns', 300_000), 'µs', 1000);
  });
});
