import { usage } from '../base/errors.js';
import { MAX_COUNTED_VALUES } from '../base/limits.js';
import { partitionPoint } from '../base/partition-point.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import type { Bucket, TimeBuckets } from '../planner/time-buckets.js';
import type { Tally } from './tally.js';

/** Messages by bucket of time: flat: where it begins, how many, …, in order of time. Empty buckets are left out. */
export type TimeCounts = readonly number[];

/** Counts messages by their time. A block that lies within one bucket is not asked for its rows' times. */
export class TimeTally implements Tally<TimeCounts> {
  readonly #buckets: TimeBuckets;
  readonly #counts = new Map<number, number>();

  constructor(buckets: TimeBuckets) {
    this.#buckets = buckets;
  }

  add(answer: BlockAnswer): number {
    const { block } = answer;
    const bucket = this.#buckets.at(block.minTime);
    if (block.maxTime < bucket.to) {
      const count = answer.count();
      if (count > 0) this.#count(bucket, count);
      return count;
    }
    const rows = answer.rows();
    const count = rows?.length ?? block.rows;
    if (count === 0) return 0;
    const times = answer.reader.times();
    let at = 0;
    while (at < count) {
      const { from, to } = this.#buckets.at(times[rows === undefined ? at : rows[at]!]!);
      const start = at;
      if (rows === undefined) at = partitionPoint(start, count, (each) => times[each]! < to);
      else while (at < count && times[rows[at]!]! < to) at++;
      this.#count({ from, to }, at - start);
    }
    return count;
  }

  part(): TimeCounts {
    return [...this.#counts].sort(([a], [b]) => a - b).flat();
  }

  merge(part: TimeCounts): void {
    for (let i = 0; i < part.length; i += 2) this.#count(this.#buckets.at(part[i]!), part[i + 1]!);
  }

  #count({ from }: Bucket, count: number): void {
    this.#counts.set(from, (this.#counts.get(from) ?? 0) + count);
    if (this.#counts.size > MAX_COUNTED_VALUES)
      throw usage(
        `Counts by time are kept of at most ${MAX_COUNTED_VALUES} buckets, got more: expected wider ones, such as 1h or 1d, or a shorter range of time`,
      );
  }
}
