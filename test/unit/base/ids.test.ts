import { describe, expect, it } from 'vitest';
import {
  epochMillis,
  hourOf,
  MILLIS_PER_DAY,
  MILLIS_PER_HOUR,
  segmentHour,
} from '../../../src/base/ids.js';

describe('hourOf()', () => {
  it('rounds down, before 1970 too', () => {
    const check = (time: number, hour: number) => expect(hourOf(time)).toBe(hour);
    check(0, 0);
    check(MILLIS_PER_HOUR - 1, 0);
    check(MILLIS_PER_HOUR, 1);
    check(-1, -1);
    check(-MILLIS_PER_HOUR, -1);
    check(-MILLIS_PER_HOUR - 1, -2);
    check(Date.UTC(2021, 7, 17, 9, 59, 59, 999), Date.UTC(2021, 7, 17, 9) / MILLIS_PER_HOUR);
    check(MILLIS_PER_DAY, 24);
  });
});

describe('segmentHour()', () => {
  it('takes whole numbers of 32 bits', () => {
    for (const hour of [0, -1, 452_193, 0x7fff_ffff, -0x7fff_ffff])
      expect(segmentHour(hour)).toBe(hour);
    for (const hour of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 0x8000_0000, -0x8000_0000])
      expect(() => segmentHour(hour)).toThrow(RangeError);
  });
});

describe('epochMillis()', () => {
  it('takes safe integers', () => {
    for (const time of [0, -1, 1_629_190_000_123]) expect(epochMillis(time)).toBe(time);
    for (const time of [0.5, Number.NaN, 2 ** 53]) expect(() => epochMillis(time)).toThrow('time');
  });
});
