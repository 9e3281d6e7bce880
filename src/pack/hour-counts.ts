import { MILLIS_PER_HOUR } from '../base/ids.js';
import type { MessageBatch } from '../messagelog/message-batch.js';

/** Adds the messages of a batch to counts by hour of event time. */
export function countHours({ times, count }: MessageBatch, hours: Map<number, number>): void {
  for (let from = 0; from < count; ) {
    const hour = Math.floor(times[from]! / MILLIS_PER_HOUR);
    const start = hour * MILLIS_PER_HOUR;
    let to = from + 1;
    while (to < count && times[to]! >= start && times[to]! < start + MILLIS_PER_HOUR) to++;
    hours.set(hour, (hours.get(hour) ?? 0) + to - from);
    from = to;
  }
}

/** Counts by hour as the catalog has them: hour, messages, …, by hour. */
export function flatHours(hours: ReadonlyMap<number, number>): number[] {
  return [...hours].sort(([a], [b]) => a - b).flat();
}
