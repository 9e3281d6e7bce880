import { KIND_IPV6 } from '../analysis/network-terms.js';
import type { Lookup } from '../planner/lookup.js';
import { printQuery } from '../query/printer.js';
import type { LeafSearch } from './compiled-query.js';
import type { Candidate } from './pack-search.js';

/** What a search would do, as far as dictionaries and tables say: nothing of a block is read for it. */
export type Explanation = {
  readonly query: string;
  /** Packs of the store, the message log among them; those with messages in the hours that are asked for; their blocks. */
  readonly packs: number;
  readonly packsInTime: number;
  readonly blocks: number;
  readonly messages: number;
  /** Blocks that can hold an answer, in how many packs, and how many messages are in them. */
  readonly candidatePacks: number;
  readonly candidates: number;
  readonly candidateMessages: number;
  readonly leaves: readonly LeafExplanation[];
};

export type LeafExplanation = {
  readonly query: string;
  /** How the index narrows it: words, as they are looked up; none when it cannot. */
  readonly lookups: readonly string[];
  /** Blocks that can hold it, and how many messages are in them. */
  readonly candidates: number;
  readonly candidateMessages: number;
  /** What is done behind the index: nothing, or some or all of these messages are looked at. */
  readonly decidedBy:
    | 'index'
    | 'prefixes'
    | 'sources'
    | 'index and headers'
    | 'index and messages'
    | 'messages';
};

/** What is known of a leaf before any block is read; `candidates` are those of the leaf alone. */
export function explainLeaf(leaf: LeafSearch, candidates: readonly Candidate[]): LeafExplanation {
  return {
    query: printQuery(leaf.leaf),
    lookups: leaf.conjuncts.map(({ lookups }) => lookups.map(describeLookup).join(' or ')),
    candidates: candidates.length,
    candidateMessages: rowsOf(candidates),
    decidedBy: decidedBy(leaf),
  };
}

function decidedBy({
  isExact,
  prefix,
  source,
  header,
  conjuncts,
}: LeafSearch): LeafExplanation['decidedBy'] {
  if (isExact) return 'index';
  if (prefix !== undefined) return 'prefixes';
  if (source !== undefined) return 'sources';
  if (header !== undefined) return 'index and headers';
  return conjuncts.length > 0 ? 'index and messages' : 'messages';
}

export function rowsOf(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { block }) => sum + block.rows, 0);
}

function describeLookup(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'range':
      return printQuery({ kind: 'addresses', from: lookup.from, to: lookup.to });
    case 'term':
      return lookup.bytes[0]! <= KIND_IPV6
        ? printQuery({ kind: 'address', term: lookup.bytes })
        : text(lookup.bytes);
    case 'prefix':
      return `${text(lookup.bytes)}*`;
    case 'containing':
      return `*${text(lookup.bytes)}*`;
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
