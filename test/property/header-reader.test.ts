import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { HeaderReader } from '../../src/syslog/header-reader.js';
import { latin1 } from '../support/bytes.js';
import { randomRuns } from '../support/random-runs.js';

const date = fc.constantFrom(
  'Aug 17 ',
  'Aug 18 ',
  'Aug  7 ',
  'Feb 30 ',
  'June 7 ',
  'Aug 7  ',
  'Mar 17, ',
);
const clock = fc.constantFrom(
  '09:29:01',
  '23:59:59',
  '24:00:00',
  '09:60:00',
  '09:29:60',
  '9:29:01',
  '09:29:01.5',
  'x9:29:01',
);
const gap = fc.constantFrom(' ', ' ', ' ', ' ', '  ', '', '\t', ': ', ' <mail.info> ', ' 2021 ');
const host = fc.constantFrom(
  'core',
  'core',
  'last',
  'message',
  'UTC',
  'EST',
  'CORE-1',
  '10.0.0.1',
  'fe80::1',
  'error',
  '2021',
  'a',
  '-',
  'x'.repeat(70),
);
const tag = fc.constantFrom(
  'sshd',
  'sshd',
  'CRON',
  'error',
  'systemd-logind',
  'message',
  'forwarded',
  '%ASA-6-3',
  '123',
  'a b',
  'x(y)',
  '/bin/su',
  'CEF',
  'Google Chrome',
);
const mark = fc.constantFrom(
  '[12]: ',
  '[12345]: ',
  '[12]:',
  '[12] ',
  '[a]: ',
  '[]: ',
  ': ',
  ':',
  ':  ',
  ':x',
  '[12345678901]: ',
  '[12',
  ' repeated ',
  ' ',
);
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '', '<13>', ' '),
    date,
    clock,
    gap,
    host,
    gap,
    tag,
    mark,
    fc.constantFrom('text', '', '%SYS-5-CONFIG: x', '0|a'),
  )
  .map((parts) => parts.join(''));

describe('HeaderReader', () => {
  it('reads what parseHeader does, whatever it has read before', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), fc.nat(40), (lines, cut) => {
        const reader = new HeaderReader();
        const read = new Header();
        for (const text of [...lines, ...lines.map((each) => each.slice(0, -cut)), ...lines]) {
          // What stands around a message is none of its business.
          const bytes = latin1(`]: ${text}]: x`);
          const parsed = Object.assign(new Header(), read);
          parseHeader(bytes, 3, 3 + text.length, parsed);
          reader.read(bytes, 3, 3 + text.length, read);
          expect(read, text).toEqual(parsed);
        }
      }),
      randomRuns(400),
    );
  });

  it('follows the lines it is made for', () => {
    const reader = new HeaderReader();
    const header = new Header();
    const read = (text: string) => {
      reader.read(latin1(text), 0, text.length, header);
      const { second, hostStart, hostEnd, appStart, appEnd, pidStart, pidEnd } = header;
      const parts = [hostStart, hostEnd, appStart, appEnd, pidStart, pidEnd];
      return [second, ...parts, header.contentStart];
    };
    expect(read('Aug 17 09:29:01 core sshd[12]: a')).toEqual([1, 16, 20, 21, 25, 26, 28, 31]);
    expect(read('Aug 17 10:30:59 core sshd[12345]: b')).toEqual([59, 16, 20, 21, 25, 26, 31, 34]);
    expect(read('Aug 17 10:30:59 core kernel: b')).toEqual([59, 16, 20, 21, 27, 0, 0, 29]);
    expect(read('Aug 17 10:30:58 core kernel: b')).toEqual([58, 16, 20, 21, 27, 0, 0, 29]);
  });
});
