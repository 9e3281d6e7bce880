import { describe, expect, it } from 'vitest';
import { slope } from '../../../native-free-bench/questions/growth.js';
import { Cells } from '../../../native-free-bench/questions/run.js';

describe('slope()', () => {
  const FACTORS = [1, 2, 4, 8];
  const points = (cost: (x: number) => number, factors = FACTORS) =>
    factors.map((x) => [Math.log2(x), Math.log2(cost(x))] as const);

  it.each([0, 0.5, 1, 1.5, 2, -1])('is the exponent of the power law x^%d', (exponent) => {
    expect(slope(points((x) => 37 * x ** exponent))).toBeCloseTo(exponent, 10);
    expect(slope(points((x) => 0.01 * x ** exponent, [1, 4]))).toBeCloseTo(exponent, 10);
  });

  it('is 0 of what costs the same', () => {
    expect(slope(points(() => 12))).toBe(0);
  });

  it('fits noise by least squares', () => {
    const noisy = [
      [0, 0.1],
      [1, 0.9],
      [2, 2.1],
      [3, 2.9],
    ] as const;
    expect(slope(noisy)).toBeCloseTo(0.96, 10);
  });

  it('is no number of one point, and such is no cell', () => {
    expect(slope([[1, 2]])).toBeNaN();
  });
});

describe('Cells', () => {
  const cell = { question: 'growth', corpus: 'a', row: 'r', unit: 'ms', better: 'less' } as const;

  it('puts values to their cells, in order of coming', () => {
    const cells = new Cells();
    cells.add({ ...cell, engine: 'one', x: 1 }, 5);
    cells.add({ ...cell, engine: 'two', x: 1 }, 7);
    cells.add({ ...cell, engine: 'one', x: 1 }, 6);
    cells.add({ ...cell, engine: 'one', x: 2 }, 8);
    cells.add({ ...cell, engine: 'one', corpus: 'b' }, 9);
    expect(cells.of('growth', 'a').map(({ engine, x, values }) => [engine, x, values])).toEqual([
      ['one', 1, [5, 6]],
      ['two', 1, [7]],
      ['one', 2, [8]],
    ]);
    expect(cells.of('ingest', 'a')).toEqual([]);
    expect(cells.all()).toHaveLength(4);
  });

  it('have no value of what could not be measured', () => {
    const cells = new Cells();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      cells.add({ ...cell, engine: 'one' }, value);
    expect(cells.all()).toEqual([]);
  });
});
