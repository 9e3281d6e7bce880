import { usage } from '../base/errors.js';
import { MILLIS_PER_DAY } from '../base/ids.js';
import { UNIT_MILLIS, unitNamed } from '../base/time-units.js';

/** How wide the buckets of a histogram are: so many milliseconds, or calendar months. */
export type BucketWidth = { readonly unit: 'ms' | 'month'; readonly count: number };

const MONTHS = { mo: 1, y: 12 } as const;

/** A month at its shortest, to compare widths and to count buckets at their most. */
const MONTH_MILLIS = 28 * MILLIS_PER_DAY;

/** Widths that people read at a glance, narrowest first. */
export const NICE_WIDTHS: readonly BucketWidth[] = [
  ...['1s', '2s', '5s', '10s', '15s', '30s', '1m', '2m', '5m', '10m', '15m', '30m'],
  ...['1h', '2h', '3h', '6h', '12h', '1d', '2d', '1w', '1mo', '3mo', '1y', '10y', '100y'],
].map((text) => parseBucketWidth(text));

/** `30s`, `5m`, `1h`, `1d`, `1w`, `1mo`, `1y`, `5min`, `1 hour`. */
export function parseBucketWidth(text: string): BucketWidth {
  const match = /^(\d+)\s*([a-z]+)$/.exec(text.trim());
  const count = Number(match?.[1] ?? 0);
  const unit = unitNamed(match?.[2] ?? '');
  const isCalendar = unit === 'mo' || unit === 'y';
  const length = unit === undefined ? 0 : isCalendar ? MONTHS[unit] : UNIT_MILLIS[unit];
  if (count * length === 0 || !Number.isSafeInteger(count * length))
    throw usage(
      `Width of a bucket ${JSON.stringify(text)} cannot be read: expected a number above 0 and one of s, m, h, d, w, mo, y, such as 5m or 1d`,
    );
  return { unit: isCalendar ? 'month' : 'ms', count: count * length };
}

/** A width as it is typed: `5m`. */
export function formatBucketWidth({ unit, count }: BucketWidth): string {
  const units = Object.entries(unit === 'ms' ? UNIT_MILLIS : MONTHS).reverse();
  for (const [name, size] of units) if (count % size === 0) return `${count / size}${name}`;
  return `${count}ms`;
}

/** Milliseconds of a bucket at its narrowest, but for days on which clocks change. */
export function leastMillis({ unit, count }: BucketWidth): number {
  return unit === 'ms' ? count : count * MONTH_MILLIS;
}

/** The narrowest of the widths that cuts a span into at most `buckets` parts; the widest when none does. */
export function niceWidth(spanMillis: number, buckets: number): BucketWidth {
  for (const width of NICE_WIDTHS) if (spanMillis / leastMillis(width) <= buckets) return width;
  return NICE_WIDTHS[NICE_WIDTHS.length - 1] as BucketWidth;
}
