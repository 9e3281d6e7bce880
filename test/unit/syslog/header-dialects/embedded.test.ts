import { describe, expect, it } from 'vitest';
import { check, parse } from '../parsed.js';

const cut = (line: string) => {
  const { dialect, time, stamp } = parse(line);
  return `${dialect} ${time} «${stamp}»`;
};

describe('a time inside the message', () => {
  it('key and value', () => {
    expect(cut('<189>date=2019-04-09 time=04:27:29 dev=fw')).toBe(
      'key-value 2019-04-09T04:27:29.000 «2019-04-09 time=04:27:29»',
    );
    expect(cut('date="2019-04-09" time="04:27:29.5" dev=fw')).toBe(
      'key-value 2019-04-09T04:27:29.500 «2019-04-09" time="04:27:29.5»',
    );
    expect(cut('{"date":"2019-04-09","time":"04:27:29"}')).toBe(
      'key-value 2019-04-09T04:27:29.000 «2019-04-09","time":"04:27:29»',
    );
    expect(cut('id=7 time="2019-04-09 04:27:29" x')).toBe(
      'embedded 2019-04-09T04:27:29.000 «2019-04-09 04:27:29»',
    );
    expect(cut('t=2019-04-09T04:27:29+0200 lvl=x')).toBe(
      'key-value 2019-04-09T04:27:29.000+02:00 «2019-04-09T04:27:29+0200»',
    );
    expect(cut('CEF:0|V|P|1|2|N|3|rt=Mar 01 2021 20:35:54 src=1')).toBe(
      'key-value 2021-03-01T20:35:54.000 «Mar 01 2021 20:35:54»',
    );
    expect(parse('<189>date=2019-04-09 time=04:27:29 dev=fw').text).toBe(' date=  dev=fw');
  });

  it('a bare time or date is none', () => {
    for (const line of [
      'time=10:45:27 dev=fw',
      'date=2019-04-09 dev=fw time=04:27:29',
      'date=2019-04-09 time=soon',
      'date=2019-04-09',
      'on Jun 12 at 10:00:00',
      'last login: Jun 12 10:00:00',
    ])
      expect(parse(line).time, line).toBe('-');
  });

  it('instants under a telling key', () => {
    const at = (line: string, millis: number | undefined) =>
      expect(parse(line).time, line).toBe(millis === undefined ? '-' : `@${millis}`);
    at('type=CWD msg=audit(1481078424.947:686): cwd="/"', 1_481_078_424_947);
    at('{"ts":1761019822.3152757,"msg":"x"}', 1_761_019_822_315);
    at('{"level":1,"time":1745532517537,"pid":17}', 1_745_532_517_537);
    at('{"@timestamp":"1688012345678"}', 1_688_012_345_678);
    at('CEF:0|V|P|1|2|N|3|rt=1629701622409 x', 1_629_701_622_409);
    at('a=b request_timestamp_epoch=1661260270 c=d', 1_661_260_270_000);
    at('eventtime=1557514248379911176 x', 1_557_514_248_379);
    at('Scan ID: 1664847558 x', undefined);
    at('{"qs":"1570172897"}', undefined);
    at('uptime=1570172897', undefined);
    at('bytes=1570172897', undefined);
    at('free: 1570172897', undefined);
    at('time 1570172897', undefined);
  });

  it('eventtime= gives way to date= and time=', () => {
    expect(cut('eventtime=1557514248379911176 tz="-0700" date=2019-05-10 time=11:50:48 x')).toBe(
      'key-value 2019-05-10T11:50:48.000 «2019-05-10 time=11:50:48»',
    );
    expect(cut('eventtime=1557514248379911176 update=2019-05-10 x')).toBe(
      'key-value @1557514248379 «1557514248379911176»',
    );
  });

  it('access logs, with their brackets', () => {
    expect(cut('::1 - - [26/Dec/2016:16:16:28 +0200] "GET /"')).toBe(
      'web-server 2016-12-26T16:16:28.000+02:00 «[26/Dec/2016:16:16:28 +0200]»',
    );
    expect(cut('10.0.0.1:652 [29/Feb/2024:15:01:18.909] HTTP~')).toBe(
      'web-server 2024-02-29T15:01:18.909 «[29/Feb/2024:15:01:18.909]»',
    );
    check(
      'v1.example 10.0.0.1 - jo [26/Dec/2016:16:16:28 +0200] "GET /"',
      'web-server 2016-12-26T16:16:28.000+02:00 - - -',
    );
    expect(cut('10.0.0.1 [31/Feb/2016:16:16:28 +0200] "GET /"')).toBe('none - «-»');
  });

  it('must begin within the first 256 bytes, PRI included', () => {
    const behind = (filler: number) =>
      parse(`<13>${'x'.repeat(filler - 6)} [2021-01-02 03:04:05] y`).time;
    expect(behind(254)).toBe('2021-01-02T03:04:05.000');
    expect(behind(255)).toBe('2021-01-02T03:04:05.000');
    expect(behind(256)).toBe('-');
  });

  it('the first complete one counts; parts of words, paths and file names do not', () => {
    expect(cut('api.log.2017-05-16_13:53:08 2017-05-16 00:00:00.272 x')).toBe(
      'embedded 2017-05-16T00:00:00.272 «2017-05-16 00:00:00.272»',
    );
    expect(cut('2021-11-21 2021-11-21 23:54:12,345, x')).toBe(
      'embedded 2021-11-21T23:54:12.345 «2021-11-21 23:54:12,345»',
    );
    expect(parse('/logs/2021/11/21 10:00:00 x').time).toBe('-');
    expect(parse('a12021-11-21 10:00:00 x').time).toBe('-');
    expect(cut('Main::INFO::2011-12-05 07:04:56,101::x')).toBe(
      'embedded 2011-12-05T07:04:56.101 «2011-12-05 07:04:56,101»',
    );
    expect(cut('job at Thu Jun 2 00:01:01 UTC 2022 done')).toBe(
      'embedded 2022-06-02T00:01:01.000+00:00 «Thu Jun 2 00:01:01 UTC 2022»',
    );
  });

  it('behind a PRI, a host and its port may stand before it', () => {
    check(
      '<30>term1 port02 2018-Nov- 9 15:42:06.972 SIGNAL: CTS',
      'embedded 2018-11-09T15:42:06.972 term1 SIGNAL -',
    );
    check(
      '<30>term1 2018-11-09 15:42:06.972 SIGNAL: CTS',
      'embedded 2018-11-09T15:42:06.972 term1 SIGNAL -',
    );
    check('<30>1734 2018-11-09 15:42:06.972 SIGNAL: CTS', 'embedded 2018-11-09T15:42:06.972 - - -');
    check(
      'term1 port02 2018-11-09 15:42:06.972 SIGNAL: CTS',
      'embedded 2018-11-09T15:42:06.972 - - -',
    );
  });
});
