import { usage } from '../../base/errors.js';
import { type DurationUnit, UNIT_MILLIS, unitNamed } from '../../base/time-units.js';

/** A month and a year are as long as they are on average, as systemd.time(7) has them. */
const MILLIS: Readonly<Record<DurationUnit, number>> = {
  ...UNIT_MILLIS,
  mo: 30.44 * UNIT_MILLIS.d,
  y: 365.25 * UNIT_MILLIS.d,
};

/** `90m`, `2h`, `1h30m`, `7d`, `2 hours`, `an hour`, `1y` in milliseconds. A capital M is a month to many programs: it is refused. */
export function parseDuration(text: string): number {
  const [, capital] = /(\d+) *M$/.exec(text.trim()) ?? [];
  if (capital !== undefined)
    throw usage(
      `Duration ${JSON.stringify(text)} may mean minutes or months: expected m or mo, got M: write ${capital}m or ${capital}mo`,
    );
  const millis = readDuration(text);
  if (millis === undefined)
    throw usage(
      `Duration ${JSON.stringify(text)} cannot be read: expected a number and one of s, m, h, d, w, mo, y, such as 90m or 2h`,
    );
  return millis;
}

/** Likewise; undefined for what is no duration. */
export function readDuration(text: string): number | undefined {
  let total = 0;
  let rest = text.trim().toLowerCase().replace(/^an? /, '1 ');
  if (rest === '') return undefined;
  while (rest !== '') {
    const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)\s*/.exec(rest);
    const unit = unitNamed(match?.[2] ?? '');
    if (match === null || unit === undefined) return undefined;
    total += Number(match[1]) * MILLIS[unit];
    rest = rest.slice(match[0].length);
  }
  return Math.round(total);
}
