import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOKEN_BYTE } from '../../../src/analysis/tokenizer.js';
import { DIALECT_COUNT } from '../../../src/syslog/dialects.js';
import { Header, parseHeader } from '../../../src/syslog/header.js';
import { bytesOf, parse } from './parsed.js';

/** Lines of all dialects, for cutting and mutating. */
const LINES: readonly string[] = [
  '<165>1 2003-10-11T22:14:15.003Z gate.example evnt 77 ID47 [ex@3 iut="3" s="A\\"p"][b] text',
  '556 <14>1 2020-03-27T09:57:34+01:00 gate app - - - text',
  '<34>Oct 11 22:14:15 gate su[17]: root let in',
  'Jun  3 06:07:08.123 UTC 2019 gate notice cron[7]: x',
  'Aug 19 07:50:48Aug 20 01:41:53 gate kernel: x',
  'Aug 19 07:50:48Aug 20 01:41:53gate kernel: x',
  '<189>521: gw1: *Nov 14 08:30:56.699 CET: %LINK-5-CHANGED: x',
  '<149>2647: xr1 RP/0/RSP1/CPU0:Mar 28 15:08:30.941 UTC: bgp[1051]: %A-B-5-X : y',
  '<187>3408: CLC 6/0: Dec 11 13:31:14.214 EST: %PKI-3-X: y',
  'Jun 20 02:43:29 192.0.2.2 1663: Jun 20 02:43:28.403: %SEC-6-X: y',
  '<190>2018 Apr 20 13:15:07 nx1 %ETHPORT-5-IF_UP: x',
  '<29>2018-7-23 01:00:34.270.1 sw-7 %%01IFNET/4/IF_STATE(l)[4997]:x',
  '2022-08-27T14:22:01.613+00:00 G NSX 3106 - [a@1 b="c"] x',
  '2021/07/04:09:03:46  ADC 0-PPE-2 : text',
  '[2020-04-23 00:28:21,796] [WARN ] text',
  '1673516966.834663913 fw1 events x',
  '@4000000043322583000f4240 tcpserver: status',
  '- 1131566461 2005.11.09 n228 Nov 9 12:01:01 n228/n228 crond(pam)[2915]: x',
  '<189>eventtime=1557514248379911176 date=2019-04-09 time=04:27:29 devname=fw',
  'date="2019-04-09" time="04:27:29.5" dev=fw',
  'v1 10.0.0.1 - jo [26/Dec/2016:16:16:28 +0200] "GET /"',
  'type=CWD msg=audit(1481078424.947:686): cwd="/"',
  'CEF:0|V|P|1|2|N|3|rt=Mar 01 2021 20:35:54 src=1',
  'Apr 15, 2013 8:34:08 PM org.example.Thing warn',
  'Jun  3 06:07:08 U7PG2,788a2056b181,v4.0: Google Chrome[7]: x',
  'Jun  3 06:07:08 Message forwarded from gate7: cron[7]: x',
  '<30>term1 port02 2018-Nov- 9 15:42:06.972 SIGNAL: CTS',
  'E1215 04:15:13.816036       8 config.go:489] x',
  '17/06/09 20:10:40 INFO exec.Executor: x',
  '\0\0\ufeff <13>Jun  3 06:07:08 gate a: x',
];

const FIELDS = ['host', 'app', 'pid', 'msgid', 'data'] as const;

/** Whether a field begins and ends where words of the searched text do: fields are looked for by the words in them. */
function liesBetweenWords(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  header: Header,
  name: (typeof FIELDS)[number],
): boolean {
  const { prefixStart, prefixEnd, timeStart, timeEnd } = header;
  const from = header[`${name}Start`];
  const to = header[`${name}End`];
  const isWord = (at: number) =>
    at >= start &&
    at < end &&
    !(at >= prefixStart && at < prefixEnd) &&
    !(at >= timeStart && at < timeEnd) &&
    TOKEN_BYTE[bytes[at]!] !== 0;
  return from === to || (!(isWord(from - 1) && isWord(from)) && !(isWord(to - 1) && isWord(to)));
}

const RANGES = ['prefix', 'time', 'host', 'app', 'pid', 'msgid', 'data'] as const;

/** `bytes` as an array that reports every look outside `[start, end)`. */
function guarded(bytes: Uint8Array, start: number, end: number, outside: number[]): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^-?\d+$/.test(key)) {
        const index = Number(key);
        if (index < start || index >= end) outside.push(index - start);
        return target[index];
      }
      return Reflect.get(target, key, target);
    },
  });
}

/** Parses and holds the header to what it promises for any bytes. */
function checkPromises(message: Uint8Array): void {
  const start = 3;
  const end = start + message.length;
  const bytes = new Uint8Array(end + 4).fill(0x31);
  bytes.set(message, start);
  const outside: number[] = [];
  const header = new Header();
  parseHeader(guarded(bytes, start, end, outside), start, end, header);
  const shown = JSON.stringify(new TextDecoder().decode(message));
  expect(outside, `outside of ${shown}`).toEqual([]);
  for (const name of RANGES) {
    const from = header[`${name}Start`];
    const to = header[`${name}End`];
    expect(from >= start && from <= to && to <= end, `${name} of ${shown}`).toBe(true);
  }
  for (const name of FIELDS)
    expect(liesBetweenWords(bytes, { start, end }, header, name), `${name} of ${shown}`).toBe(true);
  expect(header.contentStart >= start && header.contentStart <= end, shown).toBe(true);
  expect(header.dialect).toBeLessThan(DIALECT_COUNT);
  const isPriority = header.severity >= 0 && header.severity <= 7 && header.facility <= 23;
  expect(header.severity === -1 || isPriority, shown).toBe(true);
  if (header.timeStart === header.timeEnd) {
    expect([header.year, header.month, header.day, header.zoneMinutes, header.epoch]).toEqual([
      0,
      0,
      0,
      Number.NaN,
      Number.NaN,
    ]);
    return;
  }
  expect(header.timeStart, shown).toBeGreaterThanOrEqual(header.prefixEnd);
  if (Number.isNaN(header.epoch)) {
    const { month, day, hour, minute, second, millisecond } = header;
    const exists = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23;
    expect(exists && minute <= 59 && second <= 60 && millisecond <= 999, shown).toBe(true);
  } else expect(header.month, shown).toBe(0);
}

describe('parseHeader', () => {
  it('keeps its promises on every beginning and every end of lines of all dialects', () => {
    for (const line of LINES) {
      const bytes = bytesOf(line);
      for (let cut = 0; cut <= bytes.length; cut++) {
        checkPromises(bytes.subarray(0, cut));
        checkPromises(bytes.subarray(cut));
      }
    }
  });

  it('keeps its promises on mutated lines', () => {
    const byte = fc.oneof(
      fc.constantFrom(...bytesOf('0123456789 :.,-+/[]<>%*TZ"=(){}\\')),
      fc.nat(255),
    );
    const mutated = fc
      .tuple(fc.constantFrom(...LINES), fc.array(fc.tuple(fc.nat(), byte), { maxLength: 4 }))
      .map(([line, changes]) => {
        const bytes = bytesOf(line);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(fc.property(mutated, checkPromises), { seed: 5424, numRuns: 3000 });
  });

  it('keeps its promises on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), checkPromises), {
      seed: 3164,
      numRuns: 1000,
    });
    const likely = fc.array(fc.constantFrom(...bytesOf('<>1290 :-.JunT[]%"=|ac')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(likely, (bytes) => checkPromises(Uint8Array.from(bytes))),
      { seed: 3164, numRuns: 3000 },
    );
  });

  it('what a header held before does not matter', () => {
    const used = new Header();
    const lines = fc.constantFrom(...LINES, '', 'x', '<13>x');
    fc.assert(
      fc.property(lines, lines, (before, line) => {
        const [first, second] = [bytesOf(before), bytesOf(line)];
        parseHeader(first, 0, first.length, used);
        parseHeader(second, 0, second.length, used);
        const fresh = new Header();
        parseHeader(second, 0, second.length, fresh);
        expect({ ...used }).toEqual({ ...fresh });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('a message of no bytes has nothing', () => {
    expect(parse('')).toMatchObject({ dialect: 'none', time: '-', host: '-', text: '' });
  });

  it('lines of all dialects have their time', () => {
    for (const line of LINES) expect(parse(line).time, line).not.toBe('-');
  });
});
