import type { ByteReader } from '../codec/byte-reader.js';
import {
  KIND_CONSTANT,
  KIND_DECIMALS,
  KIND_DICTIONARY,
  KIND_IPV4,
  KIND_NUMBERS,
  KIND_TEXT,
  KIND_TIMES,
} from './column-format.js';
import { readNumbers } from './numbers.js';
import { TimeColumn } from './time-column.js';
import type { PassingValues, ValueDictionary } from './value-kinds.js';
import {
  addressesWithin,
  NO_MARKS,
  placesOf,
  placesOfLarge,
  placesOfSmall,
  sumLengths,
  valuesHolding,
} from './value-places.js';

/** A column, read: its values by their place. */
export interface Column {
  /** The most bytes one value has. */
  readonly maxLength: number;
  /** Whether all of its values are the same. */
  readonly isConstant?: boolean;
  /** Whether its values are timestamps that are all spelled alike. */
  readonly isOneSpelling?: boolean;
  /** Of timestamps: writes how a time is spelled, whether a value has it or not. */
  spell?(time: number, out: Uint8Array, at: number): number;
  /** Writes value `i` to `out`, which has room for `maxLength` bytes, and returns where it ends. */
  write(i: number, out: Uint8Array, at: number): number;
}

/**
 * What values are asked. `exact` decides for numbers and addresses without making their text: values of nothing but digits that
 * have a word pass by `number` (without leading zeros; else -1), digits behind a point by `number` or `digits` of them that
 * make `value`, IPv4 addresses from `address` (-1: none) to `lastAddress`, or by one of their octets. Without `exact` each text is tested.
 */
export type ValueTest = {
  readonly test: (bytes: Uint8Array, start: number, end: number) => boolean;
  readonly exact?: {
    readonly number: number;
    readonly digits: number;
    readonly value: number;
    readonly address: number;
    readonly lastAddress: number;
  };
  /** What is known of values that pass, where it is more than nothing. */
  readonly passing?: PassingValues;
  /** Texts of which a value that passes holds one, found sooner than `test` says no. */
  readonly holding?: readonly Uint8Array[];
};

/** A column that can be searched. `match` returns the places of values that pass, in order. */
export interface SearchableColumn extends Column {
  match(test: ValueTest): Int32Array;
  /** Codes of the values, the same for the same value, where there are such. */
  readonly dictionary?: ValueDictionary;
}

/** Whether a column can be searched: all but those of timestamps. */
export function isSearchable(column: Column): column is SearchableColumn {
  return 'match' in column;
}

/** Reads a column of `count` values. `times` are asked for by timestamps only, with the first one. */
export function readColumn(reader: ByteReader, count: number, times: () => Float64Array): Column {
  return readKind(reader, count, times, true);
}

function readKind(
  reader: ByteReader,
  count: number,
  times: (() => Float64Array) | undefined,
  nested: boolean,
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
      return new Ipv4Column(reader.raw(4 * count), count);
    case KIND_TEXT:
      return readText(reader, count);
    case KIND_DICTIONARY:
      if (nested) return readDictionary(reader, count);
      break;
    case KIND_TIMES:
      if (times !== undefined) return new TimeColumn(reader, count, times);
      break;
    default:
  }
  throw reader.error('Kind of a column', 'a known one', `${kind}`);
}

function readDictionary(reader: ByteReader, count: number): SearchableColumn {
  const entries = reader.varint(1 << 16);
  const values = readKind(reader, entries, undefined, false) as SearchableColumn;
  const low = reader.raw(count);
  const high = entries > 256 ? reader.raw(count) : undefined;
  let codes: Uint8Array | Uint16Array = low;
  if (high !== undefined) {
    codes = new Uint16Array(count);
    for (let i = 0; i < count; i++) codes[i] = low[i]! | (high[i]! << 8);
  }
  // Not looked at one by one: most are never asked for.
  const refuse = (code: number) => reader.error('Code of a column', `below ${entries}`, `${code}`);
  return new DictionaryColumn(values, entries, codes, refuse);
}

function readDecimals(reader: ByteReader, count: number): SearchableColumn {
  const digits = reader.u8();
  if (digits < 1 || digits > 9) throw reader.error('Digits of a decimal', '1 to 9', `${digits}`);
  const wholes = readNumbers(reader, count);
  return new DecimalColumn(wholes, readNumbers(reader, count), digits);
}

function readText(reader: ByteReader, count: number): SearchableColumn {
  const same = reader.varint();
  const starts = new Uint32Array(count + 1);
  const lengths = starts.subarray(1);
  if (same === 0) reader.varints(lengths);
  else lengths.fill(same - 1);
  const { at, maxLength } = sumLengths(lengths);
  return new TextColumn(reader.raw(at), starts, maxLength);
}

class ConstantColumn implements SearchableColumn {
  readonly isConstant = true;
  readonly maxLength: number;
  readonly #value: Uint8Array;
  readonly #count: number;

  constructor(value: Uint8Array, count: number) {
    this.#value = value;
    this.#count = count;
    this.maxLength = value.length;
  }

  write(_i: number, out: Uint8Array, at: number): number {
    return copy(this.#value, 0, this.#value.length, out, at);
  }

  match({ test }: ValueTest): Int32Array {
    if (!test(this.#value, 0, this.#value.length)) return new Int32Array(0);
    return Int32Array.from({ length: this.#count }, (_, i) => i);
  }
}

/** Numbers as text, digits behind one another. */
const DIGITS = new Uint8Array(16);

function writeDecimal(value: number, out: Uint8Array, at: number): number {
  if (value < 10) {
    out[at] = 0x30 + value;
    return at + 1;
  }
  let n = 0;
  let rest = value;
  while (rest > 0) {
    const tenth = (rest / 10) | 0;
    DIGITS[n++] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
  let end = at;
  while (n > 0) out[end++] = DIGITS[--n]!;
  return end;
}

/** Places of the values that pass, for columns whose values are made one by one. */
function matchEach(column: Column, count: number, { test }: ValueTest): Int32Array {
  const scratch = new Uint8Array(column.maxLength);
  const found: number[] = [];
  for (let i = 0; i < count; i++) if (test(scratch, 0, column.write(i, scratch, 0))) found.push(i);
  return Int32Array.from(found);
}

class NumberColumn implements SearchableColumn {
  readonly maxLength = 10;
  readonly #values: Int32Array;

  constructor(values: Int32Array) {
    this.#values = values;
  }

  write(i: number, out: Uint8Array, at: number): number {
    return writeDecimal(this.#values[i]!, out, at);
  }

  match(test: ValueTest): Int32Array {
    const values = this.#values;
    if (test.passing?.digits === false) return new Int32Array(0);
    if (test.exact === undefined) return matchEach(this, values.length, test);
    const { number } = test.exact;
    const found: number[] = [];
    if (number >= 0)
      for (let i = values.indexOf(number); i >= 0; i = values.indexOf(number, i + 1)) found.push(i);
    return Int32Array.from(found);
  }
}

class DecimalColumn implements SearchableColumn {
  readonly maxLength = 20;
  readonly #wholes: Int32Array;
  readonly #fractions: Int32Array;
  readonly #digits: number;

  constructor(wholes: Int32Array, fractions: Int32Array, digits: number) {
    this.#wholes = wholes;
    this.#fractions = fractions;
    this.#digits = digits;
  }

  write(i: number, out: Uint8Array, at: number): number {
    let end = writeDecimal(this.#wholes[i]!, out, at);
    out[end++] = 0x2e;
    let rest = this.#fractions[i]!;
    for (let digit = this.#digits - 1; digit >= 0; digit--) {
      const tenth = (rest / 10) | 0;
      out[end + digit] = 0x30 + rest - tenth * 10;
      rest = tenth;
    }
    return end + this.#digits;
  }

  match(test: ValueTest): Int32Array {
    const wholes = this.#wholes;
    if (test.passing?.dotted === false) return new Int32Array(0);
    if (test.exact === undefined) return matchEach(this, wholes.length, test);
    const { number, digits, value } = test.exact;
    const fraction = digits === this.#digits ? value : -1;
    const found: number[] = [];
    if (number >= 0 || fraction >= 0)
      for (let i = 0; i < wholes.length; i++)
        if (wholes[i] === number || this.#fractions[i] === fraction) found.push(i);
    return Int32Array.from(found);
  }
}

class Ipv4Column implements SearchableColumn {
  readonly maxLength = 15;
  readonly #planes: Uint8Array;
  readonly #count: number;

  constructor(planes: Uint8Array, count: number) {
    this.#planes = planes;
    this.#count = count;
  }

  write(i: number, out: Uint8Array, at: number): number {
    const planes = this.#planes;
    const count = this.#count;
    let end = writeDecimal(planes[i]!, out, at);
    out[end++] = 0x2e;
    end = writeDecimal(planes[count + i]!, out, end);
    out[end++] = 0x2e;
    end = writeDecimal(planes[2 * count + i]!, out, end);
    out[end++] = 0x2e;
    return writeDecimal(planes[3 * count + i]!, out, end);
  }

  match(test: ValueTest): Int32Array {
    if (test.passing?.dotted === false) return new Int32Array(0);
    if (test.exact === undefined) return this.#matchEach(test);
    const { number, address, lastAddress } = test.exact;
    const planes = this.#planes;
    const count = this.#count;
    if (lastAddress > address) return addressesWithin(planes, count, address, lastAddress);
    const found: number[] = [];
    if (address >= 0) {
      const [a, b, c, d] = [
        address >>> 24,
        (address >>> 16) & 255,
        (address >>> 8) & 255,
        address & 255,
      ];
      for (let i = 0; i < count; i++)
        if (
          planes[3 * count + i] === d &&
          planes[2 * count + i] === c &&
          planes[count + i] === b &&
          planes[i] === a
        )
          found.push(i);
    } else if (number >= 0 && number <= 255)
      for (let i = 0; i < count; i++)
        if (
          planes[i] === number ||
          planes[count + i] === number ||
          planes[2 * count + i] === number ||
          planes[3 * count + i] === number
        )
          found.push(i);
    return Int32Array.from(found);
  }

  #matchEach(test: ValueTest): Int32Array {
    const octet = test.passing?.octet ?? -1;
    if (octet < 0) return matchEach(this, this.#count, test);
    const planes = this.#planes;
    const count = this.#count;
    const scratch = new Uint8Array(this.maxLength);
    const found: number[] = [];
    for (let i = 0; i < count; i++)
      if (
        (planes[i] === octet ||
          planes[count + i] === octet ||
          planes[2 * count + i] === octet ||
          planes[3 * count + i] === octet) &&
        test.test(scratch, 0, this.write(i, scratch, 0))
      )
        found.push(i);
    return Int32Array.from(found);
  }
}

class TextColumn implements SearchableColumn {
  readonly maxLength: number;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;

  constructor(bytes: Uint8Array, starts: Uint32Array, maxLength: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.maxLength = maxLength;
  }

  write(i: number, out: Uint8Array, at: number): number {
    return copy(this.#bytes, this.#starts[i]!, this.#starts[i + 1]!, out, at);
  }

  match({ test, holding }: ValueTest): Int32Array {
    const bytes = this.#bytes;
    const starts = this.#starts;
    const found: number[] = [];
    const marks = holding && valuesHolding(bytes, starts, holding);
    if (marks === NO_MARKS) return new Int32Array(0);
    for (let i = 0; i + 1 < starts.length; i++)
      if (marks?.[i] !== 0 && test(bytes, starts[i]!, starts[i + 1]!)) found.push(i);
    return Int32Array.from(found);
  }
}

class DictionaryColumn implements SearchableColumn {
  readonly maxLength: number;
  readonly dictionary: ValueDictionary;
  readonly #values: SearchableColumn;
  readonly #entries: number;
  readonly #codes: Uint8Array | Uint16Array;
  readonly #refuse: (code: number) => Error;

  constructor(
    values: SearchableColumn,
    entries: number,
    codes: Uint8Array | Uint16Array,
    refuse: (code: number) => Error,
  ) {
    this.#values = values;
    this.#entries = entries;
    this.#codes = codes;
    this.#refuse = refuse;
    this.maxLength = values.maxLength;
    this.dictionary = { entries, codes };
  }

  write(i: number, out: Uint8Array, at: number): number {
    const code = this.#codes[i]!;
    if (code >= this.#entries) throw this.#refuse(code);
    return this.#values.write(code, out, at);
  }

  match(test: ValueTest): Int32Array {
    const matching = this.#values.match(test);
    if (matching.length === 0) return matching;
    const codes = this.#codes;
    if (matching.length === 1) return placesOf(codes, matching[0]!);
    const passes = new Uint8Array(this.#entries);
    for (let i = 0; i < matching.length; i++) passes[matching[i]!] = 1;
    return codes instanceof Uint8Array
      ? placesOfSmall(codes, passes)
      : placesOfLarge(codes, passes);
  }
}

function copy(source: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  if (end - start > 64) {
    out.set(source.subarray(start, end), at);
    return at + end - start;
  }
  for (let from = start; from < end; from++) out[to++] = source[from]!;
  return to;
}
