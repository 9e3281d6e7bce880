import { usage } from '../../base/errors.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msecs?|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, SECOND],
  [/^(?:m|mins?|minutes?)$/, MINUTE],
  [/^(?:h|hrs?|hours?)$/, HOUR],
  [/^(?:d|days?)$/, DAY],
  [/^(?:w|weeks?)$/, 7 * DAY],
];

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
    const unit = UNITS.find(([names]) => names.test(match?.[2] ?? ''));
    if (match === null || unit === undefined) return undefined;
    total += Number(match[1]) * unit[1];
    rest = rest.slice(match[0].length);
  }
  return Math.round(total);
}
