import { spawnSync } from 'node:child_process';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, runOnTerminal } from '../support/on-terminal.js';
import {
  cliIn,
  ended,
  expectQuiet,
  FIXTURES,
  folderOfTestFile,
  MAIN,
  runCli,
  startCli,
} from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

/** Lines of one hour in order of time, so that what comes out is what went in. */
const AWKWARD = Buffer.concat([
  Buffer.from('<38>2021-08-17T09:00:00Z gw1 sshd[10]: plain\n'),
  Buffer.from('<38>2021-08-17T09:00:01Z gw1 app: carriage return\r\n'),
  Buffer.from('<38>2021-08-17T09:00:02Z gw1 app: nul \0 inside, escape \x1b[31m, tab \t\n'),
  Buffer.from('<38>2021-08-17T09:00:03Z gw1 app: invalid \xff\xc3( utf8\n', 'latin1'),
  Buffer.from('<38>2021-08-17T09:00:04Z gw1 app: 日本語\n'),
  Buffer.from('\n'),
  Buffer.from('    at continuation (line)\n'),
]);

beforeAll(() => {
  writeFileSync(join(folder, 'awkward.log'), AWKWARD);
  expectQuiet(hayabusa('ingest', 'awkward.log'));
});

describe.skipIf(!existsSync('/dev/full'))('an output that takes nothing more', () => {
  it('is told from a store that is full', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'search'], {
      cwd: folder,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^hayabusa: The output was cut off: expected room .*ENOSPC[^\n]*\n$/),
    ]);
  });
});

describe('search --raw', () => {
  it('gives back every byte', () => {
    expect(expectQuiet(hayabusa('search', '--raw')).stdout.equals(AWKWARD)).toBe(true);
    expect(expectQuiet(hayabusa('search')).stdout.equals(AWKWARD)).toBe(true);
  });

  it('--framing octet, in and out, keeps line feeds inside messages', () => {
    const messages = [
      '<38>2021-08-17T09:00:00Z gw1 app: one\ntwo\n',
      '<38>2021-08-17T09:00:01Z gw1 app: \0 \r',
      '<38>2021-08-17T09:00:02Z gw1 app: three',
    ];
    const framed = messages.map((text) => `${Buffer.byteLength(text)} ${text}`).join('');
    const store = ['--store', 'octet'];
    const ingested = runCli(['ingest', '--framing', 'octet', ...store, '-'], {
      cwd: folder,
      input: framed,
    });
    expect(expectQuiet(ingested).lines[0]).toMatch(/^ingested 3 messages /);
    const raw = hayabusa('search', '--raw', '--framing', 'octet', ...store);
    expect(expectQuiet(raw).stdout.toString()).toBe(framed);
    expect(hayabusa('search', '-c', ...store).lines).toEqual(['3']);
    expect(hayabusa('search', '-c', 'two', ...store).lines).toEqual(['1']);
  });
});

describe('search --json', () => {
  it('prints one object a line with the fields of the message', () => {
    const { lines } = expectQuiet(hayabusa('search', '--json'));
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.length).toBe(7);
    expect(objects[0]).toEqual({
      time: '2021-08-17T09:00:00.000Z',
      host: 'gw1',
      app: 'sshd',
      pid: '10',
      severity: 'info',
      facility: 'auth',
      dialect: expect.any(String),
      source: 'awkward.log',
      received: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      text: expect.stringMatching(/gw1 sshd\[10\]: plain$/),
      raw: '<38>2021-08-17T09:00:00Z gw1 sshd[10]: plain',
    });
    expect(objects[0]?.['text']).not.toContain('2021');
    expect(objects[5]).toMatchObject({ raw: '', text: '', time: '2021-08-17T09:00:04.000Z' });
    expect(objects[5]).not.toHaveProperty('host');
  });

  it('has raw where the message is UTF-8, else raw_base64', () => {
    const bytes = hayabusa('search', '--json').lines.map((line) => {
      const { raw, raw_base64 } = JSON.parse(line) as { raw?: string; raw_base64?: string };
      expect((raw === undefined) !== (raw_base64 === undefined)).toBe(true);
      return raw === undefined ? Buffer.from(raw_base64 ?? '', 'base64') : Buffer.from(raw);
    });
    const joined = Buffer.concat(bytes.flatMap((each) => [each, Buffer.from('\n')]));
    expect(joined.equals(AWKWARD)).toBe(true);
  });

  it('goes with -n and --newest-first', () => {
    const { lines } = hayabusa('search', '--json', '--newest-first', '-n', '2', 'gw1');
    expect(lines.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual([
      '2021-08-17T09:00:04.000Z',
      '2021-08-17T09:00:03.000Z',
    ]);
  });
});

describe.skipIf(!hasTerminal)('on a terminal', () => {
  const onTerminal = (...args: string[]) =>
    runOnTerminal([...args, '--color', 'never'], folder).shown.toString('latin1');

  it('shows control bytes and bytes that are not UTF-8 escaped', () => {
    const shown = onTerminal('search', 'escape');
    expect(shown).toContain('nul \\x00 inside, escape \\x1b[31m, tab ');
    expect(onTerminal('search', 'invalid')).toContain('invalid \\xff\\xc3( utf8');
  });

  it('--raw shows them as they are', () => {
    expect(onTerminal('search', '--raw', 'escape')).toContain('nul \0 inside, escape \x1b[31m');
  });
});

describe('| head', () => {
  beforeAll(() => {
    const args = ['--year', '2026', '--input-timezone', 'UTC', join(FIXTURES, 'sample.log.gz')];
    expectQuiet(hayabusa('ingest', '--store', 'sample', ...args));
  });

  it.each([['search'], ['search', '--json'], ['search', '--raw', '--newest-first']])(
    '%s %s %s ends at once, quietly, with 0',
    async (...args) => {
      const child = startCli([...args, '--store', 'sample'], { cwd: folder });
      const end = ended(child);
      child.stdout?.once('data', () => child.stdout?.destroy());
      expect(await end).toEqual({ status: 0, signal: null, stderr: '' });
    },
  );

  it.each([
    ['--help'],
    ['search', '--help'],
    ['--version'],
    ['stats', '--store', 'sample'],
    ['inspect', 'blocks', '1', '--store', 'sample'],
    ['inspect', 'catalog', '--store', 'sample'],
    ['verify', '--store', 'sample'],
    ['search', '-c', '--store', 'sample'],
  ])('%s %s: nobody listens from the start', async (...args) => {
    const child = startCli(args, { cwd: folder });
    child.stdout?.destroy();
    expect(await ended(child)).toEqual({ status: 0, signal: null, stderr: '' });
  });
});
