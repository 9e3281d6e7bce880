import { describe, expect, it } from 'vitest';
import { MILLIS_PER_HOUR } from '../../../src/base/ids.js';
import {
  formatHour,
  logNumber,
  logPath,
  packNumber,
  packPath,
} from '../../../src/storage/file-names.js';

const nameOf = (path: string) => path.slice(path.indexOf('/') + 1);

describe('packPath(), logPath()', () => {
  it('have ten digits, and packNumber() and logNumber() read them back', () => {
    const check = (number: number, pack: string, log: string) => {
      expect(packPath(number)).toBe(pack);
      expect(logPath(number)).toBe(log);
      expect(packNumber(nameOf(pack))).toBe(number);
      expect(logNumber(nameOf(log))).toBe(number);
    };
    check(1, 'packs/0000000001.pack', 'log/0000000001.log');
    check(587, 'packs/0000000587.pack', 'log/0000000587.log');
    check(9_999_999_999, 'packs/9999999999.pack', 'log/9999999999.log');
  });

  it('stand in the order of their numbers', () => {
    const numbers = [1, 2, 9, 10, 99, 100, 12_345, 1_000_000];
    const paths = numbers.map(packPath);
    expect(paths.toSorted()).toEqual(paths);
  });
});

describe('packNumber(), logNumber()', () => {
  it('know published files only', () => {
    for (const name of [
      ...['', '.pack', '.log', 'pack', '0000000001', '0000000001.pack.tmp', '0000000001.log.tmp'],
      ...[
        '000000001.pack',
        '00000000001.pack',
        '000000001.log',
        'x000000001.log',
        '-000000001.log',
      ],
      ...['packs/0000000001.pack', '0000000001.index', '0000000001.PACK', ' 0000000001.log'],
    ]) {
      expect(packNumber(name), name).toBe(undefined);
      expect(logNumber(name), name).toBe(undefined);
    }
    expect(packNumber('0000000001.log')).toBe(undefined);
    expect(logNumber('0000000001.pack')).toBe(undefined);
  });
});

describe('formatHour()', () => {
  it('is what commands and errors call an hour', () => {
    const check = (time: string, text: string) =>
      expect(formatHour(Date.parse(time) / MILLIS_PER_HOUR)).toBe(text);
    check('2021-08-17T09:00Z', '2021-08-17T09');
    check('1969-12-31T23:00Z', '1969-12-31T23');
  });
});
