import { describe, expect, it } from 'vitest';
import { MILLIS_PER_HOUR } from '../../../src/base/ids.js';
import type { PackInfo } from '../../../src/pack/pack-format.js';
import { type Plan, planPacks, rangesWithin } from '../../../src/planner/plan.js';
import { rangesOfGlob } from '../../../src/planner/time-glob.js';

const hourAt = (time: string) => {
  const from = Date.parse(time);
  return { from, to: from + MILLIS_PER_HOUR };
};

const HOURS = ['2017-05-11T12:00Z', '2017-05-11T13:00Z', '2017-05-12T13:00Z', '2018-05-11T13:00Z'];

describe('rangesOfGlob()', () => {
  const check = (glob: string, offsetMinutes: number, expected: string[]) =>
    it(`reads ${glob} at ${offsetMinutes} minutes from UTC`, () => {
      const hours = HOURS.map(hourAt);
      const iso = (time: number) => new Date(time).toISOString().slice(0, 16);
      const ranges = rangesOfGlob(glob, hours, () => offsetMinutes * 60_000);
      expect(ranges.map(({ from, to }) => `${iso(from)} ${iso(to)}`)).toEqual(expected);
    });
  check('2017/05/11/13/*', 0, ['2017-05-11T13:00 2017-05-11T14:00']);
  check('2017/05/11/13', 0, ['2017-05-11T13:00 2017-05-11T14:00']);
  check('2017/05/11/13/', 0, ['2017-05-11T13:00 2017-05-11T14:00']);
  check('2017/05/11', 0, ['2017-05-11T12:00 2017-05-11T14:00']);
  check('2017/05/1[12]/13', 0, [
    '2017-05-11T13:00 2017-05-11T14:00',
    '2017-05-12T13:00 2017-05-12T14:00',
  ]);
  check('*/05/11/13/0?', 0, [
    '2017-05-11T13:00 2017-05-11T13:10',
    '2018-05-11T13:00 2018-05-11T13:10',
  ]);
  check('201[!7]', 0, ['2018-05-11T13:00 2018-05-11T14:00']);
  check('2017/05/11/18/30', 345, ['2017-05-11T12:45 2017-05-11T12:46']);
  check('2017/05/11/18', 345, ['2017-05-11T12:15 2017-05-11T13:15']);
  check('2019', 0, []);

  for (const glob of [
    '',
    'x',
    '2017/05/11/13/00/00',
    '/2017',
    '2017/ab',
    '2017/[9-0]',
    '2017/5/11',
    '2017/13',
    '*/*/*/24',
    '*/*/00',
    '17',
  ])
    it(`refuses ${JSON.stringify(glob)}`, () => {
      expect(() => rangesOfGlob(glob, [hourAt('2017-05-11T12:00Z')], () => 0)).toThrow(
        /Time pattern/,
      );
    });

  it('takes ranges of several hours, and joins minutes across them', () => {
    const { from } = hourAt('2017-05-11T12:00Z');
    const ranges = [
      { from, to: from + 3 * MILLIS_PER_HOUR },
      { from: from + 3 * MILLIS_PER_HOUR, to: from + 4 * MILLIS_PER_HOUR },
    ];
    expect(rangesOfGlob('2017/05', ranges, () => 0)).toEqual([
      { from, to: from + 4 * MILLIS_PER_HOUR },
    ]);
    expect(rangesOfGlob('2017', [], () => 0)).toEqual([]);
  });
});

describe('planPacks()', () => {
  const at = (minutes: number) => Date.parse('2017-05-11T12:00Z') + minutes * 60_000;
  const hour = at(0) / MILLIS_PER_HOUR;
  /** Messages of 12:10 to 12:20, and of 15:30. */
  const pack: PackInfo = {
    ...{ number: 1, bytes: 100, tailBytes: 50, tablesOffset: 16, messages: 3, textBytes: 9 },
    ...{ firstSequence: 0, lastSequence: 2 },
    ...{ minTime: at(10), maxTime: at(210), hours: [hour, 2, hour + 3, 1] },
  };
  const check = (ranges: Plan['ranges'], expected: unknown) =>
    it(`turns ${JSON.stringify(ranges)} into ${JSON.stringify(expected)}`, () => {
      const tasks = planPacks({ query: { kind: 'all' }, ranges }, [pack]);
      expect(tasks.map((task) => task.ranges ?? 'whole')).toEqual(expected);
      for (const task of tasks) expect(task).toMatchObject({ pack, query: { kind: 'all' } });
    });
  check(undefined, ['whole']);
  check([{ from: at(0), to: at(240) }], ['whole']);
  check([{ from: at(10), to: at(210) + 1 }], ['whole']);
  check([{ from: at(10), to: at(210) }], [[{ from: at(10), to: at(210) }]]);
  check([{ from: at(15), to: at(99) }], [[{ from: at(15), to: at(99) }]]);
  check([{ from: at(0), to: at(10) }], []);
  check([{ from: at(210) + 1, to: at(999) }], []);
  // Hours without messages are known, but no finer.
  check([{ from: at(60), to: at(180) }], []);
  check([{ from: at(59), to: at(61) }], [[{ from: at(59), to: at(61) }]]);
  check([{ from: at(179), to: at(180) + 1 }], [[{ from: at(179), to: at(180) + 1 }]]);
  check([], []);

  it('keeps the order of packs, and leaves out those that cannot answer', () => {
    const packs = [0, 60, 120].map((minutes, i) => ({
      ...pack,
      ...{ number: i + 1, minTime: at(minutes), maxTime: at(minutes), hours: [hour + i, 1] },
    }));
    const ranges = [{ from: at(60), to: at(121) }];
    const tasks = planPacks({ query: { kind: 'all' }, ranges }, packs);
    expect(tasks.map((task) => task.pack.number)).toEqual([2, 3]);
  });
});

describe('rangesWithin()', () => {
  const check = (ranges: [from: number, to: number][], expected: unknown) =>
    it(`[10, 20] of ${JSON.stringify(ranges)}`, () => {
      const within = rangesWithin(
        ranges.map(([from, to]) => ({ from, to })),
        10,
        20,
      );
      expect(within?.map(({ from, to }) => [from, to])).toEqual(expected);
    });
  check([], []);
  check([[0, 10]], []);
  check([[0, 11]], [[0, 11]]);
  check([[21, 30]], []);
  check([[20, 30]], [[20, 30]]);
  check(
    [
      [0, 5],
      [12, 13],
      [15, 20],
      [40, 50],
    ],
    [
      [12, 13],
      [15, 20],
    ],
  );
  check([[10, 21]], undefined);
  check(
    [
      [0, 5],
      [6, 99],
    ],
    undefined,
  );
});
