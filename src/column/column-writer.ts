import { grown } from '../base/grown.js';
import type { ByteWriter } from '../codec/byte-writer.js';
import {
  KIND_CONSTANT,
  KIND_DECIMALS,
  KIND_DICTIONARY,
  KIND_IPV4,
  KIND_NUMBERS,
  KIND_TEXT,
} from './column-format.js';
import type { Elements } from './elements.js';
import { writeNumbers } from './numbers.js';

/** Told of the values of a column, and how many messages have each; of some values more than once. */
export type ValueSink = {
  addValue(bytes: Uint8Array, start: number, end: number, messages: number): void;
};

const DOT = 0x2e;
/** Entries of a dictionary: their codes fit two bytes. */
const MAX_ENTRIES = 1 << 16;
/** After so many values a dictionary shows whether it is worth having. */
const TRIAL = 1024;
const MAX_TABLE_BITS = 17;
/** Numbers below it are told to the sink once a column; larger ones as often as they come. */
const COUNTED = 1 << 17;

/** Writes columns, each in the form that fits its values. Keeps its memory from one to the next. */
export class ColumnWriter {
  /** Open addressing: `generation << 16 | code`, so that it need not be cleared for each column. */
  #table = new Int32Array(1 << MAX_TABLE_BITS);
  #generation = 0;
  #codes = new Int32Array(1 << 10);
  /** The first element of each dictionary entry. */
  #entries = new Int32Array(1 << 10);
  #numbers = new Int32Array(1 << 10);
  #fractions = new Int32Array(1 << 10);
  /** How often each number below COUNTED is in the column; all 0 between columns. */
  readonly #uses = new Uint16Array(COUNTED);

  /** Appends a column of all elements, and tells `sink` its values. */
  write(out: ByteWriter, text: Uint8Array, elements: Elements, sink: ValueSink | undefined): void {
    const { starts, ends, count } = elements;
    if (count > this.#codes.length) this.#grow(count);
    if (this.#isConstant(text, elements)) {
      out.u8(KIND_CONSTANT);
      out.varint(ends[0]! - starts[0]!);
      out.rawRange(text, starts[0]!, ends[0]!);
      sink?.addValue(text, starts[0]!, ends[0]!, count);
      return;
    }
    if (this.#parseNumbers(text, starts, ends, count)) {
      if (sink !== undefined) this.#tellNumbers(text, elements, sink);
      out.u8(KIND_NUMBERS);
      writeNumbers(out, this.#numbers, count);
      return;
    }
    const entries = this.#makeDictionary(text, elements);
    if (entries === 0) {
      if (sink !== undefined)
        for (let i = 0; i < count; i++) sink.addValue(text, starts[i]!, ends[i]!, 1);
      this.#writeDirect(out, text, elements, undefined, count);
      return;
    }
    if (sink !== undefined) {
      const uses = this.#numbers.fill(0, 0, entries);
      for (let i = 0; i < count; i++) uses[this.#codes[i]!]!++;
      for (let entry = 0; entry < entries; entry++) {
        const first = this.#entries[entry]!;
        sink.addValue(text, starts[first]!, ends[first]!, uses[entry]!);
      }
    }
    out.u8(KIND_DICTIONARY);
    out.varint(entries);
    this.#writeDirect(out, text, elements, this.#entries, entries);
    const codes = this.#codes;
    for (let shift = 0; shift < (entries > 256 ? 16 : 8); shift += 8) {
      const at = out.extend(count);
      const bytes = out.buffer;
      for (let i = 0; i < count; i++) bytes[at + i] = codes[i]! >>> shift;
    }
  }

  #isConstant(text: Uint8Array, { starts, ends, hashes, count }: Elements): boolean {
    const hash = hashes[0]!;
    const first = starts[0]!;
    const length = ends[0]! - first;
    for (let i = 1; i < count; i++) {
      if (hashes[i] !== hash) return false;
      const start = starts[i]!;
      if (ends[i]! - start !== length) return false;
      for (let k = 0; k < length; k++) if (text[start + k] !== text[first + k]) return false;
    }
    return true;
  }

  /** Whether all are decimal numbers below 10^9 without leading zeros; they are then in `#numbers`. */
  #parseNumbers(text: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): boolean {
    const numbers = this.#numbers;
    for (let i = 0; i < count; i++) {
      const value = parseDecimal(text, starts[i]!, ends[i]!);
      if (value < 0) return false;
      numbers[i] = value;
    }
    return true;
  }

  #tellNumbers(text: Uint8Array, { starts, ends, count }: Elements, sink: ValueSink): void {
    const numbers = this.#numbers;
    const uses = this.#uses;
    for (let i = 0; i < count; i++) if (numbers[i]! < COUNTED) uses[numbers[i]!]!++;
    for (let i = 0; i < count; i++) {
      const value = numbers[i]!;
      if (value >= COUNTED) sink.addValue(text, starts[i]!, ends[i]!, 1);
      else if (uses[value] !== 0) {
        sink.addValue(text, starts[i]!, ends[i]!, uses[value]!);
        uses[value] = 0;
      }
    }
  }

  /** Numbers the distinct values in `#codes`; returns how many, or 0 when so many differ that a dictionary is no gain. */
  #makeDictionary(text: Uint8Array, { starts, ends, hashes, count }: Elements): number {
    if (++this.#generation === 1 << 15) {
      this.#table.fill(0);
      this.#generation = 1;
    }
    const mark = this.#generation << 16;
    const table = this.#table;
    // As small as will do: it should stay in the CPU's cache.
    const shift = Math.max(32 - MAX_TABLE_BITS, Math.clz32(count) - 1);
    const mask = (1 << (32 - shift)) - 1;
    const codes = this.#codes;
    const firsts = this.#entries;
    let entries = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      const start = starts[i]!;
      const length = ends[i]! - start;
      let slot = Math.imul(hash, 0x9e37_79b1) >>> shift;
      for (;;) {
        const found = table[slot]!;
        if ((found & ~0xffff) !== mark) {
          if (entries === MAX_ENTRIES) return 0;
          if (i >= TRIAL && 4 * entries > 3 * i) return 0;
          firsts[entries] = i;
          codes[i] = entries;
          table[slot] = mark | entries++;
          break;
        }
        const code = found & 0xffff;
        const first = firsts[code]!;
        if (hashes[first] === hash) {
          const other = starts[first]!;
          if (ends[first]! - other === length) {
            let k = 0;
            while (k < length && text[start + k] === text[other + k]) k++;
            if (k === length) {
              codes[i] = code;
              break;
            }
          }
        }
        slot = (slot + 1) & mask;
      }
    }
    return 4 * entries > 3 * count ? 0 : entries;
  }

  /** Writes the elements chosen (all of them: undefined) without a dictionary. */
  #writeDirect(
    out: ByteWriter,
    text: Uint8Array,
    elements: Elements,
    chosen: Int32Array | undefined,
    count: number,
  ): void {
    const numbers = this.#numbers;
    const fractions = this.#fractions;
    const { starts, ends } = elements;
    const digits = fractionDigits(text, starts[0]!, ends[0]!);
    let decimals = digits > 0;
    for (let i = 0; decimals && i < count; i++) {
      const element = chosen === undefined ? i : chosen[i]!;
      const point = ends[element]! - digits - 1;
      const whole = text[point] === DOT ? parseDecimal(text, starts[element]!, point) : -1;
      const fraction = parseDigits(text, point + 1, ends[element]!);
      decimals = whole >= 0 && fraction >= 0;
      numbers[i] = whole;
      fractions[i] = fraction;
    }
    if (decimals) {
      out.u8(KIND_DECIMALS);
      out.u8(digits);
      writeNumbers(out, numbers, count);
      writeNumbers(out, fractions, count);
      return;
    }
    let addresses = true;
    for (let i = 0; addresses && i < count; i++) {
      const element = chosen === undefined ? i : chosen[i]!;
      const address = parseIpv4(text, starts[element]!, ends[element]!);
      addresses = address >= 0;
      numbers[i] = address | 0;
    }
    if (addresses) {
      out.u8(KIND_IPV4);
      for (let shift = 24; shift >= 0; shift -= 8) {
        const at = out.extend(count);
        const bytes = out.buffer;
        for (let i = 0; i < count; i++) bytes[at + i] = numbers[i]! >>> shift;
      }
      return;
    }
    out.u8(KIND_TEXT);
    const length = ends[chosen?.[0] ?? 0]! - starts[chosen?.[0] ?? 0]!;
    let same = true;
    for (let i = 0; same && i < count; i++) {
      const element = chosen === undefined ? i : chosen[i]!;
      same = ends[element]! - starts[element]! === length;
    }
    out.varint(same ? length + 1 : 0);
    if (!same)
      for (let i = 0; i < count; i++) {
        const element = chosen === undefined ? i : chosen[i]!;
        out.varint(ends[element]! - starts[element]!);
      }
    for (let i = 0; i < count; i++) {
      const element = chosen === undefined ? i : chosen[i]!;
      out.rawRange(text, starts[element]!, ends[element]!);
    }
  }

  #grow(count: number): void {
    const size = 2 ** Math.ceil(Math.log2(count));
    this.#codes = grown(this.#codes, size);
    this.#entries = grown(this.#entries, size);
    this.#numbers = grown(this.#numbers, size);
    this.#fractions = grown(this.#fractions, size);
  }
}

/** The value of up to nine decimal digits without leading zeros; -1 for anything else. */
function parseDecimal(text: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length > 9 || length < 1 || (length > 1 && text[start] === 0x30)) return -1;
  return parseDigits(text, start, end);
}

/** The value of up to nine decimal digits; -1 for anything else. */
function parseDigits(text: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Digits behind the only point of a decimal number, at most nine; 0 when it is none. */
function fractionDigits(text: Uint8Array, start: number, end: number): number {
  for (let digits = 1; digits <= 9 && end - digits - 1 > start; digits++)
    if (text[end - digits - 1] === DOT) return digits;
  return 0;
}

/** The address as a number; -1 for anything but four octets without leading zeros. */
function parseIpv4(text: Uint8Array, start: number, end: number): number {
  if (end - start < 7 || end - start > 15) return -1;
  let address = 0;
  let at = start;
  for (let octet = 0; octet < 4; octet++) {
    let stop = at;
    while (stop < end && text[stop] !== DOT) stop++;
    if ((octet === 3) !== (stop === end) || stop - at > 3) return -1;
    const value = parseDecimal(text, at, stop);
    if (value < 0 || value > 255) return -1;
    address = address * 256 + value;
    at = stop + 1;
  }
  return address;
}
