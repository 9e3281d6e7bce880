import { crc32, inflateRawSync } from 'node:zlib';

/** The conventions of src/FORMAT.md: numbers, checksums, DEFLATE, LZ4, MessagePack. Imports nothing of src. */

export function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`damaged: ${what}`);
}

export function checkCrc(bytes: Buffer, crc: number): void {
  check(crc32(bytes) === crc, 'checksum');
}

/** A position over bytes. */
export class Cursor {
  at = 0;
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get rest(): number {
    return this.bytes.length - this.at;
  }

  raw(length: number): Buffer {
    check(length <= this.rest, 'cut off');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  uint(length: number): number {
    return this.raw(length).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  varint(): number {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = this.uint(1);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  prefixed(): Buffer {
    return this.raw(this.varint());
  }

  /** One of some, by its number. */
  one<T>(of: readonly T[]): T {
    const number = this.varint();
    check(number < of.length, 'number');
    return of[number]!;
  }

  /** A count, and so many of what `read` reads. */
  list<T>(read: () => T): T[] {
    return times(this.varint(), read);
  }

  magic(text: string): void {
    check(this.raw(text.length).toString('latin1') === text, text);
  }

  /** Version 1 and reserved bytes. */
  version(reserved: number): void {
    check(this.uint(2) === 1 && this.uint(reserved) === 0, 'version');
  }
}

/** What `read` reads of `bytes`, which is all of them. */
export function readAll<T>(bytes: Buffer, read: (cursor: Cursor) => T): T {
  const cursor = new Cursor(bytes);
  const value = read(cursor);
  check(cursor.rest === 0, 'bytes left over');
  return value;
}

export function times<T>(count: number, read: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => read(index));
}

export function inflate(bytes: Buffer, rawLength: number): Buffer {
  const raw = inflateRawSync(bytes);
  check(raw.length === rawLength, 'length of DEFLATE');
  return raw;
}

export function unpack(bytes: Buffer): Buffer {
  const cursor = new Cursor(bytes);
  const rawLength = cursor.varint();
  const rest = cursor.raw(cursor.rest);
  return rawLength === 0 ? rest : inflate(rest, rawLength);
}

export function unlz4(bytes: Buffer, rawLength: number): Buffer {
  const out: number[] = [];
  const cursor = new Cursor(bytes);
  const lengthOf = (bits: number) => {
    let length = bits;
    for (let more = bits === 15 ? 255 : 0; more === 255; length += more) more = cursor.uint(1);
    return length;
  };
  for (;;) {
    const token = cursor.uint(1);
    for (const byte of cursor.raw(lengthOf(token >>> 4))) out.push(byte);
    if (cursor.rest === 0) break;
    const distance = cursor.uint(2);
    for (let n = lengthOf(token % 16) + 4; n > 0; n--) out.push(out[out.length - distance]!);
  }
  check(out.length === rawLength, 'length of LZ4');
  return Buffer.from(out);
}

export function messagePack(cursor: Cursor): unknown {
  const tag = cursor.uint(1);
  const unsigned = (bits: number) => cursor.raw(2 ** bits).readUIntBE(0, 2 ** bits);
  const text = (length: number) => cursor.raw(length).toString('utf8');
  const array = (length: number) => times(length, () => messagePack(cursor));
  const map = (length: number) =>
    Object.fromEntries(times(length, () => [messagePack(cursor), messagePack(cursor)]));
  if (tag < 0x80) return tag;
  if (tag < 0x90) return map(tag - 0x80);
  if (tag < 0xa0) return array(tag - 0x90);
  if (tag < 0xc0) return text(tag - 0xa0);
  if (tag === 0xc0) return null;
  if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3;
  if (tag === 0xca) return cursor.raw(4).readFloatBE();
  if (tag === 0xcb) return cursor.raw(8).readDoubleBE();
  if (tag >= 0xcc && tag <= 0xce) return unsigned(tag - 0xcc);
  if (tag === 0xcf) return Number(cursor.raw(8).readBigUInt64BE());
  if (tag >= 0xd0 && tag <= 0xd2)
    return cursor.raw(1 << (tag - 0xd0)).readIntBE(0, 1 << (tag - 0xd0));
  if (tag === 0xd3) return Number(cursor.raw(8).readBigInt64BE());
  if (tag >= 0xd9 && tag <= 0xdb) return text(unsigned(tag - 0xd9));
  if (tag === 0xdc || tag === 0xdd) return array(unsigned(tag - 0xdb));
  if (tag === 0xde || tag === 0xdf) return map(unsigned(tag - 0xdd));
  check(tag >= 0xe0, 'MessagePack');
  return tag - 0x100;
}
