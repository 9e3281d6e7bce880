import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, expectRefusal, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder, { NO_COLOR: '1' });
const search = (...args: string[]) => expectQuiet(hayabusa('search', ...args)).lines;

beforeAll(() => {
  const lines = [
    '<38>2021-08-17T09:00:00Z gw1 sshd[10]: Failed password for root from 10.0.0.1 port 22',
    '<165>1 2021-08-17T09:00:01Z gw2 app 77 ID9 [a@1 b="c"] Failed and failed {again}',
    'no header, failed',
  ];
  writeFileSync(join(folder, 'in.log'), `${lines.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'in.log'));
});

describe('search --format', () => {
  const format = (template: string, ...args: string[]) => search('--format', template, ...args);

  it('prints the fields that it names; what a message does not have is nothing', () => {
    expect(format('{time}|{host}|{app}|{pid}|{msgid}|{severity}|{facility}|{message}')).toEqual([
      '2021-08-17T09:00:00.000Z|gw1|sshd|10||info|auth|Failed password for root from 10.0.0.1 port 22',
      '2021-08-17T09:00:01.000Z|gw2|app|77|ID9|notice|local4|Failed and failed {again}',
      '2021-08-17T09:00:01.000Z|||||||no header, failed',
    ]);
    expect(format('{sequence} {source} {text}', 'root')).toEqual([
      '0 in.log   gw1 sshd[10]: Failed password for root from 10.0.0.1 port 22',
    ]);
    expect(format('{raw}')).toEqual(search());
    expect(format('{received}', 'root')[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('prints times in the zone, and highlights inside fields', () => {
    expect(format('{time}', '--timezone', 'Asia/Kathmandu', 'root')).toEqual([
      '2021-08-17T14:45:00.000+05:45',
    ]);
    expect(format('{host}: {message}', '--color', 'always', 'gw1', 'failed')).toEqual([
      '\x1b[1;31mgw1\x1b[0m: \x1b[1;31mFailed\x1b[0m password for root from 10.0.0.1 port 22',
    ]);
  });

  it('has braces, tabs, line feeds and backslashes', () => {
    expect(format('{{{host}}}\\t{{}}\\n\\\\ \\x }', 'root')).toEqual(['{gw1}\t{}', '\\ \\x }']);
    expect(format('', 'root')).toEqual(['']);
  });

  it('refuses what it does not know, with the names', () => {
    expectRefusal(
      hayabusa('search', '--format', '{time} {hots}'),
      /no field "hots": expected \{time\}, \{host\}, .*\{sequence\}, or \{\{/,
    );
    expectRefusal(hayabusa('search', '--format', '{time'), /no \} behind a \{/);
    expectRefusal(hayabusa('search', '--format', '{constructor}'), /no field "constructor"/);
  });
});

describe('search -o', () => {
  it('prints each match on a line, as it stands in the message', () => {
    expect(search('-o', 'failed', '-n', '2')).toEqual(['Failed', 'failed', 'failed']);
    expect(search('-o', 'root', 'pass*')).toEqual(['password', 'root']);
    expect(search('--only-matching', '-e', 'for root')).toEqual(['for root']);
    expect(search('-o', '10.0.0.1')).toEqual(['10.0.0.1']);
    expect(search('-o', '--raw', '10.0.0.1')).toEqual(['10.0.0.1']);
  });

  it('refuses a query that no text answers', () => {
    expectRefusal(hayabusa('search', '-o'), /-o prints what of a message answers the query/);
  });
});

describe('how messages are printed', () => {
  it.each([
    [['--json', '--raw'], /--json and --raw/],
    [['--json', '--format', '{raw}'], /--json and --format/],
    [['--raw', '--format', '{raw}'], /--raw and --format/],
    [['-o', '--json'], /--json and -o/],
    [['-o', '--format', '{raw}'], /--format and -o/],
    [['-o', '--raw', '--framing', 'octet'], /--framing octet/],
  ])('%s: is said once', (args, sentence) => {
    expectRefusal(hayabusa('search', ...args, 'failed'), sentence);
  });
});

describe('search -v', () => {
  it('tells how the query was read, and the times', () => {
    const { status, stderr, lines } = hayabusa('search', '-v', '--from', '2021-08-17', 'root');
    expect([status, lines.length]).toEqual([0, 1]);
    expect(stderr.split('\n')).toEqual([
      'hayabusa: query: root',
      'hayabusa: time: from 2021-08-17T00:00:00.000Z',
      'hayabusa: packs: 1 of 1',
      'hayabusa: -v explains; NOT before a word excludes the messages that hold it',
      '',
    ]);
    expect(hayabusa('search', '-v', '-c').stderr).toContain(
      'query: (every message)\nhayabusa: time: all\n',
    );
  });
});

describe('habits of grep', () => {
  it('-i is so anyway, -m N is -n N', () => {
    expect(search('-i', 'FAILED', '-m', '1')).toEqual(['no header, failed']);
  });

  it('--since and --until of other tools are --from and --to, -0 is no context', () => {
    expect(search('--until', '2021-08-17T09:00:01Z', '-c', '--utc')).toEqual(['1']);
    expect(search('--since', '1970', '-0', '-m', '1', 'failed')).toEqual(['no header, failed']);
  });

  it.each([
    [['-E', 'a|b'], "unknown option '-E': a regular expression is written '/like this/'\n"],
    [
      ['-5', 'a'],
      "unknown option '-5': so many messages around each is -C N, so many of the newest",
    ],
    [['-rn', 'a'], "unknown option '-rn': all of the store is searched"],
    [['-l', 'a'], "unknown option '-l': in which files there are how many says --by source\n"],
    [['--include=*.log', 'a'], "messages of some files are found by 'source:*.log'\n"],
    [
      ['--tail', '5', 'a'],
      'the newest N are -n N, and what came in since the last search is found',
    ],
    [['-f', 'a'], 'what came in since the last search is found with --cursor\n'],
    [['-u', 'sshd'], "fields are part of the query: 'host:gw*', 'app:sshd', 'severity<=err'\n"],
    [['-p', 'err'], "fields are part of the query: 'host:gw*', 'app:sshd', 'severity<=err'\n"],
    [
      ['--grep', 'a'],
      "words stand by themselves, and a regular expression is written '/like this/'",
    ],
    [['-S', 'today', 'a'], 'the time is said by --from and --to\n'],
    [['--on', 'monday', 'a'], "unknown option '--on': the time is said by --from and --to, --last"],
    [['-b', '-1'], "unknown option '-b': the time is said by --from and --to, --last 2h"],
    [['--before', '5', 'a'], 'what comes before each is -B N'],
    [
      ['-n', 'failed'],
      '-n (how many of the newest) takes a whole number of at least 1, got "failed"',
    ],
    [['--since', '1h', '--from', '2h', 'a'], '--from and --since say the same'],
    [['a', '-root'], "unknown option '-root': to exclude a word write 'NOT word', or -- -word\n"],
    [
      ['- - [30/Sep'],
      "unknown option '- - [30/Sep': what is looked for and begins with a dash stands behind --",
    ],
    [['a', '-ERROR'], "unknown option '-ERROR': to exclude a word"],
    [['-Fc', 'a'], "unknown option '-Fc': words are found as they are, and a part of a word"],
    [['--not', 'a'], "unknown option '--not': write 'NOT word'"],
    [['--invert-match', 'a'], "unknown option '--invert-match': write 'NOT word'"],
    [['-w', 'failed'], 'expected --around with it, got none: whole words are found without it\n'],
  ])('%s: says what to type', (args, hint) => {
    const { status, stderr } = hayabusa('search', ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(hint)]);
  });
});
