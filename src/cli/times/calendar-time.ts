import { usage } from '../../base/errors.js';
import { isDate, utcMillis } from '../../syslog/calendar.js';
import type { TimeZone } from '../../syslog/time-zones.js';
import { isTimeOfDay } from './clock-time.js';

const FORM =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** A year, or a month of one. */
const MONTH = /^((?:19|20)\d\d)(?:[-/](\d{1,2}))?$/;

/**
 * `2021-08-17`, `2021-08-17 09:29`, `2021-08-17T09:29:03.5`, with `Z`, `UTC` or `+02:00` where it is not in `zone`. A date alone is
 * its 00:00, a month or a year its first day. Undefined for what has another form.
 */
export function readCalendarTime(
  text: string,
  zone: () => TimeZone,
  option: string,
): number | undefined {
  const match = FORM.exec(text.replace(MONTH, (_, year, month = '1') => `${year}-${month}-1`));
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const exists =
    year > 0 && isDate(year, month, day) && isTimeOfDay({ hour, minute, second, millisecond });
  if (!exists)
    throw usage(
      `${option} ${JSON.stringify(text)} is no time of any calendar: expected a month from 1 to 12, a day that the month has, and a time of day up to 24:00`,
    );
  const offset = match[8];
  if (offset === undefined)
    return zone().toEpoch(year, month, day, hour, minute, second, millisecond);
  const utc = utcMillis(year, month, day, hour, minute, second, millisecond);
  if (/^[a-z]/i.test(offset)) return utc;
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return utc - sign * minutes * 60_000;
}
