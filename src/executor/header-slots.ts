import { isSearchable, type ValueTest } from '../column/column-reader.js';
import type { BlockReader } from '../pack/block-reader.js';
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
import type { FieldPlace, TemplateHeader, TemplateHeaders } from './template-headers.js';

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

/** Templates that do not have a field in a slot: those that have it in a literal, and others, whose headers are read. */
type Elsewhere = {
  readonly literal: (place: number, literal: Uint8Array) => void;
  readonly other: (place: number) => void;
};

/** In which slots the templates of a block have a field of the header, where all that stands around it is as expected. */
export class HeaderSlots {
  readonly #reader: BlockReader;
  readonly #headers: TemplateHeaders;
  /** By test and field: whether none of the values is another one. */
  readonly #known = new Map<ValueTest, Map<number, boolean>>();

  constructor(reader: BlockReader, headers: TemplateHeaders) {
    this.#reader = reader;
    this.#headers = headers;
  }

  /** The slots that have a field in the templates of some places; says of the other templates among them what they have. */
  find(
    name: string,
    asked: (place: number) => boolean,
    { literal: onLiteral, other: onOther }: Elsewhere,
  ): Iterable<Slot> {
    const { templateIds } = this.#reader;
    const places: number[] = [];
    const headers: (Found | undefined)[] = [];
    for (let place = 0; place < templateIds.length; place++) {
      if (!asked(place)) continue;
      const header = this.#headers.of(templateIds[place]!);
      const at = name === 'host' ? header?.host : name === 'app' ? header?.app : undefined;
      places.push(place);
      headers.push(header !== undefined && at !== undefined ? { header, at } : undefined);
    }
    this.#want(headers.flatMap((each) => (each === undefined ? [] : fieldsOf(each))));
    const slots = new Map<string, Slot>();
    headers.forEach((each, i) => {
      const place = places[i]!;
      if (each === undefined || !this.#isAsExpected(each)) {
        onOther(place);
        return;
      }
      const { at } = each;
      const { literal } = at;
      if (literal !== undefined) {
        onLiteral(place, literal);
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
    if (column.isOneSpelling !== true || column.spell === undefined) return true;
    // Any time of the block will do: for those of the column all rows would be gone through.
    const bytes = new Uint8Array(column.maxLength);
    return other.test(bytes, 0, column.spell(this.#reader.info.minTime, bytes, 0));
  }
}

/** A slot, and the places of the templates that have it. */
export type Slot = { readonly at: FieldPlace; readonly has: Uint8Array };

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
export function whole({ before, behind }: FieldPlace, test: ValueTest['test']): ValueTest['test'] {
  if (before.length + behind.length === 0) return test;
  return (bytes, start, end) => {
    const all = Buffer.concat([before, bytes.subarray(start, end), behind]);
    return test(all, 0, all.length);
  };
}

export function negated(test: ValueTest['test']): ValueTest['test'] {
  return (bytes, start, end) => !test(bytes, start, end);
}
