import { MILLIS_PER_HOUR } from '../base/ids.js';
import type { Catalog } from '../catalog/catalog-format.js';

/** Hours with messages of a store, as [from, to) in epoch milliseconds, oldest first. */
export function hoursOf({ packs, log }: Catalog): { from: number; to: number }[] {
  const hours = new Set<number>();
  for (const { hours: of } of [...packs, log])
    for (let i = 0; i < of.length; i += 2) hours.add(of[i]!);
  return [...hours]
    .sort((a, b) => a - b)
    .map((hour) => ({ from: hour * MILLIS_PER_HOUR, to: (hour + 1) * MILLIS_PER_HOUR }));
}
