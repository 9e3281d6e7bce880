/** Terms as the collector keeps them: term n is arena[start[n], start[n] + length[n]), and key[n] its first 30 bits. */
export type TermTable = {
  readonly count: number;
  /** In the order of the terms' bytes as far as it goes: terms with different keys are in the order of their keys. */
  readonly key: Int32Array;
  readonly arena: Uint8Array;
  readonly start: Uint32Array;
  readonly length: Uint32Array;
};

/** Room for the term number below the key in a double: 30 + 22 bits. */
const TERM_BITS = 22;
/** A group of terms with one key up to this size is sorted by insertion. */
const SMALL_GROUP = 12;

/**
 * Term numbers in the order of their bytes. Key and number make one double, so that the sort is the engine's own for
 * numbers; then only terms that share a key, five letters, are compared by their bytes.
 */
export function sortTerms(terms: TermTable): Uint32Array {
  const { count, key } = terms;
  const keys = new Float64Array(count);
  const scale = 2 ** TERM_BITS;
  for (let term = 0; term < count; term++) keys[term] = key[term]! * scale + term;
  keys.sort();
  const sorted = new Uint32Array(count);
  for (let i = 0; i < count; i++) sorted[i] = keys[i]! % scale;
  for (let from = 0; from < count; ) {
    const first = key[sorted[from]!]!;
    let to = from + 1;
    while (to < count && key[sorted[to]!] === first) to++;
    if (to - from > 1) sortGroup(terms, sorted.subarray(from, to));
    from = to;
  }
  return sorted;
}

function sortGroup(terms: TermTable, group: Uint32Array): void {
  if (group.length > SMALL_GROUP) {
    group.sort((a, b) => compare(terms, a, b));
    return;
  }
  for (let i = 1; i < group.length; i++) {
    const term = group[i]!;
    let k = i;
    for (; k > 0 && compare(terms, group[k - 1]!, term) > 0; k--) group[k] = group[k - 1]!;
    group[k] = term;
  }
}

function compare(terms: TermTable, a: number, b: number): number {
  const { arena, start, length } = terms;
  const startA = start[a]!;
  const startB = start[b]!;
  const shorter = Math.min(length[a]!, length[b]!);
  for (let i = 0; i < shorter; i++) {
    const difference = arena[startA + i]! - arena[startB + i]!;
    if (difference !== 0) return difference;
  }
  return length[a]! - length[b]!;
}
