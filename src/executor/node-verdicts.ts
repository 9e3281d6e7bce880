import { takeZeros } from '../codec/arena.js';
import type { ValueTest } from '../column/column.js';
import type { TextAutomaton } from '../match/text-automaton.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockLoops } from '../pack/block-room.js';
import { NO } from '../pack/template-loops.js';
import { SLOT_PREFIX } from '../template/line-scanner.js';
import type { LeafSearch, Node } from './compiled-query.js';
import { HeaderRows } from './header-rows.js';
import type { LiteralTests } from './literal-tests.js';
import type { LeafUnits } from './pack-search.js';
import { PieceRows, searchedColumns } from './piece-rows.js';
import {
  allRows,
  andVerdict,
  exactly,
  isEmpty,
  isExactly,
  noRows,
  notVerdict,
  orVerdict,
  type RowBits,
  type Verdict,
} from './row-bits.js';
import type { DecidedTemplates } from './template-verdicts.js';

/**
 * What the units of a block, and the values in its columns, say of a node; rows outside of `within` are not asked for.
 * Undefined: all are.
 */
export function verdictOf(node: Node, rows: BlockRows, within: RowBits | undefined): Verdict {
  switch (node.kind) {
    case 'all':
      return exactly(allRows(rows.reader));
    case 'none':
      return exactly(noRows(rows.reader));
    case 'leaf':
      return rows.ofLeaf(node.leaf, within);
    case 'not':
      return notVerdict(rows.reader.room.loops, verdictOf(node.part, rows, within));
    case 'or':
      return node.parts
        .map((part) => verdictOf(part, rows, within))
        .reduce((all, part) => orVerdict(rows.reader.room.loops, all, part));
    case 'and': {
      let all: Verdict | undefined;
      // Where nothing is left the columns of the others are not read.
      for (const part of rows.cheapFirst(node.parts)) {
        const verdict = verdictOf(part, rows, all?.possible ?? within);
        all = all === undefined ? verdict : andVerdict(rows.reader.room.loops, all, verdict);
        if (isEmpty(all.possible)) break;
      }
      return all!;
    }
  }
}

/** The rows of one block, by the units that the index has found. */
export class BlockRows {
  readonly reader: BlockReader;
  readonly #units: readonly LeafUnits[];
  readonly #literals: LiteralTests;
  readonly #decided: DecidedTemplates | undefined;
  #headerRows: HeaderRows | undefined;

  /** `decided` is what templates say, where they were asked: rows of open ones are asked for, and no others. */
  constructor(
    reader: BlockReader,
    units: readonly LeafUnits[],
    literals: LiteralTests,
    decided?: DecidedTemplates,
  ) {
    this.reader = reader;
    this.#units = units;
    this.#literals = literals;
    this.#decided = decided;
  }

  /** Those with the fewest columns to look into first; then what other nodes are made of; headers last. */
  cheapFirst(nodes: readonly Node[]): readonly Node[] {
    const cost = (node: Node): number => {
      if (node.kind !== 'leaf') return 1 << 28;
      if (node.leaf.source !== undefined) return 0;
      if (node.leaf.header !== undefined) return 1 << 29;
      return this.#units[node.leaf.number]!.reduce((sum, { length }) => sum + length, 0);
    };
    return [...nodes].sort((a, b) => cost(a) - cost(b));
  }

  /** What is known of a leaf within some rows. */
  ofLeaf(leaf: LeafSearch, within: RowBits | undefined): Verdict {
    const verdict = this.#ofLeaf(leaf, within);
    if (this.reader.info.pieces === 0) return verdict;
    // A message in pieces holds what one of them holds.
    const possible = this.#spread(verdict.possible);
    return isExactly(verdict) ? exactly(possible) : { sure: this.#spread(verdict.sure), possible };
  }

  #ofLeaf(leaf: LeafSearch, within: RowBits | undefined): Verdict {
    const { phrase, sure, isExact, prefix, source, header, automaton } = leaf;
    if (source !== undefined) return exactly(this.#fromSource(source));
    if (prefix !== undefined) return exactly(this.#withPrefix(prefix));
    if (header !== undefined && this.reader.info.pieces === 0)
      return exactly(this.#withHeader(leaf, within));
    if (automaton !== undefined && this.reader.info.pieces === 0)
      return this.#byPieces(leaf, automaton, within);
    const units = this.#units[leaf.number]!;
    if (sure === undefined || isExact) {
      const possible = this.#withTerms(leaf, undefined);
      return isExact ? exactly(possible) : { sure: noRows(this.reader), possible };
    }
    const whole = this.#ofUnits(units.length === 0 ? [] : common(units), sure, true);
    let more: RowBits | undefined;
    if (phrase !== undefined) {
      const first = units[0]!;
      const last = units[units.length - 1]!;
      more =
        phrase.isPrefix || first.length <= last.length
          ? this.#ofUnits(first, phrase.beginsIn, true)
          : this.#ofUnits(last, phrase.endsIn, true);
    }
    return verdictBetween(this.reader.room.loops, whole, this.#withTerms(leaf, more));
  }

  /** The rows in which an automaton finds what a leaf asks for. */
  #byPieces(leaf: LeafSearch, automaton: TextAutomaton, within: RowBits | undefined): Verdict {
    const reader = this.reader;
    const units = this.#units[leaf.number]!;
    const first = reader.info.firstUnit + reader.templateIds.length;
    const columnsOf = (some: readonly number[]) =>
      some.map((unit) => unit - first).filter((column) => column >= 0);
    const columns = units.length === 0 ? searchedColumns(reader) : columnsOf(common(units));
    const beginning = leaf.beginning === undefined ? undefined : columnsOf(units[leaf.beginning]!);
    const runs = this.#literals.runs(automaton, leaf.leaf);
    const rows = new PieceRows(reader, leaf, runs, columns, beginning);
    return rows.verdict(this.#asked(leaf), within);
  }

  /** The rows whose prefix passes. */
  #withPrefix(test: ValueTest): RowBits {
    const reader = this.reader;
    const bits = noRows(reader);
    const fields = reader.templates.fieldsOfKind(SLOT_PREFIX);
    reader.columns.fields.forEach((field, entry) => {
      if (fields.has(field)) reader.addMatching(entry, test, bits);
    });
    return bits;
  }

  /** The rows that came from where a test says. */
  #fromSource(test: (source: string) => boolean): RowBits {
    const { sources, runs, order } = this.reader.arrival();
    const passes = sources.map(test);
    if (passes.every((each) => each)) return allRows(this.reader);
    const bits = noRows(this.reader);
    if (!passes.includes(true)) return bits;
    const places = order === undefined ? bits : noRows(this.reader);
    let place = 0;
    for (const { count, source } of runs) {
      if (passes[source] === true) places.fill(1, place, place + count);
      place += count;
    }
    order?.forEach((at, row) => {
      bits[row] = places[at]!;
    });
    return bits;
  }

  /** The rows whose header passes. */
  #withHeader(leaf: LeafSearch, within: RowBits | undefined): RowBits {
    const asked = this.#asked(leaf);
    this.#headerRows ??= new HeaderRows(this.reader, this.#literals.headers());
    return this.#headerRows.passing(leaf, asked, within, (rows) => this.#withTerms(leaf, rows));
  }

  /** Whether rows of the template at a place may answer a leaf, and are not sure to. */
  #asked(leaf: LeafSearch): (place: number) => boolean {
    const decided = this.#decided;
    if (decided === undefined) return () => true;
    const verdicts = decided.byLeaf[leaf.number];
    return (place) => decided.open[place] === 1 && verdicts?.[place] !== NO;
  }

  /** Those of some rows that hold a term of each conjunct of a leaf. */
  #withTerms({ number, conjuncts }: LeafSearch, rows: RowBits | undefined): RowBits {
    const units = this.#units[number]!;
    const order = conjuncts.map((_, i) => i).sort((a, b) => units[a]!.length - units[b]!.length);
    let left: RowBits | undefined = rows?.slice();
    for (const i of order) {
      if (left !== undefined && isEmpty(left)) break;
      const holding = this.#ofUnits(units[i]!, conjuncts[i]!.test, false);
      if (left === undefined) left = holding;
      else this.reader.room.loops.intersect(left, holding, left.length);
    }
    return left ?? allRows(this.reader);
  }

  /**
   * The rows that have a value that passes, in one of the units that are columns, or a template among them; with
   * `testLiterals`, one with a literal that passes.
   */
  #ofUnits(units: readonly number[], test: ValueTest, testLiterals: boolean): RowBits {
    const reader = this.reader;
    const bits = noRows(reader);
    const templates = reader.templateIds.length;
    const first = reader.info.firstUnit;
    const whole = takeZeros(reader.room, templates);
    let any = false;
    reader.wantColumns(units.map((unit) => unit - first - templates).filter((entry) => entry >= 0));
    for (const unit of units) {
      const place = unit - first;
      if (place >= templates) {
        reader.addMatching(place - templates, test, bits);
      } else if (!testLiterals || literalPasses(reader, place, test)) {
        whole[place] = 1;
        any = true;
      }
    }
    if (any) reader.room.loops.addRowsOfPlaces(reader.places(), reader.rows, whole, bits);
    return bits;
  }

  /** A set in which the pieces of a message are in when one of them is. */
  #spread(bits: RowBits): RowBits {
    const { continuations } = this.reader.arrival();
    const spread = bits.slice();
    for (let row = 1; row < spread.length; row++)
      if (continuations.has(row)) spread[row]! |= spread[row - 1]!;
    for (let row = spread.length - 1; row > 0; row--)
      if (continuations.has(row)) spread[row - 1]! |= spread[row]!;
    return spread;
  }
}

/** Rows that are sure, and more that may be. */
function verdictBetween(loops: BlockLoops, sure: RowBits, more: RowBits): Verdict {
  loops.unite(more, sure, more.length);
  return Buffer.compare(more, sure) === 0 ? exactly(sure) : { sure, possible: more };
}

/** The units that all lists have. */
function common([first = [], ...others]: LeafUnits): number[] {
  return first.filter((unit) => others.every((list) => list.includes(unit)));
}

function literalPasses(reader: BlockReader, place: number, { test }: ValueTest): boolean {
  const { literals } = reader.template(place);
  return literals.some((literal) => test(literal, 0, literal.length));
}
