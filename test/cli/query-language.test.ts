import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const LINES = [
  '<38>Aug 17 08:59:59 gw1 sshd[10]: Failed password for root from 192.168.0.1 port 22 (uid=0)',
  '<86>Aug 17 09:00:00 gw2 su[11]: session opened for user alice, len=1200 proto="TCP"',
  '<4>Aug 17 10:30:00 core-sw-01 %LINK-3-UPDOWN: Interface Gi0/1 down, 00:11:22:33:44:55 00:30',
  '<165>1 2021-08-17T11:00:00Z web1 evntslog - ID47 [exampleSDID@32473 iut="3"] ログイン失敗です',
  'Aug 17 12:00:00 gw2 kernel: [UFW BLOCK] IN=eth0 OUT= SRC=10.1.2.7 LEN=60 PROTO=TCP /var/log/x',
] as const;

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), `${LINES.join('\n')}\n`);
  const ingest = ['ingest', '-q', '--year', '2021', '--input-timezone', 'UTC', 'a.log'];
  expectQuiet(hayabusa(...ingest));
});

describe('the language of hayabusa search', () => {
  const check = (query: string, ...expected: number[]) =>
    it(`finds ${expected.length} for ${query}`, () => {
      const { lines } = expectQuiet(hayabusa('search', '--', query));
      expect(lines).toEqual(expected.map((i) => LINES[i]));
    });
  check('failed OR session', 0, 1);
  check('gw2 NOT kernel', 1);
  check('-gw2 -gw1', 2, 3);
  check('(failed OR opened) root', 0);
  check('^core', 2);
  check('host:gw* app:(sshd OR su)', 0, 1);
  check('severity<=warning', 2);
  check('source:(a.log NOT b*) gw1', 0);
  check('-source:a.log OR source:A.* su', 1);
  check('facility:(auth OR authpriv)', 0, 1);
  check('msgid:id47', 3);
  check('sd.exampleSDID@32473.iut:3', 3);
  check('192.168.0.0/24 OR ip:10.1.2.3-10.1.2.20', 0, 4);
  check('mac:0011.22', 2);
  check('proto=tcp', 1, 4);
  check('len>1000', 1);
  check('uid=0', 0);
  check('*失敗*', 3);
  check('*aile*', 0);
  check('/user [a-z]+, LEN/i', 1);
  check('[UFW BLOCK] SRC=10.1.2.7', 4);
  check('/var/log/x', 4);
  for (const [i, line] of LINES.entries()) check(line, i);

  it('says what to write in place of what it cannot read', () => {
    const { status, stderr } = hayabusa('search', 'failed', 'AND');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^hayabusa: The operator AND at column 8 .*: write failed, or failed and for the word\n {2}failed AND\n {9}\^\n$/,
    );
  });

  it('hints at what may have been meant when nothing is found', () => {
    const { status, stdout, stderr } = hayabusa('search', 'failed', 'or', 'session');
    expect([status, stdout.length]).toEqual([1, 0]);
    expect(stderr).toBe(
      'hayabusa: "or" was looked for as a word: as an operator it is written OR\n',
    );
    expect(hayabusa('search', '-q', 'failed', 'or', 'session').stderr).toBe('');
    expect(hayabusa('search', '-e', 'failed or session').stderr).toBe('');
  });

  it('says how to exclude a word when the dash was read as an option', () => {
    const { status, stderr } = hayabusa('search', 'failed', '-xyz');
    expect(status).toBe(2);
    expect(stderr).toContain("to exclude a word write 'NOT word', or -- -word");
  });
});
