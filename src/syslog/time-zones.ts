import { usage } from '../base/errors.js';
import { MILLIS_PER_DAY } from '../base/ids.js';
import { civilFromDays, utcMillis } from './calendar.js';

/** A time zone: how its wall clocks map to instants (milliseconds since 1970) and back. */
export interface TimeZone {
  /** As it was named, in the spelling of the tz database: `Europe/Berlin`, `UTC`, `+09:00`. */
  readonly name: string;
  /** Milliseconds that wall clocks are ahead of UTC at an instant. */
  offsetAt(epochMillis: number): number;
  /**
   * The instant at which the zone's wall clocks show these fields (month from 1, second up to 60). A time that a clock
   * skips when it is put forward counts as that much later; of the two instants of a time that it shows twice when it is
   * put back, the earlier one is taken.
   */
  toEpoch(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    millisecond: number,
  ): number;
}

/** Offsets are sampled a week apart; no zone has changed its clocks twice within one. */
const CELL = 7 * MILLIS_PER_DAY;
/** Beyond these years (0001 and 9999) a zone keeps the offset it has there: Intl counts no further without eras. */
const EARLIEST: number = utcMillis(1, 1, 2, 0, 0, 0, 0);
const LATEST: number = utcMillis(9999, 12, 30, 0, 0, 0, 0);

class FixedZone implements TimeZone {
  readonly name: string;
  readonly #offset: number;

  constructor(name: string, offset: number) {
    this.name = name;
    this.#offset = offset;
  }

  offsetAt(_epochMillis: number): number {
    return this.#offset;
  }

  toEpoch(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    millisecond: number,
  ): number {
    return utcMillis(year, month, day, hour, minute, second, millisecond) - this.#offset;
  }
}

/** What is known of one week: the offset before `change` and from it on. */
type Cell = { before: number; after: number; change: number };

class NamedZone implements TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #cells = new Map<number, Cell>();
  /** The last range of wall-clock readings (as if UTC) found to be free of changes, and its offset. */
  #steadyFrom = 0;
  #steadyTo = 0;
  #steadyOffset = 0;

  constructor(name: string, format: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  offsetAt(epochMillis: number): number {
    const at = Math.min(LATEST, Math.max(EARLIEST, epochMillis));
    const cell = this.#cell(Math.floor(at / CELL));
    return at < cell.change ? cell.before : cell.after;
  }

  toEpoch(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    millisecond: number,
  ): number {
    const wall = utcMillis(year, month, day, hour, minute, second, millisecond);
    if (wall >= this.#steadyFrom && wall < this.#steadyTo) return wall - this.#steadyOffset;
    // Offsets lie within a day of UTC, so these two see any change that matters.
    const before = this.offsetAt(wall - MILLIS_PER_DAY);
    const after = this.offsetAt(wall + MILLIS_PER_DAY);
    if (before === after) {
      this.#rememberSteady(wall, before);
      return wall - before;
    }
    if (this.offsetAt(wall - before) === before) return wall - before;
    if (this.offsetAt(wall - after) === after) return wall - after;
    return wall - before;
  }

  /** Notes the part of this week, a day and more away from its borders, in which nothing changes. */
  #rememberSteady(wall: number, offset: number): void {
    const index = Math.floor(wall / CELL);
    const cell = this.#cell(index);
    if (cell.change !== Number.POSITIVE_INFINITY) return;
    const isSteadyBefore = this.#cell(index - 1).change === Number.POSITIVE_INFINITY;
    const isSteadyAfter = this.#cell(index + 1).change === Number.POSITIVE_INFINITY;
    this.#steadyFrom = index * CELL + (isSteadyBefore ? 0 : MILLIS_PER_DAY);
    this.#steadyTo = (index + 1) * CELL - (isSteadyAfter ? 0 : MILLIS_PER_DAY);
    this.#steadyOffset = offset;
  }

  #cell(index: number): Cell {
    const known = this.#cells.get(index);
    if (known !== undefined) return known;
    const start = index * CELL;
    const before = this.#ask(start);
    const after = this.#ask(start + CELL - 1);
    let change = Number.POSITIVE_INFINITY;
    if (before !== after) {
      let low = start;
      let high = start + CELL - 1;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.#ask(middle) === before) low = middle;
        else high = middle;
      }
      change = high;
    }
    const cell = { before, after, change };
    this.#cells.set(index, cell);
    return cell;
  }

  /** The offset at an instant, from Intl: what its wall clock shows, read as UTC, less the instant. */
  #ask(epochMillis: number): number {
    const at = Math.min(LATEST, Math.max(EARLIEST, epochMillis));
    const second = Math.floor(at / 1000) * 1000;
    let [year, month, day, hour, minute, seconds] = [1970, 1, 1, 0, 0, 0];
    for (const part of this.#format.formatToParts(second)) {
      if (part.type === 'year') year = Number(part.value);
      else if (part.type === 'month') month = Number(part.value);
      else if (part.type === 'day') day = Number(part.value);
      else if (part.type === 'hour') hour = Number(part.value);
      else if (part.type === 'minute') minute = Number(part.value);
      else if (part.type === 'second') seconds = Number(part.value);
    }
    return utcMillis(year, month, day, hour, minute, seconds, 0) - second;
  }
}

const zones = new Map<string, TimeZone>();

/** Coordinated universal time. */
export const UTC: TimeZone = new FixedZone('UTC', 0);

/**
 * The zone of a name: an IANA name in any case, `UTC`, `Z`, or an offset (`+09:00`, `-0330`, `+2`). Throws `usage` for
 * any other.
 */
export function timeZone(name: string): TimeZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = fixedZone(name) ?? namedZone(name);
  zones.set(name, zone);
  return zone;
}

/** The zone that this machine is set to (`TZ`, else its configuration). */
export function localTimeZone(): TimeZone {
  // `Intl` takes 11 ms to load what it knows of languages; a machine set to UTC, as many are, says so without it.
  if (new Date(0).toString().endsWith('(Coordinated Universal Time)')) return UTC;
  try {
    return timeZone(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch {
    // A setting that names no zone: `Date` reads it as UTC, too.
    return UTC;
  }
}

function fixedZone(name: string): TimeZone | undefined {
  if (/^(?:UTC|Z|Etc\/UTC)$/i.test(name)) return UTC;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (match === null) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  const sign = match[1] === '-' ? -1 : 1;
  const millis = sign * (hours * 60 + minutes) * 60_000;
  return millis === 0 ? UTC : new FixedZone(offsetText(millis), millis);
}

function namedZone(name: string): TimeZone {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw usage(
      `Unknown time zone ${JSON.stringify(name)}: expected an IANA name such as Europe/Berlin, UTC, or an offset such as +09:00`,
    );
  }
  const canonical = format.resolvedOptions().timeZone;
  return canonical === 'UTC' ? UTC : new NamedZone(canonical, format);
}

/** An instant as a zone's clocks show it, `2021-08-17T09:29:03.123+02:00`; `Z` for UTC itself. */
export function formatTime(epochMillis: number, zone: TimeZone): string {
  // An offset with seconds (local mean time, long ago) cannot be written: its minutes are shown, and the clock to match.
  const offset = zone === UTC ? 0 : Math.trunc(zone.offsetAt(epochMillis) / 60_000) * 60_000;
  const wall = epochMillis + offset;
  const days = Math.floor(wall / MILLIS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  const millis = wall - days * MILLIS_PER_DAY;
  const date = `${yearText(year)}-${pad(month)}-${pad(day)}`;
  const seconds = Math.floor(millis / 1000);
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const fraction = String(millis % 1000).padStart(3, '0');
  return `${date}T${clock}.${fraction}${zone === UTC ? 'Z' : offsetText(offset)}`;
}

function offsetText(millis: number): string {
  const minutes = Math.abs(millis) / 60_000;
  return `${millis < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
