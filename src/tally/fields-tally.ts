import type { HayabusaError } from '../base/errors.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import { ReusedView } from '../match/message-view.js';
import type { BlockReader } from '../pack/block-reader.js';
import { facilityName, severityName } from '../syslog/message.js';
import { eachRow, type Tally } from './tally.js';
import { eachPair } from './text-pairs.js';
import { type ValueCounts, ValueTable } from './value-table.js';

/** A field, how many of the messages read have it, and its values. */
export type FieldCounts = {
  readonly kind: 'header' | 'key';
  readonly name: string;
  readonly messages: number;
  readonly values: ValueCounts;
};

export type FieldsCounts = {
  /** Messages that were read. */
  readonly read: number;
  readonly fields: readonly FieldCounts[];
};

/** Keys, and of each field values and their bytes, that are kept apart; longer values count by their beginning. */
const MOST_KEYS = 2000;
const MOST_VALUES = 10_000;
const MOST_BYTES = 512 << 10;
const VALUE_BYTES = 200;

type Field = {
  readonly kind: 'header' | 'key';
  readonly name: string;
  messages: number;
  /** The message that it was last seen in. */
  last: number;
  readonly values: ValueTable;
};

/** Counts which fields of the header, the source with them, and which keys of `key=value` messages have, and their values. */
export class FieldsTally implements Tally<FieldsCounts> {
  readonly #share: number;
  readonly #fields = new Map<string, Field>();
  readonly #view = new ReusedView();
  /** Messages of the blocks so far, and of these the ones that were read. */
  #seen = 0;
  #read = 0;

  /** `share`: of the messages, how many are to be read: those of some blocks, evenly apart. */
  constructor(share = 1) {
    this.#share = share;
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    const count = answer.count();
    if (count === 0) return 0;
    const isDue = this.#read <= this.#seen * this.#share;
    this.#seen += count;
    if (isDue) eachRow(answer, onDamage, (block, row) => this.#row(block, row));
    return count;
  }

  part(): FieldsCounts {
    const fields = [...this.#fields.values()].map(({ kind, name, messages, values }) => ({
      kind,
      name,
      messages,
      values: values.part(),
    }));
    return { read: this.#read, fields };
  }

  merge({ read, fields }: FieldsCounts): void {
    this.#read += read;
    for (const { kind, name, messages, values } of fields) {
      const field = this.#field(kind, name);
      if (field === undefined) continue;
      field.messages += messages;
      field.values.merge(values);
    }
  }

  #row(block: BlockReader, row: number): void {
    const view = this.#view.look(block.messageOf(row), false);
    const { raw, header } = view;
    this.#read++;
    this.#header('host', raw, header.hostStart, header.hostEnd);
    this.#header('app', raw, header.appStart, header.appEnd);
    this.#header('pid', raw, header.pidStart, header.pidEnd);
    this.#header('msgid', raw, header.msgidStart, header.msgidEnd);
    this.#name('severity', severityName(header.severity));
    this.#name('facility', facilityName(header.facility));
    this.#name('source', block.arrival().origin(row).source);
    const { text } = view;
    eachPair(text, ({ keyStart, keyEnd, start, end }) => {
      const key = Buffer.from(text.buffer, text.byteOffset + keyStart, keyEnd - keyStart);
      this.#count(this.#field('key', key.toString('utf8')), text, start, end);
    });
  }

  #header(name: string, raw: Uint8Array, start: number, end: number): void {
    if (end > start) this.#count(this.#field('header', name), raw, start, end);
  }

  #name(name: string, value: string | undefined): void {
    if (value === undefined) return;
    const bytes = Buffer.from(value);
    this.#count(this.#field('header', name), bytes, 0, bytes.length);
  }

  #count(field: Field | undefined, bytes: Uint8Array, start: number, end: number): void {
    if (field === undefined) return;
    if (field.last !== this.#read) {
      field.last = this.#read;
      field.messages++;
    }
    field.values.add(bytes, start, Math.min(end, start + VALUE_BYTES));
  }

  /** The field of a name; undefined when there are too many to keep another one. */
  #field(kind: 'header' | 'key', name: string): Field | undefined {
    const id = `${kind} ${name}`;
    const known = this.#fields.get(id);
    if (known !== undefined || this.#fields.size >= MOST_KEYS) return known;
    const values = new ValueTable(MOST_VALUES, MOST_BYTES);
    const field: Field = { kind, name, messages: 0, last: -1, values };
    this.#fields.set(id, field);
    return field;
  }
}
