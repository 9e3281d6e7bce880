import { partitionPoint } from '../base/partition-point.js';
import type { BlockInfo } from '../pack/pack-format.js';
import type { PackIndex } from '../pack/pack-index.js';
import type { PackReader } from '../pack/pack-reader.js';
import type { Lookup } from '../planner/lookup.js';
import { rangesWithin, type TimeRange } from '../planner/plan.js';
import type { DocSet } from '../postings/doc-set.js';
import { END_OF_DOCS } from '../postings/doc-set.js';
import { union } from '../postings/union.js';
import type { TermPostings } from '../termdict/term-dictionary-format.js';
import { ALL, type CompiledQuery, type LeafSearch, NONE, type Node } from './compiled-query.js';
import { LiteralTests } from './literal-tests.js';
import { simplify } from './simplify.js';

/** A block that can hold an answer. */
export type Candidate = {
  readonly pack: PackReader;
  readonly block: BlockInfo;
  /** Its place among the blocks of the pack. */
  readonly number: number;
  /** Undefined: all of the block is asked for. */
  readonly ranges: readonly TimeRange[] | undefined;
  /** The query, with what is known of this block. */
  readonly root: Node;
  /** Of each leaf in `root`, by its number, the units of each conjunct. Undefined: the index is not asked. */
  readonly units: readonly LeafUnits[] | undefined;
  /** What the literals of the pack's templates say, for all of its candidates. */
  readonly literals: LiteralTests;
};

export type LeafUnits = readonly (readonly number[])[];

/**
 * The blocks of a pack that can hold an answer. With `ignoreIndex` all of them within the ranges: their messages are
 * then read one by one.
 */
export function candidateBlocks(
  pack: PackReader,
  query: CompiledQuery,
  ranges: readonly TimeRange[] | undefined,
  ignoreIndex: boolean,
): Candidate[] {
  const { root } = query;
  const candidates: Candidate[] = [];
  const terms = new PackTerms(pack, query);
  const literals = new LiteralTests(pack);
  const packRoot = ignoreIndex ? root : simplify(root, (leaf) => terms.find(leaf));
  // The blocks of most packs are never asked for.
  if (packRoot === NONE) return candidates;
  const { blocks } = pack;
  for (let number = 0; number < blocks.length; number++) {
    const block = blocks[number]!;
    const next = ignoreIndex ? block.firstUnit : terms.next(packRoot, block.firstUnit);
    if (next >= block.firstUnit + block.units) {
      if (next === END_OF_DOCS) break;
      number = blockOf(blocks, next, number) - 1;
      continue;
    }
    const touching = ranges && rangesWithin(ranges, block.minTime, block.maxTime);
    if (touching?.length === 0) continue;
    if (ignoreIndex) {
      candidates.push({
        pack,
        block,
        number,
        ranges: touching,
        root,
        units: undefined,
        literals,
      });
      continue;
    }
    const units: LeafUnits[] = [];
    const blockRoot = simplify(packRoot, (leaf) => {
      const found = terms.inBlock(leaf, block);
      if (found === undefined) return NONE;
      units[leaf.number] = found;
      return { kind: 'leaf', leaf };
    });
    if (blockRoot !== NONE)
      candidates.push({
        pack,
        block,
        number,
        ranges: touching,
        root: blockRoot,
        units,
        literals,
      });
  }
  return candidates;
}

/** The units of a query's leaves in one pack, under cursors that move from block to block. */
class PackTerms {
  readonly #pack: PackReader;
  readonly #query: CompiledQuery;
  /** By number of leaf: of each conjunct its units. */
  readonly #sets: DocSet[][] = [];
  /** Of those lookups that go through the whole dictionary: all are answered when the first one is needed. */
  #scanned: Map<Lookup, DocSet | undefined> | undefined;

  constructor(pack: PackReader, query: CompiledQuery) {
    this.#pack = pack;
    this.#query = query;
  }

  /** Looks a leaf up: none, all, or itself. */
  find(leaf: LeafSearch): Node {
    const ofHosts = messagesOfHosts(this.#pack, leaf);
    if (ofHosts === 0) return NONE;
    if (ofHosts === this.#pack.info.messages) return ALL;
    const sets: DocSet[] = [];
    for (const { lookups } of leaf.conjuncts) {
      const set = this.#unitsOfAny(lookups);
      if (set === undefined) return NONE;
      sets.push(set);
    }
    this.#sets[leaf.number] = sets;
    return { kind: 'leaf', leaf };
  }

  /**
   * The first unit from `from` on whose block may hold an answer. Sets are never sought beyond the start of a block: units
   * of one block, in whatever order, are all asked for.
   */
  next(node: Node, from: number): number {
    switch (node.kind) {
      case 'none':
        return END_OF_DOCS;
      case 'leaf':
        return this.#sets[node.leaf.number]!.reduce(
          (furthest, set) => Math.max(furthest, set.seek(from)),
          from,
        );
      case 'and':
        return Math.max(...node.parts.map((part) => this.next(part, from)));
      case 'or':
        return Math.min(...node.parts.map((part) => this.next(part, from)));
      default:
        return from;
    }
  }

  #unitsOfAny(lookups: readonly Lookup[]): DocSet | undefined {
    const sets = lookups.map((lookup) => this.#unitsOf(lookup)).filter((set) => set !== undefined);
    const [only, ...more] = sets;
    return more.length === 0 ? only : union(sets, this.#pack.index().units);
  }

  #unitsOf(lookup: Lookup): DocSet | undefined {
    const index = this.#pack.index();
    switch (lookup.kind) {
      case 'term':
        return index.unitsOf(lookup.bytes);
      case 'prefix':
        return index.unitsOfPrefix(lookup.bytes);
      case 'range':
        return index.unitsBetween(lookup.from, lookup.to);
      case 'containing':
        this.#scanned ??= this.#scan(index);
        return this.#scanned.get(lookup);
    }
  }

  #scan(index: PackIndex): Map<Lookup, DocSet | undefined> {
    const lookups = this.#query.leaves
      .flatMap(({ conjuncts }) => conjuncts.flatMap((conjunct) => conjunct.lookups))
      .filter((lookup) => lookup.kind === 'containing');
    const sets = index.unitsOfWordsWith(lookups.map(({ bytes }) => bytes));
    return new Map(lookups.map((lookup, i) => [lookup, sets[i]]));
  }

  /** The units of a leaf in a block; undefined when a conjunct has none. */
  inBlock(leaf: LeafSearch, block: BlockInfo): LeafUnits | undefined {
    const end = block.firstUnit + block.units;
    const units = this.#sets[leaf.number]!.map((set) => {
      set.seek(block.firstUnit);
      return unitsBefore(set, end);
    });
    return units.every((each) => each.length > 0) ? units : undefined;
  }
}

/** The units of a set from its cursor up to `end`. */
function unitsBefore(set: DocSet, end: number): number[] {
  const units: number[] = [];
  for (let unit = set.docId(); unit < end; unit = set.next()) units.push(unit);
  return units;
}

/** The block that a unit belongs to, from block `from` on. */
function blockOf(blocks: readonly BlockInfo[], unit: number, from: number): number {
  return partitionPoint(from + 1, blocks.length, (each) => blocks[each]!.firstUnit <= unit) - 1;
}

/**
 * How many messages of a pack hold the only term, or are of the only hosts, that are asked, as far as the index says; and the
 * blocks that have to be counted one by one, since units of the term may overlap in them. Undefined when it cannot tell.
 */
export function countInDictionary(
  pack: PackReader,
  { root }: CompiledQuery,
  ranges: readonly TimeRange[] | undefined,
): { count: number; overlapping: Candidate[] } | undefined {
  const known = ranges === undefined ? knownOf(pack, root) : undefined;
  if (known === undefined) return undefined;
  const { messages: count, postings } = known;
  const overlapping: Candidate[] = [];
  // The blocks of most packs are never asked for. A count of 0 with postings is no answer: all units of the term overlap.
  if (count === 0 && postings === undefined) return { count, overlapping };
  const { blocks } = pack;
  if (blocks.some(({ pieces }) => pieces > 0)) return undefined;
  if (postings === undefined) return { count, overlapping };
  const literals = new LiteralTests(pack);
  const set = pack.index().read(postings);
  let number = 0;
  for (let unit = set.docId(); unit !== END_OF_DOCS; unit = set.docId()) {
    number = blockOf(blocks, unit, number);
    const block = blocks[number]!;
    const units = unitsBefore(set, block.firstUnit + block.units);
    const isColumn = units[units.length - 1]! - block.firstUnit >= block.templates;
    if (isColumn && units.length > 1)
      overlapping.push({
        pack,
        block,
        number,
        ranges: undefined,
        root,
        units: [[units]],
        literals,
      });
  }
  return { count, overlapping };
}

/** How many messages of a pack its index says a query that is no more than one term, or some hosts, has; of a term its postings. */
function knownOf(
  pack: PackReader,
  root: Node,
): { messages: number; postings?: TermPostings } | undefined {
  const ofHosts = root.kind === 'leaf' ? messagesOfHosts(pack, root.leaf) : undefined;
  if (ofHosts !== undefined) return { messages: ofHosts };
  const lookup = onlyLookup(root);
  const terms = lookup && termsOf(lookup, pack.index());
  if (terms === undefined || terms.length > 1) return undefined;
  const [postings] = terms;
  return postings === undefined ? { messages: 0 } : { messages: postings.messages, postings };
}

/** How many messages of a pack are of the hosts that a leaf asks for, as its index says; undefined when it asks for none. */
function messagesOfHosts(pack: PackReader, { leaf, fieldValue }: LeafSearch): number | undefined {
  if (fieldValue === undefined || leaf.kind !== 'field' || leaf.field !== 'host') return undefined;
  let count = 0;
  for (const [name, messages] of pack.index().hosts) {
    const bytes = Buffer.from(name, 'latin1');
    if (fieldValue.test(bytes, 0, bytes.length)) count += messages;
  }
  return count;
}

/** The lookup that is all of a query; undefined when there is more to it. */
function onlyLookup(root: Node): Lookup | undefined {
  if (root.kind !== 'leaf' || !root.leaf.isExact) return undefined;
  const [conjunct, ...more] = root.leaf.conjuncts;
  const [lookup, ...alternatives] = conjunct?.lookups ?? [];
  return more.length > 0 || alternatives.length > 0 ? undefined : lookup;
}

/** What the dictionary says of the terms that a lookup asks for; undefined when it is not asked, or these are many. */
function termsOf(lookup: Lookup, index: PackIndex): readonly TermPostings[] | undefined {
  if (lookup.kind === 'containing') return index.wordsWith(lookup.bytes);
  if (lookup.kind !== 'term') return undefined;
  const postings = index.lookup(lookup.bytes);
  return postings === undefined ? [] : [postings];
}
