import { usage } from '../../base/errors.js';
import { readCalendarTime } from './calendar-time.js';
import { readDayTime } from './day-time.js';
import { readLogTime } from './log-time.js';
import { readRelativeTime } from './relative-time.js';
import type { TimeReference } from './time-reference.js';

/** A time as people write it and as logs print it, in epoch milliseconds. `option` is named when it is none. */
export function parseTime(typed: string, reference: TimeReference, option: string): number {
  const text = typed.trim().replace(/\s+/g, ' ');
  const words = text.toLowerCase();
  const time =
    readEpoch(words) ??
    readRelativeTime(words, reference.now) ??
    readDayTime(words, reference) ??
    readCalendarTime(text, reference.zone, option) ??
    readLogTime(text, reference);
  if (time !== undefined) return time;
  const [, front, zone] = /^(\d{4}[-/].*\d) ([A-Za-z][A-Za-z_/+-]{2,})$/.exec(text) ?? [];
  if (front !== undefined)
    throw usage(
      `${option} ${JSON.stringify(typed)} names a zone: expected none, Z, UTC or an offset such as +02:00, got ${JSON.stringify(zone)}: write ${JSON.stringify(front)} and --timezone with a name such as Europe/Berlin`,
    );
  throw usage(
    `${option} ${JSON.stringify(typed)} cannot be read: expected a time such as '2021-08-17 09:29', 2021-08-17T09:29:03Z, 10:30, yesterday, 'monday 14:00', '2 hours ago' or 'Aug 17 09:29:03'`,
  );
}

/** `@1629190000`, seconds since 1970. */
function readEpoch(text: string): number | undefined {
  const [, seconds] = /^@(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  return seconds === undefined ? undefined : Math.floor(Number(seconds) * 1000);
}
