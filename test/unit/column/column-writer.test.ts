import { describe, expect, it } from 'vitest';
import {
  KIND_CONSTANT,
  KIND_DECIMALS,
  KIND_DICTIONARY,
  KIND_IPV4,
  KIND_NUMBERS,
  KIND_TEXT,
} from '../../../src/column/column-format.js';
import { ColumnWriter } from '../../../src/column/column-writer.js';
import { noise, toHex } from '../../support/bytes.js';
import { countsOf, openColumn, valuesOf, writeColumn } from '../../support/columns.js';

const writer = new ColumnWriter();

/** Expects the values back, byte for byte, and the sink told how often each occurs; returns the column's kind. */
function kindOf(values: readonly string[]): number {
  const { bytes, told } = writeColumn(values, writer);
  expect(valuesOf(openColumn(bytes, values.length), values.length)).toEqual(values);
  expect(told).toEqual(countsOf(values));
  return bytes[0]!;
}

const range = <T>(count: number, value: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => value(i));

describe('ColumnWriter', () => {
  it('writes the bytes of the format', () => {
    const check = (values: string[], hex: string) =>
      expect(toHex(writeColumn(values).bytes), values.join()).toBe(hex);
    check(['ab', 'ab'], '00 02 61 62');
    check([''], '00 00');
    // Numbers: planes, from 5 on, one byte each; then differences.
    check(['5', '6', '9'], '01 00 05 01 00 01 04');
    check(
      range(8, (i) => `${1000 + i}`),
      '01 00 e8 07 01 00 01 02 03 04 05 06 07',
    );
    check(
      ['0', '1000000', '1000001', '1000002', '1000003', '1000004'],
      '01 01 00 80 89 7a 02 02 02 02',
    );
    // A dictionary of two texts of one byte, and codes.
    check(['a', 'b', 'a', 'a'], '02 02 05 02 61 62 00 01 00 00');
    check(['1.50', '20.25'], '03 02 00 01 01 00 13 00 19 01 19 00');
    check(['10.0.0.1', '10.0.0.2'], '04 0a 0a 00 00 00 00 01 02');
    check(['ab', 'c'], '05 00 02 01 61 62 63');
    check(['ab', 'cd'], '05 03 61 62 63 64');
  });

  it('one value is a constant, whatever it is', () => {
    for (const value of ['', 'a', '7', '10.0.0.1', '\xff\0', 'x'.repeat(70_000)])
      for (const count of [1, 2, 3000])
        expect(kindOf(range(count, () => value))).toBe(KIND_CONSTANT);
  });

  it('numbers are decimal, below 10^9 and without leading zeros', () => {
    expect(kindOf(['0', '999999999'])).toBe(KIND_NUMBERS);
    expect(kindOf(range(300, (i) => `${i * i * i}`))).toBe(KIND_NUMBERS);
    expect(kindOf(range(300, (i) => `${999_999_999 - 1_000_003 * (i % 7)}`))).toBe(KIND_NUMBERS);
    for (const other of ['01', '00', '', '1000000000', '2147483647', '2147483648', '4294967296'])
      expect(kindOf(['1', other]), other).toBe(KIND_TEXT);
    for (const other of ['+1', '-1', '1 ', '1e3', '0x1', '1.', '.1', '\xb2', '٣'])
      expect(kindOf(['1', Buffer.from(other).toString('latin1')]), other).toBe(KIND_TEXT);
  });

  it('decimals have one point, and as many digits behind it', () => {
    expect(kindOf(['0.0', '1.5', '999999999.9'])).toBe(KIND_DECIMALS);
    expect(kindOf(['0.000000000', '1.999999999', '12.000000001'])).toBe(KIND_DECIMALS);
    for (const other of [
      '1.50',
      '1.',
      '.5',
      '01.5',
      '1000000000.5',
      '1.2.3',
      '1,5',
      '1.x',
      'x.1',
      '15',
    ])
      expect(kindOf(['1.5', other, '2.5']), other).toBe(KIND_TEXT);
    expect(kindOf(['1.0000000001', '1.0000000002'])).toBe(KIND_TEXT);
    expect(kindOf(['1.2.3', '1.2.4'])).toBe(KIND_TEXT);
  });

  it('IPv4 addresses have four octets without leading zeros', () => {
    expect(kindOf(['0.0.0.0', '255.255.255.255', '10.0.0.1'])).toBe(KIND_IPV4);
    expect(kindOf(range(3000, (i) => `10.${i % 256}.${(i * 7) % 256}.${i >> 8}`))).toBe(KIND_IPV4);
    for (const other of [
      ...['256.0.0.1', '1.2.3', '1.2.3.4.5', '1.2.3.04', '01.2.3.4', '1.2.3.', '.1.2.3', '1..2.3'],
      ...['1.2.3.4:5', '1.2.3.4 ', 'a.b.c.d', '1.2.3.1000', '', '1.2.3.x', '1234567', '1.2.3.4.'],
    ])
      expect(kindOf(['1.2.3.4', other]), other).toBe(KIND_TEXT);
  });

  it('text is any bytes, also none', () => {
    expect(kindOf(['', 'a'])).toBe(KIND_TEXT);
    expect(kindOf(['\xff\xfe', '\0', '\n', '7'])).toBe(KIND_TEXT);
    expect(kindOf(range(50, (i) => Buffer.from(noise(i * 40, i + 1)).toString('latin1')))).toBe(
      KIND_TEXT,
    );
  });

  it('a dictionary has the distinct values, of any kind but its own', () => {
    const check = (entries: readonly string[]) => {
      const kind = kindOf(range(entries.length * 4, (i) => entries[i >> 2]!));
      expect(kind).toBe(KIND_DICTIONARY);
    };
    check(['a', 'b']);
    check(['', 'x', '']);
    check(['1.5', '2.5', '3.5']);
    check(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    check(['1', 'x']);
    for (const size of [255, 256, 257, 1000, 9000]) check(range(size, (i) => `v${i * i}`));
  });

  it('takes 65,536 distinct values into a dictionary, and no more', () => {
    const some = (distinct: number) => range(3 * distinct, (i) => `x${(i * 31) % distinct}`);
    // The trial sees no repetition yet unless values come twice from the start on.
    const pairs = (distinct: number) => range(2 * distinct, (i) => `y${i >> 1}`);
    expect(kindOf(pairs(65_536))).toBe(KIND_DICTIONARY);
    expect(kindOf(pairs(65_537))).toBe(KIND_TEXT);
    expect(kindOf(some(70_001))).toBe(KIND_TEXT);
    expect(kindOf(range(70_000, (i) => `${i}`))).toBe(KIND_NUMBERS);
    expect(kindOf(range(70_000, (i) => `${(i >> 8) & 255}.${i & 255}.1.${i >> 16}`))).toBe(
      KIND_IPV4,
    );
  });

  it('tells values apart whose hashes are equal', () => {
    const values = range(400, (i) => `v${i % 37}`);
    for (const each of [values, ['same', 'same', 'sama', 'samee', 'same']])
      expect(writeColumn(each, writer, () => 7)).toEqual(writeColumn(each));
  });

  it('writes the same whatever was written before', () => {
    const used = new ColumnWriter();
    const columns = [
      range(5000, (i) => `w${i % 50}`),
      range(70_000, (i) => `${i}`),
      ['a', 'b', 'a', 'b', 'a', 'b'],
      ['7', '8'],
      ['1.5', '2.5'],
    ];
    for (const values of columns) {
      const fresh = writeColumn(values);
      expect(writeColumn(values, used)).toEqual(fresh);
    }
    // Beyond the generations of its table.
    for (let i = 0; i < 33_000; i++) writeColumn(['a', 'b', 'a', 'b'], used);
    for (const values of columns) expect(writeColumn(values, used)).toEqual(writeColumn(values));
  });
});
