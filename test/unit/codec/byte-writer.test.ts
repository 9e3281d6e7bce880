import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { latin1, toHex } from '../../support/bytes.js';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter(0);
  write(out);
  return toHex(out.bytes());
}

describe('ByteWriter', () => {
  it('writes integers little-endian', () => {
    const check = (write: (out: ByteWriter) => void, hex: string) =>
      expect(written(write)).toBe(hex);
    check((out) => out.u8(0xab), 'ab');
    check((out) => out.u16(0x1234), '34 12');
    check((out) => out.u32(0x1234_5678), '78 56 34 12');
    check((out) => out.u32(0xffff_ffff), 'ff ff ff ff');
    check((out) => out.u64(0), '00 00 00 00 00 00 00 00');
    check((out) => out.u64(0x1_0000_0002), '02 00 00 00 01 00 00 00');
    check((out) => out.u64(Number.MAX_SAFE_INTEGER), 'ff ff ff ff ff ff 1f 00');
  });

  it('varint() writes seven bits a byte, low bits first', () => {
    const check = (value: number, hex: string) =>
      expect(written((out) => out.varint(value))).toBe(hex);
    check(0, '00');
    check(127, '7f');
    check(128, '80 01');
    check(293, 'a5 02');
    check(2 ** 28 - 1, 'ff ff ff 7f');
    check(2 ** 28, '80 80 80 80 01');
    check(2 ** 32 - 1, 'ff ff ff ff 0f');
    check(2 ** 35, '80 80 80 80 80 01');
    check(Number.MAX_SAFE_INTEGER, 'ff ff ff ff ff ff ff 0f');
  });

  it('raw(), rawRange() and prefixed() copy bytes', () => {
    expect(written((out) => out.raw(latin1('ab')))).toBe('61 62');
    expect(written((out) => out.raw(new Uint8Array(0)))).toBe('');
    expect(written((out) => out.rawRange(latin1('abcd'), 1, 3))).toBe('62 63');
    expect(written((out) => out.rawRange(latin1('abcd'), 2, 2))).toBe('');
    expect(written((out) => out.prefixed(latin1('ab')))).toBe('02 61 62');
    expect(written((out) => out.prefixed(new Uint8Array(200))).slice(0, 8)).toBe('c8 01 00');
  });

  it('setU32() overwrites what was written before, even after growing', () => {
    const out = new ByteWriter(4);
    out.u32(0);
    out.raw(new Uint8Array(100));
    out.setU32(0, 0xdead_beef);
    expect(toHex(out.bytes().subarray(0, 5))).toBe('ef be ad de 00');
  });

  it('extend() makes room that `buffer` shows, until the writer grows', () => {
    const out = new ByteWriter(4);
    out.u8(1);
    const at = out.extend(3);
    expect(at).toBe(1);
    const { buffer } = out;
    for (let i = 0; i < 3; i++) buffer[at + i] = 7 + i;
    expect(toHex(out.bytes())).toBe('01 07 08 09');
    expect(out.extend(0)).toBe(4);
    expect(out.buffer).toBe(buffer);
    const more = out.extend(1000);
    expect(out.length).toBe(1004);
    expect(out.buffer).not.toBe(buffer);
    out.buffer.fill(5, more, more + 1000);
    out.u8(6);
    expect(toHex(out.bytes().subarray(0, 6))).toBe('01 07 08 09 05 05');
    expect(toHex(out.bytes().subarray(1003))).toBe('05 06');
  });

  it('keeps what was written while it grows from any capacity', () => {
    for (const capacity of [0, 1, 7, 8, 9, 1000]) {
      const out = new ByteWriter(capacity);
      for (let i = 0; i < 100; i++) {
        out.u8(i);
        out.varint(i * 2 ** 40);
        out.u64(i);
      }
      const large = new ByteWriter(1 << 20);
      for (let i = 0; i < 100; i++) {
        large.u8(i);
        large.varint(i * 2 ** 40);
        large.u64(i);
      }
      expect(toHex(out.bytes())).toBe(toHex(large.bytes()));
    }
  });

  it('copy() is the caller’s own, bytes() is not', () => {
    const out = new ByteWriter(16);
    out.u8(1);
    const copy = out.copy();
    const view = out.bytes();
    out.clear();
    expect(out.length).toBe(0);
    out.u8(2);
    expect(toHex(copy)).toBe('01');
    expect(toHex(view)).toBe('02');
  });
});
