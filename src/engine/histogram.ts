import { usage } from '../base/errors.js';
import { MAX_COUNTED_VALUES } from '../base/limits.js';
import {
  type BucketWidth,
  formatBucketWidth,
  leastMillis,
  niceWidth,
} from '../planner/bucket-width.js';
import type { Plan, TimeRange } from '../planner/plan.js';
import { type Bucket, TimeBuckets } from '../planner/time-buckets.js';
import type { TimeZone } from '../syslog/time-zones.js';
import { type TimeCounts, TimeTally } from '../tally/time-tally.js';
import { hoursOf } from './hours.js';
import type { StoreReader } from './store-reader.js';

/** Buckets of the first pass where the width is not given: enough that one pass mostly does. */
const FINE_BUCKETS = 20_000;

export type HistogramOptions = {
  /** Where days and hours begin. */
  zone: TimeZone;
  /** Without it as wide as makes about `buckets`. */
  width?: BucketWidth;
  /** How many buckets there may be when the width is chosen. */
  buckets: number;
};

/** Messages by time: all buckets from the first to the last, empty ones too. */
export type Histogram = {
  readonly width: BucketWidth;
  readonly total: number;
  readonly buckets: readonly (Bucket & { readonly count: number })[];
};

/** Counts what a plan finds by time; yields numbers of messages, of each pass, as they become known. */
export function* histogram(
  reader: StoreReader,
  plan: Plan,
  { zone, width, buckets: wanted }: HistogramOptions,
): Generator<number, Histogram> {
  const stored = storedSpan(reader);
  const asked = askedSpan(plan.ranges, stored);
  function* pass(by: BucketWidth, ranges: readonly TimeRange[] | undefined) {
    const tally = new TimeTally(new TimeBuckets(by, zone));
    yield* reader.tally({ ...plan, ranges }, tally, {
      kind: 'time',
      width: by,
      zone: zone.name,
    });
    return tally.part();
  }
  if (width !== undefined) return filled(yield* pass(width, plan.ranges), asked, { width, zone });
  let { ranges } = plan;
  let fine = niceWidth((asked.to ?? stored.to) - (asked.from ?? stored.from), FINE_BUCKETS);
  for (;;) {
    const counts = yield* pass(fine, ranges);
    const buckets = new TimeBuckets(fine, zone);
    const found = foundSpan(counts, buckets);
    if (found === undefined) return { width: fine, total: 0, buckets: [] };
    const span = (asked.to ?? found.to) - (asked.from ?? found.from);
    const chosen = niceWidth(span, wanted);
    ranges = overlap(plan.ranges, found);
    if (leastMillis(chosen) < leastMillis(fine)) {
      // All that was found lies close together: looked at again, more closely.
      fine = niceWidth(found.to - found.from, FINE_BUCKETS);
      continue;
    }
    const coarse = { width: chosen, zone };
    const folded = fold(counts, buckets, coarse) ?? (yield* pass(chosen, ranges));
    return filled(folded, asked, coarse);
  }
}

/** From the first hour of the store to the end of its last. */
function storedSpan(reader: StoreReader): TimeRange {
  const hours = hoursOf(reader.catalog);
  return { from: hours[0]?.from ?? 0, to: hours[hours.length - 1]?.to ?? 0 };
}

/** Where the ranges begin and end, as far as that is within the store's span: nobody wants to see the time without it. */
function askedSpan(
  ranges: readonly TimeRange[] | undefined,
  stored: TimeRange,
): { from: number | undefined; to: number | undefined } {
  const from = ranges?.[0]?.from;
  const to = ranges?.[ranges.length - 1]?.to;
  return {
    from: from !== undefined && from > stored.from && from < stored.to ? from : undefined,
    to: to !== undefined && to < stored.to && to > stored.from ? to : undefined,
  };
}

/** From the first bucket to the end of the last. */
function foundSpan(counts: TimeCounts, buckets: TimeBuckets): TimeRange | undefined {
  const from = counts[0];
  const last = counts[counts.length - 2];
  if (from === undefined || last === undefined) return undefined;
  return { from, to: buckets.at(last).to };
}

/** The parts of the ranges within another one. */
function overlap(ranges: readonly TimeRange[] | undefined, other: TimeRange): TimeRange[] {
  return (ranges ?? [other])
    .map(({ from, to }) => ({ from: Math.max(from, other.from), to: Math.min(to, other.to) }))
    .filter(({ from, to }) => from < to);
}

/** Counts of wider buckets; undefined when they are not made of whole ones. */
function fold(
  counts: TimeCounts,
  buckets: TimeBuckets,
  { width, zone }: { width: BucketWidth; zone: TimeZone },
): TimeCounts | undefined {
  const wide = new TimeBuckets(width, zone);
  const folded: number[] = [];
  for (let i = 0; i < counts.length; i += 2) {
    const { from, to } = wide.at(counts[i]!);
    if (buckets.at(counts[i]!).to > to) return undefined;
    if (folded[folded.length - 2] === from) folded[folded.length - 1]! += counts[i + 1]!;
    else folded.push(from, counts[i + 1]!);
  }
  return folded;
}

/** With the buckets between the counted ones, and up to where the asked range begins and ends. */
function filled(
  counts: TimeCounts,
  asked: { from: number | undefined; to: number | undefined },
  { width, zone }: { width: BucketWidth; zone: TimeZone },
): Histogram {
  const buckets = new TimeBuckets(width, zone);
  const found = foundSpan(counts, buckets);
  if (found === undefined) return { width, total: 0, buckets: [] };
  const from = Math.min(found.from, asked.from ?? found.from);
  const to = Math.max(found.to, asked.to ?? found.to);
  const all: (Bucket & { count: number })[] = [];
  let total = 0;
  let next = 0;
  for (let at = from; at < to; ) {
    const bucket = buckets.at(at);
    const count = counts[next] === bucket.from ? counts[next + 1]! : 0;
    if (count > 0) next += 2;
    all.push({ ...bucket, count });
    total += count;
    at = bucket.to;
    if (all.length > MAX_COUNTED_VALUES)
      throw usage(
        `A histogram has at most ${MAX_COUNTED_VALUES} buckets, got more with a width of ${formatBucketWidth(width)}: expected a wider one, such as 1h or 1d, or a shorter range of time`,
      );
  }
  return { width, total, buckets: all };
}
