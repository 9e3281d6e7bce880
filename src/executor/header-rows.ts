import { isSearchable, type ValueTest } from '../column/column-reader.js';
import type { HeaderTest } from '../match/header-field.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { LeafSearch } from './compiled-query.js';
import {
  BEHIND_HOST,
  BEHIND_PRIORITY,
  isLetteredHost,
  isNodePart,
  isPlainHost,
  isPlainPid,
  isSequence,
  isTimeOf,
  TIME_FIRST,
} from './header-values.js';
import type { RowBits } from './row-bits.js';
import { RowHeaders } from './row-headers.js';
import type { FieldPlace, TemplateHeader, TemplateHeaders } from './template-headers.js';

/** Rows that are fewer are read without asking first which of them hold the words that are wanted. */
const FEW_ROWS = 64;

/** What is known of the templates of a block: nothing, that all of their rows pass, or none; that a value says it. */
const READ = 1;
const PASS = 2;

/** Looked for among values: those that are not as they are expected to be. Numbers are. */
const OTHER_PIDS: ValueTest = {
  test: (bytes, start, end) => !isPlainPid(bytes, start, end),
  passing: { digits: false, dotted: false, octet: -1 },
};
const OTHER_SEQUENCES: ValueTest = {
  test: (bytes, start, end) => !isSequence(bytes, start, end),
  passing: { digits: false, dotted: true, octet: -1 },
};
const OTHER_HOSTS: ValueTest = { test: negated(isPlainHost) };
const OTHER_LETTERED: ValueTest = { test: negated(isLetteredHost) };
const OTHER_NODES: ValueTest = {
  test: negated(isNodePart),
  passing: { digits: false, dotted: true, octet: -1 },
};
const OTHER_TIMES: readonly ValueTest[] = ([TIME_FIRST, BEHIND_PRIORITY, BEHIND_HOST] as const).map(
  (place) => ({ test: (bytes, start, end) => !isTimeOf(place, bytes, start, end) }),
);

/**
 * The rows of a block whose header has a field that passes. Where templates say where it stands (`TemplateHeaders`), its values
 * are asked, each distinct one once; of other rows the headers are read.
 */
export class HeaderRows {
  readonly #reader: BlockReader;
  readonly #headers: TemplateHeaders;
  /** By test and field: whether none of the values is another one. */
  readonly #known = new Map<ValueTest, Map<number, boolean>>();

  constructor(reader: BlockReader, headers: TemplateHeaders) {
    this.#reader = reader;
    this.#headers = headers;
  }

  /**
   * Those of the templates of some places that pass, others among them where they lie outside of `within`. `holding` leaves, of
   * rows whose headers would be read, those that hold the words that are wanted.
   */
  passing(
    { leaf, header: test, fieldValue }: LeafSearch,
    asked: (place: number) => boolean,
    within: RowBits | undefined,
    holding: (rows: RowBits) => RowBits,
  ): RowBits {
    const reader = this.#reader;
    const bits = new Uint8Array(reader.rows);
    if (test === undefined || fieldValue === undefined || leaf.kind !== 'field') return bits;
    const marks = new Uint8Array(reader.templateIds.length);
    const slots = this.#slots(leaf.field, this.#askedWithin(asked, within), fieldValue, marks);
    const toRead = new Uint8Array(reader.rows);
    let count = this.#sortOut(marks, within, bits, toRead);
    for (const { at, has } of slots) count += this.#askValues(at, has, fieldValue, bits, toRead);
    if (count > 0) readHeaders(reader, test, count > FEW_ROWS ? holding(toRead) : toRead, bits);
    return bits;
  }

  /** Of some places those with rows within some. */
  #askedWithin(
    asked: (place: number) => boolean,
    within: RowBits | undefined,
  ): (place: number) => boolean {
    if (within === undefined) return asked;
    const places = this.#reader.places();
    const has = new Uint8Array(this.#reader.templateIds.length);
    for (let row = 0; row < places.length; row++) has[places[row]!]! |= within[row]!;
    return (place) => has[place] === 1 && asked(place);
  }

  /** The slots whose values are asked, with the places of their templates; marks the others. */
  #slots(
    name: string,
    asked: (place: number) => boolean,
    { test }: ValueTest,
    marks: Uint8Array,
  ): Iterable<Slot> {
    const { templateIds } = this.#reader;
    const headers = Array.from(templateIds, (id, place) => {
      const header = asked(place) ? this.#headers.of(id) : undefined;
      const at = name === 'host' ? header?.host : name === 'app' ? header?.app : undefined;
      return header !== undefined && at !== undefined ? { header, at } : undefined;
    });
    this.#want(headers.flatMap((each) => (each === undefined ? [] : fieldsOf(each))));
    const slots = new Map<string, Slot>();
    headers.forEach((each, place) => {
      if (each === undefined || !this.#isAsExpected(each)) {
        if (asked(place)) marks[place] = READ;
        return;
      }
      const { at } = each;
      const { literal } = at;
      if (literal !== undefined) {
        if (test(literal, 0, literal.length)) marks[place] = PASS;
        return;
      }
      const key = keyOf(at);
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = { at, has: new Uint8Array(templateIds.length) };
        slots.set(key, slot);
      }
      slot.has[place] = 1;
    });
    return slots.values();
  }

  /** Sets the rows of marked templates: those that pass, and those to be read. Returns how many these are. */
  #sortOut(marks: Uint8Array, within: RowBits | undefined, bits: RowBits, toRead: RowBits): number {
    let count = 0;
    if (!marks.includes(READ) && !marks.includes(PASS)) return count;
    const places = this.#reader.places();
    for (let row = 0; row < places.length; row++) {
      const mark = marks[places[row]!]!;
      if (mark === PASS) bits[row] = 1;
      else if (mark === READ && (within === undefined || within[row] === 1)) {
        toRead[row] = 1;
        count++;
      }
    }
    return count;
  }

  /** Asks the values in a slot of marked templates; sets rows that pass and rows to be read, and counts these. */
  #askValues(
    at: FieldPlace,
    has: Uint8Array,
    { test }: ValueTest,
    bits: RowBits,
    toRead: RowBits,
  ): number {
    const reader = this.#reader;
    const places = reader.places();
    let count = 0;
    const isPlain = whole(at, at.isPlain);
    const passes = whole(at, test);
    for (const column of reader.columns.ofField(at.field)) {
      let isAnyOther = false;
      const found = reader.matchingRows(column, {
        test: (bytes, start, end) => {
          if (isPlain(bytes, start, end)) return passes(bytes, start, end);
          isAnyOther = true;
          return true;
        },
      });
      for (const row of found) if (has[places[row]!] === 1) bits[row] = 1;
      if (!isAnyOther) continue;
      const others = { test: negated(isPlain) };
      for (const row of reader.matchingRows(column, others))
        if (has[places[row]!] === 1) {
          bits[row] = 0;
          toRead[row] = 1;
          count++;
        }
    }
    return count;
  }

  #want(fields: Iterable<number>): void {
    const { columns } = this.#reader;
    for (const field of new Set(fields)) this.#reader.wantColumns(columns.ofField(field));
  }

  /** Whether what stands around a field is what it is expected to be, in all messages that have the same fields. */
  #isAsExpected({ header: { host, time, timePlace, sequence, node }, at }: Found): boolean {
    // Of a host its own values are asked, one by one; what stands behind it is as expected if all of these are.
    return (
      (at === host ||
        this.#hasNone(host.isPlain === isPlainHost ? OTHER_HOSTS : OTHER_LETTERED, host.field)) &&
      node.every((part) => this.#hasNone(OTHER_NODES, part)) &&
      this.#hasNone(OTHER_TIMES[timePlace]!, time) &&
      (sequence < 0 || this.#hasNone(OTHER_SEQUENCES, sequence)) &&
      (at.pid < 0 || this.#hasNone(OTHER_PIDS, at.pid))
    );
  }

  /** Whether no value of a field passes. */
  #hasNone(other: ValueTest, field: number): boolean {
    let known = this.#known.get(other);
    if (known === undefined) {
      known = new Map();
      this.#known.set(other, known);
    }
    let hasNone = known.get(field);
    if (hasNone === undefined) {
      const columns = this.#reader.columns.ofField(field);
      hasNone = columns.every((column) => !this.#hasAny(other, column));
      known.set(field, hasNone);
    }
    return hasNone;
  }

  #hasAny(other: ValueTest, entry: number): boolean {
    const column = this.#reader.column(entry);
    if (isSearchable(column)) return column.match(other).length > 0;
    if (column.isOneSpelling !== true) return true;
    const bytes = new Uint8Array(column.maxLength);
    return other.test(bytes, 0, column.write(0, bytes, 0));
  }
}

/** A slot, and the places of the templates that have it. */
type Slot = { readonly at: FieldPlace; readonly has: Uint8Array };

type Found = { readonly header: TemplateHeader; readonly at: FieldPlace };

/** The fields that are read to find one of the header. */
function fieldsOf({ header: { time, sequence, node, host }, at: { field, pid } }: Found): number[] {
  return [time, sequence, ...node, host.field, field, pid].filter((each) => each >= 0);
}

/** Tells slots apart that have the same field, and other literals beside it that belong to their values. */
function keyOf({ field, before, behind }: FieldPlace): string {
  if (before.length + behind.length === 0) return `${field}`;
  return `${field} ${asText(before)} ${asText(behind)}`;
}

function asText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

/** A test of values with what of the literals belongs to them. */
function whole({ before, behind }: FieldPlace, test: ValueTest['test']): ValueTest['test'] {
  if (before.length + behind.length === 0) return test;
  return (bytes, start, end) => {
    const all = Buffer.concat([before, bytes.subarray(start, end), behind]);
    return test(all, 0, all.length);
  };
}

function negated(test: ValueTest['test']): ValueTest['test'] {
  return (bytes, start, end) => !test(bytes, start, end);
}

/** Adds those of some rows whose header passes. */
function readHeaders(reader: BlockReader, test: HeaderTest, rows: RowBits, bits: RowBits): void {
  const headers = new RowHeaders();
  for (let row = rows.indexOf(1); row >= 0; row = rows.indexOf(1, row + 1)) {
    headers.read(reader, row);
    if (test(headers)) bits[row] = 1;
  }
}
