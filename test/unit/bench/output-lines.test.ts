import { describe, expect, it } from 'vitest';
import { outputLines } from '../../../native-free-bench/measure/output-lines.js';

const linesOf = (output: Buffer) => [...outputLines(output)];

describe('outputLines()', () => {
  it('are what stands between line feeds, empty ones left out', () => {
    expect(linesOf(Buffer.from(''))).toEqual([]);
    expect(linesOf(Buffer.from('one\n\ntwo\n'))).toEqual(['one', 'two']);
    expect(linesOf(Buffer.from('\none\ntwo'))).toEqual(['one', 'two']);
  });

  it('are the same of more than is decoded at a time', () => {
    const lines = Array.from({ length: 700_000 }, (_, i) => `some/folder/file.log:${i}`.padEnd(60));
    lines.push('x'.repeat(1 << 25), 'last');
    expect(linesOf(Buffer.from(lines.join('\n')))).toEqual(lines);
  });
});
