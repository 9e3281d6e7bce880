import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../support/bytes.js';
import { openTimes, valuesOf, writeTimes } from '../../support/columns.js';
import { thrownBy } from '../../support/thrown.js';

const TIME = Date.parse('2021-08-17T09:29:01.123Z');
const SECOND = Date.parse('2021-08-17T09:29:01Z');
const HOUR = 3_600_000;

/** Bytes of the column, once they have given the timestamps back. */
function written(values: readonly string[], times: readonly number[]): Uint8Array {
  const bytes = writeTimes(values, times);
  if (bytes === undefined) expect.fail(`Not written: ${values[0]}`);
  expect(valuesOf(openTimes(bytes, times), times.length)).toEqual(values);
  return bytes;
}

/** Expects that a column of timestamps, all of one spelling, holds no exceptions. */
function fits(spell: (time: number) => string, times: readonly number[]): void {
  const values = times.map(spell);
  const bytes = written(values, times);
  expect(bytes.at(-1), values[0]).toBe(0);
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const clock = (date: Date) =>
  `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
const month = (date: Date) => MONTHS[date.getUTCMonth()]!;
const iso = (time: number, mark = 'T') => {
  const date = new Date(time);
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  return `${day}${mark}${clock(date)}`;
};

/** Times over three years, also around the ends of months and years. */
const TIMES = Array.from({ length: 400 }, (_, i) => SECOND + i * 65 * HOUR + i * 61_000);
const MILLIS = TIMES.map((time, i) => time + ((i * 37) % 1000));

describe('writeTimeColumn()', () => {
  it('writes a format in place of timestamps', () => {
    expect(toHex(written(['Aug 17 09:29:01', 'Aug 17 09:29:02'], [SECOND, SECOND + 1000]))).toBe(
      // style 1, no prefix, no suffix, a space before a day of one digit, no fraction, offset 0, no exception
      '06 01 00 00 20 00 00 00 00',
    );
    expect(
      written(
        TIMES.map((time) => `[${iso(time)}Z] `),
        TIMES,
      ).length,
    ).toBeLessThan(20);
  });

  it('takes month names with and without year, and days as they are filled', () => {
    const days: [(day: number) => string, number][] = [
      [(day) => String(day).padStart(2, ' '), 17],
      [(day) => pad(day), 17],
      [(day) => pad(day), 7],
      [(day) => String(day).padStart(2, ' '), 7],
      [(day) => String(day), 7],
    ];
    for (const [day, first] of days) {
      // The first timestamp tells how days are filled, if it has one digit; days of two digits tell nothing.
      const times = TIMES.filter(
        (time) => first < 10 || new Date(time).getUTCDate() >= 10,
      ).toSorted(
        (a, b) =>
          Number(new Date(b).getUTCDate() === first) - Number(new Date(a).getUTCDate() === first),
      );
      fits(
        (time) =>
          `${month(new Date(time))} ${day(new Date(time).getUTCDate())} ${clock(new Date(time))}`,
        times,
      );
      fits((time) => {
        const date = new Date(time);
        return `*${month(date)} ${day(date.getUTCDate())} ${date.getUTCFullYear()} ${clock(date)}: `;
      }, times);
    }
  });

  it('takes ISO dates with any mark, zone and brackets', () => {
    for (const mark of ['T', ' '])
      for (const [before, after] of [
        ['', ''],
        ['', 'Z'],
        ['[', ']'],
        ['', '+02:00'],
        ['time="', ' UTC"'],
      ])
        fits((time) => `${before}${iso(time, mark)}${after}`, TIMES);
  });

  it('takes clocks that are ahead of UTC or behind', () => {
    for (const hours of [-12, -3.5, 0, 1, 5.75, 14])
      fits((time) => `${iso(time + hours * HOUR)}${hours === 0 ? 'Z' : ' local'}`, TIMES);
    expect(writeTimes([iso(SECOND + 19 * HOUR)], [SECOND])).toBe(undefined);
  });

  it('takes fractions of one to nine digits', () => {
    const fraction = (time: number, digits: number) =>
      `${pad(((time % 1000) + 1000) % 1000, 3)}${String((time * 7919) % 1_000_000).padStart(6, '0')}`.slice(
        0,
        digits,
      );
    for (let digits = 1; digits <= 9; digits++)
      for (const point of ['.', ',']) {
        fits((time) => `${iso(time)}${point}${fraction(time, digits)}Z`, MILLIS);
        const spell = (time: number) => {
          const date = new Date(time);
          return `${month(date)} ${pad(date.getUTCDate())} ${clock(date)}${point}${fraction(time, digits)}`;
        };
        fits(
          spell,
          MILLIS.filter((time) => new Date(time).getUTCDate() >= 10 || true).toSorted(
            (a, b) => Number(new Date(b).getUTCDate() < 10) - Number(new Date(a).getUTCDate() < 10),
          ),
        );
      }
  });

  it('takes times before 1970', () => {
    fits((time) => iso(time), [-1000, -86_400_000, -62_135_596_800_000, 0, 253_402_300_799_000]);
    fits((time) => `${iso(time)}.${pad(((time % 1000) + 1000) % 1000, 3)}`, [-1, -1001, -999, 0]);
  });

  it('goes over New Year without a year', () => {
    fits(
      (time) =>
        `${month(new Date(time))} ${String(new Date(time).getUTCDate()).padStart(2)} ${clock(new Date(time))}`,
      [-2, -1, 0, 1, 2].map((seconds) => Date.UTC(2022, 0, 1) + seconds * 1000),
    );
    // A clock behind UTC shows another year than UTC has.
    fits(
      (time) => {
        const date = new Date(time - 5 * HOUR);
        return `${month(date)} ${String(date.getUTCDate()).padStart(2)} ${clock(date)}`;
      },
      [Date.UTC(2022, 0, 1), Date.UTC(2022, 0, 1, 7)],
    );
  });

  it('keeps a few that do not fit as they are', () => {
    const values = TIMES.map((time) => `${iso(time)}Z`);
    const odd = ['', 'x', '2021-08-17T09:29:01', 'Aug 17 09:29:01', '\xff\0', 'x'.repeat(500)];
    const places = [1, 2, 9, 100, 398, 399];
    odd.forEach((value, i) => {
      values[places[i]!] = value;
    });
    expect(written(values, TIMES).length).toBeLessThan(700);
  });

  it('writes nothing when too many do not fit, or the first is none', () => {
    expect(writeTimes(['x', iso(SECOND)], [SECOND, SECOND])).toBe(undefined);
    const values = TIMES.map((time, i) => (i % 10 === 5 ? 'x' : iso(time)));
    expect(writeTimes(values, TIMES)).toBe(undefined);
    for (const value of [
      ...[
        '',
        '1629190000',
        '09:29:01',
        'Aug 17',
        '17 Aug 2021 09:29:01',
        '2021-08-17',
        'Foo 17 09:29:01',
      ],
      ...['2021/08/17 09:29:01', '2021-08-17T09:29:01.1234567890Z'],
    ])
      expect(writeTimes([value], [SECOND]), value).toBe(undefined);
  });

  it('timestamps that name no time are exceptions or refused, never changed', () => {
    for (const value of [
      ...[
        '2021-02-30T09:29:01',
        '2021-08-17T24:00:00',
        '2021-08-17T09:29:60',
        '2021-00-10T00:00:00',
      ],
      ...[
        'Aug 32 09:29:01',
        'Aug 00 09:29:01',
        'Aug  0 09:29:01',
        '0000-01-01T00:00:00',
        'Feb 29 09:29:01',
      ],
      ...['9999-99-99T99:99:99', 'Aug 017 09:29:01', 'Aug  17 09:29:01'],
    ])
      for (const time of [SECOND, TIME, Date.UTC(2021, 2, 2, 9, 29, 1), Date.UTC(2021, 7, 18)]) {
        const bytes = writeTimes([value, value], [time, time]);
        if (bytes !== undefined)
          expect(valuesOf(openTimes(bytes, [time, time]), 2), value).toEqual([value, value]);
      }
  });
});

describe('TimeColumn', () => {
  it('refuses what no writer writes', () => {
    const check = (hex: string, what: string) => {
      const error = thrownBy(() => openTimes(fromHex(hex), [0, 0]));
      expect(error.code).toBe('corruption');
      expect(error.message).toContain(what);
    };
    check('06 00 00 00 20 00 00 00 00', 'Style of a timestamp');
    check('06 04 00 00 20 00 00 00 00', 'Style of a timestamp');
    check('06 01 00 00 20 0a 2e 00 00', 'Digits of a fraction');
    check('06 01 09 00 20 00 00 00 00', 'Number out of range');
    check('06 01 00 00 20 00 00 00 03', 'Number out of range');
    check('06 01 00 00 20 00 00 00 01 00 09', 'Number out of range');
    check('06 01 00 00 20 00 00 00', 'cut off');
    check('06 01 00 00 20 04 2e 00 00', 'cut off');
    check('06 01 00 00 20 00 00 00 00 00', 'Bytes left over');
  });
});
