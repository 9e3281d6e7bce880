import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Two hours; each has several blocks, of text that does not compress to nothing. */
const LINES = Array.from({ length: 6_000 }, (_, i) => {
  const time = new Date(Date.UTC(2021, 7, 17, 9) + i * 1_000).toISOString();
  const noise = Array.from({ length: 6 }, (__, j) => ((i * 7919 + j * 104729) % 1e9).toString(36));
  return `${time} gw${i % 7} app[${i}]: ${i % 500 === 0 ? 'needle' : 'hay'} ${noise.join(' ')}`;
});
const ALL = Buffer.from(`${LINES.join('\n')}\n`);
const FIRST = join('2021', '08', '17', '09');

const original = folderOfTestFile();
beforeAll(() => {
  writeFileSync(join(original, 'a.log'), ALL);
  expectQuiet(cliIn(original)('ingest', 'a.log'));
});

/** A copy of the store that a test may damage. */
function copy(): { store: string; hayabusa: ReturnType<typeof cliIn>; index: string } {
  const folder = temporaryFolder();
  const store = join(folder, 'hayabusa-store');
  cpSync(join(original, 'hayabusa-store'), store, { recursive: true });
  const index = readdirSync(join(store, FIRST)).find((name) => name.endsWith('.index')) ?? '';
  return { store, hayabusa: cliIn(folder), index: join(store, FIRST, index) };
}

function flip(path: string, place: (bytes: Buffer) => number): void {
  const bytes = readFileSync(path);
  const at = place(bytes);
  bytes.writeUInt8((bytes[at] ?? 0) ^ 0x40, at);
  writeFileSync(path, bytes);
}

const needles = LINES.filter((line) => line.includes('needle'));

describe('a damaged index part', () => {
  const findsAll = (result: CliResult) => {
    expect({ status: result.status, lines: result.lines }).toEqual({ status: 0, lines: needles });
    expect(result.stderr).toMatch(
      /^hayabusa: [^\n]*2021\/08\/17\/09\/[^\n]*read from the log, which is slower\n$/,
    );
  };

  it('the same answers, verify says so, repair mends it', () => {
    const { hayabusa, index } = copy();
    flip(index, (bytes) => bytes.length - 40);
    findsAll(hayabusa('search', 'needle'));
    expect(hayabusa('search', '-c', 'needle').lines).toEqual([String(needles.length)]);
    expect(hayabusa('search').stdout.equals(ALL)).toBe(true);
    const verified = hayabusa('verify');
    expect(verified.status).toBe(2);
    expect(verified.stderr).toMatch(
      /\.index.*\nhayabusa: 1 finding in 6,000 messages in 2 segments\n$/,
    );
    expect(expectQuiet(hayabusa('repair')).lines).toEqual([
      'rebuilt the index of 1 of 2 segments: 3,600 messages',
    ]);
    expectQuiet(hayabusa('verify', '--deep'));
    expect(expectQuiet(hayabusa('search', 'needle')).lines).toEqual(needles);
  });

  it.each<[string, (path: string) => void]>([
    ['a byte flipped in its footer', (path) => flip(path, (bytes) => bytes.length - 2)],
    ['cut in half', (path) => truncateSync(path, 5_000)],
    ['gone', (path) => rmSync(path)],
  ])('%s: likewise', (_, damage) => {
    const { hayabusa, index } = copy();
    damage(index);
    findsAll(hayabusa('search', 'needle'));
    expect(hayabusa('verify', '-q').status).toBe(2);
    expectQuiet(hayabusa('repair', '-q'));
    expectQuiet(hayabusa('verify', '-q'));
  });

  it('does not hurt searches that do not need it', () => {
    const { hayabusa, index } = copy();
    flip(index, (bytes) => bytes.length - 40);
    expectQuiet(hayabusa('search', '-c', 'needle', '--from', '2021-08-17 10:00'));
  });
});

describe('a damaged message log', () => {
  it('names the file, prints the rest, and ends with 2', () => {
    const { store, hayabusa } = copy();
    const log = join(store, FIRST, 'messages.log');
    // In the payload of the second block.
    flip(log, (bytes) => bytes.indexOf('HBLK', 100, 'latin1') + 1_000);
    const result = hayabusa('search');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(
      /^hayabusa: [^\n]*2021\/08\/17\/09\/messages\.log [^\n]*messages may be missing from the answer\n$/,
    );
    expect(result.lines.length).toBeGreaterThan(3_000);
    expect(result.lines.length).toBeLessThan(LINES.length);
    const printed = new Set(result.lines);
    expect(result.lines).toEqual(LINES.filter((line) => printed.has(line)));
    expect(printed.has(LINES[0] ?? '')).toBe(true);
    expect(printed.has(LINES[3_599] ?? '')).toBe(true);
    // Counting opens no log.
    expect(hayabusa('search', '-c', 'needle').lines).toEqual([String(needles.length)]);
    expect(hayabusa('verify').status).toBe(2);
    const repaired = hayabusa('repair');
    expect(repaired.status).toBe(2);
    expect(repaired.stderr).toMatch(/messages\.log/);
    expect(repaired.stdout.toString()).toMatch(/1 place in message logs cannot be rebuilt/);
    expect(hayabusa('search').lines).toEqual(result.lines);
  });

  it('that is gone: the other hours are printed', () => {
    const { store, hayabusa } = copy();
    rmSync(join(store, FIRST, 'messages.log'));
    const result = hayabusa('search');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/messages\.log/);
    expect(result.lines.length).toBe(LINES.length - 3_600);
    expect(result.lines[0]).toBe(LINES[3_600]);
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
      expect.stringMatching(/^rebuilt the catalog from the message logs; /),
      'rebuilt the index of 2 of 2 segments: 6,000 messages',
    ]);
    expect(expectQuiet(hayabusa('search')).stdout.equals(ALL)).toBe(true);
    expect(expectQuiet(hayabusa('search', 'needle')).lines).toEqual(needles);
    expectQuiet(hayabusa('verify'));
  });
});
