import { civilFromDays, daysFromCivil } from '../syslog/calendar.js';

/** How a timestamp is spelled: from the instant and this its bytes can be made again. */
export type TimeFormat = {
  /** 1: `Aug 17 09:29:01`, 2: `Aug 17 2021 09:29:01`, 3: `2021-08-17T09:29:01` */
  readonly style: number;
  readonly prefix: string;
  readonly suffix: string;
  /** Style 1 and 2: what fills a day of one digit (space, 0, or nothing: 0); style 3: what stands before the hour. */
  readonly mark: number;
  /** Digits of the fraction, and what stands before them. */
  readonly digits: number;
  readonly point: number;
  /** Milliseconds that the clock shown is ahead of UTC. */
  readonly offset: number;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_BYTES: readonly Uint8Array[] = MONTHS.map((name) => Buffer.from(name, 'latin1'));
const DAY = 86_400_000;
const MONTH_FIRST =
  /^([^A-Za-z0-9]*)(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ 0]?)(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:([.,])(\d{1,9}))?([^0-9]*)$/s;
const ISO =
  /^([^0-9]*)(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d):(\d\d)(?:([.,])(\d{1,9}))?((?:[^0-9.,].*)?)$/s;
/** No zone is further from UTC. */
const MAX_OFFSET = 18 * 3_600_000;

/** The format of a timestamp that stands for the instant `time` (epoch ms); undefined when it is none of ours. */
export function timeFormatOf(text: string, time: number): TimeFormat | undefined {
  const month = MONTH_FIRST.exec(text);
  if (month !== null) {
    const [
      ,
      prefix = '',
      name = '',
      pad = '',
      day = '',
      year,
      h,
      m,
      s,
      point = '',
      fraction = '',
      suffix = '',
    ] = month;
    const clock = (y: number) => shown(y, MONTHS.indexOf(name) + 1, Number(day), h, m, s);
    let offset = Number.POSITIVE_INFINITY;
    const near = new Date(time).getUTCFullYear();
    for (const y of year === undefined ? [near - 1, near, near + 1] : [Number(year)]) {
      const candidate = clock(y) - Math.floor(time / 1000) * 1000;
      if (Math.abs(candidate) < Math.abs(offset)) offset = candidate;
    }
    if (Math.abs(offset) > MAX_OFFSET) return undefined;
    const mark =
      day.length + pad.length === 2
        ? pad === '' && day[0] === '0'
          ? 0x30
          : pad === '0'
            ? 0x30
            : 0x20
        : 0;
    return {
      style: year === undefined ? 1 : 2,
      prefix,
      suffix,
      mark,
      digits: fraction.length,
      point: point.charCodeAt(0) | 0,
      offset,
    };
  }
  const iso = ISO.exec(text);
  if (iso === null) return undefined;
  const [, prefix = '', y, mo, d, mark = '', h, m, s, point = '', fraction = '', suffix = ''] = iso;
  const offset = shown(Number(y), Number(mo), Number(d), h, m, s) - Math.floor(time / 1000) * 1000;
  if (Math.abs(offset) > MAX_OFFSET) return undefined;
  return {
    style: 3,
    prefix,
    suffix,
    mark: mark.charCodeAt(0),
    digits: fraction.length,
    point: point.charCodeAt(0) | 0,
    offset,
  };
}

function shown(
  year: number,
  month: number,
  day: number,
  h?: string,
  m?: string,
  s?: string,
): number {
  return (
    daysFromCivil(year, month, day) * DAY + ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000
  );
}

/** Writes timestamps of one format. Remembers the last day. */
export class TimeFormatter {
  readonly format: TimeFormat;
  readonly #prefix: Uint8Array;
  readonly #suffix: Uint8Array;
  /** The most bytes of one timestamp. */
  readonly maxLength: number;
  /** Where the clock, `hh:mm:ss`, stands in the timestamp written last. */
  clockAt = 0;
  #day = Number.NaN;
  #year = 0;
  #month = 0;
  #date = 0;

  constructor(format: TimeFormat) {
    this.format = format;
    this.#prefix = Buffer.from(format.prefix, 'latin1');
    this.#suffix = Buffer.from(format.suffix, 'latin1');
    this.maxLength = 40 + this.#prefix.length + this.#suffix.length;
  }

  /**
   * Writes the timestamp of an instant to `out` and returns where it ends. `beyond` are the digits of the fraction
   * behind the milliseconds.
   */
  write(out: Uint8Array, at: number, time: number, beyond: number): number {
    const { style, mark, digits, point, offset } = this.format;
    const clock = time + offset;
    const day = Math.floor(clock / DAY);
    if (day !== this.#day) {
      this.#day = day;
      const date = civilFromDays(day);
      this.#year = date.year;
      this.#month = date.month;
      this.#date = date.day;
    }
    let end = at;
    const prefix = this.#prefix;
    for (let i = 0; i < prefix.length; i++) out[end++] = prefix[i]!;
    if (style === 3) {
      end = this.#writeYear(out, end);
      out[end++] = 0x2d;
      end = two(out, end, this.#month);
      out[end++] = 0x2d;
      end = two(out, end, this.#date);
      out[end++] = mark;
    } else {
      const month = MONTH_BYTES[this.#month - 1]!;
      out[end++] = month[0]!;
      out[end++] = month[1]!;
      out[end++] = month[2]!;
      out[end++] = 0x20;
      if (this.#date >= 10) end = two(out, end, this.#date);
      else {
        if (mark !== 0) out[end++] = mark;
        out[end++] = 0x30 + this.#date;
      }
      out[end++] = 0x20;
      if (style === 2) {
        end = this.#writeYear(out, end);
        out[end++] = 0x20;
      }
    }
    const rest = clock - day * DAY;
    const seconds = (rest / 1000) | 0;
    this.clockAt = end - at;
    end = two(out, end, (seconds / 3600) | 0);
    out[end++] = 0x3a;
    end = two(out, end, ((seconds / 60) | 0) % 60);
    out[end++] = 0x3a;
    end = two(out, end, seconds % 60);
    if (digits > 0) {
      out[end++] = point;
      const millis = rest - seconds * 1000;
      out[end++] = 0x30 + ((millis / 100) | 0);
      if (digits > 1) out[end++] = 0x30 + (((millis / 10) | 0) % 10);
      if (digits > 2) out[end++] = 0x30 + (millis % 10);
      let scale = 10 ** Math.max(0, digits - 4);
      for (let digit = 3; digit < digits; digit++) {
        out[end++] = 0x30 + (Math.floor(beyond / scale) % 10);
        scale /= 10;
      }
    }
    const suffix = this.#suffix;
    for (let i = 0; i < suffix.length; i++) out[end++] = suffix[i]!;
    return end;
  }

  #writeYear(out: Uint8Array, at: number): number {
    return two(out, two(out, at, (this.#year / 100) | 0), this.#year % 100);
  }
}

function two(out: Uint8Array, at: number, value: number): number {
  out[at] = 0x30 + ((value / 10) | 0);
  out[at + 1] = 0x30 + (value % 10);
  return at + 2;
}
