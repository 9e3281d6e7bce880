import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/codec/checksum.js';
import { packSection, unpackSection } from '../../../src/codec/packed-section.js';
import { asText, latin1, noise, withByte } from '../../support/bytes.js';
import { expectCorruption } from '../../support/thrown.js';

const OFFSET = 500;

function unpack(section: Uint8Array, maxLength = 1 << 20): Uint8Array {
  const handle = { offset: OFFSET, length: section.length, crc: crc32(section) };
  const reader = unpackSection(section, handle, 'a.index', maxLength);
  return reader.raw(reader.remaining);
}

describe('packSection()', () => {
  it('unpackSection() gives the bytes back', () => {
    const check = (raw: Uint8Array, length: (length: number) => boolean) => {
      const section = packSection(raw);
      expect(asText(unpack(section))).toBe(asText(raw));
      expect(length(section.length)).toBe(true);
    };
    check(latin1(''), (length) => length === 1);
    check(latin1('short'), (length) => length === 6);
    check(new Uint8Array(31), (length) => length === 32);
    check(new Uint8Array(32), (length) => length < 20);
    check(noise(1000), (length) => length === 1001);
    check(new Uint8Array(100_000), (length) => length < 500);
  });
});

describe('unpackSection()', () => {
  const raw = latin1('abcdefgh'.repeat(20));
  const section = packSection(raw);
  const handle = { offset: OFFSET, length: section.length, crc: crc32(section) };
  const resealed = (bytes: Uint8Array) => ({
    offset: OFFSET,
    length: bytes.length,
    crc: crc32(bytes),
  });

  it('refuses other bytes than its handle says', () => {
    const check = (bytes: Uint8Array, what: string) =>
      expectCorruption(
        () => unpackSection(bytes, handle, 'a.index', 1000),
        what,
        'a.index',
        OFFSET,
      );
    check(section.subarray(0, section.length - 1), 'Section cut off');
    check(new Uint8Array(0), 'Section cut off');
    check(withByte(section, 3, section[3]! ^ 1), 'Checksum mismatch');
  });

  it('refuses a raw length beyond the limit, or that is not the true one', () => {
    expectCorruption(
      () => unpackSection(section, handle, 'a.index', raw.length - 1),
      'Number out of range',
      'a.index',
      OFFSET + 2,
    );
    // 160 is a0 01.
    const other = withByte(section, 0, section[0]! + 1);
    expectCorruption(
      () => unpackSection(other, resealed(other), 'a.index', 1000),
      'does not decompress',
      'a.index',
      OFFSET + section.length,
    );
  });

  it('refuses a section without a length', () => {
    const empty = new Uint8Array(0);
    expectCorruption(
      () => unpackSection(empty, resealed(empty), 'a.index', 10),
      'Varint cut off',
      'a.index',
      OFFSET,
    );
  });
});
