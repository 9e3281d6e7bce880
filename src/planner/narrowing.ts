import { assertNever } from '../base/invariant.js';
import { globPieces } from '../match/glob.js';
import { requiredLiterals } from '../match/required-literals.js';
import type { Leaf } from '../query/ast.js';
import { bestLookup, type Lookup, lookupsOfText } from './lookup.js';

/**
 * What the index says of a leaf: a message that answers holds, for each of `lookups`, a term of one of its alternatives. With
 * `isExact` it is the other way round too; else messages have to be looked at. No lookups: any message may answer.
 */
export type Narrowing = {
  readonly lookups: readonly (readonly Lookup[])[];
  readonly isExact: boolean;
};

export function narrowingOf(leaf: Leaf): Narrowing {
  switch (leaf.kind) {
    case 'word':
      return { lookups: [[{ kind: 'term', bytes: leaf.token }]], isExact: true };
    case 'prefix':
      return { lookups: [[{ kind: 'prefix', bytes: leaf.token }]], isExact: true };
    case 'address':
      return { lookups: [[{ kind: 'term', bytes: leaf.term }]], isExact: true };
    case 'addresses':
      return { lookups: [[{ kind: 'range', from: leaf.from, to: leaf.to }]], isExact: true };
    case 'phrase':
    case 'first':
      return allOf(
        leaf.tokens.map((bytes, i) => ({
          kind: leaf.isPrefix && i === leaf.tokens.length - 1 ? 'prefix' : 'term',
          bytes,
        })),
      );
    case 'substring': {
      const lookups = lookupsOfText(leaf.bytes, true, true);
      // Within one word there is nothing else to look at.
      const isExact = lookups.length === 1 && lookups[0]?.kind === 'containing';
      return { lookups: lookups.map((lookup) => [lookup]), isExact };
    }
    case 'regex':
      return { lookups: lookupsOfExpression(leaf.source, leaf.ignoreCase), isExact: false };
    case 'field':
      return allOf(lookupsOfGlob(leaf.glob));
    case 'structured':
      return allOf([
        ...lookupsOfText(Buffer.from(leaf.id), false, false),
        ...lookupsOfText(Buffer.from(leaf.parameter), false, false),
        ...lookupsOfGlob(leaf.glob),
      ]);
    case 'pair':
      return allOf([
        ...lookupsOfText(Buffer.from(leaf.key), false, false),
        ...(leaf.operator === '=' ? lookupsOfText(Buffer.from(leaf.value), false, false) : []),
      ]);
    case 'level':
      return { lookups: [], isExact: false };
    default:
      return assertNever(leaf);
  }
}

function allOf(lookups: readonly Lookup[]): Narrowing {
  return { lookups: lookups.map((lookup) => [lookup]), isExact: false };
}

/** A field begins and ends where words do; so do the pieces of its glob but for the stars. */
function lookupsOfGlob(glob: string): Lookup[] {
  const pieces = globPieces(glob);
  return pieces.flatMap((piece, i) => lookupsOfText(piece, i > 0, i < pieces.length - 1));
}

function lookupsOfExpression(source: string, ignoreCase: boolean): Lookup[][] {
  const all: Lookup[][] = [];
  for (const literals of requiredLiterals(source, ignoreCase)) {
    const each = literals.map((literal) => lookupsOfText(literal, true, true));
    const [only, ...more] = each;
    if (only !== undefined && more.length === 0) {
      all.push(...only.map((lookup) => [lookup]));
      continue;
    }
    const best = each.map(bestLookup);
    // An alternative of nothing but punctuation leaves everything open.
    if (best.every((lookup) => lookup !== undefined)) all.push(best);
  }
  return all;
}
