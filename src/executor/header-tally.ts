import type { HayabusaError } from '../base/errors.js';
import type { BlockReader } from '../pack/block-reader.js';
import { facilityName, severityName } from '../syslog/message.js';
import type { BlockAnswer } from './block-answer.js';
import { RowHeaders } from './row-headers.js';
import { eachRow, type Tally } from './tally.js';
import { type ValueCounts, ValueTable } from './value-table.js';

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

/** Counts messages by a field of their header. */
export class HeaderTally implements Tally<ValueCounts> {
  readonly #field: HeaderField;
  readonly #table = new ValueTable();
  readonly #headers = new RowHeaders();
  readonly #levels = new Float64Array(32);

  constructor(field: HeaderField) {
    this.#field = field;
  }

  add(answer: BlockAnswer, onDamage: (error: HayabusaError) => void): number {
    return eachRow(answer, onDamage, (block, row) => this.#row(block, row));
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

  #level(level: number): void {
    if (level < 0) this.#table.none++;
    else this.#levels[level]!++;
  }
}

function count(table: ValueTable, bytes: Uint8Array, start: number, end: number): void {
  if (end > start) table.add(bytes, start, end);
  else table.none++;
}
