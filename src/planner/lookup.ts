/** A question to a pack's dictionary: which units hold such a term. Plain data. */
export type Lookup =
  | { readonly kind: 'term'; readonly bytes: Uint8Array }
  | { readonly kind: 'prefix'; readonly bytes: Uint8Array }
  /** Network terms between two of one kind, both included. */
  | { readonly kind: 'range'; readonly from: Uint8Array; readonly to: Uint8Array }
  /** Words that hold the bytes anywhere. All words are gone through. */
  | { readonly kind: 'containing'; readonly bytes: Uint8Array };

/** What kinds cost to answer, least first: one block of the dictionary, some, or all. */
export const LOOKUP_COST: Readonly<Record<Lookup['kind'], number>> = {
  term: 0,
  range: 1,
  prefix: 1,
  containing: 2,
};

/** Of several lookups that a message needs, each with alternatives, the ones that leave least: cheap kinds, and long words. */
export function bestLookup(
  conjuncts: readonly (readonly Lookup[])[],
): readonly Lookup[] | undefined {
  const cost = (lookups: readonly Lookup[]) =>
    Math.max(...lookups.map(({ kind }) => LOOKUP_COST[kind]));
  const length = (lookups: readonly Lookup[]) =>
    Math.min(...lookups.map((lookup) => (lookup.kind === 'range' ? 0 : lookup.bytes.length)));
  let best: readonly Lookup[] | undefined;
  for (const lookups of conjuncts) {
    const cheaper = best === undefined ? -1 : cost(lookups) - cost(best);
    if (best === undefined || cheaper < 0 || (cheaper === 0 && length(lookups) > length(best)))
      best = lookups;
  }
  return best;
}
