import { describe, expect, it } from 'vitest';
import { MILLIS_PER_HOUR, type SegmentHour, segmentHour } from '../../../src/base/ids.js';
import {
  formatHour,
  indexPartPath,
  isIndexPartName,
  messageLogPath,
  parseSegmentFolder,
  segmentFolder,
} from '../../../src/storage/file-names.js';

const hour = (year: number, month: number, day: number, hours: number): SegmentHour =>
  segmentHour(Date.UTC(year, month - 1, day, hours) / MILLIS_PER_HOUR);

describe('segmentFolder()', () => {
  it('is the hour in UTC, and parseSegmentFolder() reads it back', () => {
    const check = (value: SegmentHour, folder: string) => {
      expect(segmentFolder(value)).toBe(folder);
      expect(parseSegmentFolder(folder)).toBe(value);
    };
    check(hour(2021, 8, 17, 9), '2021/08/17/09');
    check(hour(1970, 1, 1, 0), '1970/01/01/00');
    check(hour(1969, 12, 31, 23), '1969/12/31/23');
    check(hour(2024, 2, 29, 23), '2024/02/29/23');
    check(hour(9999, 12, 31, 23), '9999/12/31/23');
  });

  it('holds over every hour of a leap year', () => {
    const start = hour(2024, 1, 1, 0);
    for (let i = 0; i < 366 * 24; i++) {
      const each = segmentHour(start + i);
      expect(parseSegmentFolder(segmentFolder(each))).toBe(each);
    }
  });
});

describe('parseSegmentFolder()', () => {
  it('refuses every other path', () => {
    const check = (path: string) => expect(parseSegmentFolder(path), path).toBe(undefined);
    check('');
    check('2021');
    check('2021/08/17');
    check('2021/08/17/24');
    check('2021/13/01/00');
    check('2021/00/10/00');
    check('2021/02/29/00');
    check('2021/8/17/09');
    check('2021/08/17/09/');
    check('/2021/08/17/09');
    check('2021/08/17/09/messages.log');
    check('20210/08/17/09');
    check('x021/08/17/09');
  });
});

describe('messageLogPath(), indexPartPath()', () => {
  it('stand in the folder of the hour', () => {
    expect(messageLogPath(hour(2021, 8, 17, 9))).toBe('2021/08/17/09/messages.log');
    expect(indexPartPath(hour(2021, 8, 17, 9), 0, 587, 1)).toBe(
      '2021/08/17/09/0000000000-0000000587.1.index',
    );
    expect(indexPartPath(hour(2021, 8, 17, 9), 0xffff_fff0, 0xffff_ffff, 12)).toBe(
      '2021/08/17/09/4294967280-4294967295.12.index',
    );
  });
});

describe('isIndexPartName()', () => {
  it('knows published parts only', () => {
    const check = (name: string, expected: boolean) =>
      expect(isIndexPartName(name), name).toBe(expected);
    check('0000000000-0000000587.1.index', true);
    check('4294967280-4294967295.12.index', true);
    check('0000000000-0000000587.1.index.tmp', false);
    check('0000000000-0000000587.index', false);
    check('000000000-0000000587.1.index', false);
    check('messages.log', false);
    check('', false);
  });
});

describe('formatHour()', () => {
  it('is what commands and errors call an hour', () => {
    expect(formatHour(hour(2021, 8, 17, 9))).toBe('2021-08-17T09');
  });
});
