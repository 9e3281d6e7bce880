import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, expectRefusal, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

/** Twenty messages, a minute apart, of two hosts; every seventh is a hit. */
const LINES = Array.from({ length: 20 }, (_, i) => {
  const minute = String(i).padStart(2, '0');
  return `2021-08-17T09:${minute}:00Z ${i % 2 ? 'odd' : 'even'} app: ${i % 7 ? 'other' : 'hit'} n${i}`;
});

/** What is printed, each message by its number, context in parentheses where the form says it. */
function printed(...args: string[]): string {
  const { lines } = expectQuiet(hayabusa('search', ...args));
  return lines.map((line) => (line === '--' ? line : / n(\d+)/.exec(line)?.[1])).join(' ');
}

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), `${LINES.filter((_, i) => i % 3 === 0).join('\n')}\n`);
  writeFileSync(join(folder, 'b.log'), `${LINES.filter((_, i) => i % 3 !== 0).join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'b.log', 'a.log'));
});

describe('hayabusa search with context', () => {
  it('prints what lies around hits in time, as grep would', () => {
    expect(printed('hit', '-C', '1')).toBe('0 1 -- 6 7 8 -- 13 14 15');
    expect(printed('hit', '-A', '2')).toBe('0 1 2 -- 7 8 9 -- 14 15 16');
    expect(printed('hit', '-B', '2')).toBe('0 -- 5 6 7 -- 12 13 14');
    expect(printed('hit', '-A', '3', '-B', '3')).toBe(
      '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17',
    );
    expect(printed('hit', '-C', '3', '-A', '0')).toBe('0 -- 4 5 6 7 -- 11 12 13 14');
    expect(printed('hit', '-C', '0')).toBe('0 7 14');
    expect(printed('app', '-C', '5')).toBe(LINES.map((_, i) => i).join(' '));
  });

  it('newest first, of the newest, and around a range', () => {
    expect(printed('hit', '-A', '1', '--newest-first')).toBe('14 13 -- 7 6 -- 0');
    expect(printed('hit', '-B', '1', '--newest-first')).toBe('15 14 -- 8 7 -- 1 0');
    expect(printed('hit', '-C', '1', '-n', '1')).toBe('13 14 15');
    expect(printed('hit', '-C', '1', '-n', '2', '--newest-first')).toBe('15 14 13 -- 8 7 6');
    const range = ['--from', '2021-08-17 09:07', '--to', '2021-08-17 09:08', '--utc'];
    expect(printed('hit', '-C', '2', ...range)).toBe('5 6 7 8 9');
  });

  it('--same-host keeps to the host', () => {
    expect(printed('hit', '-C', '1', '--same-host')).toBe('0 2 -- 5 7 9 -- 12 14 16');
    expect(printed('n7', '-C', '2', '--same-host')).toBe('3 5 7 9 11');
    expect(printed('n7 OR n8', '-C', '2', '--same-host')).toBe('3 5 7 -- 4 6 8 9 10 11 12');
  });

  it('--json marks context and has no separators; --format and octets', () => {
    const { lines } = expectQuiet(hayabusa('search', 'n7 OR n14', '-A', '1', '--json'));
    const objects = lines.map((line) => JSON.parse(line) as { raw: string; context?: boolean });
    expect(objects.map(({ raw, context }) => [raw, context])).toEqual([
      [LINES[7], undefined],
      [LINES[8], true],
      [LINES[14], undefined],
      [LINES[15], true],
    ]);
    const format = ['--format', '{host}'];
    expect(hayabusa('search', 'n7 OR n14', '-A', '1', ...format).lines).toEqual([
      ...['odd', 'even', '--', 'even', 'odd'],
    ]);
    const octets = hayabusa('search', 'n7 OR n14', '-A', '1', '--raw', '--framing', 'octet');
    expect(octets.stdout.toString()).toBe(
      [7, 8, 14, 15].map((i) => `${LINES[i]!.length} ${LINES[i]}`).join(''),
    );
    expect(printed('n7 OR n14', '-A', '1', '--raw')).toBe('7 8 -- 14 15');
  });

  it('highlights hits only', () => {
    const { lines } = hayabusa('search', 'app', '-n', '1', '-B', '1', '--color', 'always');
    expect(lines.map((line) => line.includes('\x1b'))).toEqual([false, true]);
  });

  it('exits with 1 where nothing is found, and counts hits only', () => {
    expectQuiet(hayabusa('search', 'nowhere', '-C', '3'), 1);
    expect(expectQuiet(hayabusa('search', 'hit', '-C', '3', '-c')).lines).toEqual(['3']);
  });

  it('refuses what contradicts it', () => {
    expectRefusal(hayabusa('search', '--same-host'), /expected -A, -B or -C with it, got none/);
    expectRefusal(hayabusa('search', '-C', 'x'), /-C takes a whole number of at least 0, got "x"/);
    expectRefusal(hayabusa('search', '-C', '1', '-o', 'hit'), /expected no -A, -B or -C with it/);
    expectRefusal(hayabusa('search', '-C', '1', '--cursor'), /expected no -A, -B or -C with it/);
    expectRefusal(hayabusa('search', '-A', '1', '--histogram'), /-A is about messages/);
  });
});
