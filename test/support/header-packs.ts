import fc from 'fast-check';
import { addStored } from '../../src/engine/replay.js';
import { MessageBatch } from '../../src/messagelog/message-batch.js';
import type { PackReader } from '../../src/pack/pack-reader.js';
import { PackWriter } from '../../src/pack/pack-writer.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { latin1 } from './bytes.js';
import { headerLine } from './header-lines.js';
import type { Choices } from './oracle-random.js';
import { openPack, PACK } from './packs.js';

/** Lines of a few shapes, likely and hostile ones, in packs. */

export const HOSTS: readonly string[] = [
  ...['core', 'srv-1', 'srv-2', 'SRV-1', 'a1', '10.0.0.1', '12345', '1.2.3', 'last', 'message'],
  ...[
    'error',
    'INFO',
    'log',
    'may',
    'Jun',
    'x:1',
    'fe80::1',
    'a.b.',
    '\xe3\x83\xad1',
    'h_1',
    'UTC',
  ],
  ...['1ab', 'RP', '%x1', '_h', '-', '-1', 'h/1', 'h@1', '2021', 'sshd1:', 'CEST', 'PM', 'a-', '0'],
];
const NODES = [
  ': ',
  ': ',
  ':',
  ' ',
  ' RP/0/RSP0/CPU0:',
  ' RP/0/RSP1/CPU0:',
  ' LC/0/1/CPU0:',
  ' rp/0/1:',
  ' RP/0:',
  ' RP/0/x1/C:',
];
export const TAGS: readonly string[] = [
  ...[
    '%LINK-3-UPDOWN',
    '%SW_MATM-4-MACFLAP_NOTIF',
    '%SW_MATM-9-MACFLAP_NOTIF',
    '%A-5-B_1_C',
    '%A_1-2_C-5-X1',
    '%a1',
  ],
  ...['sshd', 'CRON', 'systemd-logind', 'FdbMgr', 'a1', 'error', 'Warning', 'notice', 'su(pam)'],
  ...['%ASA-6-302013', '%%01SHELL/5/LOGIN(l)', '12', '1a', '/bin/su', '_x', 'x%', 'a.b', 'Rib:'],
  ...['last', 'Google Chrome', 'syslogd 1.4.1', 'RP/0/RSP0/CPU0', '77', '*', '\xff', 'a:b', ''],
];
const PIDS = [
  ...[
    '[12]: ',
    '[999]: ',
    '[1a]: ',
    '[12] ',
    '[12]:x',
    '[]: ',
    '[1.2]: ',
    '[10.0.0.1]: ',
    ': ',
    ': ',
  ],
  ...[
    ':',
    ':x',
    ' ',
    '',
    '[a]: ',
    `[${'1'.repeat(59)}]: `,
    `[${'1'.repeat(70)}]: `,
    '[1:2]: ',
    ':12 ',
  ],
];
const TIMES = [
  ...[
    'Jun 10 09:29:01',
    'Jun 10 09:29:02',
    'Jun  1 09:29:01',
    'Jun 10 2026 09:29:01',
    'jun 10 9:29:01',
  ],
  ...[
    '2026-06-10T09:29:01+02:00',
    '2026-06-10T09:29:01.123Z',
    '2026-06-10 09:29:01',
    '2026 Jun 10 09:29:01',
  ],
  ...['Jun 10 09:29:01.046 UTC', '*Mar  1 00:01:02.123', '.Jun 10 09:29:01', 'Jun 10 9:29:01 PM'],
  ...[
    '17/06/09 20:10:40',
    'Sun Dec 04 04:47:44 2005',
    '1673516966.834663913',
    'Jun 31 09:29:01',
    '',
  ],
  ...[
    '17 Jun 2026 09:29:01',
    '[Jun 10 09:29:01]',
    '06/10/2026:09:29:01',
    '1',
    'Jun 10 09:29:01 2026',
  ],
];
const PREFIXES = [
  '',
  '<13>',
  '<191>',
  '<189>1 ',
  '<192>',
  '556 <14>',
  ' ',
  '<13> ',
  '\xef\xbb\xbf',
  '<5>:',
];
const RESTS = [
  'text',
  'text 1',
  '',
  '%SYS-5-CONFIG: x',
  'session opened for a1',
  '[1.5] x',
  ': %A-1-B: x',
];
/** Words of RFC 5424's header, of access logs and of names of keys: usual ones, and what the parser takes for something else. */
const WORDS = [
  ...['-', '-', 'RT_FLOW', 'ID47', 'su', '1234', '1235', 'web1', 'web_2', 'x_1_y', 'a1=b', 'a,1'],
  ...[
    'a[1]:',
    'sshd[12]:',
    'sshd:',
    'CEF:0|x',
    '<1>',
    '"a',
    '{1',
    'a=1',
    '',
    '\xe3\x83\xad1',
    'a|1',
  ],
];
const VERSIONS = ['1', '1', '1', '2', '12', '999', '1000', '0', '01', 'x', '1 '];
const CLIENTS = [
  ...['10.0.0.1', '10.0.0.2', '192.168.1.10', '2001:db8::1', '2001:12:13:14::', 'fd00::7:1', '::1'],
  ...[
    'CEF:0',
    'cef:0:1',
    '12:34',
    '1',
    '1234567890',
    'h1',
    'host.a1',
    '%A-1-B1',
    '-1',
    'feb8:1::2',
    'x:1:',
  ],
  ...[
    '10.11.2026',
    '12.13.14',
    'RP/0/1',
    'may1',
    '@4000000043322583138c3cb4',
    '1a,2',
    'abc:1',
    '1.2.3.4:80',
  ],
];
const IDENTITIES = [' - - ', ' - - ', ' - a1 ', ' -  ', ' ', ': - ', ' -- ', '- - ', ' - x[1]: '];
const KEYS = [
  ...[
    'date=',
    'date=',
    'may=',
    'sun=',
    'type=X msg=audit(',
    'a',
    'a=',
    '{"ts":"',
    '"',
    '= ',
    '{',
    '|x ',
  ],
  ...[
    '<',
    '[',
    ',',
    ':',
    ';',
    '(x',
    'x(1',
    'key: ',
    'key ',
    'Key=',
    'K/A/B:x=',
    'a-b.c/d=',
    'a*=',
    'x,',
    '\x01',
  ],
];

const GAPS = [' ', ' ', ' ', ' ', '  ', '\t', ': ', ' : ', ' notice ', ' error: ', ' LOG '];

/** A few parts of each kind, of which all lines are made: so that lines share templates, and columns have odd values. */
function forms(choices: Choices): () => string {
  const few = (list: readonly string[], count: number) => choices.some(list, count);
  const prefixes = few(PREFIXES, choices.between(1, 2));
  const times = few(TIMES, choices.between(1, 3));
  const hosts = few(HOSTS, choices.between(1, 6));
  const tags = few(TAGS, choices.between(1, 4));
  const pids = few(PIDS, choices.between(1, 3));
  const gaps = few(GAPS, choices.between(1, 2));
  const rests = few(RESTS, 2);
  const numbers = few(
    ['7', '891155', '1a', '2026', '081109', '1673516966', '12'],
    choices.between(1, 4),
  );
  const nodes = few(NODES, choices.between(1, 2));
  const isCisco = choices.chance(0.3);
  const words = few(WORDS, choices.between(1, 5));
  const versions = few(VERSIONS, choices.between(1, 2));
  const clients = few(CLIENTS, choices.between(1, 4));
  const identities = few(IDENTITIES, choices.between(1, 2));
  const keys = few(KEYS, choices.between(1, 2));
  const kind = choices.of(['syslog', 'syslog', 'rfc5424', 'access', 'keys', 'numbered']);
  const word = () => choices.of(words);
  const named = (line: () => string) => () => `${choices.of(prefixes)}${line()}`;
  if (kind === 'rfc5424')
    return named(() => {
      const start = `${choices.of(versions)} ${choices.of(times)} ${choices.of([...hosts, ...words])}`;
      return `${start} ${word()} ${word()} ${word()} ${choices.of(['-', '[a@1 b="1"]'])} ${choices.of(rests)}`;
    });
  if (kind === 'access')
    return named(() => {
      const time = choices.of(['[10/Jun/2026:09:29:01 +0200]', choices.of(times)]);
      return `${choices.of(clients)}${choices.of(identities)}${time} "GET /${word()} HTTP/1.1" 200 1`;
    });
  if (kind === 'keys')
    return named(() => `${choices.of(keys)}${choices.of(times)} name=${word()} id=1`);
  if (kind === 'numbered')
    return named(() => {
      const start = `${choices.of(times)} ${choices.of(hosts)}${choices.of(gaps)}`;
      return `${start}${choices.of(numbers)}${choices.of([',', ',', ' ', ': ', '[1]: ', '/', '%', '='])}${choices.of(rests)}`;
    });
  return () => {
    const [prefix, time, host] = [choices.of(prefixes), choices.of(times), choices.of(hosts)];
    const tag = `${choices.of(tags)}${choices.of(pids)}${choices.of(rests)}`;
    if (!isCisco) return `${prefix}${time} ${host}${choices.of(gaps)}${tag}`;
    const number = choices.of(numbers);
    return `${prefix}${number}: ${host}${choices.of(nodes)}${time}: ${tag}`;
  };
}

export function packOf(blocks: readonly (readonly string[])[]): PackReader {
  const directory = new MemoryDirectory();
  const writer = new PackWriter(directory);
  writer.start(PACK);
  let sequence = 0;
  for (const block of blocks) {
    const batch = new MessageBatch();
    for (const line of block) {
      const origin = { source: 'a.log', receivedAt: 1_629_190_000_000, sequence: sequence++ };
      addStored(batch, latin1(line), 1_781_083_741_000 + (sequence % 3), origin, false);
    }
    writer.add(batch);
  }
  const info = writer.finish(1);
  return openPack({ bytes: directory.read(PACK), info });
}

/** Two blocks of lines of a few shapes, some of them others. */
export function headerBlocks(choices: Choices, seed: number): string[][] {
  const shapes = Array.from({ length: choices.between(1, 4) }, () => forms(choices));
  const others = fc.sample(headerLine, { numRuns: 20, seed });
  return Array.from({ length: 2 }, () =>
    Array.from({ length: choices.of([1, 20, 200]) }, () =>
      choices.chance(0.05) ? choices.of(others) : choices.of(shapes)(),
    ),
  );
}
