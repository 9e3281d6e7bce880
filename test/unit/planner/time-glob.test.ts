import { describe, expect, it } from 'vitest';
import { MILLIS_PER_HOUR, segmentHour } from '../../../src/base/ids.js';
import { type Plan, planSegments } from '../../../src/planner/plan.js';
import { rangesOfGlob } from '../../../src/planner/time-glob.js';
import type { SegmentInfo } from '../../../src/segment/segment-info.js';

function segmentAt(time: string, minTime = 0, maxTime = 3_599_999): SegmentInfo {
  const hour = segmentHour(Date.parse(time) / MILLIS_PER_HOUR);
  return { hour, logBytes: 0, messages: 1, textBytes: 0, minTime, maxTime, parts: [] };
}

const SEGMENTS = [
  '2017-05-11T12:00Z',
  '2017-05-11T13:00Z',
  '2017-05-12T13:00Z',
  '2018-05-11T13:00Z',
];

describe('rangesOfGlob', () => {
  const check = (glob: string, offsetMinutes: number, expected: string[]) =>
    it(`reads ${glob} at ${offsetMinutes} minutes from UTC`, () => {
      const segments = SEGMENTS.map((time) => segmentAt(time));
      const iso = (time: number) => new Date(time).toISOString().slice(0, 16);
      const ranges = rangesOfGlob(glob, segments, () => offsetMinutes * 60_000);
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

  for (const glob of ['', 'x', '2017/05/11/13/00/00', '/2017', '2017/ab', '2017/[9-0]'])
    it(`refuses ${JSON.stringify(glob)}`, () => {
      expect(() => rangesOfGlob(glob, [segmentAt('2017-05-11T12:00Z')], () => 0)).toThrow(
        /Time pattern/,
      );
    });
});

describe('planSegments', () => {
  const hour = segmentAt('2017-05-11T12:00Z', 600_000, 1_200_000);
  const at = (minutes: number) => Date.parse('2017-05-11T12:00Z') + minutes * 60_000;
  const check = (ranges: Plan['ranges'], expected: unknown) =>
    it(`turns ${JSON.stringify(ranges)} into ${JSON.stringify(expected)}`, () => {
      const tasks = planSegments({ query: { kind: 'all' }, ranges }, [hour]);
      expect(tasks.map((task) => task.ranges ?? 'whole')).toEqual(expected);
    });
  check(undefined, ['whole']);
  check([{ from: at(0), to: at(60) }], ['whole']);
  check([{ from: at(10), to: at(20) + 1 }], ['whole']);
  check([{ from: at(10), to: at(20) }], [[{ from: 600_000, to: 1_200_000 }]]);
  check([{ from: at(15), to: at(99) }], [[{ from: 900_000, to: 3_600_000 }]]);
  check([{ from: at(0), to: at(10) }], []);
  check([{ from: at(20) + 1, to: at(99) }], []);
  check([], []);
});
