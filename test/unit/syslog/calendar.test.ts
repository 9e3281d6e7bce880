import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  daysFromCivil,
  isDate,
  isLeapYear,
  utcMillis,
} from '../../../src/syslog/calendar.js';

describe('calendar', () => {
  it('days and dates agree with Date over 10,000 years', () => {
    const day = fc.integer({ min: -719_528, max: 2_932_896 });
    fc.assert(
      fc.property(day, (days) => {
        const date = new Date(days * 86_400_000);
        const civil = {
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        };
        expect(civilFromDays(days)).toEqual(civil);
        expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
      }),
      { seed: 1970, numRuns: 2000 },
    );
  });

  it('utcMillis', () => {
    expect(utcMillis(1970, 1, 1, 0, 0, 0, 0)).toBe(0);
    expect(utcMillis(2021, 8, 17, 9, 29, 3, 123)).toBe(Date.UTC(2021, 7, 17, 9, 29, 3, 123));
    expect(utcMillis(2016, 12, 31, 23, 59, 60, 0)).toBe(Date.UTC(2017, 0, 1));
    expect(utcMillis(99, 1, 1, 0, 0, 0, 0)).toBe(Date.parse('0099-01-01T00:00:00Z'));
  });

  it('isDate', () => {
    const check = (year: number, month: number, day: number, is: boolean) =>
      expect(isDate(year, month, day), `${year}-${month}-${day}`).toBe(is);
    check(2021, 1, 31, true);
    check(2021, 4, 31, false);
    check(2021, 2, 29, false);
    check(2020, 2, 29, true);
    check(1900, 2, 29, false);
    check(2000, 2, 29, true);
    check(0, 2, 29, true);
    check(0, 2, 30, false);
    check(2021, 0, 1, false);
    check(2021, 13, 1, false);
    check(2021, 1, 0, false);
    expect([1900, 2000, 2020, 2021].map(isLeapYear)).toEqual([false, true, true, false]);
  });
});
