import { MILLIS_PER_HOUR } from '../base/ids.js';
import type { Query } from '../query/ast.js';
import type { SegmentInfo } from '../segment/segment-info.js';

/** Event times [from, to), in epoch milliseconds. */
export type TimeRange = { readonly from: number; readonly to: number };

/** A question against a store: plain data. `ranges` are sorted and apart; undefined means all time. */
export type Plan = {
  readonly query: Query;
  readonly ranges: readonly TimeRange[] | undefined;
};

/** What one hour has to do: `ranges` in milliseconds within the hour; undefined when the whole hour is asked for. */
export type SegmentTask = {
  readonly segment: SegmentInfo;
  readonly query: Query;
  readonly ranges: readonly TimeRange[] | undefined;
};

/** The hours that can hold an answer, oldest first. Hours without a message in the ranges are never opened. */
export function planSegments(plan: Plan, segments: readonly SegmentInfo[]): SegmentTask[] {
  const tasks: SegmentTask[] = [];
  for (const segment of segments) {
    if (plan.ranges === undefined) {
      tasks.push({ segment, query: plan.query, ranges: undefined });
      continue;
    }
    const start = segment.hour * MILLIS_PER_HOUR;
    const first = start + segment.minTime;
    const last = start + segment.maxTime;
    const ranges = plan.ranges.filter((range) => range.from <= last && range.to > first);
    if (ranges.length === 0) continue;
    const whole = ranges.some((range) => range.from <= first && range.to > last);
    tasks.push({
      segment,
      query: plan.query,
      ranges: whole
        ? undefined
        : ranges.map((range) => ({
            from: Math.max(0, range.from - start),
            to: Math.min(MILLIS_PER_HOUR, range.to - start),
          })),
    });
  }
  return tasks;
}
