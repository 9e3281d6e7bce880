import { isDeepStrictEqual } from 'node:util';
import { TOKEN_BYTE } from '../analysis/tokenizer.js';
import { necessaryQuery } from '../match/necessary.js';
import type { Leaf, Query } from '../query/ast.js';
import { bestLookup, type Lookup } from './lookup.js';

/**
 * What the index says of a leaf: a message that answers holds, for each of `lookups`, a term of one of its alternatives. With
 * `isExact` it is the other way round too; else messages have to be looked at. No lookups: any message may answer.
 */
export type Narrowing = {
  readonly lookups: readonly (readonly Lookup[])[];
  readonly isExact: boolean;
};

export function narrowingOf(leaf: Leaf): Narrowing {
  const lookups = lookupsOf(necessaryQuery(leaf));
  if (isExact(leaf)) return { lookups, isExact: true };
  return { lookups: lookups.filter((any) => any.every(saysEnough)), isExact: false };
}

/** Parts and beginnings so short are in too many words for their units to leave much out. */
const LEAST_PART_BYTES = 3;
const LEAST_PREFIX_BYTES = 2;

function saysEnough(lookup: Lookup): boolean {
  if (lookup.kind === 'containing') return lookup.bytes.length >= LEAST_PART_BYTES;
  return lookup.kind !== 'prefix' || lookup.bytes.length >= LEAST_PREFIX_BYTES;
}

/** Whether a term says all that a leaf asks: a text without one of its punctuation cannot tell. */
function isExact(leaf: Leaf): boolean {
  switch (leaf.kind) {
    case 'word':
    case 'prefix':
    case 'address':
    case 'addresses':
      return true;
    case 'substring':
      return leaf.bytes.every((byte) => TOKEN_BYTE[byte] !== 0);
    default:
      return false;
  }
}

/** What a message holds that has all lookups of one of some parts: those that all parts have, and one of what else each has. */
function lookupsOfAny(parts: readonly Lookup[][][]): Lookup[][] {
  const [first = [], ...others] = parts;
  const isIn = (all: readonly Lookup[][], any: Lookup[]) =>
    all.some((each) => isDeepStrictEqual(each, any));
  const common = first.filter((any) => others.every((part) => isIn(part, any)));
  const best = parts.map((part) => bestLookup(part.filter((any) => !isIn(common, any))));
  // One that asks for nothing else leaves it open.
  return best.every((lookups) => lookups !== undefined) ? [...common, best.flat()] : common;
}

function lookupsOf(query: Query): Lookup[][] {
  switch (query.kind) {
    case 'word':
      return [[{ kind: 'term', bytes: query.token }]];
    case 'prefix':
      return [[{ kind: 'prefix', bytes: query.token }]];
    case 'address':
      return [[{ kind: 'term', bytes: query.term }]];
    case 'addresses':
      return [[{ kind: 'range', from: query.from, to: query.to }]];
    case 'substring':
      return [[{ kind: 'containing', bytes: query.bytes }]];
    case 'phrase': {
      const last = query.isPrefix ? query.tokens.length - 1 : query.tokens.length;
      return query.tokens.map((bytes, i) => [{ kind: i === last ? 'prefix' : 'term', bytes }]);
    }
    case 'and':
      return query.parts.flatMap(lookupsOf);
    case 'or':
      return lookupsOfAny(query.parts.map(lookupsOf));
    default:
      return [];
  }
}
