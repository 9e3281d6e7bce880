import type { ValueCounts } from './value-table.js';

/** A value and how many messages have it. */
export type ValueCount = { readonly value: Uint8Array; readonly count: number };

/** The values of a count, most messages first, at equal counts in order of their bytes; at most `top` of them. */
export function topValues({ bytes, ends, counts }: ValueCounts, top: number): ValueCount[] {
  const start = (i: number) => (i === 0 ? 0 : (ends[i - 1] ?? 0));
  const bytesOf = (i: number) => bytes.subarray(start(i), ends[i]);
  const order = Array.from(ends, (_, i) => i);
  order.sort(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || Buffer.compare(bytesOf(a), bytesOf(b)),
  );
  return order.slice(0, top).map((i) => ({ value: bytesOf(i), count: counts[i] ?? 0 }));
}
