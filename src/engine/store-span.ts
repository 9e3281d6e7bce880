import { MILLIS_PER_HOUR } from '../base/ids.js';
import type { Catalog } from '../catalog/catalog-format.js';

/**
 * The times [from, to) of a store's messages, in epoch milliseconds, from the catalog alone: to the hour where the first or
 * the last is in the message log. Undefined for an empty store.
 */
export function storeSpan({ packs, log }: Catalog): { from: number; to: number } | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { minTime, maxTime } of packs) {
    from = Math.min(from, minTime);
    to = Math.max(to, maxTime + 1);
  }
  for (let i = 0; i < log.hours.length; i += 2) {
    from = Math.min(from, log.hours[i]! * MILLIS_PER_HOUR);
    to = Math.max(to, (log.hours[i]! + 1) * MILLIS_PER_HOUR);
  }
  return from < to ? { from, to } : undefined;
}
