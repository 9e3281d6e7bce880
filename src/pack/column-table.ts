import { partitionPoint } from '../base/partition-point.js';
import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { BlockRoom } from './block-room.js';

const MOST_FIELDS = 1 << 24;

/** The columns of a block as its directory lists them, in the order of their units: flat, for there are hundreds a block. */
export class ColumnTable {
  readonly count: number;
  /** Column i has values [firsts[i], firsts[i] + counts[i]) of field fields[i], bytes [starts[i], starts[i + 1]) of all. */
  readonly fields: Int32Array;
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  readonly starts: Int32Array;

  /** Of a block of `rows`, in its room; the first column begins at byte `start`. */
  constructor(reader: ByteReader, rows: number, start: number, room: BlockRoom) {
    const count = reader.varint(reader.remaining);
    this.count = count;
    this.fields = takeInts(room, count);
    this.firsts = takeInts(room, count);
    this.counts = takeInts(room, count);
    this.starts = takeInts(room, count + 1);
    const { fields, firsts, counts, starts } = this;
    const rest = reader.view(reader.position, reader.remaining);
    const { readColumns } = room.loops;
    const lists = [fields, firsts, counts, starts] as const;
    const length = readColumns(rest, rest.length, count, MOST_FIELDS, rows, start, ...lists);
    if (length < 0) refuseColumns(reader, count, rows);
    reader.skip(length);
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

/** Says what is wrong with the columns of a directory. */
function refuseColumns(reader: ByteReader, count: number, rows: number): never {
  const entries = reader.someVarints(3 * count);
  for (let at = 0; at < entries.length; at += 3) {
    const [gap, values] = [entries[at]!, entries[at + 2]!];
    if (gap > MOST_FIELDS || values > rows)
      throw reader.error(
        'Column of a directory',
        `a field ${MOST_FIELDS} or less behind the one before, ${rows} values or less`,
        `${gap} behind, ${values} values`,
      );
  }
  throw reader.error('Columns of a directory', 'less than 2^31 bytes', 'more');
}
