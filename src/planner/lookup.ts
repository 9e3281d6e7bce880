import { TOKEN_BYTE } from '../analysis/tokenizer.js';

/** A question to a pack's dictionary: which units hold such a term. Plain data. */
export type Lookup =
  | { readonly kind: 'term'; readonly bytes: Uint8Array }
  | { readonly kind: 'prefix'; readonly bytes: Uint8Array }
  /** Network terms between two of one kind, both included. */
  | { readonly kind: 'range'; readonly from: Uint8Array; readonly to: Uint8Array }
  /** Words that end with the bytes, or hold them anywhere. All words are gone through. */
  | { readonly kind: 'ending'; readonly bytes: Uint8Array }
  | { readonly kind: 'containing'; readonly bytes: Uint8Array };

/** What kinds cost to answer, least first: one block of the dictionary, some, or all. */
export const LOOKUP_COST: Readonly<Record<Lookup['kind'], number>> = {
  term: 0,
  range: 1,
  prefix: 1,
  ending: 2,
  containing: 2,
};

/**
 * What the words of a text must be that holds `bytes` (folded): its inner words as they are; the first and the last may be
 * parts of longer ones where `openStart` and `openEnd` say that the text may go on.
 */
export function lookupsOfText(bytes: Uint8Array, openStart: boolean, openEnd: boolean): Lookup[] {
  const lookups: Lookup[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (!isOfToken(bytes[i])) continue;
    const start = i;
    while (isOfToken(bytes[i])) i++;
    const token = bytes.subarray(start, i).map((byte) => TOKEN_BYTE[byte] ?? 0);
    const before = openStart && start === 0;
    const behind = openEnd && i === bytes.length;
    const kind = before ? (behind ? 'containing' : 'ending') : behind ? 'prefix' : 'term';
    lookups.push({ kind, bytes: token });
  }
  return lookups;
}

function isOfToken(byte: number | undefined): boolean {
  return byte !== undefined && TOKEN_BYTE[byte] !== 0;
}

/** The lookup that leaves least to read: the cheapest kind, and of these the longest word. */
export function bestLookup(lookups: readonly Lookup[]): Lookup | undefined {
  const length = (lookup: Lookup) => (lookup.kind === 'range' ? 0 : lookup.bytes.length);
  let best: Lookup | undefined;
  for (const lookup of lookups) {
    const cheaper = best === undefined ? -1 : LOOKUP_COST[lookup.kind] - LOOKUP_COST[best.kind];
    if (best === undefined || cheaper < 0 || (cheaper === 0 && length(lookup) > length(best)))
      best = lookup;
  }
  return best;
}
