import type { HayabusaError } from '../base/errors.js';
import type { BlockReader } from '../pack/block-reader.js';
import { RowFront } from '../pack/row-front.js';
import { DIALECTS } from '../syslog/dialects.js';
import { Header, parseHeader } from '../syslog/header.js';
import { facilityName, severityName } from '../syslog/message.js';
import type { BlockAnswer } from './block-answer.js';
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

/** Bytes of a message that are made first: most headers lie within, with what `decides` wants behind them. */
const FRONT_BYTES = 80;

const SPACE = 0x20;

/**
 * Counts messages by a field of their header. Only the beginning of a message is made, and parsed, where it tells all
 * that the whole message would: 2 to 3 times the speed.
 */
export class HeaderTally implements Tally<ValueCounts> {
  readonly #field: HeaderField;
  readonly #table = new ValueTable();
  readonly #front = new RowFront();
  readonly #header = new Header();
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
    const front = this.#front;
    const header = this.#header;
    block.front(row, FRONT_BYTES, front);
    parseHeader(front.bytes, 0, front.end, header);
    let { bytes } = front;
    if ((!front.isWhole || block.info.pieces > 0) && !decides(front, header)) {
      bytes = block.wholeMessage(row);
      parseHeader(bytes, 0, bytes.length, header);
    }
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

/**
 * Whether the header read from the front of a message is that of the whole message. It is when an app was found behind
 * time and host as RFC 3164 has them, and the front goes on for a word at least: what the parser passed over until it
 * found the app ended within the front.
 */
function decides({ bytes, end }: RowFront, header: Header): boolean {
  if (header.dialect !== DIALECTS.rfc3164) return false;
  if (header.hostEnd === header.hostStart || header.appEnd === header.appStart) return false;
  for (let i = header.contentStart; i < end - 1; i++) if (bytes[i] === SPACE) return true;
  return false;
}
