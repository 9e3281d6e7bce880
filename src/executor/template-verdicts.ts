import { takeInts, takeZeros } from '../codec/arena.js';
import type { ValueTest } from '../column/column.js';
import type { BlockReader } from '../pack/block-reader.js';
import { MAYBE, NO, YES } from '../pack/template-loops.js';
import { ALL, type LeafSearch, NONE, type Node } from './compiled-query.js';
import type { LiteralTests } from './literal-tests.js';
import type { LeafUnits } from './pack-search.js';
import { simplify } from './simplify.js';
import { BY_VALUE, MATCHES } from './template-runs.js';

/** By place: what is known of the rows of a template. */
type Verdicts = Uint8Array;

const NONE_ASKED = new Int32Array(0);

/** A bit for each conjunct of a query. A query of more is left to the rows. */
const MOST_CONJUNCTS = 31;

/**
 * What the templates of a block say of a query, by their places. Most rows are decided by it, and no column is read for
 * them; what is left of the query is asked of the rows of the other templates.
 */
export type DecidedTemplates = {
  /** By place: 1 where all rows of a template answer, and where some may. */
  readonly sure: Uint8Array;
  readonly open: Uint8Array;
  readonly sureRows: number;
  readonly openRows: number;
  /** The query as it is to be asked of rows of open templates, and its units that these have. */
  readonly root: Node;
  readonly units: readonly LeafUnits[];
  /** By number of leaf and place: what a template says of a leaf by itself. */
  readonly byLeaf: readonly Verdicts[];
};

/** Undefined when the templates are not asked: a query of too many parts. */
export function decideTemplates(
  reader: BlockReader,
  root: Node,
  units: readonly LeafUnits[],
  literals: LiteralTests,
): DecidedTemplates | undefined {
  const leaves: LeafSearch[] = [];
  collectLeaves(root, leaves);
  const conjuncts = leaves.reduce((sum, { number }) => sum + units[number]!.length, 0);
  if (conjuncts > MOST_CONJUNCTS) return undefined;
  const templates = reader.templateIds.length;
  // Words that literals have, and no column, are decided without the templates of the pack.
  if (!leaves.every(({ isExact }) => isExact)) reader.checkTemplates();
  const { words, byLeaf } =
    decideByLiterals(reader, leaves, units, literals) ??
    decideLeaves(reader, leaves, units, literals, 'as read');
  const verdicts = verdictsOf(root, byLeaf, reader);
  const { room, templateRows } = reader;
  const { markThose } = room.loops;
  const sure = room.take(templates);
  const open = room.take(templates);
  const sureRows = markThose(verdicts, templates, YES, templateRows, sure);
  const openRows = markThose(verdicts, templates, MAYBE, templateRows, open);
  if (openRows > 0) reader.checkNumbers();
  const rest =
    openRows === 0
      ? NONE
      : simplify(root, (leaf) => {
          const found = room.loops.verdictsWithin(byLeaf[leaf.number]!, templates, open);
          return nodeOf(leaf, found);
        });
  return {
    sure,
    open,
    sureRows,
    openRows,
    root: rest,
    units: openRows === 0 ? [] : words.unitsIn(open, byLeaf),
    byLeaf,
  };
}

type DecidedLeaves = { readonly words: WordsOfTemplates; readonly byLeaf: readonly Verdicts[] };

function decideLeaves(
  reader: BlockReader,
  leaves: readonly LeafSearch[],
  units: readonly LeafUnits[],
  literals: LiteralTests,
  columns: ColumnWords,
): DecidedLeaves {
  if (columns === 'as read') reader.checkNumbers();
  const words = new WordsOfTemplates(reader, leaves, units, columns);
  const byLeaf: Verdicts[] = [];
  for (const leaf of leaves) byLeaf[leaf.number] = words.verdictsOf(leaf, literals);
  return { words, byLeaf };
}

/**
 * What literals say where it does not matter which templates have the columns that are asked: there are none, or of a phrase
 * that has a word in some column no template has the others. Undefined when it matters.
 */
function decideByLiterals(
  reader: BlockReader,
  leaves: readonly LeafSearch[],
  units: readonly LeafUnits[],
  literals: LiteralTests,
): DecidedLeaves | undefined {
  const firstColumn = reader.info.firstUnit + reader.info.templates;
  const inColumns = leaves.filter(({ number }) =>
    units[number]!.some((conjunct) => conjunct[conjunct.length - 1]! >= firstColumn),
  );
  if (!inColumns.every(({ phrase, automaton }) => phrase !== undefined && automaton === undefined))
    return undefined;
  const least = decideLeaves(reader, leaves, units, literals, 'nowhere');
  if (inColumns.length === 0) return least;
  const most = decideLeaves(reader, leaves, units, literals, 'everywhere');
  return inColumns.every(({ number }) => haveSame(least.byLeaf[number]!, most.byLeaf[number]!))
    ? least
    : undefined;
}

/** Whether two say the same of all templates. */
function haveSame(a: Verdicts, b: Verdicts): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Which templates have the columns that are asked: those that have their fields, none, or all of them. */
type ColumnWords = 'as read' | 'nowhere' | 'everywhere';

function collectLeaves(node: Node, into: LeafSearch[]): void {
  if (node.kind === 'leaf') into.push(node.leaf);
  else if (node.kind === 'not') collectLeaves(node.part, into);
  else if (node.kind === 'and' || node.kind === 'or')
    for (const part of node.parts) collectLeaves(part, into);
}

/** What templates say of a node, in room of the block. */
function verdictsOf(node: Node, byLeaf: readonly Verdicts[], reader: BlockReader): Verdicts {
  const { room } = reader;
  const { length } = reader.templateIds;
  switch (node.kind) {
    case 'all':
      return room.take(length).fill(YES);
    case 'none':
      return room.take(length).fill(NO);
    case 'leaf': {
      const verdicts = room.take(length);
      verdicts.set(byLeaf[node.leaf.number]!);
      return verdicts;
    }
    case 'not': {
      const verdicts = verdictsOf(node.part, byLeaf, reader);
      room.loops.denyVerdicts(verdicts, length);
      return verdicts;
    }
    default: {
      const isOr = node.kind === 'or' ? 1 : 0;
      return node.parts
        .map((part) => verdictsOf(part, byLeaf, reader))
        .reduce((all, part) => {
          room.loops.joinVerdicts(all, part, length, isOr);
          return all;
        });
    }
  }
}

/** A leaf in open templates, which have some verdicts, a bit each: all or none where it is the same in all of them, else itself. */
function nodeOf(leaf: LeafSearch, found: number): Node {
  if (found <= 1 << NO) return NONE;
  return found === 1 << YES ? ALL : { kind: 'leaf', leaf };
}

/** Which conjuncts of a query the literals of each template of a block hold, and which its columns do: a bit each. */
class WordsOfTemplates {
  readonly #reader: BlockReader;
  readonly #leaves: readonly LeafSearch[];
  readonly #units: readonly LeafUnits[];
  readonly #firstBits: number[] = [];
  readonly #inLiterals: Int32Array;
  readonly #inColumns: Int32Array;
  /** By field. */
  readonly #ofFields: Int32Array;

  constructor(
    reader: BlockReader,
    leaves: readonly LeafSearch[],
    units: readonly LeafUnits[],
    columns: ColumnWords,
  ) {
    this.#reader = reader;
    this.#leaves = leaves;
    this.#units = units;
    const templates = reader.templateIds.length;
    const first = reader.info.firstUnit;
    const isRead = columns === 'as read';
    const fields = isRead ? reader.columns.fields : NONE_ASKED;
    const { room } = reader;
    this.#inLiterals = takeInts(room, templates).fill(0);
    this.#inColumns = takeInts(room, templates).fill(0);
    const byField = isRead ? takeInts(room, reader.fieldCount).fill(0) : NONE_ASKED;
    this.#ofFields = byField;
    let everywhere = 0;
    let bit = 0;
    for (const { number } of leaves) {
      this.#firstBits[number] = bit;
      for (const conjunct of units[number]!) {
        for (const unit of conjunct) {
          const place = unit - first;
          if (place < templates) this.#inLiterals[place]! |= 1 << bit;
          else if (!isRead) {
            if (columns === 'everywhere') everywhere |= 1 << bit;
          } else {
            const field = fields[place - templates]!;
            byField[field]! |= 1 << bit;
          }
        }
        bit++;
      }
    }
    if (!isRead) {
      this.#inColumns.fill(everywhere);
      return;
    }
    const { firstSlots, slotFields } = reader.slots;
    room.loops.gatherBits(templates, firstSlots, slotFields, byField, this.#inColumns);
  }

  verdictsOf(leaf: LeafSearch, literals: LiteralTests): Verdicts {
    const { templateIds, room } = this.#reader;
    const verdicts = takeZeros(room, templateIds.length);
    const first = this.#firstBits[leaf.number]!;
    const count = this.#units[leaf.number]!.length;
    const runs = leaf.automaton && literals.runs(leaf.automaton, leaf.leaf);
    // What the index says nothing of any row may answer.
    if (count === 0)
      return verdicts.map((_, place) => (runs?.of(templateIds[place]!) === MATCHES ? YES : MAYBE));
    const bits = ((1 << count) - 1) << first;
    const firstBit = 1 << first;
    const lastBit = 1 << (first + count - 1);
    const { isExact, sure, phrase } = leaf;
    if (isExact && runs === undefined) {
      const { decideByBits } = room.loops;
      decideByBits(this.#inLiterals, this.#inColumns, verdicts.length, bits, verdicts);
      return verdicts;
    }
    const inLiterals = this.#inLiterals;
    const inColumns = this.#inColumns;
    let id = 0;
    const passes = (test: ValueTest) => literals.passes(test, id);
    for (let place = 0; place < verdicts.length; place++) {
      const literal = inLiterals[place]!;
      const column = inColumns[place]!;
      if (((literal | column) & bits) !== bits) continue;
      id = templateIds[place]!;
      if (runs !== undefined) {
        const found = runs.of(id);
        if (found === MATCHES) verdicts[place] = YES;
        else if (found !== BY_VALUE || this.#hasColumnWith(bits, place)) verdicts[place] = MAYBE;
        continue;
      }
      const isWithin = (literal & bits) === bits;
      if (isWithin && sure !== undefined && passes(sure)) verdicts[place] = YES;
      else if (
        phrase === undefined ||
        ((column & firstBit || passes(phrase.beginsIn)) &&
          (phrase.isPrefix || column & lastBit || passes(phrase.endsIn)))
      )
        verdicts[place] = MAYBE;
    }
    return verdicts;
  }

  /** Whether a template has a column with all of some conjuncts. */
  #hasColumnWith(bits: number, place: number): boolean {
    if ((this.#inColumns[place]! & bits) !== bits) return false;
    const { slotFields, firstSlots } = this.#reader.slots;
    const end = firstSlots[place + 1]!;
    for (let slot = firstSlots[place]!; slot < end; slot++)
      if ((this.#ofFields[slotFields[slot]!]! & bits) === bits) return true;
    return false;
  }

  /** The units that open templates are, and columns in which they have values that decide a leaf. */
  unitsIn(open: Uint8Array, byLeaf: readonly Verdicts[]): LeafUnits[] {
    const reader = this.#reader;
    const first = reader.info.firstUnit;
    const { fields } = reader.columns;
    const kept: LeafUnits[] = [];
    for (const { number } of this.#leaves) {
      const isAsked = this.#fieldsOf(open, byLeaf[number]!);
      kept[number] = this.#units[number]!.map((conjunct) =>
        conjunct.filter((unit) => {
          const place = unit - first;
          return place < open.length
            ? open[place] === 1
            : isAsked[fields[place - open.length]!] === 1;
        }),
      );
    }
    return kept;
  }

  /** By field: 1 for those of open templates that may answer a leaf. */
  #fieldsOf(open: Uint8Array, verdicts: Verdicts): Uint8Array {
    const { fieldCount, slots, room } = this.#reader;
    const marks = takeZeros(room, fieldCount);
    const { firstSlots, slotFields } = slots;
    room.loops.markFields(open.length, firstSlots, slotFields, open, verdicts, marks);
    return marks;
  }
}
