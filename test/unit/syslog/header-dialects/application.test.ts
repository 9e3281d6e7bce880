import { describe, expect, it } from 'vitest';
import { check, parse } from '../parsed.js';

describe('dates that programs write in their own ways', () => {
  it('Redis, MySQL, HDFS, Spark, klog, logcat, Proxifier', () => {
    check('30 May 13:42:44 . 0 clients', 'application -----05-30T13:42:44.000 - - -');
    check('27 Dec 2018 11:19:18.874 * x', 'application 2018-12-27T11:19:18.874 - - -');
    check('161209 13:08:33 mysqld_safe x', 'application 2016-12-09T13:08:33.000 - - -');
    check('161209  3:08:33 [Note] x', 'application 2016-12-09T03:08:33.000 - - -');
    check('081109 203807 222 INFO x', 'application 2008-11-09T20:38:07.000 - - -');
    check(
      '17/06/09 20:10:40 INFO exec.Executor: x',
      'application 2017-06-09T20:10:40.000 - exec.Executor -',
    );
    check(
      'E1215 04:15:13.816036       8 config.go:489] x',
      'application -----12-15T04:15:13.816 - - -',
    );
    check('03-17 16:13:38.819  1702  8671 D Tag: x', 'application -----03-17T16:13:38.819 - - -');
    check('[10.30 16:49:06] chrome.exe - x', 'application -----10-30T16:49:06.000 - - -');
  });

  it('slashes: a part above 12 is the day; else the month comes first, in brackets the day', () => {
    const time = (line: string) => parse(line).time;
    expect(time('07/11/2022-10:29:01.860293  [**] x')).toBe('2022-07-11T10:29:01.860');
    expect(time('13/08/2025:11:29:14 gate 0-PPE-1 : x')).toBe('2025-08-13T11:29:14.000');
    expect(time('08/13/2025:11:29:14 gate 0-PPE-1 : x')).toBe('2025-08-13T11:29:14.000');
    expect(time('02/07/2024 07:51:20 PM x')).toBe('2024-02-07T19:51:20.000');
    expect(time('10.0.0.1 - jo [02/07/2024 07:51:20] "GET')).toBe('2024-07-02T07:51:20.000');
    expect(time('10.0.0.1 - jo [02/17/2024 07:51:20] "GET')).toBe('2024-02-17T07:51:20.000');
    expect(time('13/13/2025:11:29:14 gate x')).toBe('-');
  });

  it('dashes and dots: the day comes first', () => {
    const time = (line: string) => parse(line).time;
    expect(time('11-06-2013 02:09:40 +0300 PROXY x')).toBe('2013-06-11T02:09:40.000+03:00');
    expect(time('11.06.2013 02:09:40 x')).toBe('2013-06-11T02:09:40.000');
    expect(time('13-Dec-2021 10:00:00.123 queries: x')).toBe('2021-12-13T10:00:00.123');
    expect(time('99-99-2013 02:09:40 x')).toBe('-');
  });

  it('a colon before the clock is Citrix: a host follows', () => {
    check(
      '08/26/2025:07:22:06 GMT ADC01 0-PPE-0 : default x',
      'application 2025-08-26T07:22:06.000+00:00 ADC01 - -',
    );
    check(
      '08/26/2025 07:22:06 ADC01 0-PPE-0 : default x',
      'application 2025-08-26T07:22:06.000 - - -',
    );
  });

  it('bare times and lone dates are none', () => {
    for (const line of [
      '10:45:27 x',
      '00:00:00.000 foo',
      'time=10:45:27 x',
      '161209 x',
      '16120913 x',
      '30 May x',
      '12/24/2021 x',
    ])
      expect(parse(line).time, line).toBe('-');
  });
});
