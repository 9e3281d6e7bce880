import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { type CliResult, cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';
import { HOURS, StoreFeed } from '../support/small-store.js';
import { sentMessages } from '../support/small-store-lines.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Six hours in three blocks, of text that does not compress to nothing; and an hour of another day in a pack of its own. */
const line = (time: number, i: number) => {
  const noise = Array.from({ length: 6 }, (_, j) => ((i * 7919 + j * 104729) % 1e9).toString(36));
  const text = `app[${i}]: ${i % 500 === 0 ? 'needle' : 'hay'} ${noise.join(' ')}`;
  return `${new Date(time).toISOString()} gw${i % 7} ${text}`;
};
const FIRST = Array.from({ length: 20_000 }, (_, i) =>
  line(Date.UTC(2021, 7, 17, 9) + i * 1000, i),
);
const SECOND = Array.from({ length: 1000 }, (_, i) => line(Date.UTC(2021, 7, 18, 9) + i * 1000, i));
const LINES = [...FIRST, ...SECOND];
const ALL = Buffer.from(`${LINES.join('\n')}\n`);

const original = folderOfTestFile();
beforeAll(() => {
  writeFileSync(join(original, 'a.log'), `${FIRST.join('\n')}\n`);
  writeFileSync(join(original, 'b.log'), `${SECOND.join('\n')}\n`);
  expectQuiet(cliIn(original)('ingest', 'a.log'));
  expectQuiet(cliIn(original)('ingest', 'b.log'));
});

type Copy = { store: string; hayabusa: ReturnType<typeof cliIn>; pack: string };

/** A copy of the store that a test may damage. */
function copy(): Copy {
  const folder = temporaryFolder();
  const store = join(folder, 'hayabusa-store');
  cpSync(join(original, 'hayabusa-store'), store, { recursive: true });
  return { store, hayabusa: cliIn(folder), pack: join(store, 'packs', '0000000001.pack') };
}

function flip(path: string, place: (bytes: Buffer) => number): void {
  const bytes = readFileSync(path);
  const at = place(bytes);
  bytes.writeUInt8((bytes[at] ?? 0) ^ 0x40, at);
  writeFileSync(path, bytes);
}

const needles = LINES.filter((each) => each.includes('needle'));

describe('a pack with a damaged index', () => {
  const findsAll = (result: CliResult) => {
    expect({ status: result.status, lines: result.lines }).toEqual({ status: 0, lines: needles });
    expect(result.stderr).toMatch(
      /^hayabusa: [^\n]*packs\/0000000001\.pack[^\n]*searched one by one, which is slower\n$/,
    );
  };

  it('the same answers, verify says so, repair mends it', () => {
    const { hayabusa, pack } = copy();
    flip(pack, (bytes) => bytes.length - 50);
    findsAll(hayabusa('search', 'needle'));
    expect(hayabusa('search', '-c', 'needle').lines).toEqual([String(needles.length)]);
    expect(hayabusa('search').stdout.equals(ALL)).toBe(true);
    const verified = hayabusa('verify');
    expect(verified.status).toBe(2);
    expect(verified.stderr).toMatch(
      /\.pack.*\nhayabusa: 1 finding in 21,000 messages in 7 segments\n$/,
    );
    expect(expectQuiet(hayabusa('repair')).lines).toEqual([
      'rebuilt the index of 1 of 2 packs: 20,000 messages',
    ]);
    expectQuiet(hayabusa('verify', '--deep'));
    expect(expectQuiet(hayabusa('search', 'needle')).lines).toEqual(needles);
    expect(expectQuiet(hayabusa('search')).stdout.equals(ALL)).toBe(true);
  });

  it.each<[string, (path: string) => void]>([
    ['a byte flipped in its footer', (path) => flip(path, (bytes) => bytes.length - 2)],
    ['its end cut off', (path) => truncateSync(path, readFileSync(path).length - 500)],
    [
      'zeros behind the first tables',
      (path) => {
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.fill(0, bytes.lastIndexOf('HYBSATAB')));
      },
    ],
  ])('%s: likewise', (_, damage) => {
    const { hayabusa, pack } = copy();
    damage(pack);
    findsAll(hayabusa('search', 'needle'));
    expect(hayabusa('verify', '-q').status).toBe(2);
    expectQuiet(hayabusa('repair', '-q'));
    expectQuiet(hayabusa('verify', '-q'));
  });

  it('does not hurt searches that do not need it', () => {
    const { hayabusa, pack } = copy();
    flip(pack, (bytes) => bytes.length - 50);
    expectQuiet(hayabusa('search', '-c', 'needle', '--from', '2021-08-18'));
  });
});

describe('a pack with damaged messages', () => {
  /** Where the second block of three stands. */
  const secondBlock = ({ hayabusa }: Copy) => {
    const blocks = hayabusa('inspect', 'blocks', '1').lines.filter((each) =>
      each.startsWith('block'),
    );
    expect(blocks).toHaveLength(3);
    const [, at, bytes] = /^block at (\d+) {2}(\d+) bytes/.exec(blocks[1] ?? '') ?? [];
    return { at: Number(at), bytes: Number(bytes) };
  };

  it.each([
    ['its directory', 0.001, () => true],
    // Only messages with a value in it are lost.
    ['a column', 0.5, (line: string) => line.includes('hay')],
  ])('in %s: names the file, prints the rest, and ends with 2', (_, part, isLost) => {
    const own = copy();
    const { hayabusa, pack } = own;
    const { at, bytes } = secondBlock(own);
    flip(pack, () => at + Math.floor(part * bytes));
    const result = hayabusa('search');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(
      /^hayabusa: [^\n]*packs\/0000000001\.pack [^\n]*messages may be missing from the answer\n$/,
    );
    expect(result.lines).toEqual(
      LINES.filter((line, i) => i < 8192 || i >= 2 * 8192 || !isLost(line)),
    );
    expect(hayabusa('verify').status).toBe(2);
    const repaired = hayabusa('repair');
    expect(repaired.status).toBe(2);
    expect(repaired.stderr).toMatch(/packs\/0000000001\.pack/);
    expect(repaired.stdout.toString()).toMatch(
      /1 place in packs and message log cannot be rebuilt/,
    );
    expect(hayabusa('search').lines).toEqual(result.lines);
    // What does not look at this block is answered without a word.
    expectQuiet(hayabusa('search', '-c', '--to', '2021-08-17 11:00'));
  });

  it('that is gone: the others are printed', () => {
    const { hayabusa, pack } = copy();
    rmSync(pack);
    const result = hayabusa('search');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(
      /^hayabusa: File missing in .*0000000001\.pack.*: bring it back, or run "hayabusa repair" to go on without its messages; messages may be missing from/,
    );
    expect(result.lines).toEqual(SECOND);
    expect(hayabusa('search', '-c', 'needle')).toMatchObject({ status: 2, lines: ['2'] });
    expect(hayabusa('repair').status).toBe(2);
    expect(expectQuiet(hayabusa('search')).lines).toEqual(SECOND);
  });
});

describe('a damaged message log', () => {
  /** The store with messages that nobody has sealed: three commits, each a block. */
  const unsealed = () => {
    const own = copy();
    const feed = new StoreFeed(openFsDirectory(own.store));
    for (let turn = 0; turn < 3; turn++) {
      feed.send(sentMessages(HOURS.scattered, 30, 'short', turn));
      feed.commit();
    }
    feed.writer.close();
    const [log = ''] = readdirSync(join(own.store, 'log'));
    const sent = feed.sent.map(({ raw }) => raw);
    return { ...own, log: join(own.store, 'log', log), sent };
  };
  const range = ['--from', '2021-08-17 17:00', '--to', '2021-08-17 18:00'];

  it('names the file, prints the rest, and ends with 2', () => {
    const { hayabusa, log, sent } = unsealed();
    expect(expectQuiet(hayabusa('search', ...range)).lines.sort()).toEqual([...sent].sort());
    flip(log, (bytes) => bytes.indexOf('HBLK', 100, 'latin1') + 50);
    const result = hayabusa('search', ...range);
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(
      /^hayabusa: [^\n]*log\/\d{10}\.log [^\n]*messages may be missing from the answer\n$/,
    );
    const kept = [...sent.slice(0, 30), ...sent.slice(60)];
    expect(result.lines.sort()).toEqual(kept.sort());
    expect(hayabusa('verify').status).toBe(2);
    expect(hayabusa('repair').status).toBe(2);
    // The log stays as it is, and what comes later is found.
    const added = '2021-08-17T17:30:00Z gw app: later';
    writeFileSync(join(log, '..', '..', '..', 'c.log'), `${added}\n`);
    expect(hayabusa('ingest', 'c.log').status).toBe(0);
    const later = hayabusa('search', ...range);
    expect(later.status).toBe(2);
    expect(later.lines.sort()).toEqual([...kept, added].sort());
  });

  it('that is gone: the packs are searched', () => {
    const { hayabusa, log } = unsealed();
    rmSync(log);
    const result = hayabusa('search');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/^hayabusa: File missing in .*\.log.*missing from the answer\n$/);
    expect(result.stdout.equals(ALL)).toBe(true);
    expect(hayabusa('repair').status).toBe(2);
    expect(expectQuiet(hayabusa('search')).stdout.equals(ALL)).toBe(true);
  });
});

describe('a damaged catalog', () => {
  it.each<[string, (path: string) => void]>([
    ['gone', (path) => rmSync(path)],
    ['a byte flipped', (path) => flip(path, (bytes) => bytes.length >> 1)],
    ['empty', (path) => writeFileSync(path, '')],
  ])('%s: errors name repair, and repair rebuilds it', (_, damage) => {
    const { store, hayabusa } = copy();
    damage(join(store, 'CATALOG'));
    for (const args of [['search', 'needle'], ['verify']]) {
      const { status, stdout, stderr } = hayabusa(...args);
      expect({ status, stdout: stdout.toString() }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^hayabusa: [^\n]*CATALOG[^\n]*run "hayabusa repair"[^\n]*\n$/);
    }
    expect(expectQuiet(hayabusa('repair')).lines).toEqual([
      expect.stringMatching(/^rebuilt the catalog from the packs and the message log; /),
      'checked 2 packs: no index had to be rebuilt',
    ]);
    expect(expectQuiet(hayabusa('search')).stdout.equals(ALL)).toBe(true);
    expect(expectQuiet(hayabusa('search', 'needle')).lines).toEqual(needles);
    expectQuiet(hayabusa('verify'));
  });
});

describe('counts of a store with a damaged block', () => {
  const summaries = [
    ['search', '--histogram', '1h'],
    ['search', '--by', 'app'],
    ['search', '--by', '/app.(1)/'],
    ['search', '--by', 'source'],
    ['search', '--patterns'],
    ['fields'],
  ];

  it.each(summaries)(
    '%s %s %s: what is left is counted, the damage named, the exit code 2',
    (...args) => {
      const { hayabusa, pack } = copy();
      // Somewhere in the columns of the first block.
      for (let at = 200; at < 60_000; at += 500) flip(pack, () => at);
      const given = args.filter((each) => each !== undefined);
      const { status, stderr, lines } = hayabusa(...given);
      expect(status).toBe(2);
      expect(stderr).toMatch(/packs\/0000000001\.pack/);
      expect(stderr).toContain('messages may be missing from the answer');
      expect(lines.length).toBeGreaterThan(0);
    },
  );
});
