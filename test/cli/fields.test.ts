import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const LINES = [
  '<4>Aug 17 00:00:16 gw1 kernel: [UFW BLOCK] IN=ens3 OUT= SRC=10.0.0.1 LEN=76',
  '<4>Aug 17 00:00:17 gw1 kernel: [UFW BLOCK] IN=ens3 OUT= SRC=10.0.0.2 LEN=40',
  '<38>Aug 17 00:00:18 gw2 sshd[7]: session opened for user root by (uid=0)',
  'Aug 17 00:00:19 gw2 sshd[8]: uid=1 uid=2',
];

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const objects = (...args: string[]) =>
  expectQuiet(hayabusa('fields', '--json', ...args)).lines.map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), `${LINES.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', '--year', '2021', 'a.log'));
});

describe('hayabusa fields', () => {
  it('prints a table of the header and one of keys', () => {
    expect(expectQuiet(hayabusa('fields')).lines).toEqual([
      'header      messages    share      values  most frequent',
      'app                4  100.0 %           2  kernel, sshd',
      'host               4  100.0 %           2  gw1, gw2',
      'source             4  100.0 %           1  a.log',
      'facility           3   75.0 %           2  kern, auth',
      'severity           3   75.0 %           2  warning, info',
      'pid                2   50.0 %           2  7, 8',
      '',
      'key=value    messages    share      values  most frequent',
      'IN                  2   50.0 %           1  ens3',
      'LEN                 2   50.0 %           2  40, 76',
      'OUT                 2   50.0 %           1',
      'SRC                 2   50.0 %           2  10.0.0.1, 10.0.0.2',
      'uid                 2   50.0 %           3  0, 1, 2',
    ]);
  });

  it('counts a key once a message, and only in what the query finds', () => {
    const found = objects('sshd');
    expect(found.map(({ field, messages }) => [field, messages])).toEqual([
      ['app', 2],
      ['host', 2],
      ['pid', 2],
      ['source', 2],
      ['facility', 1],
      ['severity', 1],
      ['uid', 2],
    ]);
    expect(found[6]).toEqual({
      field: 'uid',
      kind: 'key',
      messages: 2,
      values: 3,
      more: false,
      examples: ['0', '1', '2'],
      read: 2,
      of: 2,
    });
  });

  it('leaves keys out beyond --top, and ends with 1 when nothing is found', () => {
    const { lines } = expectQuiet(hayabusa('fields', '--top', '1'));
    expect(lines.at(-1)).toBe('(4 other keys: --top 0 prints all)');
    expect(objects('--top', '0')).toHaveLength(11);
    const { status, stdout } = hayabusa('fields', 'nosuchword');
    expect([status, stdout.length]).toEqual([1, 0]);
  });

  it('says why nothing was found, as a search does', () => {
    const said = (...args: string[]) => {
      const { status, stdout, stderr } = hayabusa('fields', ...args);
      expect([status, stdout.length]).toEqual([1, 0]);
      return stderr;
    };
    expect(said('--from', 'yesterday')).toContain('no message is of the time that was asked for');
    expect(said('UFW or nosuchword')).toContain('as an operator it is written OR');
    expect(said('-q', '--from', 'yesterday')).toBe('');
  });

  it('of many messages reads some, and says once of how many', () => {
    const minutes = Array.from(
      { length: 160_000 },
      (_, i) => `2021-08-17T00:00:00Z gw1 app: n=${i % 7}`,
    );
    writeFileSync(join(folder, 'many.log'), minutes.join('\n'));
    expectQuiet(hayabusa('ingest', '-q', '--store', 'many', 'many.log'));
    const { lines } = expectQuiet(hayabusa('fields', '--store', 'many'));
    expect(lines.at(-1)).toMatch(
      /^from \d{2,3},\d{3} of 160,000 messages, evenly apart: --all reads every one$/,
    );
    expect(expectQuiet(hayabusa('fields', '--store', 'many', '--all')).lines.at(-1)).toContain(
      '160,000',
    );
  });
});
