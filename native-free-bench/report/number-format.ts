import { type Spread, spreadOf } from '../result/spread.js';
import type { Comparison, Row } from './pivot.js';

/** What stands where nothing was measured. */
export const MISSING = '–';

/** A spread wider than this share of the median is shown. */
const NOTABLE = 0.1;
/** And wider than this as its ends: a ± would hide that it is lopsided. */
const WIDE = 0.5;

/** Three digits that mean something: `0.052`, `4.13`, `41.3`, `413`, `4,130`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 999.5) return thousands(Math.round(value));
  const rounded = Number(value.toPrecision(size < 1 ? 2 : 3));
  if (Math.abs(rounded) < 0.1) return String(rounded);
  if (size < 1) return rounded.toFixed(2);
  return rounded.toFixed(rounded >= 100 ? 0 : rounded >= 10 ? 1 : 2);
}

/** Two digits, or what tells it from 1: `0.62`, `1.04`, `4.1`, `41`. */
export function formatRatio(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  if (value >= 9.95) return thousands(Math.round(value));
  if (value >= 2) return value.toFixed(1);
  return value >= 0.1 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
}

/** Two numbers as a range; one of them where they print the same. */
export function formatRange(
  { least, most }: Spread,
  format: (value: number) => string = formatNumber,
): string {
  const [from, to] = [format(least), format(most)];
  return from === to ? from : `${from}–${to}`;
}

/** `41.3`, with its spread where it is notable: `41.3 ±12%`, `41.3 (20.1–90.4)`. */
export function formatCell(values: readonly number[] | undefined, divide: number = 1): string {
  if (values === undefined || values.length === 0) return MISSING;
  const spread = spreadOf(values.map((value) => value / divide));
  const { median, least, most } = spread;
  const half = (most - least) / 2 / median;
  if (!(half > NOTABLE)) return formatNumber(median);
  if (half > WIDE) return `${formatNumber(median)} (${formatRange(spread)})`;
  return `${formatNumber(median)} ±${Math.round(half * 100)}%`;
}

/** `4.1 × better-sqlite3 (3.8–4.4)`, or `tie with better-sqlite3 (0.9–1.1)`. */
export function formatComparison(comparison: Comparison | undefined): string {
  if (comparison === undefined) return MISSING;
  const { ratio, tie, against, ours, theirs } = comparison;
  const what = tie ? `tie with ${against}` : `${formatRatio(ratio.median)} × ${against}`;
  const single = Math.min(ours.values.length, theirs.values.length) < 2;
  return single ? what : `${what} (${formatRange(ratio, formatRatio)})`;
}

/** The unit that keeps a row's numbers short, and what to divide them by: `k lines/s` and 1000. */
export function scaleOf({ unit, cells }: Row): { unit: string; divide: number } {
  const medians = [...cells.values()].map(({ values }) => spreadOf(values).median);
  const [least, most] = [Math.min(...medians), Math.max(...medians)];
  if (unit.endsWith('/s') && !/^[kMG]?i?B\/s$/.test(unit)) {
    if (most >= 1e7 && least >= 1e5) return { unit: `M ${unit}`, divide: 1e6 };
    if (most >= 1e4) return { unit: `k ${unit}`, divide: 1e3 };
  }
  if (unit === 'ns' && most >= 1e5) return { unit: 'µs', divide: 1e3 };
  return { unit, divide: 1 };
}

/** Bytes in megabytes of a million: `71.3 MB`. */
export function formatBytes(bytes: number): string {
  return `${formatNumber(bytes / 1e6)} MB`;
}

/** An integer with commas: `1,732`. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
