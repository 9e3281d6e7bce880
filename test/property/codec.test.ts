import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HayabusaError } from '../../src/base/errors.js';
import { ByteReader } from '../../src/codec/byte-reader.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { crc32 } from '../../src/codec/checksum.js';
import { lz4Compress, lz4Decompress } from '../../src/codec/lz4.js';
import { packSection, unpackSection } from '../../src/codec/packed-section.js';
import { unzigzag, varintLength, zigzag } from '../../src/codec/varint.js';
import { asText, noise } from '../support/bytes.js';
import { randomRuns } from '../support/random-runs.js';

/** Whole numbers of every magnitude, with those around powers of two. */
const whole = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(300),
  fc
    .tuple(fc.nat(53), fc.integer({ min: -2, max: 2 }))
    .map(([power, by]) => Math.min(Math.max(0, 2 ** power + by), Number.MAX_SAFE_INTEGER)),
);

describe('varint', () => {
  it('comes back, and is as long as varintLength() says', () => {
    const out = new ByteWriter(0);
    fc.assert(
      fc.property(whole, (value) => {
        out.clear();
        out.varint(value);
        expect(out.length).toBe(varintLength(value));
        const reader = new ByteReader(out.bytes(), 'x');
        expect(reader.varint()).toBe(value);
        expect(reader.remaining).toBe(0);
      }),
      randomRuns(5000),
    );
  });
});

describe('zigzag()', () => {
  it('maps whole numbers one to one', () => {
    const half = fc.oneof(
      fc.integer(),
      whole.map((value) => Math.floor(value / 2)),
      whole.map((value) => 0 - Math.floor(value / 2)),
    );
    fc.assert(
      fc.property(half, (value) => {
        const coded = zigzag(value);
        expect(coded).toBeGreaterThanOrEqual(0);
        expect(Number.isSafeInteger(coded)).toBe(true);
        expect(unzigzag(coded)).toBe(value);
      }),
      randomRuns(5000),
    );
  });
});

type Field = { name: string; write: (out: ByteWriter) => void; read: (in_: ByteReader) => void };

const bytes = fc.uint8Array({ maxLength: 300 });
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.nat(0xff).map((value) => ({
    name: 'u8',
    write: (out: ByteWriter) => out.u8(value),
    read: (in_: ByteReader) => expect(in_.u8()).toBe(value),
  })),
  fc.nat(0xffff).map((value) => ({
    name: 'u16',
    write: (out: ByteWriter) => out.u16(value),
    read: (in_: ByteReader) => expect(in_.u16()).toBe(value),
  })),
  fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => ({
    name: 'u32',
    write: (out: ByteWriter) => out.u32(value),
    read: (in_: ByteReader) => expect(in_.u32()).toBe(value),
  })),
  whole.map((value) => ({
    name: 'u64',
    write: (out: ByteWriter) => out.u64(value),
    read: (in_: ByteReader) => expect(in_.u64()).toBe(value),
  })),
  whole.map((value) => ({
    name: 'varint',
    write: (out: ByteWriter) => out.varint(value),
    read: (in_: ByteReader) => expect(in_.varint()).toBe(value),
  })),
  bytes.map((value) => ({
    name: 'raw',
    write: (out: ByteWriter) => out.raw(value),
    read: (in_: ByteReader) => expect(asText(in_.raw(value.length))).toBe(asText(value)),
  })),
  bytes.map((value) => ({
    name: 'rawRange',
    write: (out: ByteWriter) => out.rawRange(value, 0, value.length),
    read: (in_: ByteReader) => in_.skip(value.length),
  })),
  bytes.map((value) => ({
    name: 'prefixed',
    write: (out: ByteWriter) => out.prefixed(value),
    read: (in_: ByteReader) => expect(asText(in_.prefixed())).toBe(asText(value)),
  })),
);

describe('ByteWriter, ByteReader', () => {
  it('give fields back in the order in which they were written', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 40 }), fc.nat(64), (fields, capacity) => {
        const out = new ByteWriter(capacity);
        for (const each of fields) each.write(out);
        const reader = new ByteReader(out.bytes(), 'x');
        for (const each of fields) each.read(reader);
        reader.expectEnd('the fields');
      }),
      randomRuns(1000),
    );
  });

  it('reading anything from any bytes ends in a value or in a typed error', () => {
    const read = fc.constantFrom<(in_: ByteReader) => unknown>(
      (in_) => in_.u8(),
      (in_) => in_.u16(),
      (in_) => in_.u32(),
      (in_) => in_.u64(),
      (in_) => in_.varint(),
      (in_) => in_.varint(1000),
      (in_) => in_.raw(7),
      (in_) => in_.skip(9),
      (in_) => in_.prefixed(),
    );
    fc.assert(
      fc.property(bytes, fc.array(read, { minLength: 1, maxLength: 40 }), (raw, reads) => {
        const reader = new ByteReader(raw, 'x');
        try {
          for (const each of reads) each(reader);
        } catch (error) {
          if (!(error instanceof HayabusaError)) throw error;
        }
        expect(reader.position).toBeLessThanOrEqual(raw.length);
        expect(reader.remaining).toBe(raw.length - reader.position);
      }),
      randomRuns(2000),
    );
  });
});

/** Bytes that compress well, hardly, and not at all. */
const texts = fc.oneof(
  bytes,
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(200)).map(([raw, times]) => {
    const text = new Uint8Array(raw.length * times);
    for (let i = 0; i < times; i++) text.set(raw, i * raw.length);
    return text;
  }),
  fc.tuple(fc.nat(5000), fc.nat(1000)).map(([length, seed]) => noise(length, seed)),
);

describe('LZ4', () => {
  it('gives any bytes back', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        expect(asText(lz4Decompress(lz4Compress(raw), raw.length)!)).toBe(asText(raw));
      }),
      randomRuns(500),
    );
  });

  it('any bytes decompress to the length asked for, or not at all', () => {
    fc.assert(
      fc.property(bytes, fc.nat(2000), (block, length) => {
        const raw = lz4Decompress(block, length);
        expect(raw?.length ?? length).toBe(length);
      }),
      randomRuns(2000),
    );
  });
});

describe('packSection()', () => {
  it('gives any bytes back, and adds few bytes at most', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const section = packSection(raw);
        expect(section.length).toBeLessThanOrEqual(raw.length + 1);
        const handle = { offset: 9, length: section.length, crc: crc32(section) };
        const reader = unpackSection(section, handle, 'x', raw.length);
        expect(asText(reader.raw(reader.remaining))).toBe(asText(raw));
      }),
      randomRuns(500),
    );
  });
});
