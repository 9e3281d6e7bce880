import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatTime,
  localTimeZone,
  type TimeZone,
  timeZone,
  UTC,
} from '../../../src/syslog/time-zones.js';
import { thrownBy } from '../../support/thrown.js';

/** The instant of a wall-clock time written `2021-03-28 02:30:00`. */
function at(zone: TimeZone, wall: string): string {
  const [year, month, day, hour, minute, second] = wall.split(/[-: ]/).map(Number);
  const epoch = zone.toEpoch(
    year ?? 0,
    month ?? 0,
    day ?? 0,
    hour ?? 0,
    minute ?? 0,
    second ?? 0,
    0,
  );
  return formatTime(epoch, UTC).slice(0, 19).replace('T', ' ');
}

describe('timeZone', () => {
  it('reads wall clocks of IANA zones', () => {
    expect(at(timeZone('Asia/Kathmandu'), '2021-08-17 09:29:03')).toBe('2021-08-17 03:44:03');
    expect(at(timeZone('Asia/Tokyo'), '2021-01-01 00:00:00')).toBe('2020-12-31 15:00:00');
    expect(at(timeZone('America/St_Johns'), '2021-07-01 00:00:00')).toBe('2021-07-01 02:30:00');
    expect(at(timeZone('UTC'), '2021-07-01 00:00:00')).toBe('2021-07-01 00:00:00');
    // Before 1986 Nepal was at +05:30.
    expect(at(timeZone('Asia/Kathmandu'), '1980-01-01 00:00:00')).toBe('1979-12-31 18:30:00');
  });

  it('Europe/Berlin: the hour that is skipped counts as later, of the hour shown twice the earlier', () => {
    const zone = timeZone('Europe/Berlin');
    expect(at(zone, '2021-03-28 01:59:59')).toBe('2021-03-28 00:59:59');
    expect(at(zone, '2021-03-28 02:00:00')).toBe('2021-03-28 01:00:00');
    expect(at(zone, '2021-03-28 02:30:00')).toBe('2021-03-28 01:30:00');
    expect(at(zone, '2021-03-28 03:00:00')).toBe('2021-03-28 01:00:00');
    expect(at(zone, '2021-10-31 01:59:59')).toBe('2021-10-30 23:59:59');
    expect(at(zone, '2021-10-31 02:00:00')).toBe('2021-10-31 00:00:00');
    expect(at(zone, '2021-10-31 02:59:59')).toBe('2021-10-31 00:59:59');
    expect(at(zone, '2021-10-31 03:00:00')).toBe('2021-10-31 02:00:00');
  });

  it('America/New_York', () => {
    const zone = timeZone('America/New_York');
    expect(at(zone, '2021-03-14 01:59:59')).toBe('2021-03-14 06:59:59');
    expect(at(zone, '2021-03-14 02:30:00')).toBe('2021-03-14 07:30:00');
    expect(at(zone, '2021-03-14 03:00:00')).toBe('2021-03-14 07:00:00');
    expect(at(zone, '2021-11-07 01:30:00')).toBe('2021-11-07 05:30:00');
    expect(at(zone, '2021-11-07 02:00:00')).toBe('2021-11-07 07:00:00');
  });

  it('a change of half an hour, a day that does not exist', () => {
    expect(at(timeZone('Australia/Lord_Howe'), '2021-10-03 02:15:00')).toBe('2021-10-02 15:45:00');
    expect(at(timeZone('Australia/Lord_Howe'), '2021-10-03 02:30:00')).toBe('2021-10-02 15:30:00');
    expect(at(timeZone('Pacific/Apia'), '2011-12-30 12:00:00')).toBe('2011-12-30 22:00:00');
  });

  it('agrees with Intl at any instant, in any order', () => {
    const names = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
    );
    const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });
    fc.assert(
      fc.property(names, fc.array(instants, { minLength: 1, maxLength: 8 }), (name, epochs) => {
        const zone = timeZone(name);
        for (const epoch of epochs) {
          const shown = new Intl.DateTimeFormat('sv-SE', {
            timeZone: name,
            dateStyle: 'short',
            timeStyle: 'medium',
          }).format(epoch);
          const wall = new Date(epoch + zone.offsetAt(epoch))
            .toISOString()
            .slice(0, 19)
            .replace('T', ' ');
          expect(wall).toBe(shown);
          // What the clock shows leads back to this instant, or to the other one at which it shows the same.
          const date = new Date(epoch + zone.offsetAt(epoch));
          const back = zone.toEpoch(
            date.getUTCFullYear(),
            date.getUTCMonth() + 1,
            date.getUTCDate(),
            date.getUTCHours(),
            date.getUTCMinutes(),
            date.getUTCSeconds(),
            date.getUTCMilliseconds(),
          );
          expect(back).toBeLessThanOrEqual(epoch);
          expect(back + zone.offsetAt(back)).toBe(epoch + zone.offsetAt(epoch));
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('fixed offsets', () => {
    const check = (name: string, shown: string, wall: string) => {
      expect(timeZone(name).name).toBe(shown);
      expect(at(timeZone(name), '2021-08-17 09:00:00')).toBe(wall);
    };
    check('+09:00', '+09:00', '2021-08-17 00:00:00');
    check('-0330', '-03:30', '2021-08-17 12:30:00');
    check('+2', '+02:00', '2021-08-17 07:00:00');
    check('UTC+2', '+02:00', '2021-08-17 07:00:00');
    check('+00:00', 'UTC', '2021-08-17 09:00:00');
    check('Z', 'UTC', '2021-08-17 09:00:00');
    check('utc', 'UTC', '2021-08-17 09:00:00');
    check('Etc/UTC', 'UTC', '2021-08-17 09:00:00');
    check('europe/berlin', 'Europe/Berlin', '2021-08-17 07:00:00');
  });

  it('any other name is a usage error that says what was expected', () => {
    for (const name of ['Europe/Nowhere', '', '+25:00', '+09:60', 'Berlin', '09:00']) {
      const error = thrownBy(() => timeZone(name));
      expect(error).toMatchObject({ code: 'usage' });
      expect(String(error)).toBe(
        `HayabusaError: Unknown time zone ${JSON.stringify(name)}: expected an IANA name such as Europe/Berlin, UTC, or an offset such as +09:00`,
      );
    }
  });

  it('localTimeZone() is that of Date', () => {
    const zone = localTimeZone();
    for (const epoch of [Date.UTC(2021, 0, 1), Date.UTC(2021, 6, 1)])
      expect(zone.offsetAt(epoch) / 60_000).toBe(0 - new Date(epoch).getTimezoneOffset());
  });

  it('times far away have the offset of the borders', () => {
    const zone = timeZone('Europe/Berlin');
    expect(zone.offsetAt(8.64e15)).toBe(3_600_000);
    expect(Number.isFinite(zone.offsetAt(-8.64e15))).toBe(true);
    expect(Number.isFinite(zone.toEpoch(9999, 12, 31, 23, 59, 59, 999))).toBe(true);
    expect(Number.isFinite(zone.toEpoch(1, 1, 1, 0, 0, 0, 0))).toBe(true);
  });
});

describe('formatTime', () => {
  it('shows milliseconds and offset, Z for UTC', () => {
    const epoch = Date.UTC(2021, 7, 17, 7, 29, 3, 123);
    expect(formatTime(epoch, UTC)).toBe('2021-08-17T07:29:03.123Z');
    expect(formatTime(epoch, timeZone('Europe/Berlin'))).toBe('2021-08-17T09:29:03.123+02:00');
    expect(formatTime(epoch, timeZone('Asia/Kathmandu'))).toBe('2021-08-17T13:14:03.123+05:45');
    expect(formatTime(epoch, timeZone('-03:30'))).toBe('2021-08-17T03:59:03.123-03:30');
    expect(formatTime(Date.UTC(2021, 0, 1), timeZone('Europe/London'))).toBe(
      '2021-01-01T00:00:00.000+00:00',
    );
    expect(formatTime(-1, UTC)).toBe('1969-12-31T23:59:59.999Z');
    expect(formatTime(8.64e15, UTC)).toBe('+275760-09-13T00:00:00.000Z');
  });

  it('local mean time, whose offset has seconds, still shows the instant', () => {
    const epoch = Date.UTC(1880, 0, 1);
    expect(Date.parse(formatTime(epoch, timeZone('Europe/Berlin')))).toBe(epoch);
  });

  it('is what Date reads back', () => {
    const instants = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom('UTC', 'Europe/Berlin', '+05:45', 'America/St_Johns'),
        (epoch, name) => {
          expect(Date.parse(formatTime(epoch, timeZone(name)))).toBe(epoch);
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });
});
