const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const counts = new Uint32Array(DIGITS);

/**
 * Indexes of times, which are whole numbers between two, in their order; those of equal times in the order they stand in. Digit
 * by digit, the least first: some passes over the indexes, and no comparison.
 */
export function orderByTime(
  times: Float64Array,
  count: number,
  least: number,
  most: number,
): Uint32Array {
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let next = new Uint32Array(count);
  for (let unit = 1; unit <= most - least; unit *= DIGITS) {
    counts.fill(0);
    for (let i = 0; i < count; i++) counts[digitOf(times[i]! - least, unit)]!++;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const own = counts[digit]!;
      counts[digit] = total;
      total += own;
    }
    for (let place = 0; place < count; place++) {
      const i = order[place]!;
      next[counts[digitOf(times[i]! - least, unit)]!++] = i;
    }
    [order, next] = [next, order];
  }
  return order;
}

function digitOf(time: number, unit: number): number {
  return (time / unit) & (DIGITS - 1);
}
