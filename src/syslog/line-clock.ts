import { MILLIS_PER_DAY, MILLIS_PER_HOUR } from '../base/ids.js';
import { civilFromDays, daysFromCivil, isLeapYear, utcMillis } from './calendar.js';
import { DIALECTS } from './dialects.js';
import type { HeaderFields } from './header-fields.js';
import type { TimeZone } from './time-zones.js';

export type LineClockOptions = {
  /** The zone of times that state none. */
  zone: TimeZone;
  /** Exactly the year of the first date that has none. */
  year?: number;
  /** Epoch milliseconds when the input was last written: the first year-less date lies at most a day past it. */
  reference: number;
  /** Epoch milliseconds: what lies more than 31 days past it is plainly wrong. */
  now: number;
  /** Epoch milliseconds given to lines before any time was seen. */
  fallback: number;
};

/** Where a `LineClock` stands between two lines: plain data, which JSON and MessagePack keep whole. */
export type LineClockState = {
  /** The time of the last line; null before any time was seen. */
  last: number | null;
  /** The date that the years of year-less dates follow: year, month, day as stated; year 0 before there was one. */
  anchor: [year: number, month: number, day: number];
  /** Whether a year-less date was seen. */
  yearGiven: boolean;
  /** Years guessed so far. */
  years: number[];
  pastReference: boolean;
  counters: LineClockCounters;
};

export type LineClockCounters = {
  /** Lines that stated their own time. */
  timed: number;
  /** Lines without a time: they have that of the line before. */
  inherited: number;
  /** Lines whose clock was plainly wrong, or whose date exists in no year near by: likewise. */
  implausible: number;
};

/** Times before it are plainly wrong: 1990-01-01. */
const EARLIEST: number = utcMillis(1990, 1, 1, 0, 0, 0, 0);
const EARLIEST_YEAR = 1989;
const HALF_YEAR_DAYS = 183;
/** How far ahead of now a clock may be. */
const MAX_AHEAD: number = 31 * MILLIS_PER_DAY;
/** Cisco's mark of a clock that no source has set. */
const UNSET_CLOCK = 42;
const NO_HOUR = -1;

/**
 * Turns the headers of the consecutive lines of one input into instants.
 *
 * A date without a year first gets the latest year in which it lies not more than a day past the reference (or the year
 * option), and from then on the year that puts it from 3 months before to 9 months after the anchor: the date of the line
 * before; unless that were half a year ahead and past the reference. So New Year is crossed in either direction. Times that state their year move the anchor too, but only within the
 * same window, so that one device with a wrong clock among others does not carry their year away; for the same reason a
 * clock that says of itself that it was never set, on the day such clocks begin with (1 January, 1 March), does not.
 *
 * Lines without a time, and those whose stated year is plainly wrong (before 1990, more than 31 days ahead of now), have
 * the time of the line before. Resumes exactly from `state()`.
 */
export class LineClock {
  readonly counters: LineClockCounters;
  readonly #options: LineClockOptions;
  readonly #latest: number;
  readonly #latestYear: number;
  readonly #years: Set<number>;
  #last: number;
  #hasLast: boolean;
  #anchorYear: number;
  #anchorMonth: number;
  #anchorDay: number;
  #yearGiven: boolean;
  #pastReference: boolean;
  // The hour that was last worked out, and the instant it begins: none where the zone's clocks are changed within it.
  #hourKey: number = NO_HOUR;
  #hourStart = 0;
  #hourWasGuessed = false;
  /** Whether the anchor is the date of this hour: to work it out again would change nothing. */
  #hourIsAnchored = false;

  constructor(options: LineClockOptions, state?: LineClockState) {
    this.#options = options;
    this.#latest = options.now + MAX_AHEAD;
    this.#latestYear = new Date(this.#latest).getUTCFullYear() + 1;
    this.counters = { timed: 0, inherited: 0, implausible: 0, ...state?.counters };
    this.#years = new Set(state?.years);
    this.#hasLast = state !== undefined && state.last !== null;
    this.#last = state?.last ?? options.fallback;
    [this.#anchorYear, this.#anchorMonth, this.#anchorDay] = state?.anchor ?? [0, 0, 0];
    this.#yearGiven = state?.yearGiven ?? false;
    this.#pastReference = state?.pastReference ?? false;
  }

  /** Years given to dates that had none, ascending. */
  get years(): number[] {
    return [...this.#years].sort((a, b) => a - b);
  }

  /** True once a date without a year ran more than a day past the reference: the year assumed seems wrong. */
  get pastReference(): boolean {
    return this.#pastReference;
  }

  state(): LineClockState {
    return {
      last: this.#hasLast ? this.#last : null,
      anchor: [this.#anchorYear, this.#anchorMonth, this.#anchorDay],
      yearGiven: this.#yearGiven,
      years: this.years,
      pastReference: this.#pastReference,
      counters: { ...this.counters },
    };
  }

  /**
   * Lends what the times of further lines follow from, as ten doubles: the last time, the hour that was worked out last
   * (its key, its beginning, 1 if its year was guessed), three counters of lines that begin at zero, 1 if the hour may be
   * kept, as one of the anchor's date, the latest time that is plausible, and the anchor. Whoever gives lines their times by
   * this gives it back, with `take`, before it asks anything else.
   */
  lend(into: Float64Array): void {
    into[0] = this.#last;
    into[1] = this.#hourKey;
    into[2] = this.#hourStart;
    into[3] = this.#hourWasGuessed ? 1 : 0;
    into.fill(0, 4, 7);
    into[7] = this.#hourKey !== NO_HOUR && this.#hourIsAnchored && this.#tellsNoMore() ? 1 : 0;
    into[8] = this.#latest;
    into[9] = dateKey(this.#anchorYear, this.#anchorMonth, this.#anchorDay);
  }

  /** Takes back what was lent, with the lines that were given times since. */
  take(from: Float64Array): void {
    if (from[4]! > 0) {
      this.#last = from[0]!;
      this.#hasLast = true;
    }
    const anchor = from[9]!;
    const isMoved = anchor !== dateKey(this.#anchorYear, this.#anchorMonth, this.#anchorDay);
    if (isMoved) {
      this.#anchorDay = anchor % 32;
      this.#anchorMonth = Math.floor(anchor / 32) % 13;
      this.#anchorYear = Math.floor(anchor / (32 * 13));
    }
    if (from[1] !== this.#hourKey || isMoved) {
      // An hour that was kept: its date is the anchor.
      this.#hourKey = from[1]!;
      this.#hourStart = from[2]!;
      this.#hourWasGuessed = from[3] === 1;
      this.#hourIsAnchored = true;
    }
    this.counters.timed += from[4]!;
    this.counters.inherited += from[5]!;
    this.counters.implausible += from[6]!;
  }

  /** The time of the next line, in epoch milliseconds. */
  timeOf(header: HeaderFields): number {
    if (header.timeEnd === header.timeStart) {
      this.counters.inherited++;
      return this.#last;
    }
    if (header.month === 0) return this.#takeInstant(Math.floor(header.epoch));
    const hour = hourKey(header);
    if (hour === this.#hourKey)
      return this.#accept(this.#hourStart + millisInHour(header), this.#hourWasGuessed);
    return this.#workOut(header, hour);
  }

  /** The time of a line that is known to state none, such as a further piece of a long line. */
  inherit(): number {
    this.counters.inherited++;
    return this.#last;
  }

  #accept(time: number, wasGuessed: boolean): number {
    if (!wasGuessed && (time < EARLIEST || time > this.#latest)) {
      this.counters.implausible++;
      return this.#last;
    }
    this.#last = time;
    this.#hasLast = true;
    this.counters.timed++;
    return time;
  }

  #workOut(header: HeaderFields, hour: number): number {
    let { year } = header;
    const isGuess = year === 0;
    if (isGuess) {
      year = this.#guessYear(header);
      if (year === 0) {
        this.counters.implausible++;
        return this.#last;
      }
    }
    // Years this far off need no zone's history.
    if (!isGuess && (year < EARLIEST_YEAR || year > this.#latestYear)) {
      this.counters.implausible++;
      return this.#last;
    }
    const time = this.#instant(year, header);
    if (isGuess) this.#noteGuess(year, time, header);
    else this.#followDate(year, time, header);
    this.#hourKey = this.#isWholeHour(year, header) ? hour : NO_HOUR;
    this.#hourStart = time - millisInHour(header);
    this.#hourWasGuessed = isGuess;
    this.#hourIsAnchored =
      this.#anchorYear === year &&
      this.#anchorMonth === header.month &&
      this.#anchorDay === header.day;
    return this.#accept(time, isGuess);
  }

  #instant(year: number, header: HeaderFields): number {
    const { month, day, hour, minute, second, millisecond, zoneMinutes } = header;
    return Number.isNaN(zoneMinutes)
      ? this.#options.zone.toEpoch(year, month, day, hour, minute, second, millisecond)
      : utcMillis(year, month, day, hour, minute, second, millisecond) - zoneMinutes * 60_000;
  }

  /** Whether an hour is one on the zone's clocks: not when they are changed within it. */
  #isWholeHour(year: number, { month, day, hour, zoneMinutes }: HeaderFields): boolean {
    if (!Number.isNaN(zoneMinutes)) return true;
    const { zone } = this.#options;
    const first = zone.toEpoch(year, month, day, hour, 0, 0, 0);
    return zone.toEpoch(year, month, day, hour, 59, 59, 999) - first === MILLIS_PER_HOUR - 1;
  }

  /** The year of a date that states none; 0 when the date exists in no year that may be meant. */
  #guessYear(header: HeaderFields): number {
    const { year } = this.#options;
    if (!this.#yearGiven && year !== undefined) return existsIn(year, header) ? year : 0;
    if (this.#anchorYear !== 0) {
      const beside = this.#yearBesideAnchor(header.month, header.day);
      if (existsIn(beside, header) && !this.#leapsAhead(beside, header)) return beside;
      if (existsIn(beside - 1, header) && this.#leapsAhead(beside, header)) return beside - 1;
      return existsIn(beside, header) ? beside : 0;
    }
    const limit = this.#options.reference + MILLIS_PER_DAY;
    const latest = new Date(limit).getUTCFullYear() + 1;
    // 29 February may be up to eight years back (1897 to 1903).
    for (let candidate = latest; candidate > latest - 11; candidate--)
      if (existsIn(candidate, header) && this.#instant(candidate, header) <= limit)
        return candidate;
    return 0;
  }

  /** The one year that puts a date from 3 months before the anchor to 9 months after it. */
  #yearBesideAnchor(month: number, day: number): number {
    let year = this.#anchorYear;
    let lowMonth = this.#anchorMonth - 3;
    if (lowMonth <= 0) {
      lowMonth += 12;
      year--;
    }
    return month * 32 + day < lowMonth * 32 + this.#anchorDay ? year + 1 : year;
  }

  /**
   * Whether a year puts a date more than half a year past the line before and past the reference as well (past now, when
   * the year of the first line was given): then the year before it is the nearer one. Without this a file of samples
   * in no order would run ever further into the future.
   */
  #leapsAhead(year: number, header: HeaderFields): boolean {
    const anchor = daysFromCivil(this.#anchorYear, this.#anchorMonth, this.#anchorDay);
    if (daysFromCivil(year, header.month, header.day) - anchor <= HALF_YEAR_DAYS) return false;
    const { year: given, reference, now } = this.#options;
    return this.#instant(year, header) > (given === undefined ? reference : now) + MILLIS_PER_DAY;
  }

  #noteGuess(year: number, time: number, header: HeaderFields): void {
    this.#yearGiven = true;
    this.#years.add(year);
    if (time > this.#options.reference + MILLIS_PER_DAY) this.#pastReference = true;
    const isFirstDay = header.day === 1 && (header.month === 1 || header.month === 3);
    if (isFirstDay && header.clockMark === UNSET_CLOCK && this.#anchorYear !== 0) return;
    this.#setAnchor(year, header.month, header.day);
  }

  /** A date that states its year moves the anchor when the window agrees with that year. */
  #followDate(year: number, time: number, header: HeaderFields): void {
    const { month, day } = header;
    if (time < EARLIEST || time > this.#latest || header.dialect === DIALECTS.embedded) return;
    if (this.#anchorYear !== 0 && this.#yearBesideAnchor(month, day) !== year) return;
    this.#setAnchor(year, month, day);
  }

  /** Whether no line of the hour that was worked out last says more of its year than was said: see `#noteGuess`. */
  #tellsNoMore(): boolean {
    if (!this.#hourWasGuessed || this.#pastReference) return true;
    // A minute may have a second more than others.
    return this.#hourStart + MILLIS_PER_HOUR + 1000 <= this.#options.reference + MILLIS_PER_DAY;
  }

  #takeInstant(time: number): number {
    if (time >= EARLIEST && time <= this.#latest) {
      const { year, month, day } = civilFromDays(Math.floor(time / MILLIS_PER_DAY));
      if (this.#anchorYear === 0 || this.#yearBesideAnchor(month, day) === year)
        this.#setAnchor(year, month, day);
    }
    return this.#accept(time, false);
  }

  #setAnchor(year: number, month: number, day: number): void {
    // The hour that was worked out may belong to another year from here on.
    this.#hourKey = NO_HOUR;
    this.#anchorYear = year;
    this.#anchorMonth = month;
    this.#anchorDay = day;
  }
}

function existsIn(year: number, header: HeaderFields): boolean {
  return header.month !== 2 || header.day !== 29 || isLeapYear(year);
}

/** One number for the stated year, month, day, hour and zone. */
function hourKey(header: HeaderFields): number {
  const { zoneMinutes } = header;
  const date = dateKey(header.year, header.month, header.day);
  return (date * 24 + header.hour) * 2881 + (Number.isNaN(zoneMinutes) ? 0 : zoneMinutes + 1440);
}

/** One number for a date as it is stated, which need not exist. */
function dateKey(year: number, month: number, day: number): number {
  return (year * 13 + month) * 32 + day;
}

function millisInHour({ minute, second, millisecond }: HeaderFields): number {
  return minute * 60_000 + second * 1000 + millisecond;
}
