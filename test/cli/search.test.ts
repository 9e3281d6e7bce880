import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const LINES = [
  '2021-08-17T08:59:59Z gw1 sshd[10]: Failed password for root from 192.168.0.1 port 22',
  '2021-08-17T09:00:00Z gw1 sshd[11]: session opened for user root by (uid=0)',
  '2021-08-17T09:00:00.500Z gw2 kernel: bob opened a session for user root',
  '2021-08-17T10:30:00Z core-sw-01 %LINK-3-UPDOWN: Interface Gi0/1, changed state to down',
  '2021-08-18T11:59:59Z gw2 sshd[12]: Failed password for alice from 192.168.0.10 port 22',
  '2021-08-18T12:00:00Z gw2 sshd[13]: Accepted password for root from 2001:db8::1 port 22',
] as const;

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const found = (...args: string[]) => {
  const { lines } = expectQuiet(hayabusa('search', ...args));
  return lines.map((line) => LINES.indexOf(line as (typeof LINES)[number]));
};
/** Quiet, but for the hint that the store has no messages of that time at all. */
const QUIET = /^(?:hayabusa: no message is of the time that was asked for: .*\n)?$/;
const nothing = (...args: string[]) => {
  const { status, stdout, stderr } = hayabusa('search', ...args);
  expect(stderr).toMatch(QUIET);
  expect([status, stdout.length]).toEqual([1, 0]);
};
const count = (...args: string[]) => {
  const { status, stdout, stderr } = hayabusa('search', '-c', ...args);
  expect(stderr).toMatch(QUIET);
  expect(stdout.toString()).toMatch(/^\d+\n$/);
  const number = Number(stdout.toString());
  expect(status).toBe(number > 0 ? 0 : 1);
  return number;
};

beforeAll(() => {
  // Not in order of time: output is.
  const shuffled = [4, 0, 5, 2, 1, 3].map((i) => LINES[i]);
  writeFileSync(join(folder, 'a.log'), `${shuffled.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'a.log'));
});

describe('what hayabusa search finds', () => {
  it('prints messages that hold all words, in any case, oldest first', () => {
    expect(found('failed', 'PASSWORD', 'root')).toEqual([0]);
    expect(found('root')).toEqual([0, 1, 2, 5]);
    nothing('failed', 'nosuchword');
  });

  it('prints every message without words', () => {
    expect(found()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found('')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('-e makes one phrase of all words; a quoted phrase stands beside words', () => {
    expect(found('session opened')).toEqual([1, 2]);
    expect(found('-e', 'session opened for user')).toEqual([1]);
    expect(found('-e', 'session', 'opened')).toEqual([1]);
    expect(found('session', 'opened', '--exact')).toEqual([1]);
    expect(found('"session opened" root')).toEqual([1]);
    expect(found('"session opened"', 'GW1')).toEqual([1]);
    expect(count('-e', 'for', 'user', 'root')).toBe(2);
    nothing('-e', 'root user');
  });

  it('takes a word with punctuation as a phrase', () => {
    expect(found('core-sw-01')).toEqual([3]);
    expect(found('%LINK-3-UPDOWN')).toEqual([3]);
    nothing('core-01-sw');
  });

  it('takes a star behind a word or a phrase as an open end', () => {
    expect(found('fail*')).toEqual([0, 4]);
    expect(found('SESS*', 'open*')).toEqual([1, 2]);
    expect(found('core-sw*')).toEqual([3]);
    expect(found('"session open"*')).toEqual([1]);
    expect(found('192.168.0.1*')).toEqual([0, 4]);
    expect(count('ss*')).toBe(4);
    expect(count('-e', 'fail*')).toBe(0);
    nothing('nosuch*');
    nothing('ailed*');
    const { status, stderr } = hayabusa('search', 'failed', '192.168.*');
    expect(status).toBe(2);
    expect(stderr).toContain('star at column 16 belongs to no word');
    expect(stderr).toContain('the addresses of that network are 192.168.0.0/16');
  });

  it('looks addresses up whole, in any spelling', () => {
    expect(found('192.168.0.1')).toEqual([0]);
    expect(found('192.168.0.10')).toEqual([4]);
    expect(found('2001:0DB8:0:0::1')).toEqual([5]);
    nothing('192.168.0.100');
  });

  it('takes words from --match as well, and a word with a dash, which negates, after --', () => {
    expect(found('--match', 'alice')).toEqual([4]);
    expect(found('password', '--match', 'root 22')).toEqual([0, 5]);
    expect(found('--', '-root')).toEqual([3, 4]);
  });

  it('-c counts, -s changes nothing, -q says it by the exit code alone', () => {
    expect(count('root')).toBe(4);
    expect(count('-s', 'root')).toBe(4);
    expect(count('root', '-n', '2')).toBe(2);
    expect(count('nosuchword')).toBe(0);
    expect(count()).toBe(6);
    expect(expectQuiet(hayabusa('search', '-q', 'root')).lines).toEqual([]);
    expect(expectQuiet(hayabusa('search', '-q', '-c', 'root')).lines).toEqual([]);
    nothing('-q', 'nosuchword');
  });

  it('-n takes the newest, and prints them oldest first', () => {
    expect(found('-n', '2', 'root')).toEqual([2, 5]);
    expect(found('-n', '100', 'root')).toEqual([0, 1, 2, 5]);
    expect(found('--newest-first', 'root')).toEqual([5, 2, 1, 0]);
    expect(found('--newest-first', '-n', '2', 'root')).toEqual([5, 2]);
  });
});

describe('when hayabusa search looks', () => {
  it('--from is inclusive, --to exclusive, to the millisecond', () => {
    expect(found('--from', '2021-08-17 09:00', '--to', '2021-08-17 09:00:00.5')).toEqual([1]);
    expect(found('--from', '2021-08-17T09:00:00.001', '--to', '2021-08-17T10:30:00.001')).toEqual([
      2, 3,
    ]);
    expect(count('--from', '2021-08-17', '--to', '2021-08-18 12:00')).toBe(5);
    expect(count('sshd', '--from', '2021-08-17', '--to', '2021-08-18 12:00')).toBe(3);
  });

  it('reads a date alone as its 00:00, and zones that are typed', () => {
    expect(found('--from', '2021-08-18')).toEqual([4, 5]);
    expect(found('--to', '2021/08/18')).toEqual([0, 1, 2, 3]);
    expect(found('--from', '2021-08-18T14:00:00+02:00')).toEqual([5]);
    expect(found('--from', '2021-08-18T12:00:00Z', '--timezone', 'Asia/Tokyo')).toEqual([5]);
    expect(found('--from', '@1629288000')).toEqual([5]);
    nothing('--from', '2021-08-18 12:00:00.001');
  });

  it('--time globs yyyy/mm/dd/hh/mm, or less of it', () => {
    expect(found('--time', '2021/08/17/09/*')).toEqual([1, 2]);
    expect(found('--time', '2021/08/17/09')).toEqual([1, 2]);
    expect(found('--time', '2021/08/17')).toEqual([0, 1, 2, 3]);
    expect(found('--time', '2021/08/*/1?/*')).toEqual([3, 4, 5]);
    expect(found('--time', '2021/08/1[89]/*/[0-3]?')).toEqual([5]);
    expect(count('--time', '2021/08/17/09/*', '--match', 'root', '-s')).toBe(2);
    expect(found('--time', '2021/08/17/*', '--from', '2021-08-17 10:00')).toEqual([3]);
    nothing('--time', '2020/*');
  });

  it('--last takes what is not older', () => {
    const at = (millis: number) => new Date(Date.now() - millis).toISOString();
    const recent = [`${at(3_600_000)} gw app: recently`, `${at(60_000)} gw app: recently`];
    const store = join(folder, 'recent-store');
    writeFileSync(join(folder, 'recent.log'), recent.join('\n'));
    expectQuiet(hayabusa('ingest', '--store', store, 'recent.log'));
    const last = (duration: string) => count('recently', '--store', store, '--last', duration);
    expect(last('30m')).toBe(1);
    expect(last('2h')).toBe(2);
    expect(last('1h30m')).toBe(2);
    expect(last('5s')).toBe(0);
  });
});
