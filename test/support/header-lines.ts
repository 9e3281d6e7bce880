import fc from 'fast-check';

/** Lines, as Latin-1, with headers of all dialects, and with what only looks like one. */

/** One of each form that is known; days and hours are few, so that years, hours and minutes are met again. */
const EXAMPLES = [
  'Aug 17 09:29:01 core sshd[12]: Failed password for root',
  'Aug  7 23:59:59 core kernel: [12.345] text',
  '<13>Feb 29 09:29:01 core-1 CRON[999]: (root) CMD',
  '<189>891155: access-ios-1: Jun 10 00:00:00.046 UTC: %ILPOWER-5-POWER_GRANTED: Interface',
  '<189>12: wlc-1: *Mar  1 00:01:02.123: *spamApTask1: %CAPWAP-3-DUPLICATE: text',
  '<189>2026 Jun 10 00:00:00 fabric-nx-7 %ETHPORT-5-IF_DOWN: Interface',
  '<166>Jun 10 2026 09:29:01 edge-asa-1 : %ASA-6-302013: Built',
  '<189>77: core-xr-1 RP/0/RSP0/CPU0:Jun 10 00:00:00.046 UTC: bgp[1052]: %ROUTING-BGP-5: text',
  '<133>Jun 10 00:00:00 lb-f5-1 notice mcpd[19083]: 01070727:5: Pool member',
  '<165>1 2003-10-11T22:14:15.003Z host app 1234 ID47 [a@1 b="c"] \xef\xbb\xbftext',
  '<34>1 2026-06-10T00:00:00.003-07:00 host su - ID47 - text',
  '1 2026-06-10T00:00:00Z - - - - -',
  '<86>2026-06-10T09:29:01.123456+02:00 dhcp-1 dhcpd[77]: DHCPACK',
  '2026-06-10 09:29:01,796 INFO org.apache.x: text',
  '[2020-04-23 00:28:21,796] WARN text',
  '[Sun Dec 04 04:47:44 2005] [error] text',
  '10.0.0.1 - - [10/Jun/2026:09:29:01 +0200] "GET / HTTP/1.1" 200 12',
  '<134>1 1673516966.834663913 HOST flows src=10.0.0.1',
  '<189>date=2026-06-10 time=09:29:01 devname="fw" devid="x" eventtime=1673516966 type=traffic',
  'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e',
  '{"ts":"2026-06-10T09:29:01Z","level":"info"}',
  'timestamp=1673516966123 text',
  '17/06/09 20:10:40 INFO executor.X: text',
  '081109 203615 148 INFO dfs.DataNode: text',
  '03-17 16:13:38.811  1702  2395 D WindowManager: text',
  '17-Jun-2026 09:29:01.123 text',
  'E0610 09:29:01.123456   17 file.go:12] text',
  '@4000000043322583138c3cb4 status: local',
  '- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: session',
  '<187>Jun 10 09:29:01 sw %%10SHELL/5/SHELL_LOGIN(l): text',
  'Jun 10 9:29:01 PM java.util.logging.X main',
  'Sun, 10 Jun 2026 09:29:01 GMT text',
  'Aug 22Aug 22 06:25:02 host tag: text',
  'Message forwarded from a1: sshd[7]: text',
  '<30>U7LT,f09fc2000000,v4.0: hostapd: text',
  '<30>Jun 10 09:29:01 message repeated 5 times: [ text]',
  '<30>last message repeated 2 times',
  '\x00\x00<30>556 <14>Jun 10 09:29:01 a b: c',
  'sshd[17]: no time at all',
  'CEF:0|a|b|1|rt=Jun 10 2026 09:29:01.5 UTC text',
  '\tat java.lang.Thread.run(Thread.java:1)',
  'java.lang.IllegalStateException: text',
  'Jun 31 09:29:01 no such day',
  '1985-04-12T23:20:50.52Z host before any time that counts',
  '2099-01-01T00:00:00Z host ahead',
  '9999-12-31 23:59:59 far ahead',
  '',
  ' ',
  'plain text',
];

const PARTS = [
  ...['<13>', '<191>', '<192>', '556 <14>', '\x00', '\xef\xbb\xbf', '1 ', '77: ', '*', '.', ': '],
  ...['Aug 17 ', 'Aug  7 ', 'Feb 30 ', 'June 7 ', 'Mar 17, ', 'Jan  1 ', 'Dec 31 ', 'mar 1 '],
  ...['09:29:01', '23:59:59', '24:00:00', '9:29:01', '09:29:60', '09:29:01.5', '09:29:01,123'],
  ...[
    '2021 ',
    '2026-06-10',
    '2026/06/10',
    '20260610',
    'T',
    'Z',
    '+02:00',
    ' -0700',
    '10/Jun/2026:',
  ],
  ...[
    ' UTC',
    ' CEST',
    ' EST:',
    ' XYZ',
    ' AM',
    ',000 PM',
    ':000 am',
    ' PM',
    ' GMT+02:00',
    '1673516966',
    '.123',
    '260610 ',
  ],
  ...[' core', ' CORE-1', ' 10.0.0.1', ' fe80::1', ' error', ' -', ' a', ` ${'x'.repeat(70)}`],
  ...[
    ' sshd',
    ' systemd-logind',
    ' /bin/su',
    ' x(y)',
    ' Google Chrome',
    ' 123',
    ' RP/0/RSP0/CPU0:',
  ],
  ...['[12]', '[12345678901]', '[a]', '[]', '[12', ':', ': ', ' ', '  ', '\t', '|', '=', '"', ','],
  ...['%ASA-6-302013: ', '%%01SHELL/5/LOGIN(l)[7]: ', 'CEF:0|', 'rt=', 'time=', 'date=', 'ts":"'],
  ...['a!b', '(x)#', '$y', 'm&n*', '-._/@%+~', 'T\x80', '<', '>', '{', ';', "'", '`'],
  ...[
    'last message repeated ',
    'message forwarded from ',
    '[Sun Dec 04 ',
    ']',
    '[',
    'INFO ',
    'text',
  ],
];

const part = fc.constantFrom(...PARTS);
const example = fc.constantFrom(...EXAMPLES);

/** An example with something taken out, or put in. */
const changed = fc
  .tuple(example, fc.nat(80), fc.nat(6), fc.oneof(part, fc.constant(''), fc.string()))
  .map(([text, at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone));

const of = (...texts: string[]) => fc.constantFrom(...texts);
/** Lines as syslogd writes them, and nearly so, whose parts are met again and again. */
const bsd = fc
  .tuple(
    of('', '', '', '', '', '<13>', ' '),
    of('Aug 17 ', 'Aug 17 ', 'Aug 17 ', 'Aug 18 ', 'Aug  7 ', 'Feb 30 ', 'June 7 ', 'Mar 17, '),
    of(
      '09:29:01',
      '09:29:59',
      '23:59:59',
      '24:00:00',
      '09:60:00',
      '09:29:60',
      '9:29:01',
      'x9:29:01',
    ),
    of(' ', ' ', ' ', ' ', ' ', '  ', '', '\t', ': ', ' <mail.info> ', ' 2021 ', '.5 '),
    of(
      'core',
      'core',
      'last',
      'UTC',
      'EST',
      'CORE-1',
      '10.0.0.1',
      'fe80::1',
      'error',
      '2021',
      'a',
      '-',
    ),
    of(' ', ' ', ' ', ' ', '  ', ': '),
    of(
      'sshd',
      'sshd',
      'CRON',
      'error',
      'systemd-logind',
      'message',
      '%ASA-6-3',
      'a b',
      'x(y)',
      '/bin/su',
    ),
    of(
      '[12]: ',
      '[12345]: ',
      '[12]:',
      '[12] ',
      '[a]: ',
      '[]: ',
      ': ',
      ':',
      ':x',
      '[12345678901]: ',
      '[1',
    ),
    of('text', '', '%SYS-5-CONFIG: x', '0|a'),
  )
  .map((parts) => parts.join(''));

/** Lines of one input: without LF, and without what is no Latin-1. */
export const headerLine: fc.Arbitrary<string> = fc
  .oneof(
    example,
    changed,
    bsd,
    bsd,
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.tuple(changed, changed).map((parts) => parts.join('')),
  )
  .map((text) => text.replace(/[\nĀ-￿]/g, '?'));

/** What stands before a clock, its fraction, and what stands behind it. */
const LAYOUT = {
  before: [
    ...[
      '',
      '',
      '',
      '',
      'wlc-1: ',
      'core-xr-5 RP/0/RSP0/CPU0:',
      'core-xr-5 RP/0/',
      'jun: ',
      'mon-1: ',
    ],
    ...[
      '1 ',
      '1 ',
      '%SYS-5-X: ',
      'host %SYS-5-X: ',
      '*spamApTask1: ',
      '12: ',
      'uptime 00:00:05 ',
      ' ',
    ],
    ...['core-1: %SYS-5-X: '],
  ],
  mark: ['', '', '', '', '*', '.', '['],
  date: [
    ...[
      'Jun 10 ',
      'Jun 10 ',
      'Jun  9 ',
      'Jun 10 2026 ',
      'Jun 10, 2026 ',
      'Feb 30 ',
      '2026 Jun 10 ',
    ],
    ...['2026-06-10T', '2026-06-10T', '2026-06-10 ', '2026/06/10:', '20260610T', 'Sun Jun 10 ', ''],
  ],
  fraction: ['', '', '', '.1', '.046', '.123456', '.1234567890', '.', ',123', ':123', '.270.1'],
  zone: [
    ...[
      '',
      '',
      '',
      '',
      ' UTC',
      ' UTC',
      ' mesz',
      ' XYZ',
      ' AM',
      ' PM',
      'PM',
      ' 2026',
      ' UTC 2026',
      'Z',
    ],
    ...['+09:00', '-0700', ' +0200', ' GMT+02:00', 'Jun 10 09:29:01', 'JST'],
  ],
  behind: [
    ...[
      ' ',
      ' ',
      ': ',
      ': ',
      ' : ',
      '. ',
      '  ',
      '\t',
      ' core ',
      ' core ',
      ' edge-asa-1 ',
      ' core: ',
    ],
    ...[
      ' AM ',
      ' pm- ',
      ' amx ',
      ' last ',
      ' message ',
      ' fe80::1 ',
      ' 10.0.0.1 ',
      ' -',
      ' 2026 ',
      ' a ',
    ],
    ...[
      ' error ',
      ' U7LT,f09fc2000000,v4.0 ',
      ' core\t',
      ` ${'h'.repeat(45)} `,
      ` ${'h'.repeat(70)} `,
    ],
    ...['  core ', ' -core ', ': core ', '. core ', ' : core ', ' _core '],
  ],
};
const layout = fc.tuple(
  of(...LAYOUT.before),
  of(...LAYOUT.mark),
  of(...LAYOUT.date),
  of(...LAYOUT.fraction),
  of(...LAYOUT.zone),
  of(...LAYOUT.behind),
);

/** What may differ between lines of one layout: PRI, sequence number, clock, fraction's digits, and what follows. */
const line = fc.tuple(
  of('', '<13>', '<13>', '<189>', '<191>', '<192>', '<0013>', ' <13>', '<13> ', '556 <14>'),
  of('', '', '', '1: ', '1234: ', '12345678: ', '20260610: ', '1673516966: ', '20260610092901: '),
  of(
    '09:29:01',
    '09:29:02',
    '23:59:59',
    '12:29:01',
    '00:00:00',
    '13:07:08',
    '24:00:00',
    '09:29:60',
  ),
  of('0', '5', '9'),
  of(
    ...['%LINK-3-UPDOWN: x', '%LINK', ': %ASA-6-302013: x', 'sshd[12]: x', 'notice mcpd[7]: x', ''],
    ...['message repeated 5 times: x', 'forwarded from a1: sshd[7]: x', 'su - ID47 - x', '- - - x'],
    ...['891155: Jun  7 01:02:03.046: %SYS-5-X: x', 'RP/0/RSP0/CPU0:x[7]: %SYS-5-X: x', 'x', ': x'],
    ...['core sshd[12]: x', 'date=2026-06-11 time=01:02:03 x', '*Jun 7 01:02:03: x', '12:30 x'],
  ),
  of('', ' and text of some length behind it'),
);

/** Lines whose headers have one layout: a reader that remembers headers takes some for like others. */
export const alikeLines: fc.Arbitrary<string[]> = fc
  .tuple(layout, fc.array(line, { minLength: 2, maxLength: 6 }))
  .map(([[before, mark, date, fraction, zone, behind], lines]) =>
    lines.map(([priority, number, clock, digit, tail, end]) =>
      [
        ...[priority, number, before, mark, date, clock],
        ...[fraction.replace(/^(.)\d/, `$1${digit}`), zone, behind, tail, end],
      ].join(''),
    ),
  );

/** What headers of `everyLayout` begin with, in turns. */
const STARTS = ['', '<13>', '<189>77: '];

/** Headers around a clock, of all layouts without mark and fraction, with one beginning after the other; text may follow them. */
export function* everyLayout(): Generator<(clock: string) => string> {
  const each = (texts: readonly string[]) => new Set(texts);
  let turn = 0;
  for (const before of each(LAYOUT.before))
    for (const date of each(LAYOUT.date))
      for (const zone of each(LAYOUT.zone))
        for (const behind of each(LAYOUT.behind)) {
          const start = `${STARTS[turn++ % STARTS.length]}${before}`;
          yield (clock) => start + date + clock + zone + behind;
        }
}
