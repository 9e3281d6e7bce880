import { takeInts } from '../codec/arena.js';
import type { ByteReader } from '../codec/byte-reader.js';
import type { Column, SearchableColumn } from './column.js';
import {
  KIND_CONSTANT,
  KIND_DECIMALS,
  KIND_DICTIONARY,
  KIND_IPV4,
  KIND_NUMBERS,
  KIND_TEXT,
  KIND_TIMES,
} from './column-format.js';
import { type ColumnRoom, FRESH_COLUMNS } from './column-room.js';
import { DecimalColumn, Ipv4Column, NumberColumn } from './number-columns.js';
import { readNumbers } from './numbers.js';
import { ConstantColumn, DictionaryColumn, TextColumn } from './text-columns.js';
import { TimeColumn } from './time-column.js';

/**
 * Reads a column of `count` values, which has what it needs in `room` and can be asked as long as that is its own. `times` are
 * asked for by timestamps only, with the first one.
 */
export function readColumn(
  reader: ByteReader,
  count: number,
  times: () => Float64Array,
  room: ColumnRoom = FRESH_COLUMNS,
): Column {
  return readKind(reader, count, times, true, room);
}

function readKind(
  reader: ByteReader,
  count: number,
  times: (() => Float64Array) | undefined,
  nested: boolean,
  room: ColumnRoom,
): Column {
  const kind = reader.u8();
  switch (kind) {
    case KIND_CONSTANT:
      return new ConstantColumn(reader.prefixed(), count);
    case KIND_NUMBERS:
      return new NumberColumn(readNumbers(reader, count));
    case KIND_DECIMALS:
      return readDecimals(reader, count);
    case KIND_IPV4:
      return new Ipv4Column(reader.raw(4 * count), count, room);
    case KIND_TEXT:
      return readText(reader, count, room);
    case KIND_DICTIONARY:
      if (nested) return readDictionary(reader, count, room);
      break;
    case KIND_TIMES:
      if (times !== undefined) return new TimeColumn(reader, count, times);
      break;
    default:
  }
  throw reader.error('Kind of a column', 'a known one', `${kind}`);
}

function readDictionary(reader: ByteReader, count: number, room: ColumnRoom): SearchableColumn {
  const entries = reader.varint(1 << 16);
  const values = readKind(reader, entries, undefined, false, room) as SearchableColumn;
  const planes = reader.raw(entries > 256 ? 2 * count : count);
  // Not looked at one by one: most are never asked for.
  const refuse = (code: number) => reader.error('Code of a column', `below ${entries}`, `${code}`);
  return new DictionaryColumn(values, entries, planes, refuse, room);
}

function readDecimals(reader: ByteReader, count: number): SearchableColumn {
  const digits = reader.u8();
  if (digits < 1 || digits > 9) throw reader.error('Digits of a decimal', '1 to 9', `${digits}`);
  const wholes = readNumbers(reader, count);
  return new DecimalColumn(wholes, readNumbers(reader, count), digits);
}

function readText(reader: ByteReader, count: number, room: ColumnRoom): SearchableColumn {
  const same = reader.varint();
  const starts = takeInts(room, count + 1);
  if (same > 0) {
    // Of so many no more than stand there are looked at.
    const bytes = reader.raw(count * (same - 1));
    room.loops.evenStarts(same - 1, count, starts);
    return new TextColumn(bytes, starts, room);
  }
  const rest = reader.view(reader.position, reader.remaining);
  const lengthBytes = room.loops.readStarts(rest, 0, rest.length, count, starts);
  if (lengthBytes < 0) refuseLengths(reader, count);
  reader.skip(lengthBytes);
  return new TextColumn(reader.raw(starts[count]!), starts, room);
}

/** Says what is wrong with lengths, or with how many bytes they are of. */
function refuseLengths(reader: ByteReader, count: number): never {
  const lengths = new Uint32Array(count);
  reader.varints(lengths);
  const bytes = lengths.reduce((sum, length) => sum + length, 0);
  throw reader.error('Texts of a column', `${bytes} more bytes`, `${reader.remaining}`);
}
