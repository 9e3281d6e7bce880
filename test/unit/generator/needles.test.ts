import { describe, expect, it } from 'vitest';
import {
  createGenerator,
  type GeneratorOptions,
} from '../../../native-free-bench/generator/generator.js';
import type { Needle } from '../../../native-free-bench/generator/needles.js';

const BASE: GeneratorOptions = {
  seed: 11,
  lines: 50_000,
  start: Date.UTC(2026, 5, 10),
  spanMillis: 86_400_000,
};

/** Counts by brute force, whatever the case, and holds the report to it. */
function check(options: Partial<GeneratorOptions>): void {
  const run = createGenerator({ ...BASE, ...options });
  const lines = Buffer.concat([...run])
    .toString('latin1')
    .toLowerCase()
    .split('\n');
  const count = (test: (line: string) => boolean) => lines.filter(test).length;
  for (const { text, count: expected, spellings, allWords } of run.report().needles) {
    expect(
      count((line) => spellings.some((spelling) => line.includes(spelling.text))),
      text,
    ).toBe(expected);
    for (const spelling of spellings)
      expect(
        count((line) => line.includes(spelling.text)),
        spelling.text,
      ).toBe(spelling.count);
    if (allWords !== undefined) {
      const words = text.split(' ');
      expect(count((line) => words.every((word) => line.includes(word)))).toBe(allWords);
    }
  }
}

describe('needles', () => {
  it('occur exactly as often as the report says', () => {
    for (const seed of [1, 2, 3]) check({ seed });
    check({ oddEvery: 3 });
    check({ pri: false, odd: false });
  });

  it('are there once of each sort in a run of usual length', () => {
    const run = createGenerator(BASE);
    for (const _ of run);
    const counts = run.report().needles.map(({ sort, count }) => [sort, count]);
    expect(counts).toEqual([
      ['keyword', 7],
      ['user', 23],
      ['ipv4', 12],
      ['ipv6', 5],
      ['mac', 9],
      ['phrase', 3],
    ]);
  });

  it('become fewer in short runs', () => {
    for (const lines of [0, 1, 49, 50, 100, 499]) check({ lines, oddEvery: 2 });
  });

  it('can be chosen, up to one in every line', () => {
    const needles: readonly Needle[] = [
      { sort: 'keyword', text: 'hotarubi', count: 1 },
      { sort: 'ipv4', text: '192.0.2.200', count: 1000 },
      { sort: 'ipv6', text: '2001:db8:ffff::a', count: 333 },
      { sort: 'mac', text: '00:00:5e:00:53:00', count: 333 },
      { sort: 'phrase', text: 'whale sings blue', count: 100 },
      { sort: 'user', text: 'kazehaya', count: 0 },
    ];
    check({ needles });
    check({ needles, lines: 1 + 1000 + 333 + 333 + 200, oddEvery: 1 });
  });

  it('are refused when they could occur by accident or do not fit', () => {
    const refuse = (needle: Needle, message: RegExp) =>
      expect(() => createGenerator({ ...BASE, needles: [needle] })).toThrow(message);
    refuse({ sort: 'ipv4', text: '10.0.0.1', count: 1 }, /expected an address of 192\.0\.2\.0\/24/);
    refuse({ sort: 'ipv4', text: '192.0.2.256', count: 1 }, /expected an address/);
    refuse({ sort: 'ipv6', text: '2001:db8::1', count: 1 }, /2001:db8:ffff::/);
    refuse({ sort: 'mac', text: '02:00:5e:00:53:01', count: 1 }, /00:00:5e:00:53:00/);
    refuse({ sort: 'keyword', text: 'up', count: 1 }, /6 to 40 letters/);
    refuse({ sort: 'phrase', text: 'alone', count: 1 }, /two to eight words/);
    refuse({ sort: 'phrase', text: 'day by day', count: 1 }, /no two alike/);
    refuse({ sort: 'user', text: 'kazehaya', count: 1.5 }, /whole count/);
    refuse(
      { sort: 'phrase', text: 'blue whale', count: 30_000 },
      /60000 lines, but the run has only 50000/,
    );
  });
});
