import { describe, expect, it } from 'vitest';
import { check, parse } from '../parsed.js';

describe('RFC 3164', () => {
  it('with and without PRI', () => {
    check('<34>Oct 11 22:14:15 gate su: root let in', 'rfc3164 -----10-11T22:14:15.000 gate su -');
    check('Oct 11 22:14:15 gate su[17]: root let in', 'rfc3164 -----10-11T22:14:15.000 gate su 17');
    check('<34> Oct 11 22:14:15 gate su[17]: x', 'rfc3164 -----10-11T22:14:15.000 gate su 17');
    check(' Oct 11 22:14:15 gate su[17]: x', 'rfc3164 -----10-11T22:14:15.000 gate su 17');
    check('OCT 11 22:14:15 gate su[17]: x', 'rfc3164 -----10-11T22:14:15.000 gate su 17');
    check('Oct 11 22:14:15', 'rfc3164 -----10-11T22:14:15.000 - - -');
    check('<13>Oct 11 22:14:15 ', 'rfc3164 -----10-11T22:14:15.000 - - -');
  });

  it('one-digit days, with one or two spaces, and other spacing', () => {
    check('Jun  3 06:07:08 gate cron[1]: x', 'rfc3164 -----06-03T06:07:08.000 gate cron 1');
    check('Jun 3 06:07:08 gate cron[1]: x', 'rfc3164 -----06-03T06:07:08.000 gate cron 1');
    check('Jun 03 06:07:08 gate cron[1]: x', 'rfc3164 -----06-03T06:07:08.000 gate cron 1');
    check('Jun 03  06:07:08   gate    cron[1]:   x', 'rfc3164 -----06-03T06:07:08.000 gate cron 1');
    check('Jun  3 6:07:08 gate cron[1]: x', 'rfc3164 -----06-03T06:07:08.000 gate cron 1');
    expect(parse('Jun  3 06:07:08 gate    cron[1]:   x').content).toBe('x');
  });

  it('fractions', () => {
    check('Jun  3 06:07:08.5 gate a: x', 'rfc3164 -----06-03T06:07:08.500 gate a -');
    check('Jun  3 06:07:08.123 gate a: x', 'rfc3164 -----06-03T06:07:08.123 gate a -');
    check('Jun  3 06:07:08,123456 gate a: x', 'rfc3164 -----06-03T06:07:08.123 gate a -');
    check('Jun  3 06:07:08.987654321 gate a: x', 'rfc3164 -----06-03T06:07:08.987 gate a -');
    check('Jun  3 06:07:08. gate a: x', 'rfc3164 -----06-03T06:07:08.000 gate a -');
  });

  it('years, before or behind the clock', () => {
    check('Jun  3 2019 06:07:08 gate a: x', 'rfc3164 2019-06-03T06:07:08.000 gate a -');
    check(
      'Jun  3 2019 06:07:08.25 CET gate a: x',
      'rfc3164 2019-06-03T06:07:08.250+01:00 gate a -',
    );
    check('Jun  3 06:07:08 2019 gate a: x', 'rfc3164 2019-06-03T06:07:08.000 gate a -');
    check('Jun  3 06:07:08 2019: x', 'rfc3164 2019-06-03T06:07:08.000 - - -');
    check('Jun  3 06:07:08 UTC 2019 gate a: x', 'rfc3164 2019-06-03T06:07:08.000+00:00 gate a -');
    check('Feb 29 2020 06:07:08 gate a: x', 'rfc3164 2020-02-29T06:07:08.000 gate a -');
    // A number that goes on is no year.
    check('Jun  3 06:07:08 2019-gate a: x', 'rfc3164 -----06-03T06:07:08.000 2019-gate a -');
    check('Jun  3 06:07:08 20190 a: x', 'rfc3164 -----06-03T06:07:08.000 - - -');
    check('Jun  3 06:07:08 1234 a: x', 'rfc3164 -----06-03T06:07:08.000 - - -');
  });

  it('zones', () => {
    check(
      'Jun  3 06:07:08 EST 10.0.0.9 vendor=X',
      'rfc3164 -----06-03T06:07:08.000-05:00 10.0.0.9 - -',
    );
    check('Jun  3 06:07:08 +0530 gate a: x', 'rfc3164 -----06-03T06:07:08.000+05:30 gate a -');
    check('Jun  3 06:07:08Z gate a: x', 'rfc3164 -----06-03T06:07:08.000+00:00 gate a -');
    check('Jun  3 06:07:08+02:00 gate a: x', 'rfc3164 -----06-03T06:07:08.000+02:00 gate a -');
    // Hosts that begin like a zone.
    check('Jun  3 06:07:08 EST-FW1 a: x', 'rfc3164 -----06-03T06:07:08.000 EST-FW1 a -');
    check('Jun  3 06:07:08 GATE a: x', 'rfc3164 -----06-03T06:07:08.000 GATE a -');
    check('Jun  3 06:07:08 UTC.example a: x', 'rfc3164 -----06-03T06:07:08.000 UTC.example a -');
  });

  it('dates and times that do not exist are none', () => {
    for (const stamp of [
      'Jun 31 06:07:08',
      'Feb 30 06:07:08',
      'Feb 29 2021 06:07:08',
      'Jun 00 06:07:08',
      'Jun  3 24:07:08',
      'Jun  3 06:60:08',
      'Jun  3 06:07:61',
      'Jun  3 06:07',
      'Jon  3 06:07:08',
      'Jun x3 06:07:08',
      'Jun 123 06:07:08',
      'Jun  3 06:07:081',
      'Jun  3  0000 06:07:08',
    ])
      expect(parse(`${stamp} gate a: x`).time, stamp).toBe('-');
    check('Feb 29 06:07:08 gate a: x', 'rfc3164 -----02-29T06:07:08.000 gate a -');
    check('Jun 30 23:59:60 gate a: x', 'rfc3164 -----06-30T23:59:60.000 gate a -');
  });

  it('a line torn behind its time keeps that time; the origin is that of what is glued on', () => {
    check(
      'Aug 19 07:50:48Aug 20 01:41:53 gate kernel: x',
      'rfc3164 -----08-19T07:50:48.000 gate kernel -',
    );
    expect(parse('Aug 19 07:50:48Aug 20 01:41:53 gate kernel: x').text).toBe(
      ' Aug 20 01:41:53 gate kernel: x',
    );
    check(
      'Aug 19 07Aug 20 01:41:53 gate kernel: x',
      'rfc3164 -----08-20T01:41:53.000 gate kernel -',
    );
    expect(parse('Aug 19 07Aug 20 01:41:53 gate kernel: x').text).toBe('Aug 19 07  gate kernel: x');
    check('Aug 19 07 and Aug 20 01:41:53 gate', 'rfc3164 -----08-20T01:41:53.000 gate - -');
    check('Aug 19 is before Aug 20 01:41:53 gate', 'none - - - -');
  });

  it('what a second time is glued to is no host: in the searched text it is a part of a word', () => {
    check('Nov  3 09:23:38Jan  1 00:00:00gate a[7]: x', 'rfc3164 -----11-03T09:23:38.000 - - -');
    expect(parse('Nov  3 09:23:38Jan  1 00:00:00gate a: x').text).toBe(' Jan  1 00:00:00gate a: x');
    check('Nov  3 09:23:38Jan  1 00:00:00é a[7]: x', 'rfc3164 -----11-03T09:23:38.000 - - -');
    check('Nov  3 09:23:38gate a[7]: x', 'rfc3164 -----11-03T09:23:38.000 gate a 7');
  });

  it('weekdays before it, and RFC 2822', () => {
    check(
      'Wed May 19 08:00:01 EST 2021 the line',
      'application 2021-05-19T08:00:01.000-05:00 - - -',
    );
    check('[Sun Dec 04 04:47:44 2005] [error] x', 'application 2005-12-04T04:47:44.000 - - -');
    check('[Sun Dec 04 04:47:44.123456 2005] x', 'application 2005-12-04T04:47:44.123 - - -');
    check('Sun, 04 Dec 2005 04:47:44 GMT x', 'application 2005-12-04T04:47:44.000+00:00 - - -');
    expect(parse('[Sun Dec 04 04:47:44 2005] [error] x').stamp).toBe('[Sun Dec 04 04:47:44 2005]');
  });

  it('java.util.logging, brackets, full month names', () => {
    check(
      'Apr 15, 2013 8:34:08 PM org.example.Thing warn',
      'rfc3164 2013-04-15T20:34:08.000 - - -',
    );
    check(
      'Apr 15, 2013 12:34:08 AM org.example.Thing warn',
      'rfc3164 2013-04-15T00:34:08.000 - - -',
    );
    check(
      '[Jun 21 16:56:02] gate demo(pam)[13709] x',
      'rfc3164 -----06-21T16:56:02.000 gate demo(pam) 13709',
    );
    check('September 21 2019 16:56:02 gate a: x', 'rfc3164 2019-09-21T16:56:02.000 gate a -');
    check('Sept. 21 2019 16:56:02 gate a: x', 'rfc3164 2019-09-21T16:56:02.000 gate a -');
  });
});
