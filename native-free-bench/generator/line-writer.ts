const LINE_FEED = 10;
const HEX = Buffer.from('0123456789abcdef');

/** The longest line anybody may write, LF included: the room that `isFull` keeps free. */
export const LONGEST_LINE: number = 64 * 1024;

/**
 * Bytes of lines in a buffer of fixed size. Every method appends and returns the writer itself. Callers ask `isFull`
 * before a line and never write more than `LONGEST_LINE` bytes between two questions; beyond the end bytes are lost, so
 * `take` checks.
 *
 * Strings are ASCII and written byte by byte: a call of `Buffer.write` costs as much as some thirty bytes of the loop,
 * and most runs of a log line are shorter.
 */
export class LineWriter {
  #bytes: Buffer;
  #at = 0;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#bytes = Buffer.allocUnsafeSlow(capacity + LONGEST_LINE);
  }

  get length(): number {
    return this.#at;
  }

  get isFull(): boolean {
    return this.#at >= this.#capacity;
  }

  /** What was written, the caller's to keep; the writer goes on in a new buffer. */
  take(): Buffer {
    if (this.#at > this.#bytes.length) throw new RangeError('A line is longer than LONGEST_LINE');
    const taken = this.#bytes.subarray(0, this.#at);
    this.#bytes = Buffer.allocUnsafeSlow(this.#capacity + LONGEST_LINE);
    this.#at = 0;
    return taken;
  }

  endLine(): this {
    this.#bytes[this.#at++] = LINE_FEED;
    return this;
  }

  /** An ASCII string. */
  text(value: string): this {
    const bytes = this.#bytes;
    const length = value.length;
    let at = this.#at;
    for (let index = 0; index < length; index++) bytes[at++] = value.charCodeAt(index);
    this.#at = at;
    return this;
  }

  raw(value: Uint8Array): this {
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  /** A whole number from 0 to 2^53 - 1, in decimal. */
  number(value: number): this {
    let rest = value;
    let width = 1;
    for (let limit = 10; limit <= value; limit *= 10) width++;
    const bytes = this.#bytes;
    let at = this.#at + width;
    this.#at = at;
    while (rest >= 0x4000_0000) {
      const tenth = Math.floor(rest / 10);
      bytes[--at] = 48 + (rest - tenth * 10);
      rest = tenth;
    }
    do {
      const tenth = (rest / 10) | 0;
      bytes[--at] = 48 + (rest - tenth * 10);
      rest = tenth;
    } while (rest > 0);
    return this;
  }

  /** Exactly `width` decimal digits, zeros in front. */
  digits(value: number, width: number): this {
    const bytes = this.#bytes;
    let rest = value;
    for (let at = this.#at + width - 1; at >= this.#at; at--) {
      const tenth = Math.floor(rest / 10);
      bytes[at] = 48 + (rest - tenth * 10);
      rest = tenth;
    }
    this.#at += width;
    return this;
  }

  /** Exactly `width` (up to 8) hexadecimal digits of a 32-bit number, zeros in front. */
  hex(value: number, width: number): this {
    const bytes = this.#bytes;
    for (let shift = (width - 1) * 4; shift >= 0; shift -= 4)
      bytes[this.#at++] = HEX[(value >>> shift) & 15]!;
    return this;
  }

  /** A 16-bit number in hexadecimal without zeros in front, as a group of an IPv6 address. */
  group(value: number): this {
    return this.hex(value, value > 0xfff ? 4 : value > 0xff ? 3 : value > 0xf ? 2 : 1);
  }

  /** A 32-bit number as a dotted IPv4 address. */
  ipv4(value: number): this {
    return this.number(value >>> 24)
      .text('.')
      .number((value >>> 16) & 255)
      .text('.')
      .number((value >>> 8) & 255)
      .text('.')
      .number(value & 255);
  }

  /** `address` and a port, with `between` between them. */
  endpoint(address: number, between: string, port: number): this {
    return this.ipv4(address).text(between).number(port);
  }
}
