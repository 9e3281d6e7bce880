import { containsPhrase } from '../analysis/tokenizer.js';
import type { ValueTest } from '../column/column.js';
import type { PassingValues } from '../column/value-kinds.js';
import { globTest } from '../match/glob.js';
import { type HeaderTest, headerFieldTest } from '../match/header-field.js';
import { leafAutomaton } from '../match/leaf-automaton.js';
import { type QueryTest, queryTest } from '../match/query-test.js';
import { leadingWord } from '../match/required-literals.js';
import { sourceTest } from '../match/source.js';
import type { TextAutomaton } from '../match/text-automaton.js';
import { LOOKUP_COST, type Lookup } from '../planner/lookup.js';
import { narrowingOf } from '../planner/narrowing.js';
import type { Leaf, Query } from '../query/ast.js';
import { Header, resetHeader } from '../syslog/header.js';
import { readPrefix } from '../syslog/prefix.js';
import { mayBeginIn, mayEndIn } from './phrase-ends.js';
import { anyValueTest } from './value-tests.js';

/** A query as it is run: its leaves numbered, each with what is asked of the index, of values and of messages. */
export type CompiledQuery = {
  readonly query: Query;
  readonly root: Node;
  readonly leaves: readonly LeafSearch[];
  /** Whether a message answers, by its bytes: of each piece a view. */
  readonly test: QueryTest;
};

export type Node =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node }
  | { readonly kind: 'leaf'; readonly leaf: LeafSearch };

export type LeafSearch = {
  readonly leaf: Leaf;
  /** Its place among the leaves of the query. */
  readonly number: number;
  readonly isExact: boolean;
  /** What a message that answers holds: a term of each. None: anything. */
  readonly conjuncts: readonly Conjunct[];
  /** A value or literal that passes answers by itself. */
  readonly sure: ValueTest | undefined;
  readonly phrase: PhraseEnds | undefined;
  /** What finds a substring or an expression in literals and values; undefined where terms say all, or it is too large. */
  readonly automaton: TextAutomaton | undefined;
  /** Which values may hold what the automaton finds by themselves. */
  readonly passing: PassingValues | undefined;
  /** The conjunct of the word that begins what the automaton finds, if there is one: behind a value that has it not nothing goes on. */
  readonly beginning: number | undefined;
  /** Of a level: whether a message's prefix says it. It says all: without a prefix there is no level. */
  readonly prefix: ValueTest | undefined;
  /** Whether what comes from somewhere answers: all that is asked, of a leaf for a source. */
  readonly source: ((source: string) => boolean) | undefined;
  /** Of a field: whether a message's header says it. */
  readonly header: HeaderTest | undefined;
  /** Of a field: whether these bytes are what is meant, where the field is known to be them. */
  readonly fieldValue: ValueTest | undefined;
};

/** A term of one of several lookups; `test` is whether a value holds one. */
export type Conjunct = { readonly lookups: readonly Lookup[]; readonly test: ValueTest };

/** Whether a phrase may begin in a value or literal and go on behind it; or end in one, having begun before. */
export type PhraseEnds = {
  /** The last word may go on. */
  readonly isPrefix: boolean;
  readonly beginsIn: ValueTest;
  readonly endsIn: ValueTest;
};

export const ALL: Node = { kind: 'all' };
export const NONE: Node = { kind: 'none' };

export function compileQuery(query: Query): CompiledQuery {
  const leaves: LeafSearch[] = [];
  const nodeOf = (part: Query): Node => {
    switch (part.kind) {
      case 'all':
        return ALL;
      case 'and':
      case 'or':
        return { kind: part.kind, parts: part.parts.map(nodeOf) };
      case 'not':
        return { kind: 'not', part: nodeOf(part.part) };
      default: {
        const leaf = compileLeaf(part, leaves.length);
        leaves.push(leaf);
        return { kind: 'leaf', leaf };
      }
    }
  };
  const root = cheapFirst(nodeOf(query));
  return { query, root, leaves, test: queryTest(query) };
}

function compileLeaf(leaf: Leaf, number: number): LeafSearch {
  const { lookups, isExact } = narrowingOf(leaf);
  const automaton = isExact ? undefined : leafAutomaton(leaf);
  return {
    leaf,
    number,
    isExact,
    conjuncts: lookups.map((each) => ({ lookups: each, test: anyValueTest(each) })),
    sure: sureTest(leaf),
    phrase: phraseEnds(leaf),
    automaton,
    passing: automaton && passingValues(automaton, lookups),
    beginning: automaton && beginningOf(leaf, lookups),
    prefix: leaf.kind === 'level' ? levelTest(leaf) : undefined,
    source: leaf.kind === 'source' ? sourceTest(leaf.glob) : undefined,
    header: leaf.kind === 'field' ? headerFieldTest(leaf.field, leaf.glob) : undefined,
    fieldValue: leaf.kind === 'field' ? { test: globTest(leaf.glob) } : undefined,
  };
}

function sureTest(leaf: Leaf): ValueTest | undefined {
  if (leaf.kind === 'phrase') {
    const { tokens, isPrefix } = leaf;
    return {
      test: (bytes, start, end) => containsPhrase(bytes.subarray(start, end), tokens, isPrefix),
    };
  }
  return undefined;
}

/** Which of a leaf's lookups asks for the word that a match begins with. */
function beginningOf(leaf: Leaf, lookups: readonly (readonly Lookup[])[]): number | undefined {
  const word = leaf.kind === 'regex' ? leadingWord(leaf.source, leaf.ignoreCase) : undefined;
  if (word === undefined) return undefined;
  const place = lookups.findIndex(
    ([lookup, ...others]) =>
      others.length === 0 &&
      lookup?.kind === 'containing' &&
      Buffer.compare(lookup.bytes, word) === 0,
  );
  return place < 0 ? undefined : place;
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

function passingValues(
  automaton: TextAutomaton,
  conjuncts: readonly (readonly Lookup[])[],
): PassingValues {
  let octet = -1;
  for (const [lookup, ...alternatives] of conjuncts)
    if (lookup?.kind === 'term' && alternatives.length === 0) {
      const term = Buffer.from(lookup.bytes).toString('latin1');
      if (/^(?:0|[1-9]\d{0,2})$/.test(term)) octet = Number(term);
    }
  return {
    digits: automaton.mayMatchWithin(isDigit),
    dotted: automaton.mayMatchWithin((byte) => isDigit(byte) || byte === 0x2e),
    octet,
  };
}

function phraseEnds(leaf: Leaf): PhraseEnds | undefined {
  if (leaf.kind !== 'phrase') return undefined;
  const { tokens, isPrefix } = leaf;
  return {
    isPrefix,
    beginsIn: { test: (bytes, start, end) => mayBeginIn(bytes, start, end, tokens) },
    endsIn: { test: (bytes, start, end) => mayEndIn(bytes, start, end, tokens) },
  };
}

function levelTest({ field, least, most }: Extract<Leaf, { kind: 'level' }>): ValueTest {
  const header = new Header();
  return {
    test: (bytes, start, end) => {
      resetHeader(header, start);
      readPrefix(bytes, start, end, header);
      return header[field] >= least && header[field] <= most;
    },
  };
}

/** The same node with what is cheap to look up first: whoever finds nothing there is done. */
function cheapFirst(node: Node): Node {
  if (node.kind === 'not') return { kind: 'not', part: cheapFirst(node.part) };
  if (node.kind !== 'and' && node.kind !== 'or') return node;
  const parts = node.parts.map(cheapFirst);
  return { kind: node.kind, parts: parts.sort((a, b) => costOf(a) - costOf(b)) };
}

/** How dear a node is to look up: its dearest lookup; what asks the index nothing comes last. */
function costOf(node: Node): number {
  switch (node.kind) {
    case 'all':
    case 'none':
      return 0;
    case 'not':
      return costOf(node.part) + 1;
    case 'and':
    case 'or':
      return Math.max(...node.parts.map(costOf));
    case 'leaf': {
      const { conjuncts } = node.leaf;
      if (conjuncts.length === 0) return 4;
      return Math.max(
        ...conjuncts.flatMap(({ lookups }) => lookups.map(({ kind }) => LOOKUP_COST[kind])),
      );
    }
  }
}
