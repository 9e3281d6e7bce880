import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Header, parseHeader } from '../../../src/syslog/header.js';
import {
  LineClock,
  type LineClockOptions,
  type LineClockState,
} from '../../../src/syslog/line-clock.js';
import { formatTime, timeZone, UTC } from '../../../src/syslog/time-zones.js';
import { bytesOf } from './parsed.js';

const REFERENCE = Date.UTC(2022, 5, 15, 12);
const FALLBACK = Date.UTC(2022, 0, 1);

const OPTIONS: LineClockOptions = {
  zone: UTC,
  reference: REFERENCE,
  now: Date.UTC(2026, 0, 1),
  fallback: FALLBACK,
};

const header = new Header();

/** The time of the next line, `2021-08-17 09:29:03`, milliseconds only when there are any. */
function feed(clock: LineClock, line: string): string {
  const bytes = bytesOf(line);
  parseHeader(bytes, 0, bytes.length, header);
  return formatTime(clock.timeOf(header), UTC)
    .replace('T', ' ')
    .replace('.000Z', '')
    .replace('Z', '');
}

/** The times of lines of one input. */
function times(lines: readonly string[], options: Partial<LineClockOptions> = {}): string[] {
  const clock = new LineClock({ ...OPTIONS, ...options });
  return lines.map((line) => feed(clock, line));
}

const day = (text: string) => `${text} 10:00:00 gate a: x`;

describe('LineClock', () => {
  it('times that state everything', () => {
    expect(
      times([
        '2021-08-17T09:29:03.123+02:00 gate a: x',
        '2021-08-17 09:29:03 x',
        '1587042596.494 x',
        'Jun 30 2016 23:59:60 gate a: x',
        'Jun 30 2016 23:59:60 EST gate a: x',
      ]),
    ).toEqual([
      '2021-08-17 07:29:03.123',
      '2021-08-17 09:29:03',
      '2020-04-16 13:09:56.494',
      '2016-07-01 00:00:00',
      '2016-07-01 05:00:00',
    ]);
  });

  it('times without a zone are read in the given one, through its changes', () => {
    const zone = timeZone('Europe/Berlin');
    expect(
      times(
        [
          day('Jan 10'),
          day('Mar 27'),
          day('Mar 28'),
          '2021-10-31 02:30:00 x',
          '2021-10-31 02:30:00Z x',
        ],
        { zone, year: 2021 },
      ),
    ).toEqual([
      '2021-01-10 09:00:00',
      '2021-03-27 09:00:00',
      '2021-03-28 08:00:00',
      '2021-10-31 00:30:00',
      '2021-10-31 02:30:00',
    ]);
  });

  it('an hour within which clocks are put forward is worked out line by line', () => {
    // At 2 o'clock by half an hour: what is written as 02:00 to 02:29 was 02:30 to 02:59.
    const zone = timeZone('Australia/Lord_Howe');
    const clock = new LineClock({ ...OPTIONS, zone });
    for (const [hour, minute] of [1, 2, 3].flatMap((h) => [0, 29, 30, 59].map((m) => [h, m])))
      for (const second of [0, 59])
        expect(
          feed(
            clock,
            `2021-10-03 ${[hour, minute, second].map((n) => String(n).padStart(2, '0')).join(':')} x`,
          ),
        ).toBe(
          formatTime(zone.toEpoch(2021, 10, 3, hour ?? 0, minute ?? 0, second, 0), UTC)
            .replace('T', ' ')
            .replace('.000Z', ''),
        );
  });

  it('the first date without a year is at most a day past the reference', () => {
    const first = (date: string) => times([day(date)])[0];
    expect(first('Jun 14')).toBe('2022-06-14 10:00:00');
    expect(first('Jun 15')).toBe('2022-06-15 10:00:00');
    expect(first('Jun 16')).toBe('2022-06-16 10:00:00');
    expect(times(['Jun 16 12:00:01 gate a: x'])[0]).toBe('2021-06-16 12:00:01');
    expect(first('Jun 17')).toBe('2021-06-17 10:00:00');
    expect(first('Dec 31')).toBe('2021-12-31 10:00:00');
    expect(first('Jan  1')).toBe('2022-01-01 10:00:00');
  });

  it('… also around New Year', () => {
    const reference = Date.UTC(2021, 11, 31, 20);
    expect(times([day('Jan  1')], { reference })[0]).toBe('2022-01-01 10:00:00');
    expect(times([day('Jan  2')], { reference })[0]).toBe('2021-01-02 10:00:00');
    expect(times([day('Dec 31')], { reference: Date.UTC(2022, 0, 1, 1) })[0]).toBe(
      '2021-12-31 10:00:00',
    );
  });

  it('the year option is exactly the year of the first', () => {
    expect(times([day('Dec 31'), day('Jan  1')], { year: 2015 })).toEqual([
      '2015-12-31 10:00:00',
      '2016-01-01 10:00:00',
    ]);
    expect(times([day('Jan  1'), day('Dec 31')], { year: 2015 })).toEqual([
      '2015-01-01 10:00:00',
      '2014-12-31 10:00:00',
    ]);
    expect(times([day('Jun 17')], { year: 2022 })).toEqual(['2022-06-17 10:00:00']);
    // Older than what counts as plainly wrong: the year was guessed, so it stands.
    expect(times([day('Jun 17')], { year: 1985 })).toEqual(['1985-06-17 10:00:00']);
  });

  it('New Year is crossed forwards and, when lines step back, backwards', () => {
    expect(
      times([day('Dec 31'), day('Jan  1'), day('Dec 31'), day('Jan  1'), day('Jan  2')], {
        year: 2020,
      }),
    ).toEqual([
      '2020-12-31 10:00:00',
      '2021-01-01 10:00:00',
      '2020-12-31 10:00:00',
      '2021-01-01 10:00:00',
      '2021-01-02 10:00:00',
    ]);
  });

  it('a date lies from three months before to nine months after the line before', () => {
    const next = (date: string) =>
      times([day('May 10'), day(date)], { year: 2020 })[1]?.slice(0, 10);
    expect(next('Feb 10')).toBe('2020-02-10');
    expect(next('Feb 09')).toBe('2021-02-09');
    expect(next('Jan 01')).toBe('2021-01-01');
    expect(next('May 09')).toBe('2020-05-09');
    expect(next('Dec 31')).toBe('2020-12-31');
    const inFebruary = (date: string) =>
      times([day('Feb 10'), day(date)], { year: 2020 })[1]?.slice(0, 10);
    expect(inFebruary('Nov 10')).toBe('2019-11-10');
    expect(inFebruary('Nov 09')).toBe('2020-11-09');
  });

  it('a date does not leap half a year ahead past the reference', () => {
    const lines = [day('May 10'), day('Dec 10'), day('May 11'), day('Dec 11'), day('Jan 02')];
    expect(times(lines).map((time) => time.slice(0, 10))).toEqual([
      '2022-05-10',
      '2021-12-10',
      '2022-05-11',
      '2021-12-11',
      '2022-01-02',
    ]);
    // New Year is crossed past the reference all the same: a month ahead is no leap.
    const past = times([day('Dec 31'), day('Jan 01')], { reference: Date.UTC(2021, 11, 31, 12) });
    expect(past[1]).toBe('2022-01-01 10:00:00');
    // With the year of the first line given, now is the limit.
    const given = times([day('May 10'), day('Dec 10')], { year: 2025, now: Date.UTC(2025, 5, 15) });
    expect(given[1]).toBe('2024-12-10 10:00:00');
  });

  it('years without 29 February are passed over', () => {
    expect(times([day('Feb 29')])[0]).toBe('2020-02-29 10:00:00');
    expect(times([day('Jan 31'), day('Feb 29'), day('Mar  1')], { year: 2024 })).toEqual([
      '2024-01-31 10:00:00',
      '2024-02-29 10:00:00',
      '2024-03-01 10:00:00',
    ]);
    const clock = new LineClock({ ...OPTIONS, year: 2021 });
    expect(feed(clock, day('Feb 29'))).toBe('2022-01-01 00:00:00');
    expect(feed(clock, day('Feb 28'))).toBe('2021-02-28 10:00:00');
    expect(feed(clock, day('Feb 29'))).toBe('2021-02-28 10:00:00');
    expect(clock.counters).toEqual({ timed: 1, inherited: 0, implausible: 2 });
  });

  it('dates that state their year lead those that do not', () => {
    expect(times(['2019-12-31T23:59:59Z gate a: x', day('Jan  1')])).toEqual([
      '2019-12-31 23:59:59',
      '2020-01-01 10:00:00',
    ]);
    expect(times(['1577836799.000000000 gate x', day('Jan  1')])[1]).toBe('2020-01-01 10:00:00');
    // … unless a device with a wrong clock states it, or a date in a text.
    expect(
      times([day('Dec 30'), '2002-03-01T00:00:07Z gate a: x', day('Dec 31')], { year: 2020 })[2],
    ).toBe('2020-12-31 10:00:00');
    expect(times(['starting [2011-01-02 03:04:05]', day('May  1')])[1]).toBe('2022-05-01 10:00:00');
  });

  it('a clock that was never set does not lead others away', () => {
    expect(
      times(
        [
          'Jun 10 10:00:00: %A-3-B: x',
          '*Mar  1 00:00:45: %A-3-B: x',
          '*Mar  1 00:00:46: %A-3-B: x',
          'Jun 10 10:00:01: %A-3-B: x',
        ],
        { year: 2020 },
      ),
    ).toEqual([
      '2020-06-10 10:00:00',
      '2021-03-01 00:00:45',
      '2021-03-01 00:00:46',
      '2020-06-10 10:00:01',
    ]);
  });

  it('lines without a time have that of the line before, first ones the fallback', () => {
    const clock = new LineClock(OPTIONS);
    expect(feed(clock, 'no time')).toBe('2022-01-01 00:00:00');
    expect(feed(clock, day('May  1'))).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '    at java.x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '')).toBe('2022-05-01 10:00:00');
    expect(clock.inherit()).toBe(Date.UTC(2022, 4, 1, 10));
    expect(clock.counters).toEqual({ timed: 1, inherited: 4, implausible: 0 });
  });

  it('stated times that are plainly wrong count as missing', () => {
    const now = Date.UTC(2022, 5, 15);
    const clock = new LineClock({ ...OPTIONS, now });
    expect(feed(clock, '2022-05-01T10:00:00Z x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '1989-12-31T23:59:59Z x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '0001-01-01T00:00:00Z x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '9999-12-31T23:59:59Z x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '2022-07-16T00:00:00.001Z x')).toBe('2022-05-01 10:00:00');
    expect(feed(clock, '3000000000 x')).toBe('2022-05-01 10:00:00');
    expect(clock.counters).toEqual({ timed: 1, inherited: 0, implausible: 5 });
    expect(feed(clock, '1990-01-01T00:00:00Z x')).toBe('1990-01-01 00:00:00');
    expect(feed(clock, '2022-07-16T00:00:00.000Z x')).toBe('2022-07-16 00:00:00');
  });

  it('guessed years are named, and flagged when they run past the reference', () => {
    const clock = new LineClock(OPTIONS);
    for (const date of ['Dec 30', 'Dec 31', 'Jan  1']) feed(clock, day(date));
    expect(clock.years).toEqual([2021, 2022]);
    expect(clock.pastReference).toBe(false);
    for (const date of ['Apr  1', 'Jun 16']) feed(clock, day(date));
    expect(clock.pastReference).toBe(false);
    // Two days past the reference, and kept as the lines say; a stated time past it is nobody's guess.
    feed(clock, '2022-06-18T10:00:00Z x');
    expect(clock.pastReference).toBe(false);
    expect(feed(clock, day('Jun 17'))).toBe('2022-06-17 10:00:00');
    expect(clock.pastReference).toBe(true);
  });

  it('a guessed year may even lie beyond what counts as plainly wrong', () => {
    const now = Date.UTC(2022, 5, 15);
    expect(times([day('Jun 10'), day('Dec 10')], { now })).toEqual([
      '2022-06-10 10:00:00',
      '2022-12-10 10:00:00',
    ]);
  });

  it('state() is plain data from which another clock goes on exactly', () => {
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('Jan', 'Feb', 'Mar', 'Jun', 'Oct', 'Dec'),
          fc.constantFrom('1', '28', '29', '31'),
          fc.nat(2),
        )
        .map(([month, date, second]) => `${month} ${date} 10:00:0${second} gate a: x`),
      fc.constantFrom(
        'no time',
        '*Mar  1 00:00:07: %A-3-B: x',
        '2020-12-31T23:59:59+01:00 gate a: x',
        '2020-12-31 23:59:59 x',
        '2002-06-01 00:00:00 x',
        '1577836799.000000000 gate x',
        '1980-01-01T00:00:00Z x',
        '2999-01-01T00:00:00Z x',
      ),
    );
    const year = fc.constantFrom(undefined, 2020, 2021);
    const zone = timeZone('Europe/Berlin');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.nat(30), year, (lines, cut, first) => {
        const options = { ...OPTIONS, zone, ...(first === undefined ? {} : { year: first }) };
        const whole = new LineClock(options);
        const expected = lines.map((text) => feed(whole, text));
        const begun = new LineClock(options);
        const got = lines.slice(0, cut).map((text) => feed(begun, text));
        const state: LineClockState = JSON.parse(JSON.stringify(begun.state()));
        const resumed = new LineClock(options, state);
        got.push(...lines.slice(cut).map((text) => feed(resumed, text)));
        expect(got).toEqual(expected);
        expect(resumed.state()).toEqual(whole.state());
        expect(resumed.years).toEqual(whole.years);
        expect(resumed.pastReference).toBe(whole.pastReference);
      }),
      { seed: 2021, numRuns: 500 },
    );
  });
});
