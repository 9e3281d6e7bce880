import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

beforeAll(() => {
  const lines = [0, 10, 24, 29, 34, 35, 59].map(
    (minute) => `2021-08-17T09:${String(minute).padStart(2, '0')}:00Z gw1 app: minute ${minute}`,
  );
  writeFileSync(join(folder, 'in.log'), `${lines.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'in.log'));
});

const minutes = (...args: string[]) =>
  expectQuiet(hayabusa('search', ...args)).lines.map((line) => Number(/\d+$/.exec(line)));

describe('search of a time as people write it', () => {
  it('--around, with and without -w', () => {
    expect(minutes('--around', '2021-08-17 09:29')).toEqual([24, 29, 34]);
    expect(minutes('--around', 'Aug 17 09:29:00', '-w', '6m')).toEqual([24, 29, 34, 35]);
    expect(minutes('--around', '@1629192540', '--window', '1s')).toEqual([29]);
  });

  it('--from and --to as logs print them: the year is that of the messages', () => {
    expect(minutes('--from', 'Aug 17 09:10', '--to', 'Aug 17 09:29:00')).toEqual([10, 24]);
    expect(minutes('--from', '17/Aug/2021:11:35:00 +0200')).toEqual([35, 59]);
  });

  it('goes by --timezone and --utc', () => {
    const from = ['--from', '2021-08-17 09:35'];
    expect(minutes(...from, '--utc')).toEqual([35, 59]);
    expect(minutes('--from', '2021-08-17 11:35', '--timezone', 'Europe/Berlin')).toEqual([35, 59]);
    const kathmandu = cliIn(folder, { TZ: 'Asia/Kathmandu' });
    expect(kathmandu('search', '-c', ...from, '--utc').lines).toEqual(['2']);
    expect(kathmandu('search', '-c', ...from).lines).toEqual(['7']);
    const utc = JSON.parse(kathmandu('search', '--json', '--utc', '59').lines[0] ?? '');
    expect(utc).toMatchObject({ time: '2021-08-17T09:59:00.000Z' });
    const both = hayabusa('search', '--utc', '--timezone', 'UTC');
    expect([both.status, both.stderr]).toEqual([2, expect.stringContaining('--utc')]);
  });
});

describe('a search that finds nothing because the store has no such time', () => {
  const HINT =
    "hayabusa: no message is of the time that was asked for: the store's are from 2021-08-17T09:00:00.000Z to ";

  it.each([
    [['--last', '2h']],
    [['--from', 'yesterday']],
    [['--to', '2020-01-01']],
    [['--time', '2017/05/*']],
  ])('%s says when its messages are', (args) => {
    for (const mode of [[], ['-c']]) {
      const { status, lines, stderr } = hayabusa('search', ...args, ...mode, 'minute');
      expect([status, lines]).toEqual([1, mode.length === 0 ? [] : ['0']]);
      expect(stderr.startsWith(HINT)).toBe(true);
      expect(stderr.split('\n').length).toBe(2);
    }
  });

  it('--last says how to have the last of them', () => {
    const { stderr } = hayabusa('search', '--last', '30m', 'minute');
    const to = /: for their last 30m add (--to \S+)\n$/.exec(stderr)?.[1] ?? '';
    expect(minutes('--last', '30m', ...to.split(' '))).toEqual([34, 35, 59]);
    expect(hayabusa('search', '--from', 'yesterday').stderr).not.toContain('--to');
  });

  it('says which time was read and what lies around it, where that is between others', () => {
    writeFileSync(join(folder, 'late.log'), '2025-07-11T03:06:37Z gw1 app: clock\n');
    expectQuiet(hayabusa('ingest', '--store', 'gap', 'in.log', 'late.log'));
    const search = ['search', '--store', 'gap', 'minute'];
    expect(hayabusa(...search, '--from', 'May 17', '--to', 'May 18').stderr).toBe(
      'hayabusa: no message is of the time that was asked for, from 2025-05-17T00:00:00.000Z to 2025-05-18T00:00:00.000Z: ' +
        'the last before it are of the hour 2021-08-17T09:00:00.000Z, the first after it of 2025-07-11T03:00:00.000Z\n',
    );
    expect(hayabusa(...search, 'nowhere', '--from', '2021-08-17').stderr).toBe('');
  });

  it('says nothing with -q, nor where the range has messages', () => {
    for (const args of [['-q', '--last', '2h'], ['nowhere'], ['nowhere', '--from', 'Aug 17']]) {
      const { status, stdout, stderr } = hayabusa('search', ...args);
      expect([status, stdout.toString(), stderr]).toEqual([1, '', '']);
    }
  });
});
