import { describe, expect, it } from 'vitest';
import { bytesOf, check, parse } from '../parsed.js';

const FULL =
  '<165>1 2003-10-11T22:14:15.003Z gate.example evntslog 77 ID47 [ex@32473 iut="3" s="App"] \ufeffAn entry';

describe('RFC 5424', () => {
  it('all fields', () => {
    check(FULL, 'rfc5424 2003-10-11T22:14:15.003+00:00 gate.example evntslog 77');
    const fields = parse(FULL);
    expect(fields.priority).toBe('20.5');
    expect(fields.msgid).toBe('ID47');
    expect(fields.data).toBe('[ex@32473 iut="3" s="App"]');
    expect(fields.content).toBe('An entry');
    expect(fields.text).toBe(
      ' 1   gate.example evntslog 77 ID47 [ex@32473 iut="3" s="App"] \ufeffAn entry',
    );
  });

  it('nil values', () => {
    check('<1>1 - - - - - -', 'rfc5424 - - - -');
    check('<1>1 - gate - - - - hello', 'rfc5424 - gate - -');
    check(
      '<1>1 2003-10-11T22:14:15Z - - - - - hello',
      'rfc5424 2003-10-11T22:14:15.000+00:00 - - -',
    );
    expect(parse('<1>1 - gate app 1 id - hello').content).toBe('hello');
    expect(parse('<1>1 - gate app 1 id -').content).toBe('-');
    expect(parse('<1>1 - gate app 1 - -\ufeffhello').content).toBe('hello');
  });

  it('a nil time lets a time in the text count', () => {
    check(
      '<1>1 - gate app 1 id - at 2020-01-02T03:04:05Z',
      'rfc5424 2020-01-02T03:04:05.000+00:00 gate app 1',
    );
  });

  it('versions up to 999, offsets up to -23:59', () => {
    check(
      '<191>999 2018-12-31T23:59:59.999999-23:59 g a - - - x',
      'rfc5424 2018-12-31T23:59:59.999-23:59 g a -',
    );
    expect(parse('<191>1000 2018-12-31T23:59:59Z g a - - - x').dialect).not.toBe('rfc5424');
    expect(parse('<191>0 2018-12-31T23:59:59Z g a - - - x').dialect).not.toBe('rfc5424');
    expect(parse('<191>1 2018-12-31T23:59:59-24:00 g a - - - x').dialect).not.toBe('rfc5424');
  });

  it('structured data with escapes, several elements, and such that is broken', () => {
    const data = (text: string) => parse(`<1>1 - g a p m ${text}`).data;
    expect(data('[a b="\\"] \\] \\\\"] text')).toBe('[a b="\\"] \\] \\\\"]');
    expect(data('[a][b c="d"][e] text')).toBe('[a][b c="d"][e]');
    expect(data('[a b="]"] text')).toBe('[a b="]"]');
    expect(data('[a:"b c"; d:"e"] text')).toBe('[a:"b c"; d:"e"]');
    expect(data('[ a b="c"] text')).toBe('[ a b="c"]');
    expect(data('[a b="c" text')).toBe('-');
    expect(data('[a][b c="d text')).toBe('[a]');
    expect(data('[{"json":1}] text')).toBe('-');
    expect(data('text')).toBe('-');
  });

  it('a header that breaks off', () => {
    check('<1>1', 'priority - - - -');
    check('<1>1 ', 'priority - - - -');
    check('<1>1 -', 'rfc5424 - - - -');
    check('<1>1 2003-10-11T22:14:15Z', 'rfc5424 2003-10-11T22:14:15.000+00:00 - - -');
    check('<1>1 2003-10-11T22:14:15Z g', 'rfc5424 2003-10-11T22:14:15.000+00:00 g - -');
    check('<1>1 2003-10-11T22:14:15Z g a', 'rfc5424 2003-10-11T22:14:15.000+00:00 g a -');
    check('<1>1 2003-10-11T22:14:15Z g a 5', 'rfc5424 2003-10-11T22:14:15.000+00:00 g a 5');
  });

  it('almost RFC 5424', () => {
    // No PRI; a space for the T; no zone; two spaces; a tag, CEF or text in the place of APP-NAME.
    check(
      '1 2019-05-15T16:27:08Z G App 19710 - [x:"y"]',
      'rfc5424 2019-05-15T16:27:08.000+00:00 G App 19710',
    );
    check(
      '<134>1 2018-03-21 17:25:25 G-7 App 13752 - x',
      'rfc5424 2018-03-21T17:25:25.000 G-7 App 13752',
    );
    check(
      '<134>1 2018-03-21T17:25:25 G-7 App 13752 - x',
      'rfc5424 2018-03-21T17:25:25.000 G-7 App 13752',
    );
    check(
      '<14>1 2020-12-14T18:41:01Z G agent 1402  - [{"a":1}]',
      'rfc5424 2020-12-14T18:41:01.000+00:00 G agent 1402',
    );
    check(
      '<14>1 2020-12-14T18:41:01Z G agent[9]: text',
      'rfc5424 2020-12-14T18:41:01.000+00:00 G agent 9',
    );
    check(
      '<14>1 2020-12-14T18:41:01Z G CEF:0|V|P|1|2|3|4|',
      'rfc5424 2020-12-14T18:41:01.000+00:00 G CEF -',
    );
    check(
      '<14>1 2020-12-14T18:41:01Z G 1,2020,TRAFFIC',
      'rfc5424 2020-12-14T18:41:01.000+00:00 G - -',
    );
    check('2 2019-05-15T16:27:08Z G App 19710 - x', 'embedded 2019-05-15T16:27:08.000+00:00 - - -');
  });

  it('without PRI and version, as collectors leave it', () => {
    check(
      '2022-08-27T14:22:01.613+00:00 G NSX 3106 - [a@1 b="c"] x',
      'iso 2022-08-27T14:22:01.613+00:00 G NSX 3106',
    );
    check(
      '2022-08-27T14:22:01Z G CRON 20856 - - (root) CMD',
      'iso 2022-08-27T14:22:01.000+00:00 G CRON 20856',
    );
    check('2022-08-27T14:22:01+02:00 G - - - - {"a":1}', 'iso 2022-08-27T14:22:01.000+02:00 G - -');
    expect(parse('2022-08-27T14:22:01+02:00 G app 1 ID7 [a] x')).toMatchObject({
      msgid: 'ID7',
      data: '[a]',
    });
    check(
      '2022-08-27T14:22:01+02:00 G some text - and more',
      'iso 2022-08-27T14:22:01.000+02:00 G - -',
    );
  });

  it('an octet count before it belongs to the prefix', () => {
    const fields = parse(`95 ${FULL}`);
    expect(fields.dialect).toBe('rfc5424');
    expect(fields.text.startsWith(' 1   gate.example')).toBe(true);
  });

  it('bytes that are no UTF-8 are parsed like others', () => {
    const line = bytesOf('<1>1 - g?e app 1 - - x');
    line[8] = 0xff;
    check(line, 'rfc5424 - g\ufffde app 1');
  });
});
