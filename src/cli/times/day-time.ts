import { MILLIS_PER_DAY } from '../../base/ids.js';
import { civilFromDays } from '../../syslog/calendar.js';
import { MIDNIGHT, readClockTime } from './clock-time.js';
import type { TimeReference } from './time-reference.js';

/** 1970-01-01, day 0, was a Thursday. */
const WEEKDAYS: readonly string[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

const NAMED_WEEKDAY =
  /^(last )?(mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)$/;

/**
 * A time of day, a day by its name, or both: `10:00`, `9am`, `noon`, `yesterday`, `monday 14:00`. A time of day alone is today's, a day
 * alone its 00:00. A weekday is the latest one, today included; with `last` before it, today is not. Undefined for
 * what is none of these.
 */
export function readDayTime(text: string, { now, zone }: TimeReference): number | undefined {
  const [, name, clockText] =
    /^([a-z ]*?)(?:(?: ?,)? ?(?:at )?(\d[\d:.,]*(?: ?[ap]\.?m\.?)?))?$/.exec(asClock(text)) ?? [];
  if (name === undefined) return undefined;
  const clock = clockText === undefined ? MIDNIGHT : readClockTime(clockText);
  if (clock === undefined || (name === '' && clockText === undefined)) return undefined;
  const today = Math.floor((now + zone().offsetAt(now)) / MILLIS_PER_DAY);
  const back = name === '' ? 0 : daysBack(name, today);
  if (back === undefined) return undefined;
  const { year, month, day } = civilFromDays(today - back);
  const { hour, minute, second, millisecond } = clock;
  return zone().toEpoch(year, month, day, hour, minute, second, millisecond);
}

/** `noon` and `midnight`, which is the beginning of a day, as clocks show them. */
function asClock(text: string): string {
  return text.replace(/\bnoon$/, '12:00').replace(/\bmidnight$/, '00:00');
}

function daysBack(name: string, today: number): number | undefined {
  if (name === 'today') return 0;
  if (name === 'yesterday') return 1;
  if (name === 'tomorrow') return -1;
  const [, last, weekday] = NAMED_WEEKDAY.exec(name) ?? [];
  if (weekday === undefined) return undefined;
  const back = (((today - WEEKDAYS.indexOf(weekday.slice(0, 3))) % 7) + 7) % 7;
  return back === 0 && last !== undefined ? 7 : back;
}
