import { lessHalf, markEach, markNone, type SearchableColumn, type ValueTest } from './column.js';
import type { ColumnRoom } from './column-room.js';

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

export class NumberColumn implements SearchableColumn {
  readonly maxLength = 10;
  readonly #values: Int32Array;

  constructor(values: Int32Array) {
    this.#values = values;
  }

  write(i: number, out: Uint8Array, at: number): number {
    return writeDecimal(this.#values[i]!, out, at);
  }

  mark(test: ValueTest, marks: Uint8Array): number {
    const values = this.#values;
    if (test.passing?.digits === false) return markNone(marks);
    if (test.exact === undefined) return markEach(this, test, marks);
    const { number } = test.exact;
    let passing = markNone(marks);
    if (number < 0) return passing;
    for (let i = values.indexOf(number); i >= 0; i = values.indexOf(number, i + 1)) {
      marks[i] = 1;
      passing++;
    }
    return passing;
  }
}

export class DecimalColumn implements SearchableColumn {
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

  mark(test: ValueTest, marks: Uint8Array): number {
    const wholes = this.#wholes;
    if (test.passing?.dotted === false) return markNone(marks);
    if (test.exact === undefined) return markEach(this, test, marks);
    const { number, digits, value } = test.exact;
    const fraction = digits === this.#digits ? value : -1;
    let passing = markNone(marks);
    if (number < 0 && fraction < 0) return passing;
    for (let i = 0; i < wholes.length; i++)
      if (wholes[i] === number || this.#fractions[i] === fraction) {
        marks[i] = 1;
        passing++;
      }
    return passing;
  }
}

export class Ipv4Column implements SearchableColumn {
  readonly maxLength = 15;
  readonly #planes: Uint8Array;
  readonly #count: number;
  readonly #room: ColumnRoom;

  constructor(planes: Uint8Array, count: number, room: ColumnRoom) {
    this.#planes = planes;
    this.#count = count;
    this.#room = room;
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

  mark(test: ValueTest, marks: Uint8Array): number {
    if (test.passing?.dotted === false) return markNone(marks);
    if (test.exact === undefined) return this.#markEach(test, marks);
    const { number, address, lastAddress } = test.exact;
    const { loops } = this.#room;
    const planes = this.#planes;
    if (lastAddress >= 0)
      return loops.markOctets(
        planes,
        this.#count,
        lessHalf(Math.max(0, address)),
        lessHalf(lastAddress),
        marks,
      );
    if (number < 0 || number > 255) return markNone(marks);
    return loops.markOctet(planes, this.#count, number, marks);
  }

  #markEach(test: ValueTest, marks: Uint8Array): number {
    const octet = test.passing?.octet ?? -1;
    if (octet < 0) return markEach(this, test, marks);
    if (this.#room.loops.markOctet(this.#planes, this.#count, octet, marks) === 0) return 0;
    const scratch = new Uint8Array(this.maxLength);
    let passing = 0;
    for (let i = marks.indexOf(1); i >= 0; i = marks.indexOf(1, i + 1))
      if (test.test(scratch, 0, this.write(i, scratch, 0))) passing++;
      else marks[i] = 0;
    return passing;
  }
}
