import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LINES = [
  '<38>2021-08-17T08:59:59Z gw1 sshd[10]: Failed password for root from 192.168.0.1 port 22',
  '<38>2021-08-17T09:00:00Z gw1 sshd[11]: session opened for user root by (uid=0)',
  '<4>2021-08-17T09:00:00.500Z gw2 kernel: bob opened a session for user root',
  '2021-08-17T10:30:00Z core-sw-01 %LINK-3-UPDOWN: Interface Gi0/1, changed state to down',
  '<38>2021-08-18T11:59:59Z gw2 sshd[12]: Failed password for alice from 192.168.0.10 port 22',
  '<38>2021-08-18T12:00:00Z gw2 sshd[13]: Accepted password for root from 192.168.0.1 port 22',
];

const folder = folderOfTestFile();
const hayabusa = cliIn(folder, { LC_ALL: 'C' });
const lines = (...args: string[]) => expectQuiet(hayabusa('search', ...args)).lines;
const objects = (...args: string[]) =>
  lines(...args, '--json').map((line) => JSON.parse(line) as Record<string, unknown>);
const refuses = (message: RegExp, ...args: string[]) => {
  const { status, stdout, stderr } = hayabusa('search', ...args);
  expect(stderr).toMatch(message);
  expect([status, stdout.length]).toEqual([2, 0]);
};

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), `${LINES.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'a.log'));
});

describe('hayabusa search --histogram', () => {
  it('prints a line a bucket, empty ones too, many of them as one, and the total', () => {
    expect(lines('--histogram', '1h', '--timezone', 'UTC')).toEqual([
      `2021-08-17 08:00  1  ${'#'.repeat(29)}`,
      `2021-08-17 09:00  2  ${'#'.repeat(58)}`,
      `2021-08-17 10:00  1  ${'#'.repeat(29)}`,
      '                  -  (24 empty)',
      `2021-08-18 11:00  1  ${'#'.repeat(29)}`,
      `2021-08-18 12:00  1  ${'#'.repeat(29)}`,
      '6 messages, 1h a line, UTC',
    ]);
  });

  it('chooses the width, takes no word of the query for it, and has the query of either side', () => {
    const found = lines('--histogram', 'opened', '--timezone', 'UTC');
    expect(found[0]).toMatch(/^2021-08-17 09:00:00 {2}2 {2}#+$/);
    expect(found[1]).toBe('2 messages, 1s a line, UTC');
    expect(lines('opened', '--histogram', '--timezone', 'UTC')).toEqual(found);
    expect(lines('--histogram').at(-1)).toBe('6 messages, 1h a line, UTC');
    expect(lines('--histogram', '2hours', 'root').at(-1)).toBe('4 messages, 2h a line, UTC');
  });

  it('follows the clocks of --timezone', () => {
    expect(objects('--histogram=1d', '--timezone', 'Asia/Tokyo')).toEqual([
      { from: '2021-08-17T00:00:00.000+09:00', to: '2021-08-18T00:00:00.000+09:00', count: 4 },
      { from: '2021-08-18T00:00:00.000+09:00', to: '2021-08-19T00:00:00.000+09:00', count: 2 },
    ]);
  });

  it('goes from --from to --to where these lie within the store', () => {
    const args = ['--from', '2021-08-17 09:00', '--to', '2021-08-17 12:00', '--timezone', 'UTC'];
    expect(objects('--histogram', '1h', ...args).map(({ count }) => count)).toEqual([2, 1, 0]);
  });

  it('draws with blocks where the locale has them', () => {
    const { stdout } = cliIn(folder, { LC_ALL: 'C.UTF-8' })('search', '--histogram=1d');
    expect(stdout.toString()).toContain('█');
  });

  it('ends with 1 and prints nothing when nothing is found, with 2 for what is no width', () => {
    const { status, stdout } = hayabusa('search', '--histogram', 'nosuchword');
    expect([status, stdout.length]).toEqual([1, 0]);
    refuses(/"0m" cannot be read: expected a number above 0/, '--histogram=0m');
    refuses(/--by is given twice: .* got host and app/, '--by', 'host', '--by', 'app');
    refuses(/--histogram and --by are two summaries/, '--histogram', '--by', 'host');
    refuses(/-n is about messages, and --histogram prints counts/, '--histogram', '-n', '5');
    refuses(/at most 1000000 buckets/, '--histogram', '1ms');
  });
});

describe('hayabusa search --by', () => {
  it('puts bars under each other, whatever the values are; one too long for it has none', () => {
    const cwd = temporaryFolder();
    const values = ['障害', 'abc', 'x'.repeat(60)];
    const text = values.flatMap((value, i) => Array(3 - i).fill(`app: user ${value} came`));
    writeFileSync(join(cwd, 'b.log'), `${text.join('\n')}\n`);
    const own = cliIn(cwd, { LC_ALL: 'C' });
    expectQuiet(own('ingest', 'b.log'));
    const found = expectQuiet(own('search', '--by', '/user (\\S+)/')).lines;
    expect(found).toEqual([
      `3   50.0 %  障害${' '.repeat(51)}  ${'#'.repeat(10)}`,
      `2   33.3 %  abc${' '.repeat(52)}  ${'#'.repeat(7)}`,
      `1   16.7 %  ${'x'.repeat(60)}`,
    ]);
  });

  it('counts by a key of key=value, in any case, by its first value; and says when nothing has it', () => {
    const cwd = temporaryFolder();
    const text = [
      'in: SRC=10.0.0.1 DST=',
      'in: src="a b" SRC=c',
      'in: SRC=10.0.0.1',
      'host=x none',
    ];
    writeFileSync(join(cwd, 'k.log'), `${text.join('\n')}\n`);
    const own = cliIn(cwd, { LC_ALL: 'C' });
    expectQuiet(own('ingest', 'k.log'));
    const by = (...args: string[]) =>
      expectQuiet(own('search', '--json', '--by', ...args)).lines.map((line) => {
        const { value, count } = JSON.parse(line) as { value: string | null; count: number };
        return [value, count];
      });
    expect(by('Src')).toEqual([
      ['10.0.0.1', 2],
      ['a b', 1],
      [null, 1],
    ]);
    expect(by('dst', 'in')).toEqual([
      [null, 2],
      ['', 1],
    ]);
    expect(by('host=', 'none')).toEqual([['x', 1]]);
    const { stderr, stdout, status } = own('search', '--by', 'hots');
    expect(stdout.toString()).toMatch(/^4 {2}100\.0 % {2}\(none\) {2}#+\n$/);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^hayabusa: no message that was found has hots=: besides keys .* there are host, app,/,
    );
  });

  it('prints count, share, value and bar, most first', () => {
    const found = lines('--by', 'app');
    expect(found.map((line) => line.replace(/ +#+$/, ''))).toEqual([
      '4   66.7 %  sshd',
      '1   16.7 %  LINK-3-UPDOWN',
      '1   16.7 %  kernel',
    ]);
    expect(found[0]).toMatch(/#{40,}$/);
  });

  it('counts messages without the value as such', () => {
    expect(objects('--by', 'severity')).toEqual([
      { value: 'info', count: 4, share: 0.666667 },
      { value: 'warning', count: 1, share: 0.166667 },
      { value: null, count: 1, share: 0.166667 },
    ]);
    expect(lines('--by', 'facility').map((line) => line.split(/ +/)[3])).toEqual([
      'auth',
      'kern',
      '(none)',
    ]);
  });

  it('has --top values, and says what is left', () => {
    expect(lines('--by', 'host', '--top', '1').map((line) => line.replace(/ +#+$/, ''))).toEqual([
      '3   50.0 %  gw2',
      '3   50.0 %  (2 other values: --top 0 prints all)',
    ]);
    expect(objects('--by', 'pid', '--top', '0')).toHaveLength(5);
  });

  it('has times in their order, in the zone asked for', () => {
    const hours = objects('--by', 'hour', 'password', '--timezone', '+02:00');
    expect(hours.map(({ value, count }) => [value, count])).toEqual([
      ['2021-08-17T10:00+02:00', 1],
      ['2021-08-18T13:00+02:00', 1],
      ['2021-08-18T14:00+02:00', 1],
    ]);
    expect(objects('--by', 'day').map(({ value }) => value)).toEqual(['2021-08-17', '2021-08-18']);
    const fullest = lines('--by', 'hour', '--top', '2', '--timezone', 'UTC');
    expect(fullest.map((line) => line.replace(/ +#+$/, ''))).toEqual([
      '2   33.3 %  2021-08-17T09:00Z',
      '1   16.7 %  2021-08-17T08:00Z',
      '3   50.0 %  (3 other values: --top 0 prints all)',
    ]);
    expect(lines('--by', 'hour', '--top', '0')).toHaveLength(5);
    expect(objects('--by', 'pattern', 'alice')).toEqual([
      { value: 'sshd: Failed password for alice from <ip> port <num>', count: 1, share: 1 },
    ]);
    expect(objects('--by', 'source')[0]).toMatchObject({ count: 6, share: 1 });
  });

  it('counts by the first group of an expression, or by all of the match', () => {
    expect(objects('--by', '/from (\\S+)/').map(({ value, count }) => [value, count])).toEqual([
      [null, 3],
      ['192.168.0.1', 2],
      ['192.168.0.10', 1],
    ]);
    expect(objects('--by', '/FAILED|accepted/i', 'sshd').map(({ value }) => value)).toEqual([
      'Failed',
      'Accepted',
      null,
    ]);
    refuses(/"a\(b"|missing closing|unclosed|parenthes/i, '--by', '/a(b/');
  });

  it('ends with 1 when nothing is found, with 2 for what nothing is counted by', () => {
    const { status, stdout } = hayabusa('search', '--by', 'host', 'nosuchword');
    expect([status, stdout.length]).toEqual([1, 0]);
    refuses(/Nothing is counted by "the colour": expected host, app/, '--by', 'the colour');
    refuses(/--top says how many counts are printed/, '--top', '5');
  });
});

describe('hayabusa search --patterns', () => {
  it('prints what messages have in common, most first, each with an example', () => {
    const found = lines('--patterns', 'for');
    expect(found.filter((_, i) => i % 2 === 1).every((line) => LINES.includes(line.trim()))).toBe(
      true,
    );
    expect(found.filter((_, i) => i % 2 === 0)).toEqual([
      '1   20.0 %  kernel: bob opened a session for user root',
      '1   20.0 %  sshd: Accepted password for root from <ip> port <num>',
      '1   20.0 %  sshd: Failed password for alice from <ip> port <num>',
      '1   20.0 %  sshd: Failed password for root from <ip> port <num>',
      '1   20.0 %  sshd: session opened for user root by (uid=<num>)',
    ]);
  });

  it('tells programs apart whose name is a value, and takes --top and --json', () => {
    const found = objects('--patterns', '--top', '0');
    expect(found.find(({ pattern }) => String(pattern).startsWith('LINK-3-UPDOWN'))).toEqual({
      pattern: 'LINK-3-UPDOWN: Interface <*>/<num>, changed state to down',
      count: 1,
      share: 0.166667,
      example: LINES[3],
    });
    expect(lines('--patterns', '--top', '1').at(-1)).toMatch(
      /^5 {3}83\.3 % {2}\(5 other patterns: --top 0/,
    );
    const { status, stdout } = hayabusa('search', '--patterns', 'nosuchword');
    expect([status, stdout.length]).toEqual([1, 0]);
  });
});
