/** The middle value and the outer ones of several repeats. */
export type Spread = { median: number; least: number; most: number };

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { median: Number.NaN, least: Number.NaN, most: Number.NaN };
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle]!;
  return {
    median: sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2,
    least: sorted[0]!,
    most: sorted[sorted.length - 1]!,
  };
}

/** How many times better `ours` is than `theirs`, turn by turn; turns that only one of them has are left out. */
export function ratioOf(
  ours: readonly number[],
  theirs: readonly number[],
  better: 'less' | 'more',
): Spread {
  const turns = Math.min(ours.length, theirs.length);
  const ratios: number[] = [];
  for (let i = 0; i < turns; i++)
    ratios.push(better === 'less' ? theirs[i]! / ours[i]! : ours[i]! / theirs[i]!);
  return spreadOf(ratios);
}

/** Whether a ratio's spread crosses 1: neither is better for sure. */
export function isTie(ratio: Spread): boolean {
  return ratio.least <= 1 && ratio.most >= 1;
}
