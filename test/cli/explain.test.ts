import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

/** Text enough for a pack. */
const LINES = Array.from({ length: 20_000 }, (_, i) => {
  const time = new Date(Date.UTC(2021, 7, 17, 9) + i * 100).toISOString();
  return `${time} gw${i % 3} sshd[${i}]: ${i % 100 === 7 ? 'Failed' : 'Accepted'} password for u${i} port ${i}`;
});

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), `${LINES.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', 'a.log'));
});

describe('hayabusa search --explain', () => {
  it('prints the query, what is looked up, and what is left; and searches nothing', () => {
    const { lines } = expectQuiet(hayabusa('search', '--explain', 'failed', 'password', 'port'));
    expect(lines[0]).toBe('query    failed password port');
    expect(lines[1]).toBe('packs    1 of 1 in the time that is asked for');
    expect(lines[2]).toBe(
      'blocks   3 of 3 can answer, in 1 pack: at most 20,000 messages of 20,000',
    );
    expect(lines).toContain('  looked up   failed');
  });

  it('shows what takes no column', () => {
    const typed = '"x\ufeffy" "\u202ez" *"\t\x07a"*';
    const { lines } = expectQuiet(hayabusa('search', '--explain', typed));
    expect(lines[0]).toBe('query    "x\\u{feff}y" \\u{202e}z *"\\x09\\x07a"*');
    expect(hayabusa('search', '-v', typed).stderr).toContain('query: "x\\u{feff}y"');
  });

  it('says that a word that is nowhere leaves nothing', () => {
    const { lines } = expectQuiet(hayabusa('search', '--explain', 'nosuchword'));
    expect(lines[2]).toBe('blocks   0 of 3 can answer, in 0 packs: at most 0 messages of 20,000');
  });

  it('is plain data with --json', () => {
    const { lines } = expectQuiet(hayabusa('search', '--explain', '--json', 'u17'));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      query: 'u17',
      packs: 1,
      blocks: 3,
      leaves: [{ query: 'u17', lookups: ['u17'], decidedBy: 'index' }],
    });
  });
});

describe('hayabusa search --profile', () => {
  it('says on standard error what was read, and leaves the answer as it is', () => {
    const { status, lines, stderr } = hayabusa('search', '--profile', 'failed', 'u107');
    expect([status, lines]).toEqual([0, [LINES[107]]]);
    expect(stderr).toContain('blocks    3: 1 can answer, 1 opened\n');
    expect(stderr).toContain('0 looked at to verify, 1 made to be printed\n');
    expect(stderr).toMatch(/^ +\d+\.\d ms {2}columns and verification$/m);
  });

  it('counts the messages that were verified: a phrase that reaches over values', () => {
    const { lines, stderr } = hayabusa('search', '-c', '--profile', '"for u107 port"');
    expect(lines).toEqual(['1']);
    expect(stderr).toContain('messages  1 looked at to verify');
  });
});

describe('hayabusa search --strict', () => {
  /** A store beside the sound one, with a pack whose bytes [from, to) are changed. */
  const damage = (name: string, from: number, to: number) => {
    cpSync(join(folder, 'hayabusa-store'), join(folder, name), { recursive: true });
    const pack = join(folder, name, 'packs', '0000000001.pack');
    const bytes = readFileSync(pack);
    bytes.subarray(from, to).forEach((byte, i, all) => {
      all[i] = byte ^ 0xff;
    });
    writeFileSync(pack, bytes);
  };

  /** Of one word alone the index says how many there are, and nothing else is read. */
  const QUERY = ['failed', 'u*'];

  const ways = [
    [],
    ['-c'],
    ['-C', '1'],
    ['-n', '5'],
    ['--threads', '1', '-c'],
    ['--histogram'],
    ['--by', 'app'],
    ['--by', '/port (..)/'],
    ['--patterns'],
  ];

  it.each(ways)(
    'stops at damaged messages that a search goes around otherwise: %s %s',
    (...way) => {
      damage('damaged', 100, 20_000);
      const around = hayabusa('search', '--store', 'damaged', ...way, ...QUERY);
      expect(around.status).toBe(2);
      expect(around.stderr).toContain('messages may be missing from the answer');
      const strict = hayabusa('search', '--store', 'damaged', '--strict', ...way, ...QUERY);
      expect([strict.status, strict.lines]).toEqual([2, []]);
      expect(strict.stderr).not.toContain('messages may be missing');
      expect(strict.stderr.split('\n')).toHaveLength(2);
    },
  );

  it.each(ways)('stops at a damaged index, too, that makes a search slower: %j %j', (...way) => {
    damage('unindexed', -200, -150);
    const around = hayabusa('search', '--store', 'unindexed', ...way, ...QUERY);
    expect(around.status).toBe(0);
    expect(around.stderr).toContain('searched one by one');
    const strict = hayabusa('search', '--store', 'unindexed', '--strict', ...way, ...QUERY);
    expect([strict.status, strict.lines]).toEqual([2, []]);
    expect(strict.stderr.split('\n')).toHaveLength(2);
  });
});
