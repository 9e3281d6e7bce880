import { describe, expect, it } from 'vitest';
import {
  formatBucketWidth,
  NICE_WIDTHS,
  niceWidth,
  parseBucketWidth,
} from '../../../src/planner/bucket-width.js';
import { TimeBuckets } from '../../../src/planner/time-buckets.js';
import { formatTime, timeZone } from '../../../src/syslog/time-zones.js';
import { Choices } from '../../support/oracle-random.js';

const HOUR = 3_600_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Apia',
  '-03:30',
];

/** The buckets of [from, to), as local times. */
function starts(width: string, zoneName: string, from: string, to: string): string[] {
  const zone = timeZone(zoneName);
  const buckets = new TimeBuckets(parseBucketWidth(width), zone);
  const found: string[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at = buckets.at(at).to)
    found.push(formatTime(buckets.at(at).from, zone).replace(/:\d\d\.000/, ''));
  return found;
}

describe('TimeBuckets', () => {
  it('begins where the wall clock is round', () => {
    expect(starts('1h', 'Asia/Kathmandu', '2021-08-17T00:00Z', '2021-08-17T02:00Z')).toEqual([
      '2021-08-17T05:00+05:45',
      '2021-08-17T06:00+05:45',
      '2021-08-17T07:00+05:45',
    ]);
    expect(starts('1w', 'UTC', '2021-08-17T00:00Z', '2021-08-24T00:00Z')).toEqual([
      '2021-08-16T00:00Z',
      '2021-08-23T00:00Z',
    ]);
    expect(starts('1mo', 'UTC', '2023-12-31T00:00Z', '2024-03-02T00:00Z')).toEqual([
      '2023-12-01T00:00Z',
      '2024-01-01T00:00Z',
      '2024-02-01T00:00Z',
      '2024-03-01T00:00Z',
    ]);
    expect(starts('1y', 'UTC', '2023-12-31T00:00Z', '2024-03-02T00:00Z')).toEqual([
      '2023-01-01T00:00Z',
      '2024-01-01T00:00Z',
    ]);
  });

  it('has the hour twice that clocks show twice, and a day of 25 hours', () => {
    expect(starts('1h', 'Europe/Berlin', '2023-10-28T23:00Z', '2023-10-29T03:00Z')).toEqual([
      '2023-10-29T01:00+02:00',
      '2023-10-29T02:00+02:00',
      '2023-10-29T02:00+01:00',
      '2023-10-29T03:00+01:00',
    ]);
    const buckets = new TimeBuckets(parseBucketWidth('1d'), timeZone('Europe/Berlin'));
    const day = buckets.at(Date.parse('2023-10-29T12:00Z'));
    expect(day.to - day.from).toBe(25 * HOUR);
    const spring = buckets.at(Date.parse('2024-03-31T12:00Z'));
    expect(spring.to - spring.from).toBe(23 * HOUR);
  });

  it('leaves no instant out and has none twice, in any zone, at any width', () => {
    const choices = new Choices(7);
    // Changes of clocks: Berlin, Lord Howe (half an hour), Havana (at midnight); Apia went without a day in 2011.
    const eras = [
      '2023-10-29',
      '2024-03-31',
      '2023-04-01',
      '2023-11-05',
      '2011-12-30',
      '1890-01-01',
    ];
    for (const name of ZONES)
      for (const width of [
        ...NICE_WIDTHS.slice(6, 22),
        parseBucketWidth('90m'),
        parseBucketWidth('7m'),
      ]) {
        const buckets = new TimeBuckets(width, timeZone(name));
        const again = new TimeBuckets(width, timeZone(name));
        for (const era of eras) {
          let at = Date.parse(era) - choices.below(48 * HOUR);
          for (let i = 0; i < 25; i++) {
            const what = `${name} ${formatBucketWidth(width)} ${new Date(at).toISOString()}`;
            const bucket = buckets.at(at);
            expect(bucket.from <= at && at < bucket.to, what).toBe(true);
            for (const inside of [
              bucket.from,
              bucket.to - 1,
              bucket.from + choices.below(bucket.to - bucket.from),
            ])
              expect(new TimeBuckets(width, timeZone(name)).at(inside), what).toEqual(bucket);
            expect(again.at(bucket.to).from, what).toBe(bucket.to);
            at = bucket.to;
          }
        }
      }
  });
});

describe('parseBucketWidth()', () => {
  it('reads what formatBucketWidth writes', () => {
    for (const width of NICE_WIDTHS)
      expect(parseBucketWidth(formatBucketWidth(width))).toEqual(width);
    expect(formatBucketWidth(parseBucketWidth('90m'))).toBe('90m');
    expect(formatBucketWidth(parseBucketWidth('60s'))).toBe('1m');
  });

  it('reads units in words', () => {
    const check = (text: string, expected: string) =>
      expect(formatBucketWidth(parseBucketWidth(text))).toBe(expected);
    check('5min', '5m');
    check('90 seconds', '90s');
    check('1 hour', '1h');
    check('2days', '2d');
    check('3 months', '3mo');
    check('1year', '1y');
  });

  it('refuses what is no width', () => {
    for (const text of [
      '',
      '5',
      'm',
      '0m',
      '-5m',
      '5 minits',
      '5 constructor',
      '1.5h',
      '99999999999999999d',
    ])
      expect(() => parseBucketWidth(text), text).toThrow(/such as 5m or 1d/);
  });
});

describe('niceWidth()', () => {
  it('is the narrowest that makes so many buckets at most', () => {
    const check = (span: number, expected: string) =>
      expect(formatBucketWidth(niceWidth(span, 30))).toBe(expected);
    check(0, '1s');
    check(30_000, '1s');
    check(30_001, '2s');
    check(24 * HOUR, '1h');
    check(7 * 24 * HOUR, '6h');
    check(365 * 24 * HOUR, '1mo');
  });
});
