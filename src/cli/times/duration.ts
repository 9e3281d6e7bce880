import { usage } from '../../base/errors.js';
import { UNIT_MILLIS, unitNamed } from '../../base/time-units.js';

/** `90m`, `2h`, `1h30m`, `7d`, `2 hours`, `an hour` in milliseconds. */
export function parseDuration(text: string): number {
  const millis = readDuration(text);
  if (millis === undefined)
    throw usage(
      `Duration ${JSON.stringify(text)} cannot be read: expected a number and one of s, m, h, d, w, such as 90m or 2h`,
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
    // Months and years are of no certain length.
    if (match === null || unit === undefined || unit === 'mo' || unit === 'y') return undefined;
    total += Number(match[1]) * UNIT_MILLIS[unit];
    rest = rest.slice(match[0].length);
  }
  return Math.round(total);
}
