import { usage } from '../base/errors.js';
import type { TimeRange } from '../planner/plan.js';
import type { TimeZone } from '../syslog/time-zones.js';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `90m`, `2h`, `1h30m`, `7d` in milliseconds. */
export function parseDuration(text: string): number {
  let total = 0;
  let rest = text.trim();
  if (rest === '') throw badDuration(text);
  while (rest !== '') {
    const match = /^(\d+(?:\.\d+)?)(ms|[smhdw])\s*/.exec(rest);
    const unit = UNITS[match?.[2] ?? ''];
    if (match === null || unit === undefined) throw badDuration(text);
    total += Number(match[1]) * unit;
    rest = rest.slice(match[0].length);
  }
  return Math.round(total);
}

function badDuration(text: string): Error {
  return usage(
    `Duration ${JSON.stringify(text)} cannot be read: expected a number and one of s, m, h, d, w, such as 90m or 2h`,
  );
}

/**
 * A time as typed: `2021-08-17`, `2021-08-17 09:29`, `2021-08-17T09:29:03.5`, with `Z` or `+02:00` where it is not in
 * `zone`; `now`; or epoch seconds as `@1629190000`. A date alone is its 00:00.
 */
export function parseTime(text: string, zone: () => TimeZone, option: string): number {
  const trimmed = text.trim();
  if (trimmed === 'now') return Date.now();
  const epoch = /^@(\d+(?:\.\d+)?)$/.exec(trimmed);
  if (epoch !== null) return Math.floor(Number(epoch[1]) * 1000);
  const match =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      trimmed,
    );
  if (match === null)
    throw usage(
      `${option} ${JSON.stringify(text)} cannot be read: expected a time such as 2021-08-17, '2021-08-17 09:29' or 2021-08-17T09:29:03Z`,
    );
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const date = new Date(utc);
  const exists =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists)
    throw usage(
      `${option} ${JSON.stringify(text)} is no time of any calendar: expected a month from 1 to 12, a day that the month has, and a time of day below 24:00:00`,
    );
  const offset = match[8];
  if (offset === undefined)
    return zone().toEpoch(year, month, day, hour, minute, second, millisecond);
  if (offset.toUpperCase() === 'Z') return utc;
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return utc - sign * minutes * 60_000;
}

/** The range that `--from`, `--to` and `--last` name together; undefined when none is given. */
export function parseRange(
  options: { from?: string; to?: string; last?: string },
  zone: () => TimeZone,
): TimeRange | undefined {
  const { from, to, last } = options;
  if (from === undefined && to === undefined && last === undefined) return undefined;
  if (last !== undefined && from !== undefined)
    throw usage(
      '--last and --from both say where the range begins: expected one of them, got both',
    );
  const end = to === undefined ? Number.MAX_SAFE_INTEGER : parseTime(to, zone, '--to');
  let begin = from === undefined ? Number.MIN_SAFE_INTEGER : parseTime(from, zone, '--from');
  if (last !== undefined) begin = (to === undefined ? Date.now() : end) - parseDuration(last);
  if (begin >= end)
    throw usage(
      `The range from ${JSON.stringify(from ?? last)} to ${JSON.stringify(to ?? 'now')} is empty: expected --from to be before --to`,
    );
  return { from: begin, to: end };
}
