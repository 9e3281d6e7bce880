import type { HeaderFields } from './header-fields.js';
import type { Real } from './real.js';

// Where the time fields rest while a second timestamp, which is only to be passed over, is read.
let year = 0;
let month = 0;
let day = 0;
let hour = 0;
let minute = 0;
let second = 0;
let millisecond = 0;
let zoneMinutes: Real = Number.NaN;
let epoch: Real = Number.NaN;

export function keepTime(header: HeaderFields): void {
  year = header.year;
  month = header.month;
  day = header.day;
  hour = header.hour;
  minute = header.minute;
  second = header.second;
  millisecond = header.millisecond;
  zoneMinutes = header.zoneMinutes;
  epoch = header.epoch;
}

/** Restores what the last `keepTime` saw. The two are called in pairs, without another pair between them. */
export function restoreTime(header: HeaderFields): void {
  header.year = year;
  header.month = month;
  header.day = day;
  header.hour = hour;
  header.minute = minute;
  header.second = second;
  header.millisecond = millisecond;
  header.zoneMinutes = zoneMinutes;
  header.epoch = epoch;
}
