import { MILLIS_PER_DAY, MILLIS_PER_HOUR } from '../base/ids.js';
import { civilFromDays, daysFromCivil } from '../syslog/calendar.js';
import type { TimeZone } from '../syslog/time-zones.js';
import type { BucketWidth } from './bucket-width.js';

/** Instants [from, to), in epoch milliseconds. */
export type Bucket = { readonly from: number; readonly to: number };

/** 1969-12-29, a Monday: weeks begin there. */
const MONDAY = -3 * MILLIS_PER_DAY;

/**
 * All time cut into buckets that begin where a zone's wall clocks show a round time. Each instant is in one bucket, and
 * each bucket ends where the next one begins. A day has the hours it has when clocks change; up to an hour wide, buckets
 * are as wide as any others then, but for one that the change itself cuts.
 */
export class TimeBuckets {
  readonly #width: BucketWidth;
  readonly #zone: TimeZone;
  #last: Bucket = { from: 0, to: 0 };

  constructor(width: BucketWidth, zone: TimeZone) {
    this.#width = width;
    this.#zone = zone;
  }

  /** The bucket of an instant. */
  at(time: number): Bucket {
    const last = this.#last;
    if (time >= last.from && time < last.to) return last;
    const { unit, count } = this.#width;
    this.#last = unit === 'ms' && count <= MILLIS_PER_HOUR ? this.#short(time) : this.#long(time);
    return this.#last;
  }

  /** How many buckets [from, to) touches, counted as far as `most` + 1. */
  count(from: number, to: number, most: number): number {
    let count = 0;
    for (let at = from; at < to && count <= most; count++) at = this.at(at).to;
    return count;
  }

  /** Of one offset from UTC, and so cut where the offset changes. */
  #short(time: number): Bucket {
    const width = this.#width.count;
    const zone = this.#zone;
    const offset = zone.offsetAt(time);
    let from = Math.floor((time + offset) / width) * width - offset;
    let to = from + width;
    if (zone.offsetAt(from) !== offset) from = firstWith(zone, offset, from, time);
    if (zone.offsetAt(to - 1) !== offset) to = firstWith(zone, zone.offsetAt(to - 1), time, to - 1);
    return { from, to };
  }

  /** Between two readings of the wall clock. */
  #long(time: number): Bucket {
    let step = this.#stepOf(time + this.#zone.offsetAt(time));
    let from = this.#startOf(step);
    // A reading that clocks show twice stands for the first time, one that they skip for a later time.
    while (from > time) from = this.#startOf(--step);
    let to = this.#startOf(step + 1);
    for (step++; to <= time; to = this.#startOf(++step)) from = to;
    return { from, to };
  }

  /** The number of the bucket that a wall clock's reading is in. */
  #stepOf(wall: number): number {
    const { unit, count } = this.#width;
    if (unit === 'ms') return Math.floor((wall - this.#origin()) / count);
    const { year, month } = civilFromDays(Math.floor(wall / MILLIS_PER_DAY));
    return Math.floor((year * 12 + month - 1) / count);
  }

  #startOf(step: number): number {
    const { unit, count } = this.#width;
    if (unit === 'ms') return epochOf(this.#zone, step * count + this.#origin());
    const months = step * count;
    const year = Math.floor(months / 12);
    return epochOf(this.#zone, daysFromCivil(year, months - year * 12 + 1, 1) * MILLIS_PER_DAY);
  }

  #origin(): number {
    return this.#width.count % (7 * MILLIS_PER_DAY) === 0 ? MONDAY : 0;
  }
}

function epochOf(zone: TimeZone, wall: number): number {
  const days = Math.floor(wall / MILLIS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  return zone.toEpoch(year, month, day, 0, 0, 0, wall - days * MILLIS_PER_DAY);
}

/** The first instant in (before, at] from which on the zone has the offset that it has at `at`. */
function firstWith(zone: TimeZone, offset: number, before: number, at: number): number {
  let low = before;
  let high = at;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
