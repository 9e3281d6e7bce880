import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type CliResult,
  cliIn,
  ended,
  expectQuiet,
  expectRefusal,
  FIXTURES,
  runCli,
  startCli,
} from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const line = (second: number, text: string) =>
  `2021-08-17T09:00:${String(second).padStart(2, '0')}Z gw app: ${text}\n`;

/** An empty folder, the command in it, and files in it. */
function setUp(files: Record<string, string | Uint8Array> = {}): {
  folder: string;
  hayabusa: (...args: string[]) => CliResult;
  count: (...words: string[]) => number;
} {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const hayabusa = cliIn(folder);
  const count = (...words: string[]) => Number(hayabusa('search', '-c', ...words).stdout);
  return { folder, hayabusa, count };
}

describe('hayabusa ingest', () => {
  it('reads files, gzip and standard input in one run, and sums up', () => {
    const { folder } = setUp({
      messages: line(1, 'one') + line(2, 'two'),
      'messages.1': line(0, 'x'),
    });
    writeFileSync(join(folder, 'router.log.gz'), gzipSync(line(3, 'three') + line(4, 'four')));
    const args = ['ingest', 'messages', 'messages.1', 'router.log.gz', '-'];
    const result = runCli(args, {
      cwd: folder,
      input: `${line(5, 'five')}Aug 17 09:00:06 gw app: six`,
    });
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 0, stderr: '' });
    expect(result.stdout.toString()).toMatch(
      /^ingested 7 messages \(\d+ bytes\) into \d segments? in [\d.]+ s \([\d,]+ lines\/s\); store [\d.]+ (kB|bytes) \([\d.]+ % of raw\); years 20\d\d\n$/,
    );
    const { lines } = expectQuiet(cliIn(folder)('search', '--to', '2021-08-17 09:00:06'));
    expect(lines.map((each) => each.slice(29))).toEqual([
      'x',
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
    expect(cliIn(folder)('search', '-c', 'six').lines).toEqual(['1']);
    const sources = cliIn(folder)('search', '--json').lines.map(
      (each) => (JSON.parse(each) as { source: string }).source,
    );
    expect(new Set(sources).size).toBe(4);
  });

  it('names the years it gave, and follows --year', () => {
    const { hayabusa } = setUp({
      'a.log': 'Dec 31 23:59:59 gw app: old\nJan  1 00:00:00 gw app: new\n',
    });
    const { stdout } = expectQuiet(hayabusa('ingest', '--year', '2020', 'a.log'));
    expect(stdout.toString()).toMatch(/; years 2020, 2021\n/);
    expect(hayabusa('search', '-c', '--from', '2020-12-31', '--to', '2021-01-02').lines).toEqual([
      '2',
    ]);
  });

  it('-q says nothing', () => {
    const { hayabusa } = setUp({ 'a.log': line(1, 'one') });
    expect(expectQuiet(hayabusa('ingest', '-q', 'a.log')).lines).toEqual([]);
  });

  it('knows gzip by its content', () => {
    const { hayabusa, count } = setUp({
      'plain.gz': line(1, 'one'),
      'packed.log': gzipSync(line(2, 'two')),
    });
    expectQuiet(hayabusa('ingest', 'plain.gz', 'packed.log'));
    expect(count('app')).toBe(2);
  });

  it('keeps what can be read of a gzip file that is cut off, and ends with 2', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => line(i % 60, `number ${i * 7919}`)).join(
      '',
    );
    const packed = gzipSync(text);
    const { hayabusa, count } = setUp({
      'cut.gz': packed.subarray(0, packed.length >> 1),
      'good.log': line(1, 'good'),
    });
    const result = hayabusa('ingest', 'cut.gz', 'good.log');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/^hayabusa: [^\n]*cut\.gz[^\n]*\n$/);
    const kept = count('number');
    expect(kept).toBeGreaterThan(5_000);
    expect(kept).toBeLessThan(20_000);
    expect(count('good')).toBe(1);
    expect(result.lines[0]).toContain(`ingested ${kept + 1}`.replace(/(\d)(\d{3})$/, '$1,$2'));
  });

  it('-r reads folders, and without it says so', () => {
    const { folder, hayabusa, count } = setUp();
    mkdirSync(join(folder, 'logs', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'logs', 'a.log'), line(1, 'one'));
    writeFileSync(join(folder, 'logs', 'deep', 'b.log.gz'), gzipSync(line(2, 'two')));
    expectRefusal(hayabusa('ingest', 'logs'), /is a folder: .*add -r/);
    expect(existsSync(join(folder, 'hayabusa-store'))).toBe(false);
    expectQuiet(hayabusa('ingest', '-r', 'logs'));
    expect(count()).toBe(2);
  });

  it('gives lines without a time that of the line before', () => {
    const trace = `${line(1, 'exception')}    at one (a.ts:1)\n\tat two\n${line(30, 'later')}`;
    const { hayabusa } = setUp({ 'a.log': trace });
    const { stdout } = expectQuiet(hayabusa('ingest', 'a.log'));
    expect(stdout.toString()).toMatch(/^ {2}2 without a time of their own/m);
    const range = ['--from', '2021-08-17 09:00:01', '--to', '2021-08-17 09:00:02'];
    expect(hayabusa('search', ...range).lines).toEqual(trace.split('\n').slice(0, 3));
    expect(hayabusa('search').stdout.toString()).toBe(trace);
  });

  it('keeps a line of more than 1 MiB whole, finds it once, counts it once', () => {
    const long = line(1, `begin ${'word '.repeat(600_000)}end`);
    expect(long.length).toBeGreaterThan(2 << 20);
    const { hayabusa, count } = setUp({ 'a.log': line(0, 'short') + long + line(2, 'short') });
    const { lines } = expectQuiet(hayabusa('ingest', 'a.log'));
    expect(lines[0]).toMatch(/^ingested 3 messages /);
    for (const word of ['begin', 'word', 'end']) {
      expect(count(word), word).toBe(1);
      expect(hayabusa('search', word).stdout.toString() === long, word).toBe(true);
    }
    expect(count()).toBe(3);
    expect(count('-n', '2')).toBe(2);
    expect(hayabusa('search', '-n', '2').stdout.toString() === long + line(2, 'short')).toBe(true);
    expect(hayabusa('search', '--json', 'word').lines.length).toBe(1);
    const { stdout } = hayabusa('stats', '--json');
    expect(JSON.parse(stdout.toString())).toMatchObject({ messages: 3 });
  });

  it('gives every byte of the small fixture back', () => {
    const { folder, hayabusa } = setUp();
    const args = ['--year', '2026', '--input-timezone', 'UTC', join(FIXTURES, 'small.log')];
    expectQuiet(hayabusa('ingest', ...args));
    const sorted = (bytes: Buffer) => bytes.toString('latin1').split('\n').sort();
    const original = readFileSync(join(FIXTURES, 'small.log'));
    expect(sorted(cliIn(folder)('search', '--raw').stdout)).toEqual(sorted(original));
  });
});

describe('where the store is', () => {
  it('--store, else $HAYABUSA_STORE, else ./hayabusa-store; with mode 0700', () => {
    const { folder } = setUp({
      'a.log': line(1, 'one'),
      'b.log': line(2, 'two'),
      'c.log': line(3, 'three'),
    });
    const env = { HAYABUSA_STORE: join(folder, 'from-environment') };
    const plain = cliIn(folder);
    const inEnvironment = cliIn(folder, env);
    expectQuiet(plain('ingest', 'a.log'));
    expectQuiet(inEnvironment('ingest', 'b.log'));
    expectQuiet(inEnvironment('ingest', 'c.log', '--store', 'from-flag'));
    for (const store of ['hayabusa-store', 'from-environment', 'from-flag'])
      expect(statSync(join(folder, store)).mode & 0o777, store).toBe(0o700);
    expect(plain('search').lines).toEqual([line(1, 'one').trimEnd()]);
    expect(inEnvironment('search').lines).toEqual([line(2, 'two').trimEnd()]);
    expect(inEnvironment('search', '--store', 'from-flag').lines).toEqual([
      line(3, 'three').trimEnd(),
    ]);
  });

  it.each([
    ['search', 'root'],
    ['search', '-c'],
    ['stats'],
    ['inspect', 'catalog'],
    ['verify'],
    ['repair'],
  ])('only ingest makes one: %s %s', (...args) => {
    const { folder, hayabusa } = setUp();
    expectRefusal(hayabusa(...args), /^hayabusa: No store at .*hayabusa-store: .*hayabusa ingest/);
    expect(existsSync(join(folder, 'hayabusa-store'))).toBe(false);
    expectRefusal(hayabusa(...args, '--store', '.'), /^hayabusa: No store in .*: .*--store/);
  });

  it('ingest makes none for a file that is not there', () => {
    const { folder, hayabusa } = setUp();
    expectRefusal(hayabusa('ingest', 'nosuch.log'), /nosuch\.log/);
    expect(existsSync(join(folder, 'hayabusa-store'))).toBe(false);
  });

  it('ingest reads the others when one file is not there, and ends with 2', () => {
    const { hayabusa, count } = setUp({ 'a.log': line(1, 'one') });
    const result = hayabusa('ingest', 'nosuch.log', 'a.log');
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/^hayabusa: [^\n]*nosuch\.log[^\n]*\n$/);
    expect(count('one')).toBe(1);
  });

  it('ends with 2 for a file that is not there, also when nobody reads the summary', async () => {
    const { folder } = setUp({ 'a.log': line(1, 'one') });
    const child = startCli(['ingest', 'nosuch.log', 'a.log'], { cwd: folder });
    child.stdout?.destroy();
    expect((await ended(child)).status).toBe(2);
  });
});

describe('the same file again', () => {
  it('is in the store twice, with a warning', () => {
    const { hayabusa, count } = setUp({ 'a.log': line(1, 'one') });
    expectQuiet(hayabusa('ingest', 'a.log'));
    const again = hayabusa('ingest', 'a.log');
    expect(again.status).toBe(0);
    expect(again.stderr).toMatch(
      /^hayabusa: [^\n]*a\.log was read before: [^\n]*twice[^\n]*--resume[^\n]*\n$/,
    );
    expect(count('one')).toBe(2);
  });

  it('--resume finds nothing left to read', () => {
    const { hayabusa, count } = setUp({
      'a.log': line(1, 'one'),
      'b.gz': gzipSync(line(2, 'two')),
    });
    expectQuiet(hayabusa('ingest', '--resume', 'a.log', 'b.gz'));
    const again = hayabusa('ingest', '--resume', 'a.log', 'b.gz');
    expect(again.status).toBe(0);
    expect(again.stderr.match(/nothing left to read/g)).toHaveLength(2);
    expect(again.lines[0]).toMatch(/^ingested 0 messages /);
    expect(count()).toBe(2);
  });

  it('--resume reads what a file has grown by', () => {
    const { folder, hayabusa, count } = setUp({ 'a.log': line(1, 'one') });
    expectQuiet(hayabusa('ingest', 'a.log'));
    appendFileSync(join(folder, 'a.log'), `${line(2, 'two')}    continued\n`);
    expect(expectQuiet(hayabusa('ingest', '--resume', 'a.log')).lines[0]).toMatch(
      /^ingested 2 messages /,
    );
    expect(hayabusa('search').stdout.toString()).toBe(
      `${line(1, 'one')}${line(2, 'two')}    continued\n`,
    );
    expect(count('one')).toBe(1);
  });

  it('--resume sums up only what it has read', () => {
    const { folder, hayabusa } = setUp({ 'a.log': `${line(1, 'one')}    continued\n` });
    expect(hayabusa('ingest', 'a.log').stdout.toString()).toMatch(/^ {2}1 without a time/m);
    appendFileSync(join(folder, 'a.log'), line(2, 'two'));
    expect(expectQuiet(hayabusa('ingest', '--resume', 'a.log')).lines).toHaveLength(1);
  });

  it.each([
    ['another beginning', line(1, 'other') + line(2, 'two')],
    ['less of it', line(1, 'one')],
  ])('--resume refuses a file with %s', (_, content) => {
    const { folder, hayabusa, count } = setUp({ 'a.log': line(1, 'one') + line(2, 'two') });
    expectQuiet(hayabusa('ingest', 'a.log'));
    writeFileSync(join(folder, 'a.log'), content);
    expectRefusal(
      hayabusa('ingest', '--resume', 'a.log'),
      /a\.log is not the file that was read before/,
    );
    expect(count()).toBe(2);
  });

  it('--resume says that standard input cannot be resumed', () => {
    const { folder, count } = setUp();
    const options = { cwd: folder, input: line(1, 'one') };
    const result = runCli(['ingest', '--resume', '-'], options);
    expect(result.status).toBe(0);
    expect(result.stderr).toMatch(/^hayabusa: standard input cannot be resumed[^\n]*\n$/);
    expect(count('one')).toBe(1);
  });
});
