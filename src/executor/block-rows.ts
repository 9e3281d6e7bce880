import type { ValueTest } from '../column/column-reader.js';
import type { HeaderTest } from '../match/header-field.js';
import { type MessageView, ReusedView, viewMessage } from '../match/message-view.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { TimeRange } from '../planner/plan.js';
import { SLOT_PREFIX } from '../template/line-scanner.js';
import type { CompiledQuery, LeafSearch, Node } from './compiled-query.js';
import type { Candidate, LeafUnits } from './pack-search.js';
import {
  allRows,
  andVerdict,
  exactly,
  intersect,
  isEmpty,
  isExactly,
  notVerdict,
  orVerdict,
  type RowBits,
  rowNumbers,
  unite,
  type Verdict,
} from './row-bits.js';
import { RowHeaders } from './row-headers.js';
import { type DecidedTemplates, decideTemplates } from './template-verdicts.js';

/** How many messages of a candidate answer. */
export function countBlock(
  candidate: Candidate,
  query: CompiledQuery,
  open: (candidate: Candidate) => BlockReader,
): number {
  const { block, ranges, root } = candidate;
  const isWhole = ranges === undefined && block.pieces === 0;
  if (isWhole && root.kind === 'all') return block.rows;
  const reader = open(candidate);
  const decided = decide(candidate, reader);
  const inOpen = isWhole && decided !== undefined ? countOpen(decided, reader) : undefined;
  if (inOpen !== undefined && decided !== undefined) return decided.sureRows + inOpen;
  return rowsDecided(candidate, query, reader, decided).length;
}

/** The rows of a candidate that answer, in order of time; of a line in pieces its first one. */
export function rowsOfBlock(
  candidate: Candidate,
  query: CompiledQuery,
  reader: BlockReader,
): Uint32Array {
  return rowsDecided(candidate, query, reader, decide(candidate, reader));
}

/** What the templates decide. Of pieces of messages each is a row, and so they cannot. */
function decide(
  { block, root, units, literals }: Candidate,
  reader: BlockReader,
): DecidedTemplates | undefined {
  if (block.pieces > 0 || units === undefined || root.kind === 'all') return undefined;
  return decideTemplates(reader, root, units, literals);
}

function rowsDecided(
  { block, ranges, root, units }: Candidate,
  query: CompiledQuery,
  reader: BlockReader,
  decided: DecidedTemplates | undefined,
): Uint32Array {
  const inTime = ranges && rowsInRanges(reader, ranges);
  if (root.kind === 'all') return rowNumbers(firstPieces(reader, inTime ?? allRows(block.rows)));
  const found: Verdict =
    units === undefined
      ? { sure: new Uint8Array(block.rows), possible: allRows(block.rows) }
      : decided === undefined
        ? verdictOf(root, new BlockRows(reader, units), inTime)
        : verdictDecided(decided, reader, inTime);
  const wasExact = isExactly(found);
  const { possible } = found;
  if (inTime !== undefined) intersect(possible, inTime);
  const rows = rowNumbers(firstPieces(reader, possible));
  if (wasExact) return rows;
  const asksSource = query.leaves.some(({ source }) => source !== undefined);
  const views = new RowViews(reader, asksSource);
  return rows.filter((row) => found.sure[row] === 1 || query.test(views.of(row)));
}

/** The rows of templates that are decided, and of the open ones those that answer the rest of the query. */
function verdictDecided(
  decided: DecidedTemplates,
  reader: BlockReader,
  inTime: RowBits | undefined,
): Verdict {
  const { root, units, open, openRows } = decided;
  if (openRows === reader.rows) return verdictOf(root, new BlockRows(reader, units), inTime);
  const sure = rowsOfPlaces(reader, decided.sure);
  if (openRows === 0) return exactly(sure);
  const asked = rowsOfPlaces(reader, open);
  if (inTime !== undefined) intersect(asked, inTime);
  const rest = andVerdict(verdictOf(root, new BlockRows(reader, units), asked), exactly(asked));
  return orVerdict(rest, exactly(sure));
}

function rowsOfPlaces(reader: BlockReader, marked: Uint8Array): RowBits {
  const places = reader.places();
  const bits = new Uint8Array(places.length);
  for (let row = 0; row < bits.length; row++) bits[row] = marked[places[row]!]!;
  return bits;
}

/**
 * How many rows of open templates answer where that is how many values pass: each column that is asked stands in these
 * templates only, and no template has two of them. Undefined when that is not so.
 */
function countOpen(decided: DecidedTemplates, reader: BlockReader): number | undefined {
  const { root, units, open, openRows } = decided;
  if (openRows === 0) return 0;
  const leaf = root.kind === 'not' ? root.part : root;
  if (leaf.kind !== 'leaf' || !leaf.leaf.isExact || leaf.leaf.conjuncts.length !== 1)
    return undefined;
  const entries = reader.columnEntries();
  const asked = new Uint8Array(reader.fieldCount);
  const columns: number[] = [];
  for (const unit of units[leaf.leaf.number]![0]!) {
    const column = unit - reader.info.firstUnit - open.length;
    if (column < 0) return undefined;
    asked[entries[column]!.field] = 1;
    columns.push(column);
  }
  const { slotFields, firstSlots } = reader.templates;
  for (let place = 0; place < open.length; place++) {
    const id = reader.templateIds[place]!;
    const end = firstSlots[id + 1]!;
    let columnsOfPlace = 0;
    for (let slot = firstSlots[id]!; slot < end; slot++)
      columnsOfPlace += asked[slotFields[slot]!]!;
    if (columnsOfPlace > open[place]!) return undefined;
  }
  let count = 0;
  for (const column of columns) count += reader.countMatching(column, leaf.leaf.conjuncts[0]!.test);
  return root.kind === 'not' ? openRows - count : count;
}

/**
 * What the units of a block, and the values in its columns, say of a node; rows outside of `within` are not asked for.
 * Undefined: all are.
 */
function verdictOf(node: Node, rows: BlockRows, within: RowBits | undefined): Verdict {
  switch (node.kind) {
    case 'all':
      return exactly(allRows(rows.count));
    case 'none':
      return exactly(new Uint8Array(rows.count));
    case 'leaf':
      return rows.ofLeaf(node.leaf, within);
    case 'not':
      return notVerdict(verdictOf(node.part, rows, within));
    case 'or':
      return node.parts.map((part) => verdictOf(part, rows, within)).reduce(orVerdict);
    case 'and': {
      let all: Verdict | undefined;
      // Where nothing is left the columns of the others are not read.
      for (const part of rows.cheapFirst(node.parts)) {
        const verdict = verdictOf(part, rows, all?.possible ?? within);
        all = all === undefined ? verdict : andVerdict(all, verdict);
        if (isEmpty(all.possible)) break;
      }
      return all!;
    }
  }
}

/** The rows of one block, by the units that the index has found. */
class BlockRows {
  readonly count: number;
  readonly #reader: BlockReader;
  readonly #units: readonly LeafUnits[];

  constructor(reader: BlockReader, units: readonly LeafUnits[]) {
    this.count = reader.rows;
    this.#reader = reader;
    this.#units = units;
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
    if (this.#reader.info.pieces === 0) return verdict;
    // A message in pieces holds what one of them holds.
    const possible = this.#spread(verdict.possible);
    return isExactly(verdict) ? exactly(possible) : { sure: this.#spread(verdict.sure), possible };
  }

  #ofLeaf(leaf: LeafSearch, within: RowBits | undefined): Verdict {
    const { phrase, sure, isExact, prefix, source, header } = leaf;
    if (source !== undefined) return exactly(this.#fromSource(source));
    if (prefix !== undefined) return exactly(this.#withPrefix(prefix));
    if (header !== undefined && this.#reader.info.pieces === 0)
      return exactly(this.#withHeader(header, this.#withTerms(leaf, within)));
    const units = this.#units[leaf.number]!;
    if (sure === undefined || isExact) {
      const possible = this.#withTerms(leaf, undefined);
      return isExact ? exactly(possible) : { sure: new Uint8Array(this.count), possible };
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
    return verdictBetween(whole, this.#withTerms(leaf, more));
  }

  /** The rows whose prefix passes. */
  #withPrefix(test: ValueTest): RowBits {
    const reader = this.#reader;
    const bits = new Uint8Array(this.count);
    const fields = new Set<number>();
    for (let place = 0; place < reader.templateIds.length; place++) {
      const { kinds, fields: all } = reader.template(place);
      const slot = kinds.indexOf(SLOT_PREFIX);
      if (slot >= 0) fields.add(all[slot]!);
    }
    reader.columnEntries().forEach(({ field }, entry) => {
      if (fields.has(field)) for (const row of reader.matchingRows(entry, test)) bits[row] = 1;
    });
    return bits;
  }

  /** The rows that came from where a test says. */
  #fromSource(test: (source: string) => boolean): RowBits {
    const { sources, runs, order } = this.#reader.arrival();
    const passes = sources.map(test);
    if (passes.every((each) => each)) return allRows(this.count);
    const bits = new Uint8Array(this.count);
    if (!passes.includes(true)) return bits;
    const places = order === undefined ? bits : new Uint8Array(this.count);
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

  /** Those of some rows whose header passes. */
  #withHeader(test: HeaderTest, rows: RowBits): RowBits {
    const bits = new Uint8Array(this.count);
    const headers = new RowHeaders();
    for (let row = rows.indexOf(1); row >= 0; row = rows.indexOf(1, row + 1)) {
      headers.read(this.#reader, row);
      if (test(headers)) bits[row] = 1;
    }
    return bits;
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
      else intersect(left, holding);
    }
    return left ?? allRows(this.count);
  }

  /**
   * The rows that have a value that passes, in one of the units that are columns, or a template among them; with
   * `testLiterals`, one with a literal that passes.
   */
  #ofUnits(units: readonly number[], test: ValueTest, testLiterals: boolean): RowBits {
    const reader = this.#reader;
    const bits = new Uint8Array(this.count);
    const templates = reader.templateIds.length;
    const first = reader.info.firstUnit;
    const whole = new Uint8Array(templates);
    let any = false;
    for (const unit of units) {
      const place = unit - first;
      if (place >= templates) {
        const rows = reader.matchingRows(place - templates, test);
        for (let i = 0; i < rows.length; i++) bits[rows[i]!] = 1;
      } else if (!testLiterals || literalPasses(reader, place, test)) {
        whole[place] = 1;
        any = true;
      }
    }
    if (any) {
      const places = reader.places();
      for (let row = 0; row < places.length; row++) bits[row]! |= whole[places[row]!]!;
    }
    return bits;
  }

  /** A set in which the pieces of a message are in when one of them is. */
  #spread(bits: RowBits): RowBits {
    const { continuations } = this.#reader.arrival();
    const spread = bits.slice();
    for (let row = 1; row < spread.length; row++)
      if (continuations.has(row)) spread[row]! |= spread[row - 1]!;
    for (let row = spread.length - 1; row > 0; row--)
      if (continuations.has(row)) spread[row - 1]! |= spread[row]!;
    return spread;
  }
}

/** Rows that are sure, and more that may be. */
function verdictBetween(sure: RowBits, more: RowBits): Verdict {
  unite(more, sure);
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

/** Views of one message after the other: each is valid until the next is looked at. */
class RowViews {
  readonly #reader: BlockReader;
  readonly #asksSource: boolean;
  readonly #view = new ReusedView();
  readonly #only: readonly MessageView[] = [this.#view];

  constructor(reader: BlockReader, asksSource: boolean) {
    this.#reader = reader;
    this.#asksSource = asksSource;
  }

  /** The message of a row, each piece by itself. */
  of(row: number): readonly MessageView[] {
    const reader = this.#reader;
    const source = this.#asksSource ? reader.arrival().origin(row).source : '';
    if (reader.info.pieces === 0) {
      this.#view.look(reader.messageOf(row), false).source = source;
      return this.#only;
    }
    const views = [viewMessage(reader.messageOf(row), false, source)];
    const { continuations } = reader.arrival();
    for (let next = row + 1; continuations.has(next); next++)
      views.push(viewMessage(reader.messageOf(next), true, source));
    return views;
  }
}

/** A set without the further pieces of messages. */
function firstPieces(reader: BlockReader, bits: RowBits): RowBits {
  if (reader.info.pieces === 0) return bits;
  for (const row of reader.arrival().continuations) bits[row] = 0;
  return bits;
}

/** The rows within the ranges. Times never decrease with the row. */
function rowsInRanges(reader: BlockReader, ranges: readonly TimeRange[]): RowBits {
  const bits = allRows(reader.rows);
  const times = reader.times();
  let row = 0;
  for (const { from, to } of ranges) {
    const first = lowerBound(times, from);
    if (first > row) bits.fill(0, row, first);
    row = Math.max(row, lowerBound(times, to));
  }
  bits.fill(0, row);
  return bits;
}

/** The first index whose value is not below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
