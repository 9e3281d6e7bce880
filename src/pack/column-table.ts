import { partitionPoint } from '../base/partition-point.js';
import type { ByteReader } from '../codec/byte-reader.js';

const MOST_FIELDS = 1 << 24;

/** The columns of a block as its directory lists them, in the order of their units: flat, for there are hundreds a block. */
export class ColumnTable {
  readonly count: number;
  /** Column i has values [firsts[i], firsts[i] + counts[i]) of field fields[i], bytes [starts[i], starts[i + 1]) of all. */
  readonly fields: Int32Array;
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  readonly starts: Float64Array;

  /** Of a block of `rows`; the first column begins at byte `start`. */
  constructor(reader: ByteReader, rows: number, start: number) {
    const count = reader.varint(reader.remaining);
    this.count = count;
    this.fields = new Int32Array(count);
    this.firsts = new Int32Array(count);
    this.counts = new Int32Array(count);
    this.starts = new Float64Array(count + 1);
    const entries = reader.someVarints(3 * count);
    let field = 0;
    let first = 0;
    let end = start;
    this.starts[0] = start;
    for (let i = 0, at = 0; i < count; i++, at += 3) {
      const gap = entries[at]!;
      const values = entries[at + 2]!;
      if (gap > MOST_FIELDS || values > rows) refuse(reader, gap, values, rows);
      if (gap > 0) first = 0;
      field += gap;
      end += entries[at + 1]!;
      this.fields[i] = field;
      this.firsts[i] = first;
      this.starts[i + 1] = end;
      this.counts[i] = values;
      first += values;
    }
  }

  /** The columns of a field, in the order of their values. */
  ofField(field: number): number[] {
    const { fields, count } = this;
    const found: number[] = [];
    let entry = partitionPoint(0, count, (each) => fields[each]! < field);
    for (; entry < count && fields[entry] === field; entry++) found.push(entry);
    return found;
  }

  /** Where the last column ends. */
  get end(): number {
    return this.starts[this.count]!;
  }
}

function refuse(reader: ByteReader, gap: number, values: number, rows: number): never {
  throw reader.error(
    'Column of a directory',
    `a field ${MOST_FIELDS} or less behind the one before, ${rows} values or less`,
    `${gap} behind, ${values} values`,
  );
}
