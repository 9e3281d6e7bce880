import type { HeaderFields } from './header-fields.js';

/** Where the time fields rest while a second timestamp, which is only to be passed over, is read. */
const kept = new Float64Array(9);

export function keepTime(header: HeaderFields): void {
  kept[0] = header.year;
  kept[1] = header.month;
  kept[2] = header.day;
  kept[3] = header.hour;
  kept[4] = header.minute;
  kept[5] = header.second;
  kept[6] = header.millisecond;
  kept[7] = header.zoneMinutes;
  kept[8] = header.epoch;
}

/**
 * Restores what the last `keepTime` saw. The two are called in pairs, without another pair between them. `| 0` keeps the
 * fields small integers to the engine: storing a double would give every header a slower shape.
 */
export function restoreTime(header: HeaderFields): void {
  header.year = kept[0]! | 0;
  header.month = kept[1]! | 0;
  header.day = kept[2]! | 0;
  header.hour = kept[3]! | 0;
  header.minute = kept[4]! | 0;
  header.second = kept[5]! | 0;
  header.millisecond = kept[6]! | 0;
  header.zoneMinutes = kept[7]!;
  header.epoch = kept[8]!;
}
