import { MILLIS_PER_HOUR } from '../base/ids.js';
import { partitionPoint } from '../base/partition-point.js';
import type { PackInfo } from '../pack/pack-format.js';
import type { Query } from '../query/ast.js';

/** Event times [from, to), in epoch milliseconds. */
export type TimeRange = { readonly from: number; readonly to: number };

/** A question against a store: plain data. `ranges` are sorted and apart; undefined means all time. */
export type Plan = {
  readonly query: Query;
  readonly ranges: readonly TimeRange[] | undefined;
};

/** What one pack has to do; `ranges` are undefined when all of it is asked for. */
export type PackTask = {
  readonly pack: PackInfo;
  readonly query: Query;
  readonly ranges: readonly TimeRange[] | undefined;
};

/** The packs that can hold an answer: those with messages in an hour that the ranges touch. Others are never opened. */
export function planPacks(plan: Plan, packs: readonly PackInfo[]): PackTask[] {
  const { query } = plan;
  const tasks: PackTask[] = [];
  for (const pack of packs) {
    const ranges = plan.ranges && rangesWithin(plan.ranges, pack.minTime, pack.maxTime);
    if (ranges === undefined) tasks.push({ pack, query, ranges });
    else if (ranges.some((range) => hasHours(pack.hours, range)))
      tasks.push({ pack, query, ranges });
  }
  return tasks;
}

/** The ranges that touch [minTime, maxTime]; undefined when one of them covers it. */
export function rangesWithin(
  ranges: readonly TimeRange[],
  minTime: number,
  maxTime: number,
): readonly TimeRange[] | undefined {
  const touching = ranges.filter((range) => range.from <= maxTime && range.to > minTime);
  return touching.some((range) => range.from <= minTime && range.to > maxTime)
    ? undefined
    : touching;
}

/** Whether a range touches an hour with messages; `hours` are flat: hour, messages, …, by hour. */
function hasHours(hours: readonly number[], { from, to }: TimeRange): boolean {
  const first = Math.floor(from / MILLIS_PER_HOUR);
  const at = partitionPoint(0, hours.length / 2, (each) => (hours[2 * each] ?? 0) < first);
  const hour = hours[2 * at];
  return hour !== undefined && hour * MILLIS_PER_HOUR < to;
}
