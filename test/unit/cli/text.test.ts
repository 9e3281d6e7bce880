import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatPercent, plural } from '../../../src/cli/numbers.js';
import { sizeOption } from '../../../src/cli/option-values.js';
import { printable } from '../../../src/cli/terminal-text.js';
import { parseDuration, parseRange, parseTime } from '../../../src/cli/time-options.js';
import { VERSION } from '../../../src/cli/version.js';
import { timeZone } from '../../../src/syslog/time-zones.js';

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

describe('parseDuration', () => {
  const check = (text: string, expected: number) =>
    it(`reads ${text}`, () => expect(parseDuration(text)).toBe(expected));
  check('90m', 5_400_000);
  check('2h', 7_200_000);
  check('1h30m', 5_400_000);
  check('1.5d', 129_600_000);
  check('500ms', 500);
  check('1w', 604_800_000);
  for (const text of ['', '2', 'h', '2x', '-1h', '1h 2'])
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseDuration(text)).toThrow(/Duration/));
});

describe('parseTime', () => {
  const berlin = () => timeZone('Europe/Berlin');
  const check = (text: string, expected: string) =>
    it(`reads ${text}`, () =>
      expect(new Date(parseTime(text, berlin, '--from')).toISOString()).toBe(expected));
  check('2021-08-17', '2021-08-16T22:00:00.000Z');
  check('2021-08-17 09:29', '2021-08-17T07:29:00.000Z');
  check('2021-08-17T09:29:03.5', '2021-08-17T07:29:03.500Z');
  check('2021-08-17T09:29:03Z', '2021-08-17T09:29:03.000Z');
  check('2021-08-17 09:29+09:00', '2021-08-17T00:29:00.000Z');
  check('2021/8/7', '2021-08-06T22:00:00.000Z');
  check('@1629190000.25', '2021-08-17T08:46:40.250Z');
  for (const text of ['', 'x', '2021-13-01', '2021-02-29', '2021-08-17 25:00', '2021-08', '10:00'])
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseTime(text, berlin, '--from')).toThrow(/--from/));
});

describe('parseRange', () => {
  const utc = () => timeZone('UTC');
  it('is undefined when nothing is given', () => expect(parseRange({}, utc)).toBeUndefined());
  it('goes back from --to with --last', () => {
    const range = parseRange({ last: '1h', to: '2021-08-17' }, utc);
    expect(range).toEqual({ from: Date.UTC(2021, 7, 16, 23), to: Date.UTC(2021, 7, 17) });
  });
  it('refuses what contradicts itself', () => {
    expect(() => parseRange({ last: '1h', from: '2021-08-17' }, utc)).toThrow(/--last and --from/);
    expect(() => parseRange({ from: '2021-08-17', to: '2021-08-17' }, utc)).toThrow(/empty/);
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
