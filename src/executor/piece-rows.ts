import { takeShorts } from '../codec/arena.js';
import { isSearchable, type ValueTest } from '../column/column.js';
import { MATCHED, UNKNOWN } from '../match/text-automaton.js';
import type { BlockReader } from '../pack/block-reader.js';
import { SLOT_PREFIX, SLOT_TIME } from '../template/line-scanner.js';
import type { LeafSearch } from './compiled-query.js';
import { exactly, noRows, type RowBits, type Verdict } from './row-bits.js';
import { BY_VALUE, MATCHES, type TemplateRuns } from './template-runs.js';

/** Templates whose rows are looked for one by one: more are sorted out at once. */
const FEW_PLACES = 6;

/** Rows of a template by the state in which what was read of them leaves them. */
type Groups = Map<number, Uint16Array>;

/**
 * What the rows of a block answer to a substring or an expression, found without their messages: templates are run through an
 * automaton literal by literal, and values are read only of columns in which a match may lie, or with which one may begin or
 * end. Rows of the same state are one.
 */
export class PieceRows {
  readonly #reader: BlockReader;
  readonly #leaf: LeafSearch;
  readonly #runs: TemplateRuns;
  /** Columns that may hold a match by themselves, and 1 for their fields. */
  readonly #columns: readonly number[];
  readonly #holding: Uint8Array;
  /** By field: 1 where a value may have the word that a match begins with. Undefined: there is no such word. */
  readonly #beginning: Uint8Array | undefined;
  readonly #sure: RowBits;
  readonly #possible: RowBits;
  #isSure = true;
  #isChecked = false;
  /** Rows by the places of their templates, where many are asked, and where those of each begin. */
  #byPlace: Uint16Array | undefined;
  readonly #starts: Uint32Array;
  /** By field: of each row how many before it have the field. */
  readonly #ranks = new Map<number, Uint16Array>();
  /** By column and state: of each value of a dictionary the state behind it, 0 where it was not asked yet. */
  readonly #behind = new Map<number, Uint16Array>();
  #scratch = new Uint8Array(256);

  constructor(
    reader: BlockReader,
    leaf: LeafSearch,
    runs: TemplateRuns,
    columns: readonly number[],
    beginning: readonly number[] | undefined,
  ) {
    this.#reader = reader;
    this.#leaf = leaf;
    this.#runs = runs;
    this.#columns = columns;
    this.#holding = new Uint8Array(reader.fieldCount);
    for (const column of columns) this.#holding[reader.columns.fields[column]!] = 1;
    this.#beginning = beginning && new Uint8Array(reader.fieldCount);
    for (const column of beginning ?? []) this.#beginning![reader.columns.fields[column]!] = 1;
    this.#sure = noRows(reader);
    this.#possible = noRows(reader);
    const { templateRows } = reader;
    this.#starts = new Uint32Array(templateRows.length + 1);
    for (let place = 0; place < templateRows.length; place++)
      this.#starts[place + 1] = this.#starts[place]! + templateRows[place]!;
  }

  /** Of the templates of some places, and of rows within some. */
  verdict(asked: (place: number) => boolean, within: RowBits | undefined): Verdict {
    const { templateIds } = this.#reader;
    const byValue = new Uint8Array(templateIds.length);
    const matching: number[] = [];
    const joined: number[] = [];
    for (let place = 0; place < templateIds.length; place++) {
      if (!asked(place)) continue;
      const id = templateIds[place]!;
      const known = this.#runs.of(id);
      if (known === MATCHES) matching.push(place);
      else if (known === BY_VALUE && !this.#beginsInValue(id)) byValue[place] = 1;
      else joined.push(place);
    }
    const isAnyByValue = byValue.includes(1);
    if (isAnyByValue) this.#reader.wantColumns(this.#columns);
    for (const place of joined) this.#wantColumns(place);
    if (matching.length + joined.length > FEW_PLACES) this.#byPlace = this.#sortRows();
    for (const place of matching) this.#mark(MATCHED, this.#rowsOf(place));
    for (const place of joined) this.#join(place, within);
    if (isAnyByValue) this.#findValues(byValue);
    return this.#isSure ? exactly(this.#sure) : { sure: this.#sure, possible: this.#possible };
  }

  /** Says which columns will be read of a template, at most: those that are not passed over, and what stands behind them. */
  #wantColumns(place: number): void {
    const reader = this.#reader;
    const id = reader.templateIds[place]!;
    const fields = reader.templates.fieldsOf(id)!;
    let isOpen = false;
    for (let slot = 0; slot < fields.length; slot++) {
      if (this.#runs.isCut(id, slot)) continue;
      const isClosed = this.#isClosed(id, slot, fields[slot]!, this.#runs.automaton.rest);
      if (isOpen || !isClosed || this.#holding[fields[slot]!] === 1)
        reader.wantColumns(reader.columns.ofField(fields[slot]!));
      isOpen = !isClosed;
    }
  }

  /** Whether the text of a template begins in a value that may hold a match, behind blanks that are not part of it. */
  #beginsInValue(id: number): boolean {
    const slot = this.#runs.firstSlot(id);
    return slot >= 0 && this.#holding[this.#reader.templates.fieldsOf(id)![slot]!] === 1;
  }

  /** The rows of marked places in which a value matches by itself. */
  #findValues(byValue: Uint8Array): void {
    const reader = this.#reader;
    const { automaton } = this.#runs;
    const { passing } = this.#leaf;
    let isAnyUnknown = false;
    const find = (isAsked: (state: number) => boolean, bits: RowBits) => {
      const test: ValueTest = {
        test: (bytes, start, end) => isAsked(automaton.run(automaton.rest, bytes, start, end)),
        ...(passing && { passing }),
      };
      for (const column of this.#columns) {
        const rows = reader.matchingRows(column, test);
        if (rows.length === 0) continue;
        const places = reader.places();
        for (let i = 0; i < rows.length; i++)
          if (byValue[places[rows[i]!]!] === 1) bits[rows[i]!] = 1;
      }
    };
    find((state) => {
      if (state === UNKNOWN) isAnyUnknown = true;
      return state === MATCHED;
    }, this.#sure);
    if (!isAnyUnknown) {
      for (let row = 0; row < this.#sure.length; row++) this.#possible[row]! |= this.#sure[row]!;
      return;
    }
    this.#isSure = false;
    find((state) => state <= UNKNOWN, this.#possible);
  }

  /** The rows of a template, run through piece by piece. */
  #join(place: number, within: RowBits | undefined): void {
    const reader = this.#reader;
    const { automaton } = this.#runs;
    const id = reader.templateIds[place]!;
    const { literals } = reader.template(place);
    const fields = reader.templates.fieldsOf(id)!;
    let rows = this.#rowsOf(place);
    if (within !== undefined) rows = rows.filter((row) => within[row] === 1);
    if (rows.length === 0) return;
    let groups: Groups = new Map([[this.#runs.beginning(id), rows]]);
    for (let slot = 0; slot <= fields.length; slot++) {
      const literal = literals[slot]!;
      const behind: Groups = new Map();
      for (const [state, group] of groups)
        addTo(behind, automaton.run(state, literal, 0, literal.length), group);
      groups = behind;
      if (slot === fields.length) break;
      groups = this.#runs.isCut(id, slot)
        ? this.#behindCut(id, slot, groups)
        : this.#behindValues(id, slot, fields[slot]!, groups);
      if (groups.size === 0) return;
    }
    for (const [state, group] of groups) this.#mark(automaton.atEnd(state), group);
  }

  #behindCut(id: number, slot: number, groups: Groups): Groups {
    const behind: Groups = new Map();
    for (const [state, group] of groups)
      addTo(behind, this.#runs.behindCut(id, slot, state), group);
    return behind;
  }

  /** Groups behind the values of a slot, without the rows that are decided. */
  #behindValues(id: number, slot: number, field: number, groups: Groups): Groups {
    const behind: Groups = new Map();
    for (const [state, group] of groups) {
      if (state <= UNKNOWN) this.#mark(state, group);
      else if (this.#holding[field] === 0 && this.#isClosed(id, slot, field, state))
        addTo(behind, state, group);
      else this.#split(field, state, group, behind);
    }
    return behind;
  }

  /**
   * Whether no value of a field, in a slot that is come to in a state, takes part in a match with what stands beside it. A match
   * that begins in the value and goes on behind it has its first word there, when the value ends where a word does.
   */
  #isClosed(id: number, slot: number, field: number, state: number): boolean {
    const runs = this.#runs;
    if (this.#beginning?.[field] === 0 && runs.automaton.isAtRest(state) && runs.endsWord(id, slot))
      return true;
    return runs.isClosed(id, slot, state);
  }

  /** Adds rows to the groups of the states behind their values of a field. */
  #split(field: number, state: number, rows: Uint16Array, into: Groups): void {
    if (!this.#isChecked) this.#reader.checkColumns();
    this.#isChecked = true;
    const rank = this.#rankOf(field);
    const states = new Uint16Array(rows.length);
    const { firsts, counts } = this.#reader.columns;
    let at = 0;
    for (const entry of this.#reader.columns.ofField(field)) {
      const end = firsts[entry]! + counts[entry]!;
      const from = at;
      while (at < rows.length && rank[rows[at]!]! < end) at++;
      if (at > from) this.#runValues(entry, state, rows, rank, from, at, states);
    }
    for (const [each, size] of sizesOf(states)) {
      let group = rows;
      if (size < rows.length) {
        group = new Uint16Array(size);
        let next = 0;
        for (let i = 0; i < states.length; i++) if (states[i] === each) group[next++] = rows[i]!;
      }
      addTo(into, each, group);
    }
  }

  /** The states behind the values of rows [from, to), which a column has. */
  #runValues(
    entry: number,
    state: number,
    rows: Uint16Array,
    rank: Uint16Array,
    from: number,
    to: number,
    states: Uint16Array,
  ): void {
    const { automaton } = this.#runs;
    const column = this.#reader.column(entry);
    const first = this.#reader.columns.firsts[entry]!;
    if (this.#scratch.length < column.maxLength) this.#scratch = new Uint8Array(column.maxLength);
    const scratch = this.#scratch;
    const dictionary = isSearchable(column) ? column.dictionary : undefined;
    if (dictionary === undefined) {
      for (let i = from; i < to; i++) {
        const end = column.write(rank[rows[i]!]! - first, scratch, 0);
        states[i] = automaton.run(state, scratch, 0, end);
      }
      return;
    }
    const { codes, entries } = dictionary;
    const key = entry * 0x1_0000 + state;
    let known = this.#behind.get(key);
    if (known === undefined) {
      known = new Uint16Array(entries);
      this.#behind.set(key, known);
    }
    for (let i = from; i < to; i++) {
      const value = rank[rows[i]!]! - first;
      const code = codes[value]!;
      let next = known[code] ?? 0;
      if (next === 0) {
        next = automaton.run(state, scratch, 0, column.write(value, scratch, 0));
        known[code] = next;
      }
      states[i] = next;
    }
  }

  #mark(state: number, rows: Uint16Array): void {
    if (state > UNKNOWN) return;
    if (state === UNKNOWN) this.#isSure = false;
    for (let i = 0; i < rows.length; i++) {
      this.#possible[rows[i]!] = 1;
      if (state === MATCHED) this.#sure[rows[i]!] = 1;
    }
  }

  #rowsOf(place: number): Uint16Array {
    if (this.#byPlace !== undefined)
      return this.#byPlace.subarray(this.#starts[place], this.#starts[place + 1]);
    const places = this.#reader.places();
    const rows = new Uint16Array(this.#reader.templateRows[place]!);
    let at = 0;
    for (let row = 0; at < rows.length; row++) if (places[row] === place) rows[at++] = row;
    return rows;
  }

  #sortRows(): Uint16Array {
    const places = this.#reader.places();
    const next = this.#starts.slice();
    const rows = new Uint16Array(places.length);
    for (let row = 0; row < rows.length; row++) rows[next[places[row]!]!++] = row;
    return rows;
  }

  #rankOf(field: number): Uint16Array {
    const known = this.#ranks.get(field);
    if (known !== undefined) return known;
    const marks = this.#reader.placesWith(field);
    const only = marks.indexOf(1);
    const isAlone = only >= 0 && marks.indexOf(1, only + 1) < 0;
    const { room, rows } = this.#reader;
    const rank = takeShorts(room, rows);
    if (isAlone) rankAlone(this.#rowsOf(only), rank);
    else room.loops.rankRows(this.#reader.places(), rows, marks, rank);
    this.#ranks.set(field, rank);
    return rank;
  }
}

/** The columns of a block whose values are part of searched texts. */
export function searchedColumns(reader: BlockReader): number[] {
  const isSearched = new Uint8Array(reader.fieldCount);
  for (let place = 0; place < reader.templateIds.length; place++) {
    const { kinds, fields } = reader.template(place);
    for (let slot = 0; slot < kinds.length; slot++)
      if (kinds[slot] !== SLOT_PREFIX && kinds[slot] !== SLOT_TIME) isSearched[fields[slot]!] = 1;
  }
  const columns: number[] = [];
  reader.columns.fields.forEach((field, column) => {
    if (isSearched[field] === 1) columns.push(column);
  });
  return columns;
}

/** Sets of some rows, which alone have a field, how many before each have it: no other one is asked for. */
function rankAlone(rows: Uint16Array, ranks: Uint16Array): void {
  for (let i = 0; i < rows.length; i++) ranks[rows[i]!] = i;
}

/** How often each state is there; neighbours are mostly of the same. */
function sizesOf(states: Uint16Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let i = 0; i < states.length; ) {
    const state = states[i]!;
    const first = i;
    while (i < states.length && states[i] === state) i++;
    sizes.set(state, (sizes.get(state) ?? 0) + i - first);
  }
  return sizes;
}

/** Adds rows, in order, to those of a state. */
function addTo(groups: Groups, state: number, rows: Uint16Array): void {
  const known = groups.get(state);
  if (known === undefined) {
    groups.set(state, rows);
    return;
  }
  const all = new Uint16Array(known.length + rows.length);
  all.set(known);
  all.set(rows, known.length);
  groups.set(state, all.sort());
}
