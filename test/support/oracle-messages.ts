import type { TimeZone } from '../../src/syslog/time-zones.js';
import type { Choices } from './oracle-random.js';

/**
 * Random messages for the model tests, as Latin-1: one character a byte. They share a small vocabulary, so that random
 * queries find something, and hold whatever is hard to tokenise, to frame or to tell from an address.
 */

/** A message, and the instant it states where no reader of logs could think otherwise. */
export type MadeMessage = { readonly raw: string; readonly time: number | undefined };

const WORDS = [
  ...['failed', 'password', 'for', 'root', 'from', 'port', 'ssh2', 'session', 'opened', 'closed'],
  ...['Failed', 'ROOT', 'LinkDown', 'a', 'A', 'b', 'x', '0', '1', '22', '00', '255', 'e'],
  ...['GigabitEthernet0', 'deadbeef', 'abcde', 'abcdef', 'ABCDE', 'abcdefghij', 'abcdefghijk'],
];

const TRICKY = [
  // Words that punctuation makes phrases of.
  ...['core-sw-01', 'Gi0/0/1', '%LINK-3-UPDOWN:', 'std::string', "can't", 'foo_bar', 'key="value"'],
  ...[
    'user@example.org',
    '/var/log/x',
    'C:\\temp',
    'a,b;c',
    '(root)',
    '{"a":1}',
    '--',
    '***',
    '=',
    '.',
  ],
  // Keys and values.
  ...['len=60', 'LEN=1500', 'ttl=64,', '(uid=0)', 'proto=TCP', 'DPT=22 ', 'rate=0.5', 'OUT= '],
  ...["msg='it is down'", 'msg="it is up"', 'a=1&b=22;c=60.', 'x.len=1'],
  // UTF-8: Japanese, accents, an emoji, a combining mark, a full-width space and digit.
  ...[
    'ログ検索',
    'ログ',
    'Grüße',
    'GRÜSSE',
    'é',
    '🦅',
    'e\u0301',
    'a\u3000b',
    '１',
    'naïve-ログ',
  ].map(utf8),
  // Neither UTF-8 nor harmless.
  ...[
    '\xff',
    '\xc3',
    'abc\x80',
    '\xfe\xff',
    '\0',
    'a\0b',
    '\r',
    'x\ry',
    '\t',
    '\x1b[31m',
    '\x7f',
    '\x01',
  ],
  // Escapes that must not be undone.
  ...['#011', '\\303\\266', '%20', '&amp;', '\\n', 'x0a'],
  // Near misses of addresses.
  ...[
    '1.2.3.4.5',
    '192.168.0.256',
    '10.0.0',
    '12:34:56',
    '1.2.3.4x',
    '::',
    ':::',
    '1::2::3',
    'fe80',
  ],
];

/** Addresses, each in several spellings; the first is the one to compare with. */
export const ADDRESSES: readonly (readonly string[])[] = [
  ['10.0.0.1', '010.000.000.001'],
  ['10.0.0.11'],
  ['192.168.0.1'],
  ['192.168.0.10'],
  ['255.255.255.255'],
  ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8:0::1', '2001:db8::0.0.0.1'],
  ['fe80::1', 'FE80::0001'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['1:2:3:4:5:6:7:8'],
  [
    '00:11:22:aa:bb:cc',
    '00:11:22:AA:bb:CC',
    '0011.22aa.bbcc',
    '00-11-22-AA-BB-CC',
    '0011-22aa-bbcc',
  ],
  ['ff:ff:ff:ff:ff:ff'],
];

/** What may stand around an address: an address it remains in some, in others it is part of something longer. */
const AROUND: readonly (readonly [string, string])[] = [
  ['', ''],
  ['', ''],
  ['src=', ''],
  ['outside:', '/443'],
  ['(', ')'],
  ['[', ']'],
  ['', ':443'],
  ['', '/24'],
  ['', '%eth0'],
  ['', '.'],
  ['', ','],
  ['', ':'],
  ['x', ''],
  ['', '.1'],
  ['1.', ''],
  ['-', ''],
  ['', '-'],
  ['MAC=', ':08:00'],
  ['::ffff:', ''],
];

const SEPARATORS = [
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '',
  ', ',
  '; ',
  ': ',
  '=',
  '-',
  '/',
  '\t',
  '"',
  ' - ',
];

/** The text of a message, without LF. */
export function makeBody(choices: Choices): string {
  const kind = choices.below(60);
  if (kind === 0) return '';
  if (kind === 1) return `${choices.of(WORDS)} `.repeat(choices.between(2, 300));
  if (kind === 2) return 'z'.repeat(choices.of([254, 255, 256, 257, 4095, 4096, 20_000]));
  const pieces = kind === 3 ? choices.between(100, 400) : choices.between(1, 12);
  let body = '';
  for (let i = 0; i < pieces; i++) body += makePiece(choices) + choices.of(SEPARATORS);
  return body;
}

function makePiece(choices: Choices): string {
  const kind = choices.below(20);
  if (kind < 10) return choices.of(WORDS);
  if (kind < 14) return choices.of(TRICKY);
  if (kind < 17) return makeAddress(choices);
  if (kind === 17) return String(choices.below(10 ** choices.between(1, 12)));
  if (kind === 18) return choices.below(0x1_0000).toString(16).padStart(choices.between(1, 6), '0');
  return choices.bytes(choices.between(1, 6)).replaceAll('\n', ' ');
}

function makeAddress(choices: Choices): string {
  const [before, after] = choices.of(AROUND);
  return before + choices.of(choices.of(ADDRESSES)) + after;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The fields of an instant as a zone's clocks show it. */
type Wall = {
  year: string;
  month: string;
  monthName: string;
  day: string;
  /** Day of the month, padded with a space. */
  dayBlank: string;
  clock: string;
  millis: string;
};

function wallOf(time: number, offset: number): Wall {
  const date = new Date(time + offset);
  const pad = (value: number) => String(value).padStart(2, '0');
  return {
    year: String(date.getUTCFullYear()),
    month: pad(date.getUTCMonth() + 1),
    monthName: MONTHS[date.getUTCMonth()] ?? '',
    day: pad(date.getUTCDate()),
    dayBlank: String(date.getUTCDate()).padStart(2),
    clock: `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`,
    millis: String(date.getUTCMilliseconds()).padStart(3, '0'),
  };
}

const HOSTS = ['core-sw-01', 'localhost', '10.0.0.1', 'fe80::1', 'Host.Example.ORG', 'r1'];
const APPS = ['sshd', 'kernel', 'dhcpd', 'CRON', 'postfix/smtpd'];

type Stamped = { text: string; time: number; zoned: boolean };
type Dialect = (choices: Choices, time: number, offset: number, body: string) => Stamped;

const second = (time: number) => Math.floor(time / 1000) * 1000;
const priority = (choices: Choices) => `<${choices.below(192)}>`;
const tag = (choices: Choices) =>
  `${choices.of(APPS)}${choices.chance(0.5) ? `[${choices.below(40_000)}]` : ''}:`;

/** Every header whose time is beyond doubt. */
const DIALECTS: readonly Dialect[] = [
  // RFC 3164, with and without PRI: no year, no zone, whole seconds.
  (choices, time, offset, body) => {
    const { monthName, dayBlank, clock } = wallOf(time, offset);
    const pri = choices.chance(0.5) ? priority(choices) : '';
    const text = `${pri}${monthName} ${dayBlank} ${clock} ${choices.of(HOSTS)} ${tag(choices)} ${body}`;
    return { text, time: second(time), zoned: false };
  },
  // RFC 5424, in UTC or with an offset.
  (choices, time, _offset, body) => {
    const minutes = choices.of([0, 0, 60, -210, 345, 840]);
    const { year, month, day, clock, millis } = wallOf(time, minutes * 60_000);
    const sign = minutes < 0 ? '-' : '+';
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    const zone =
      minutes === 0 && choices.chance(0.5)
        ? 'Z'
        : `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
    const data = choices.of(['-', '[id@1 k="v w" ip="10.0.0.1"]', '[a b="\\]\\"c"]']);
    const text =
      `${priority(choices)}1 ${year}-${month}-${day}T${clock}.${millis}${zone} ` +
      `${choices.of(HOSTS)} ${choices.of(APPS)} ${choices.of(['-', '17'])} ${choices.of(['-', 'ID47'])} ${data} ${body}`;
    return { text, time, zoned: true };
  },
  // ISO 8601 with microseconds.
  (choices, time, _offset, body) => {
    const { year, month, day, clock, millis } = wallOf(time, 0);
    const text = `${year}-${month}-${day}T${clock}.${millis}${choices.below(1000)}Z ${choices.of(HOSTS)} ${tag(choices)} ${body}`;
    return { text, time, zoned: true };
  },
  // Date and clock in the zone of the machine.
  (choices, time, offset, body) => {
    const { year, month, day, clock, millis } = wallOf(time, offset);
    const text = `${year}-${month}-${day} ${clock}${choices.of(['.', ','])}${millis} ${choices.of(APPS)}: ${body}`;
    return { text, time, zoned: false };
  },
  // Cisco IOS: a sequence number, a mark, milliseconds, a zone name.
  (choices, time, _offset, body) => {
    const { monthName, dayBlank, clock, millis } = wallOf(time, 0);
    const text = `${priority(choices)}${choices.below(99_999)}: ${choices.of(['', '.'])}${monthName} ${dayBlank} ${clock}.${millis} UTC: %LINK-3-UPDOWN: ${body}`;
    return { text, time, zoned: true };
  },
  // Cisco ASA: the year behind the day.
  (choices, time, offset, body) => {
    const { year, monthName, day, clock } = wallOf(time, offset);
    const text = `${priority(choices)}${monthName} ${day} ${year} ${clock} ${choices.of(HOSTS)} : %ASA-6-302013: ${body}`;
    return { text, time: second(time), zoned: false };
  },
  // Huawei.
  (choices, time, offset, body) => {
    const { year, month, day, clock } = wallOf(time, offset);
    const text = `${priority(choices)}${year}-${Number(month)}-${Number(day)} ${clock} ${choices.of(HOSTS)} %%01IFNET/4/IF_STATE(l)[17]:${body}`;
    return { text, time: second(time), zoned: false };
  },
  // Keys and values.
  (choices, time, offset, body) => {
    const { year, month, day, clock } = wallOf(time, offset);
    const text = `${priority(choices)}date=${year}-${month}-${day} time=${clock} devname=${choices.of(HOSTS)} msg="${body}"`;
    return { text, time: second(time), zoned: false };
  },
  // An access log: the time stands inside.
  (choices, time, _offset, body) => {
    const { year, monthName, day, clock } = wallOf(time, 0);
    const text = `${choices.of(HOSTS)} - - [${day}/${monthName}/${year}:${clock} +0000] "GET /${body} HTTP/1.1" 200 17`;
    return { text, time: second(time), zoned: true };
  },
  // An octet count left standing.
  (choices, time, _offset, body) => {
    const { year, month, day, clock, millis } = wallOf(time, 0);
    const text = `${choices.between(20, 999)} ${priority(choices)}1 ${year}-${month}-${day}T${clock}.${millis}Z h a - - - ${body}`;
    return { text, time, zoned: true };
  },
];

/** A message with a header of any dialect, or with none. `time` is the instant that it is to state. */
export function makeMessage(choices: Choices, time: number, zone: TimeZone): MadeMessage {
  const body = makeBody(choices);
  // No header: what is found in it, if anything, is the parser's to say.
  if (choices.chance(0.12)) return { raw: body, time: undefined };
  if (choices.chance(0.04)) return { raw: `\tat ${body}`, time: undefined };
  if (choices.chance(0.03)) return { raw: `${priority(choices)}${body}`, time: undefined };
  // A byte order mark, as files from elsewhere begin.
  if (choices.chance(0.02))
    return {
      raw: `\xef\xbb\xbf${choices.of(['', priority(choices)])}${tag(choices)} ${body}`,
      time: undefined,
    };
  const offset = zone.offsetAt(time);
  const stamped = choices.of(DIALECTS)(choices, time, offset, body);
  // A clock that shows this hour twice leaves it open which one is meant.
  const isPlain =
    stamped.zoned || [-1, 1].every((by) => zone.offsetAt(time + by * 7_200_000) === offset);
  return { raw: stamped.text, time: isPlain ? stamped.time : undefined };
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
