import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { readNumbers, writeNumbers } from '../../../src/column/numbers.js';
import { fromHex, toHex } from '../../support/bytes.js';
import { thrownBy } from '../../support/thrown.js';

const MAX = 0x7fff_ffff;

function bytesOf(values: readonly number[]): Uint8Array {
  const out = new ByteWriter(0);
  // Memory of the writer's own may hold more than `count` values.
  writeNumbers(out, Int32Array.from([...values, 99]), values.length);
  return out.copy();
}

function read(bytes: Uint8Array, count: number): number[] {
  const reader = new ByteReader(bytes, 'a.pack');
  const values = readNumbers(reader, count);
  reader.expectEnd('numbers');
  return [...values];
}

describe('writeNumbers()', () => {
  it('readNumbers() gives the numbers back, up to 2^31 - 1', () => {
    const check = (values: readonly number[]) =>
      expect(read(bytesOf(values), values.length)).toEqual(values);
    check([]);
    check([0]);
    check([MAX]);
    check([0, MAX]);
    check([MAX, 0, MAX, 0]);
    check([MAX - 1, MAX]);
    for (const step of [1, 255, 256, 257, 65_535, 65_536, 0xff_ffff, 0x100_0000, MAX])
      check([0, step, 0, step, step, step]);
    check(Array.from({ length: 1000 }, (_, i) => MAX - i));
    check(Array.from({ length: 1000 }, (_, i) => (i * 2_147_483) % MAX));
  });

  it('takes planes or differences, whichever is shorter', () => {
    expect(toHex(bytesOf([7, 7, 7]))).toBe('00 07 00');
    expect(toHex(bytesOf([7, 8, 7]))).toBe('00 07 01 00 01 00');
    expect(toHex(bytesOf([0, 256, 1]))).toBe('00 00 02 00 00 01 00 01 00');
    expect(toHex(bytesOf([70_000, 70_001, 70_002, 0, 1, 2, 3])).slice(0, 2)).toBe('01');
  });
});

describe('readNumbers()', () => {
  it('refuses what no writer writes', () => {
    const check = (hex: string, count: number, what: string) => {
      const error = thrownBy(() => read(fromHex(hex), count));
      expect(error.code).toBe('corruption');
      expect(error.message).toContain(what);
    };
    check('02 00', 1, 'Form of numbers');
    check('00 80 80 80 80 08 00', 1, 'Number out of range');
    check('00 00 05 00 00 00 00 00', 1, 'Bytes of a number');
    check('00 00 01', 1, 'too short');
    check('00 00 02 01', 1, 'too short');
    check('01 01', 1, 'Number of a column');
    check('01 fe ff ff ff 0f 02', 2, 'Number of a column');
    check('01 80 80 80 80 10', 1, 'Number out of range');
    check('01 00', 2, 'cut off');
    check('00 ff ff ff ff 07 01 01', 1, 'Number of a column');
    check('00 00 04 ff ff ff ff', 1, 'Number of a column');
    check('', 0, 'too short');
  });
});
