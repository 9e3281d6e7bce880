import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { fromHex, latin1, toHex } from '../../support/bytes.js';
import { expectCorruption } from '../../support/thrown.js';

const reader = (hex: string, base = 0) => new ByteReader(fromHex(hex), 'a.index', base);

describe('ByteReader', () => {
  it('reads integers little-endian, from a view into a larger buffer too', () => {
    const bytes = fromHex('ff ab 34 12 78 56 34 12 02 00 00 00 01 00 00 00').subarray(1);
    const in_ = new ByteReader(bytes, 'a.index');
    expect(in_.u8()).toBe(0xab);
    expect(in_.u16()).toBe(0x1234);
    expect(in_.u32()).toBe(0x1234_5678);
    expect(in_.u64()).toBe(0x1_0000_0002);
    expect(in_.position).toBe(15);
    expect(in_.remaining).toBe(0);
    in_.expectEnd('the number');
  });

  it('varint() reads up to 2^53 - 1', () => {
    const check = (hex: string, value: number) => expect(reader(hex).varint()).toBe(value);
    check('00', 0);
    check('7f', 127);
    check('a5 02', 293);
    check('ff ff ff ff 0f', 2 ** 32 - 1);
    check('ff ff ff ff ff ff ff 0f', Number.MAX_SAFE_INTEGER);
  });

  it('varint() refuses what is cut off, too long or too large', () => {
    const check = (hex: string, what: string, offset: number, max?: number) =>
      expectCorruption(() => reader(hex, 100).varint(max), what, 'a.index', offset);
    check('', 'Varint cut off', 100);
    check('80', 'Varint cut off', 101);
    check('ff ff ff', 'Varint cut off', 103);
    check('80 80 80 80 80 80 80 80 00', 'Varint too long', 108);
    check('ff ff ff ff ff ff ff 10', 'Number out of range', 108);
    check('ff ff ff ff ff ff ff 7f', 'Number out of range', 108);
    check('0b', 'Number out of range', 101, 10);
    check('00', 'Number out of range', 101, -1);
  });

  it('u64() refuses numbers that a double cannot hold', () => {
    expect(reader('ff ff ff ff ff ff 1f 00').u64()).toBe(Number.MAX_SAFE_INTEGER);
    expectCorruption(
      () => reader('00 00 00 00 00 00 20 00').u64(),
      'Number too large',
      'a.index',
      8,
    );
  });

  it('every read refuses to go beyond the end, and names file and offset', () => {
    const check = (read: (in_: ByteReader) => unknown) => {
      const in_ = reader('01 02', 40);
      in_.skip(2);
      expectCorruption(() => read(in_), 'Section too short', 'a.index', 42);
      expect(in_.position).toBe(2);
    };
    check((in_) => in_.u8());
    check((in_) => in_.u16());
    check((in_) => in_.u32());
    check((in_) => in_.u64());
    check((in_) => in_.raw(1));
    check((in_) => in_.skip(1));
  });

  it('prefixed() refuses a length beyond the end', () => {
    expect(toHex(reader('02 61 62').prefixed())).toBe('61 62');
    expect(toHex(reader('00').prefixed())).toBe('');
    expectCorruption(() => reader('03 61 62').prefixed(), 'Section too short', 'a.index', 1);
    expectCorruption(() => reader('80 20 61 62').prefixed(), 'out of range', 'a.index', 2);
  });

  it('raw() is a view that shares memory', () => {
    const bytes = latin1('abc');
    const in_ = new ByteReader(bytes, 'a.index');
    in_.skip(1);
    const view = in_.raw(2);
    bytes[1] = 0x7a;
    expect(toHex(view)).toBe('7a 63');
  });

  it('expectEnd() refuses bytes left over', () => {
    const in_ = reader('01 02 03', 7);
    in_.u8();
    expectCorruption(() => in_.expectEnd('the tail'), 'left over after the tail', 'a.index', 8);
  });
});
