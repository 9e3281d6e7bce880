import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/cli/times/duration.js';
import { parseTime } from '../../../src/cli/times/parse-time.js';
import { parseRange } from '../../../src/cli/times/time-range.js';
import type { TimeReference } from '../../../src/cli/times/time-reference.js';
import { timeZone } from '../../../src/syslog/time-zones.js';

/** `now` as UTC; the store's newest message, if any, ends a dump of another year. */
function reference(now: string, zone: string, newest = now): TimeReference {
  return {
    now: Date.parse(now),
    zone: () => timeZone(zone),
    newest: () => Date.parse(newest),
  };
}

const read = (text: string, at: TimeReference) =>
  new Date(parseTime(text, at, '--from')).toISOString();

describe('parseDuration', () => {
  const check = (text: string, expected: number) =>
    it(`reads ${text}`, () => expect(parseDuration(text)).toBe(expected));
  check('90m', 5_400_000);
  check('2h', 7_200_000);
  check('1h30m', 5_400_000);
  check('1.5d', 129_600_000);
  check('500ms', 500);
  check('1w', 604_800_000);
  check('2 hours', 7_200_000);
  check('1 hour 30 min', 5_400_000);
  check('3 Days', 259_200_000);
  check('an hour', 3_600_000);
  check('1mo', 2_630_016_000);
  check('1 year', 31_557_600_000);
  for (const text of ['', '2', 'h', '2x', '-1h', '1h 2', '1 fortnight'])
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseDuration(text)).toThrow(/Duration/));
  it('refuses a capital M, which is a month to some', () => {
    expect(() => parseDuration('2d 1M')).toThrow('write 1m or 1mo');
    expect(parseDuration('1H 2D')).toBe(176_400_000);
  });
});

describe('a time of the calendar', () => {
  const berlin = reference('2021-09-01T00:00:00Z', 'Europe/Berlin');
  const check = (text: string, expected: string) =>
    it(`reads ${text}`, () => expect(read(text, berlin)).toBe(expected));
  check('2021-08-17', '2021-08-16T22:00:00.000Z');
  check('2021-08-17 09:29', '2021-08-17T07:29:00.000Z');
  check('2021-08-17T09:29:03.5', '2021-08-17T07:29:03.500Z');
  check('2021-08-17T09:29:03Z', '2021-08-17T09:29:03.000Z');
  check('2021-08-17 09:29 UTC', '2021-08-17T09:29:00.000Z');
  check('2021-08-17 09:29 gmt', '2021-08-17T09:29:00.000Z');
  check('2021-08-17 09:29+09:00', '2021-08-17T00:29:00.000Z');
  check('2021/8/7', '2021-08-06T22:00:00.000Z');
  check('2021-08', '2021-07-31T22:00:00.000Z');
  check('2021', '2020-12-31T23:00:00.000Z');
  check('2021-08-17T09', '2021-08-17T07:00:00.000Z');
  check('2021-08-17 24:00', '2021-08-17T22:00:00.000Z');
  check('2021-12-31 24:00', '2021-12-31T23:00:00.000Z');
  check('@1629190000.25', '2021-08-17T08:46:40.250Z');
  for (const text of [
    '',
    'x',
    '2021-13-01',
    '2021-02-29',
    '0000-01-01',
    '2021-08-17 25:00',
    '25:00',
    '10:60',
    'yesterday 24:01',
    '2021-08-17 24:00:01',
    '13pm',
    '0am',
    '2021-13',
    '9',
    'someday',
    'monurday',
    'now-',
    'now-2',
    '2 fortnights',
    'ago',
    'Feb 30 10:00:00',
    'Aug 17 09:29:03 sshd',
  ])
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseTime(text, berlin, '--from')).toThrow(/--from/));
});

it('says where the name of a zone stands', () => {
  expect(() =>
    parseTime('2021-08-17 08:00 CEST', reference('2021-09-01T00:00:00Z', 'UTC'), '--from'),
  ).toThrow(/got "CEST": write "2021-08-17 08:00" and --timezone/);
});

describe('a time beside now', () => {
  // 00:30 of Wednesday 18 August in Berlin; still Tuesday in UTC.
  const berlin = reference('2021-08-17T22:30:00Z', 'Europe/Berlin');
  const check = (text: string, expected: string) =>
    it(`reads ${text}`, () => expect(read(text, berlin)).toBe(expected));
  check('now', '2021-08-17T22:30:00.000Z');
  check('now-2h', '2021-08-17T20:30:00.000Z');
  check('now - 1h30m', '2021-08-17T21:00:00.000Z');
  check('now+5m', '2021-08-17T22:35:00.000Z');
  check('-2h', '2021-08-17T20:30:00.000Z');
  check('2h ago', '2021-08-17T20:30:00.000Z');
  check('2 hours  ago', '2021-08-17T20:30:00.000Z');
  check('an hour ago', '2021-08-17T21:30:00.000Z');
  check('2h', '2021-08-17T20:30:00.000Z');
  check('90 minutes', '2021-08-17T21:00:00.000Z');
  check('24:00', '2021-08-18T22:00:00.000Z');
  check('9am', '2021-08-18T07:00:00.000Z');
  check('yesterday 9:30 PM', '2021-08-17T19:30:00.000Z');
  check('12am', '2021-08-17T22:00:00.000Z');
  check('noon', '2021-08-18T10:00:00.000Z');
  check('yesterday midnight', '2021-08-16T22:00:00.000Z');
  check('today', '2021-08-17T22:00:00.000Z');
  check('Yesterday', '2021-08-16T22:00:00.000Z');
  check('yesterday 14:00', '2021-08-17T12:00:00.000Z');
  check('tomorrow', '2021-08-18T22:00:00.000Z');
  check('00:10', '2021-08-17T22:10:00.000Z');
  check('10:00', '2021-08-18T08:00:00.000Z');
  check('10:00:30', '2021-08-18T08:00:30.000Z');
  check('10:00:30.25', '2021-08-18T08:00:30.250Z');
  check('wednesday', '2021-08-17T22:00:00.000Z');
  check('last wed', '2021-08-10T22:00:00.000Z');
  check('Tue 09:29', '2021-08-17T07:29:00.000Z');
  check('thursday', '2021-08-11T22:00:00.000Z');
  check('monday at 8:00', '2021-08-16T06:00:00.000Z');
});

describe('a time as logs print it', () => {
  const berlin = reference('2026-03-01T12:00:00Z', 'Europe/Berlin', '2021-12-02T08:00:00Z');
  const check = (text: string, expected: string) =>
    it(`reads ${text}`, () => expect(read(text, berlin)).toBe(expected));
  // Without a year: the latest one that the store's messages reach.
  check('Aug 17 09:29:03', '2021-08-17T07:29:03.000Z');
  check('aug  7 09:29:03', '2021-08-07T07:29:03.000Z');
  check('Aug 17 09:29', '2021-08-17T07:29:00.000Z');
  check('Aug 17', '2021-08-16T22:00:00.000Z');
  check('Dec 3 07:00:00', '2021-12-03T06:00:00.000Z');
  check('Dec 24 09:29:03', '2020-12-24T08:29:03.000Z');
  check('Feb 29 09:29:03', '2020-02-29T08:29:03.000Z');
  check('Aug 17 2019 09:29:03', '2019-08-17T07:29:03.000Z');
  check('17 Aug 2019 09:29', '2019-08-17T07:29:00.000Z');
  check('17/May/2015:10:05:03 +0000', '2015-05-17T10:05:03.000Z');
  check('[17/May/2015:10:05:03 +0000]', '2015-05-17T10:05:03.000Z');
  check('Tue Aug 17 09:29:03 2021', '2021-08-17T07:29:03.000Z');
  check('Tue, 17 Aug 2021 09:29:03 +0900', '2021-08-17T00:29:03.000Z');
  check('*Aug 17 09:29:03.123:', '2021-08-17T07:29:03.123Z');
  check('2021-08-17 09:29:03,123', '2021-08-17T07:29:03.123Z');
});

describe('where daylight saving changes', () => {
  // Berlin puts its clocks forward at 02:00 on 28 March 2021, back at 03:00 on 31 October.
  it('yesterday is a day of the calendar, 23 or 25 hours long', () => {
    const spring = reference('2021-03-29T10:00:00Z', 'Europe/Berlin');
    expect(read('yesterday', spring)).toBe('2021-03-27T23:00:00.000Z');
    expect(read('today', spring)).toBe('2021-03-28T22:00:00.000Z');
    const autumn = reference('2021-11-01T10:00:00Z', 'Europe/Berlin');
    expect(read('yesterday', autumn)).toBe('2021-10-30T22:00:00.000Z');
    expect(read('today', autumn)).toBe('2021-10-31T23:00:00.000Z');
  });

  it('a time of day is what the clocks show that day', () => {
    const spring = reference('2021-03-28T10:00:00Z', 'Europe/Berlin');
    expect(read('10:00', spring)).toBe('2021-03-28T08:00:00.000Z');
    expect(read('yesterday 10:00', spring)).toBe('2021-03-27T09:00:00.000Z');
    expect(read('02:30', spring)).toBe('2021-03-28T01:30:00.000Z');
    const autumn = reference('2021-10-31T10:00:00Z', 'Europe/Berlin');
    expect(read('02:30', autumn)).toBe('2021-10-31T00:30:00.000Z');
  });

  it('hours ago are hours of the clock that never jumps', () => {
    const spring = reference('2021-03-28T02:00:00Z', 'Europe/Berlin');
    expect(read('2h ago', spring)).toBe('2021-03-28T00:00:00.000Z');
  });

  it('goes by the zone, whose today may be another day', () => {
    const now = '2021-08-17T20:00:00Z';
    expect(read('today', reference(now, 'Asia/Kathmandu'))).toBe('2021-08-17T18:15:00.000Z');
    expect(read('today', reference(now, 'America/New_York'))).toBe('2021-08-17T04:00:00.000Z');
  });
});

describe('parseRange', () => {
  const utc = reference('2021-08-17T12:00:00Z', 'UTC');
  const minute = (hour: number, at: number) => Date.UTC(2021, 7, 17, hour, at);
  it('is undefined when nothing is given', () => expect(parseRange({}, utc)).toBeUndefined());
  it('goes back from --to, or from now, with --last', () => {
    const range = parseRange({ last: '1h', to: '2021-08-17' }, utc);
    expect(range).toEqual({ from: Date.UTC(2021, 7, 16, 23), to: Date.UTC(2021, 7, 17) });
    expect(parseRange({ last: '1h' }, utc)?.from).toBe(minute(11, 0));
  });
  it('goes to both sides with --around, and both ends belong to it', () => {
    const range = parseRange({ around: '09:29' }, utc);
    expect(range).toEqual({ from: minute(9, 24), to: minute(9, 34) + 1 });
    const wide = parseRange({ around: '09:29', window: '1h' }, utc);
    expect(wide).toEqual({ from: minute(8, 29), to: minute(10, 29) + 1 });
  });
  it('refuses what contradicts itself', () => {
    const check = (options: Parameters<typeof parseRange>[0], message: RegExp) =>
      expect(() => parseRange(options, utc)).toThrow(message);
    check({ last: '1h', from: '2021-08-17' }, /--last and --from/);
    check({ from: '2021-08-17', to: '2021-08-17' }, /empty/);
    check({ around: '09:29', from: '09:00' }, /--around and --from/);
    check({ around: '09:29', to: '09:00' }, /--around and --to/);
    check({ around: '09:29', last: '1h' }, /--around and --last/);
    check({ window: '1h' }, /--around/);
    check({ around: '09:29', window: 'x' }, /Duration/);
  });
});
