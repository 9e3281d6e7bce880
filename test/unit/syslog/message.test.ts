import { describe, expect, it } from 'vitest';
import { describeMessage, facilityName, severityName } from '../../../src/syslog/message.js';
import { bytesOf } from './parsed.js';

describe('describeMessage', () => {
  it('names what the message states', () => {
    expect(
      describeMessage(bytesOf('<165>1 2003-10-11T22:14:15Z gate app 7 ID47 [a b="c"] x')),
    ).toEqual({
      facility: 'local4',
      severity: 'notice',
      host: 'gate',
      app: 'app',
      pid: '7',
      msgid: 'ID47',
      structuredData: '[a b="c"]',
      dialect: 'rfc5424',
    });
  });

  it('leaves out what it does not', () => {
    expect(describeMessage(bytesOf('x'))).toEqual({ dialect: 'none' });
    expect(describeMessage(bytesOf(''))).toEqual({ dialect: 'none' });
    expect(describeMessage(bytesOf('<13>1 - - - - - -'))).toEqual({
      facility: 'user',
      severity: 'notice',
      dialect: 'rfc5424',
    });
  });

  it('shows bytes that are no UTF-8 as U+FFFD', () => {
    const raw = bytesOf('Oct 11 22:14:15 g?te a?p[7]: x');
    raw[17] = 0xff;
    raw[22] = 0xc3;
    expect(describeMessage(raw)).toEqual({
      host: 'g\ufffdte',
      app: 'a\ufffdp',
      pid: '7',
      dialect: 'rfc3164',
    });
  });
});

describe('names', () => {
  it('of facilities and severities', () => {
    expect([0, 4, 10, 16, 23].map(facilityName)).toEqual([
      'kern',
      'auth',
      'authpriv',
      'local0',
      'local7',
    ]);
    expect([0, 3, 4, 7].map(severityName)).toEqual(['emerg', 'err', 'warning', 'debug']);
    expect(facilityName(24)).toBeUndefined();
    expect(facilityName(-1)).toBeUndefined();
    expect(severityName(8)).toBeUndefined();
  });
});
