import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../../src/postings/posting-list-format.js';
import { writePostingList } from '../../../src/postings/posting-list-writer.js';
import { toHex } from '../../support/bytes.js';

const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, i) => first + i);

describe('writePostingList()', () => {
  const check = (docs: number[], messages: number, form: number, hex: string) => {
    const out = new ByteWriter();
    expect(writePostingList(out, Uint32Array.from(docs), 0, docs.length, messages)).toBe(form);
    expect(toHex(out.bytes())).toBe(hex);
  };

  it('writes gaps where they are shortest', () => {
    check([3, 7, 300], 1000, FORM_GAPS, '03 03 a4 02');
    check([0], 1000, FORM_GAPS, '00');
    check([0, 999], 1000, FORM_GAPS, '00 e6 07');
    check([127, 256], 1000, FORM_GAPS, '7f 80 01');
  });

  it('writes runs where they are shorter', () => {
    check(range(0, 3), 1000, FORM_RUNS, '00 02');
    check(range(5, 205), 100_000, FORM_RUNS, '05 c7 01');
    check([...range(1, 4), ...range(10, 14)], 1000, FORM_RUNS, '01 02 06 03');
  });

  it('writes a bitmap where it is shorter still', () => {
    check([0, 1, 2, 4, 6, 8], 9, FORM_BITMAP, '57 01');
    check([0, 2, 4, 6, 8, 10, 12, 14], 16, FORM_BITMAP, '55 55');
  });

  it('at equal length prefers gaps to runs, and runs to the bitmap', () => {
    check([4, 5], 1000, FORM_GAPS, '04 00');
    check([1, 3], 16, FORM_GAPS, '01 01');
    check(range(3, 8), 16, FORM_RUNS, '03 04');
  });

  it('writes the given range of the array only, behind what stands there', () => {
    const out = new ByteWriter();
    out.u8(0xee);
    writePostingList(out, Uint32Array.of(1, 2, 30, 40, 50), 2, 4, 1000);
    expect(toHex(out.bytes())).toBe('ee 1e 09');
  });
});
