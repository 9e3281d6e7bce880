import type { ValueTest } from '../column/column-reader.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockInfo } from '../pack/pack-format.js';
import type { PackReader } from '../pack/pack-reader.js';
import { rangesWithin, type TimeRange } from '../planner/plan.js';
import type { DocSet } from '../postings/doc-set.js';
import { END_OF_DOCS } from '../postings/doc-set.js';
import { type Asked, type AskedPhrase, type AskedTerm, answersInText } from './term-test.js';

/** A block that can hold an answer. `units` are those of each asked term; undefined: the index is not asked. */
export type Candidate = {
  readonly pack: PackReader;
  readonly block: BlockInfo;
  readonly ranges: readonly TimeRange[] | undefined;
  readonly units: readonly (readonly number[])[] | undefined;
};

/**
 * The blocks of a pack that can hold an answer. With `ignoreIndex` all of them within the ranges: their messages are
 * then read one by one.
 */
export function candidateBlocks(
  pack: PackReader,
  asked: Asked,
  ranges: readonly TimeRange[] | undefined,
  ignoreIndex: boolean,
): Candidate[] {
  const candidates: Candidate[] = [];
  const within = (block: BlockInfo) => ranges && rangesWithin(ranges, block.minTime, block.maxTime);
  if (ignoreIndex || asked.terms.length === 0) {
    for (const block of pack.blocks) {
      const touching = within(block);
      if (touching?.length === 0) continue;
      candidates.push({ pack, block, ranges: touching, units: ignoreIndex ? undefined : [] });
    }
    return candidates;
  }
  const sets: DocSet[] = [];
  // Prefixes cost most to read: a term that the pack does not have saves it.
  const cheapFirst = [...asked.terms].sort((a, b) => Number(a.isPrefix) - Number(b.isPrefix));
  const byTerm = new Map<AskedTerm, DocSet>();
  for (const term of cheapFirst) {
    const set = term.isPrefix
      ? pack.index().unitsOfPrefix(term.bytes)
      : pack.index().unitsOf(term.bytes);
    if (set === undefined) return [];
    byTerm.set(term, set);
  }
  for (const term of asked.terms) sets.push(byTerm.get(term)!);
  const { blocks } = pack;
  for (let number = 0; number < blocks.length; ) {
    // Sets are never sought beyond the start of a block: units of one block, in whatever order, are all asked for.
    const block = blocks[number]!;
    const end = block.firstUnit + block.units;
    let furthest = block.firstUnit;
    for (const set of sets) furthest = Math.max(furthest, set.seek(block.firstUnit));
    if (furthest === END_OF_DOCS) break;
    if (furthest >= end) {
      number = blockOf(blocks, furthest, number);
      continue;
    }
    const touching = within(block);
    if (touching?.length !== 0)
      candidates.push({
        pack,
        block,
        ranges: touching,
        units: sets.map((set) => unitsBefore(set, end)),
      });
    number++;
  }
  return candidates;
}

/** The units of a set from its cursor up to `end`. */
function unitsBefore(set: DocSet, end: number): number[] {
  const units: number[] = [];
  for (let unit = set.docId(); unit < end; unit = set.next()) units.push(unit);
  return units;
}

/** The block that a unit belongs to, from block `from` on. */
function blockOf(blocks: readonly BlockInfo[], unit: number, from: number): number {
  let low = from;
  let high = blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.firstUnit <= unit) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * How many messages of a pack hold the only term that is asked, as far as the dictionary says; and the blocks that have to be
 * counted one by one, since units of the term may overlap in them. Undefined when the dictionary cannot tell.
 */
export function countInDictionary(
  pack: PackReader,
  { terms, phrases }: Asked,
  ranges: readonly TimeRange[] | undefined,
): { count: number; overlapping: Candidate[] } | undefined {
  const [term, ...more] = terms;
  if (term === undefined || more.length > 0 || phrases.length > 0 || term.isPrefix)
    return undefined;
  if (ranges !== undefined || pack.blocks.some(({ pieces }) => pieces > 0)) return undefined;
  const index = pack.index();
  const postings = index.terms.lookup(term.bytes);
  if (postings === undefined) return { count: 0, overlapping: [] };
  const overlapping: Candidate[] = [];
  const set = index.read(postings);
  const { blocks } = pack;
  let number = 0;
  for (let unit = set.docId(); unit !== END_OF_DOCS; unit = set.docId()) {
    number = blockOf(blocks, unit, number);
    const block = blocks[number]!;
    const units = unitsBefore(set, block.firstUnit + block.units);
    const isColumn = units[units.length - 1]! - block.firstUnit >= block.templates;
    if (isColumn && units.length > 1)
      overlapping.push({ pack, block, ranges: undefined, units: [units] });
  }
  return { count: postings.messages, overlapping };
}

/** How many messages of a candidate answer. */
export function countBlock(
  candidate: Candidate,
  asked: Asked,
  open: (candidate: Candidate) => BlockReader,
): number {
  const { block, ranges, units } = candidate;
  const isWhole = ranges === undefined && block.pieces === 0;
  if (isWhole && units !== undefined && units.length === 0) return block.rows;
  return rowsOfBlock(candidate, asked, open(candidate)).length;
}

/** The rows of a candidate that answer, in order of time; of a line in pieces its first one. */
export function rowsOfBlock(candidate: Candidate, asked: Asked, reader: BlockReader): Uint32Array {
  const { block, ranges, units } = candidate;
  let rows =
    units === undefined
      ? verify(reader, rowsInRanges(reader, ranges), asked)
      : rowsOfUnitsOf(reader, units, asked, ranges);
  if (block.pieces > 0) rows = firstPieces(reader, rows);
  return rows;
}

/** The rows that hold every term and phrase. */
function rowsOfUnitsOf(
  reader: BlockReader,
  units: readonly (readonly number[])[],
  asked: Asked,
  ranges: readonly TimeRange[] | undefined,
): Uint32Array {
  const { terms, phrases } = asked;
  const bits = new Uint8Array(reader.rows).fill(1);
  if (ranges !== undefined) keepRanges(bits, reader.times(), ranges);
  const keep = (rows: Uint8Array): boolean => {
    for (let row = 0; row < rows.length; row++) bits[row]! &= rows[row]!;
    return bits.includes(1);
  };
  const inPhrase = new Set(phrases.flatMap(({ first, tokens }) => tokens.map((_, i) => first + i)));
  // The least units first: where nothing is left, the columns of the others are not read.
  const single = units.map((_, i) => i).filter((i) => !inPhrase.has(i));
  single.sort((a, b) => units[a]!.length - units[b]!.length);
  for (const i of single)
    if (!keep(rowsOfUnits(reader, units[i]!, terms[i]!.test, false))) return new Uint32Array(0);
  const sure = new Uint8Array(reader.rows).fill(1);
  for (const phrase of phrases) {
    const found = rowsOfPhrase(reader, units, phrase);
    for (let row = 0; row < sure.length; row++) sure[row]! &= found.sure[row]!;
    if (!keep(found.possible)) return new Uint32Array(0);
  }
  const rows = rowsOf(bits);
  return rows.every((row) => sure[row] === 1) ? rows : verify(reader, rows, asked, sure);
}

/**
 * The rows that hold a phrase for sure, within one value or one literal: no token reaches over the end of either, so the
 * message need not be read; and those that possibly do, these among them: some value or literal ends with the beginning
 * of the phrase, or begins with its end, whichever is less to look through.
 */
function rowsOfPhrase(
  reader: BlockReader,
  units: readonly (readonly number[])[],
  { tokens, isPrefix, first, test, beginsIn, endsIn }: AskedPhrase,
): { sure: Uint8Array; possible: Uint8Array } {
  const lists = units.slice(first, first + tokens.length);
  const [some = [], ...others] = lists;
  const last = lists[lists.length - 1] ?? [];
  const common = some.filter((unit) => others.every((list) => list.includes(unit)));
  const sure = rowsOfUnits(reader, common, test, true);
  const possible =
    isPrefix || some.length <= last.length
      ? rowsOfUnits(reader, some, beginsIn, true)
      : rowsOfUnits(reader, last, endsIn, true);
  for (let row = 0; row < sure.length; row++) possible[row]! |= sure[row]!;
  return { sure, possible };
}

/** The rows within the ranges. Times never decrease with the row. */
function rowsInRanges(reader: BlockReader, ranges: readonly TimeRange[] | undefined): Uint32Array {
  const bits = new Uint8Array(reader.rows).fill(1);
  if (ranges !== undefined) keepRanges(bits, reader.times(), ranges);
  return rowsOf(bits);
}

/**
 * 1 for each row that has a value that passes, in one of the units that are columns, or a template among them; with
 * `testLiterals`, one with a literal that passes.
 */
function rowsOfUnits(
  reader: BlockReader,
  units: readonly number[],
  test: ValueTest,
  testLiterals: boolean,
): Uint8Array {
  const bits = new Uint8Array(reader.rows);
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

function literalPasses(reader: BlockReader, place: number, { test }: ValueTest): boolean {
  const { literals } = reader.templates[reader.templateIds[place]!]!;
  return literals.some((literal) => test(literal, 0, literal.length));
}

/** Clears the rows outside the ranges. */
function keepRanges(bits: Uint8Array, times: Float64Array, ranges: readonly TimeRange[]): void {
  let row = 0;
  for (const { from, to } of ranges) {
    const first = lowerBound(times, from);
    if (first > row) bits.fill(0, row, first);
    row = Math.max(row, lowerBound(times, to));
  }
  bits.fill(0, row);
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

function rowsOf(bits: Uint8Array): Uint32Array {
  let count = 0;
  for (let row = 0; row < bits.length; row++) count += bits[row]!;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = bits.indexOf(1); row >= 0; row = bits.indexOf(1, row + 1)) rows[at++] = row;
  return rows;
}

/** The rows whose messages answer, by their bytes; those that are sure are not looked at. */
function verify(
  reader: BlockReader,
  rows: Uint32Array,
  asked: Asked,
  sure?: Uint8Array,
): Uint32Array {
  const { continuations } = reader.arrival();
  return rows.filter(
    (row) =>
      sure?.[row] === 1 || answersInText(reader.messageOf(row), continuations.has(row), asked),
  );
}

/** A hit in any piece of a long line is one hit: its first piece. Pieces stand in consecutive rows. */
function firstPieces(reader: BlockReader, rows: Uint32Array): Uint32Array {
  const { continuations } = reader.arrival();
  const firsts = new Set<number>();
  for (let row of rows) {
    while (row > 0 && continuations.has(row)) row--;
    firsts.add(row);
  }
  return Uint32Array.from(firsts);
}
