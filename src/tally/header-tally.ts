import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import type { BlockAnswer } from '../executor/block-answer.js';
import { RowHeaders } from '../header/row-headers.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { PackReader } from '../pack/pack-reader.js';
import { Header, resetHeader } from '../syslog/header.js';
import { facilityName, severityName } from '../syslog/message.js';
import { readPrefix } from '../syslog/prefix.js';
import { CountedValues } from './counted-values.js';
import { type KnownHeaders, knownPrefixes, knownValues } from './known-headers.js';
import { eachRow, type Tally, unlessDamaged } from './tally.js';
import { type ValueCounts, ValueTable } from './value-table.js';

/** Of fewer rows than one in so many the headers are read: no column is decoded for them. */
const FEW = 16;

/** Fields of the header that messages are counted by. */
export type HeaderField = 'host' | 'app' | 'pid' | 'msgid' | 'severity' | 'facility';
export const HEADER_FIELDS: readonly HeaderField[] = [
  'host',
  'app',
  'pid',
  'msgid',
  'severity',
  'facility',
];

/**
 * Counts messages by a field of their header. Where templates say where it stands each of its values in a block is counted
 * at once; of other rows the headers are read.
 */
export class HeaderTally implements Tally<ValueCounts> {
  readonly #field: HeaderField;
  /** Whether the prefix says it. */
  readonly #isLevel: boolean;
  readonly #table = new ValueTable();
  readonly #headers = new RowHeaders();
  readonly #prefix = new Header();
  readonly #levels = new Float64Array(32);
  readonly #values = new CountedValues();

  constructor(field: HeaderField) {
    this.#field = field;
    this.#isLevel = field === 'severity' || field === 'facility';
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    const known = this.#known(answer);
    if (known === undefined)
      return eachRow(answer, onDamage, (block, row) => this.#row(block, row));
    const { toRead, none } = known;
    this.#values.each((bytes, start, end, times) => this.#value(bytes, start, end, times));
    this.#table.none += none;
    const block = answer.reader;
    for (let row = toRead.indexOf(1); row >= 0; row = toRead.indexOf(1, row + 1))
      unlessDamaged(onDamage, () => this.#row(block, row));
    return answer.rows()?.length ?? block.rows;
  }

  /** An index says how many messages are of each host; a message in pieces is more than one there. */
  addPack(pack: PackReader): boolean {
    if (this.#field !== 'host' || pack.blocks.some(({ pieces }) => pieces > 0)) return false;
    let none = pack.info.messages;
    for (const [name, messages] of pack.index().hosts) {
      const bytes = Buffer.from(name, 'latin1');
      this.#table.add(bytes, 0, bytes.length, messages);
      none -= messages;
    }
    this.#table.none += none;
    return true;
  }

  /** What is known without the headers; undefined where they are all to be read, also to report what is damaged. */
  #known(answer: BlockAnswer): KnownHeaders | undefined {
    const field = this.#field;
    const { block } = answer;
    const rows = answer.rows();
    if (block.pieces > 0 || (rows !== undefined && FEW * rows.length < block.rows))
      return undefined;
    const values = this.#values;
    values.clear();
    try {
      return field === 'severity' || field === 'facility'
        ? knownPrefixes(answer.reader, rows, values)
        : knownValues(answer.reader, answer.headers, rows, field, values);
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      return undefined;
    }
  }

  #value(bytes: Uint8Array, start: number, end: number, times: number): void {
    if (!this.#isLevel) {
      this.#table.add(bytes, start, end, times);
      return;
    }
    const prefix = this.#prefix;
    resetHeader(prefix, start);
    readPrefix(bytes, start, end, prefix);
    this.#level(this.#field === 'severity' ? prefix.severity : prefix.facility, times);
  }

  part(): ValueCounts {
    this.#levels.forEach((count, level) => {
      const name =
        (this.#field === 'severity' ? severityName(level) : facilityName(level)) ?? `${level}`;
      const bytes = Buffer.from(name);
      if (count > 0) this.#table.add(bytes, 0, bytes.length, count);
    });
    this.#levels.fill(0);
    return this.#table.part();
  }

  merge(part: ValueCounts): void {
    this.#table.merge(part);
  }

  #row(block: BlockReader, row: number): void {
    const headers = this.#headers;
    headers.read(block, row);
    const { raw: bytes, header } = headers;
    const table = this.#table;
    switch (this.#field) {
      case 'host':
        count(table, bytes, header.hostStart, header.hostEnd);
        break;
      case 'app':
        count(table, bytes, header.appStart, header.appEnd);
        break;
      case 'pid':
        count(table, bytes, header.pidStart, header.pidEnd);
        break;
      case 'msgid':
        count(table, bytes, header.msgidStart, header.msgidEnd);
        break;
      case 'severity':
        this.#level(header.severity);
        break;
      case 'facility':
        this.#level(header.facility);
        break;
      default:
        this.#field satisfies never;
    }
  }

  #level(level: number, times = 1): void {
    if (level < 0) this.#table.none += times;
    else this.#levels[level]! += times;
  }
}

function count(table: ValueTable, bytes: Uint8Array, start: number, end: number): void {
  if (end > start) table.add(bytes, start, end);
  else table.none++;
}
