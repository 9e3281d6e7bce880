import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatPercent, plural } from '../../../src/cli/numbers.js';
import { sizeOption } from '../../../src/cli/option-values.js';
import { columnsOf, printable, visible } from '../../../src/cli/terminal-text.js';
import { VERSION } from '../../../src/cli/version.js';

describe('printable', () => {
  const check = (bytes: readonly number[] | string, expected: string) =>
    it(`shows ${JSON.stringify(bytes)} as ${expected}`, () => {
      const raw = typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes);
      expect(Buffer.from(printable(raw)).toString()).toBe(expected);
    });
  check('plain', 'plain');
  check('tab\tstays', 'tab\tstays');
  check('\x1b[31mred', '\\x1b[31mred');
  check('cr\r', 'cr\\x0d');
  check('nul\0', 'nul\\x00');
  check('障害', '障害');
  check([0x61, 0xff, 0x62], 'a\\xffb');
  check([0xe9, 0x9a], '\\xe9\\x9a');
  check([0xc2, 0x9b, 0x41], '\\xc2\\x9bA');
  check([0x7f], '\\x7f');
  check('\ufeffmark\x07', '\ufeffmark\\x07');
});

describe('visible', () => {
  it('shows what takes no column', () => {
    expect(visible('a\tb\ufeff\u202e\x9b障')).toBe('a\\x09b\\u{feff}\\u{202e}\\xc2\\x9b障');
  });
});

describe('columnsOf', () => {
  it('counts two for wide characters and none for marks that combine', () => {
    expect(['', 'abc', 'é', 'e\u0301', '障害', 'ログ1', '🦅'].map(columnsOf)).toEqual([
      0, 3, 1, 1, 4, 5, 2,
    ]);
  });
});

describe('numbers', () => {
  it('are grouped by thousands', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
  it('count bytes in decimal units', () => {
    expect([0, 999, 1500, 326_800_000].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.5 kB',
      '326.8 MB',
    ]);
  });
  it('say one and many', () => {
    expect([plural(1, 'hour'), plural(2, 'hour'), formatPercent(1, 0)]).toEqual([
      '1 hour',
      '2 hours',
      '0.0 %',
    ]);
  });
});

describe('options', () => {
  it('reads sizes', () => {
    expect(
      ['16MB', '1kb', '1000', '2 GB'].map((size) => sizeOption({ size }, 'size', '--size')),
    ).toEqual([16e6, 1000, 1000, 2e9]);
    expect(() => sizeOption({ size: 'x' }, 'size', '--size')).toThrow(/--size/);
  });
});

describe('VERSION', () => {
  it("is the package's", () => {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: VERSION });
  });
});
