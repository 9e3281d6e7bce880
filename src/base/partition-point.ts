/**
 * The first index of [from, to) that `isBefore` is false of, `to` where there is none: it is true of all before some index and
 * of none from there on. A binary search.
 */
export function partitionPoint(
  from: number,
  to: number,
  isBefore: (index: number) => boolean,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
