import type { TimeZone } from '../../syslog/time-zones.js';

/** What a time as people write it is relative to. */
export type TimeReference = {
  readonly now: number;
  readonly zone: () => TimeZone;
  /** When the store's messages end: a date without a year is the latest one that is not more than a day past it. */
  readonly newest: () => number;
};
