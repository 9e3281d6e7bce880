import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownIdentity } from '../../src/catalog/process-identity.js';
import { crc32 } from '../../src/codec/checksum.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import {
  cliIn,
  ended,
  expectQuiet,
  expectRefusal,
  folderOfTestFile,
  MAIN,
  startCli,
  waitUntil,
} from '../support/run-cli.js';
import { HOURS, StoreFeed } from '../support/small-store.js';
import { sentMessages } from '../support/small-store-lines.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LOG = '2021-08-17T09:00:00Z gw sshd[7]: session opened for root\n';
const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), LOG);
  expectQuiet(hayabusa('ingest', 'a.log'));
});

/** A store of one message that a test may damage. */
function ownStore(): { store: string; hayabusa: ReturnType<typeof cliIn>; pack: string } {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.log'), LOG);
  expectQuiet(cliIn(cwd)('ingest', 'a.log'));
  const store = join(cwd, 'hayabusa-store');
  const [pack = ''] = readdirSync(join(store, 'packs'));
  return { store, hayabusa: cliIn(cwd), pack: join(store, 'packs', pack) };
}

it.skipIf(process.platform === 'win32')('says which file had no room, and goes on later', () => {
  const cwd = temporaryFolder();
  const lines = Array.from({ length: 5000 }, (_, i) =>
    LOG.replace('7', String((i * 7919) % 65521)),
  );
  writeFileSync(join(cwd, 'a.log'), lines.join(''));
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -f 8; exec "$0" "$1" ingest a.log', process.execPath, MAIN],
    { cwd, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(
      /^hayabusa: \S+hayabusa-store\/\S+ is as large as a file may become: .*--resume[^\n]*\n$/,
    ),
  ]);
  expectQuiet(cliIn(cwd)('ingest', '--resume', 'a.log'));
  expect(cliIn(cwd)('search', '-c').lines).toEqual(['5000']);
});

it('shows what moves the cursor in names of files', () => {
  const cwd = temporaryFolder();
  const name = 'gw\x1b[2J\r\x9b.log';
  writeFileSync(join(cwd, name), LOG);
  expectQuiet(cliIn(cwd)('ingest', name));
  expect(cliIn(cwd)('ingest', name).stderr).toMatch(
    /^hayabusa: gw\\x1b\[2J\\x0d\\x9b\.log was read before: /,
  );
});

describe('wrong requests: one sentence, exit code 2', () => {
  it.each<[string[], RegExp]>([
    [['search', '--from', '2021-02-30'], /--from "2021-02-30" is no time of any calendar/],
    [['search', '--to', '2021-08-17 24:01'], /--to "2021-08-17 24:01" is no time/],
    [['search', '--from', 'someday'], /--from "someday" cannot be read: expected a time such as/],
    [
      ['search', '--from', '2021-08-18', '--to', '2021-08-17'],
      /is empty: expected --from to be before/,
    ],
    [['search', '--last', '2'], /Duration "2" cannot be read: expected .* such as 90m or 2h/],
    [['search', '--last', '2h', '--from', '2021-08-17'], /--last and --from/],
    [['search', '--time', '2021/13x'], /2021\/13x/],
    [['search', '--timezone', 'Mars/Olympus'], /Mars\/Olympus/],
    [['stats', '--timezone', 'Mars/Olympus'], /Mars\/Olympus/],
    [['ingest', '--input-timezone', 'Mars/Olympus', 'a.log'], /Mars\/Olympus/],
    [['ingest', '--year', '12', 'a.log'], /--year takes a whole number of at least 1990, got "12"/],
    [
      ['ingest', '--commit-every', 'much', 'a.log'],
      /--commit-every takes a size such as 16MB, got "much"/,
    ],
    [
      ['search', '-n', '0'],
      /-n \(how many of the newest\) takes a whole number of at least 1, got "0"/,
    ],
    [
      ['search', '-n', 'many'],
      /-n \(how many of the newest\) takes a whole number of at least 1, got "many"/,
    ],
    [['search', '--json', '--raw'], /--json and --raw/],
    [['search', '--framing', 'octet'], /--framing octet .* expected --raw/],
    [
      ['inspect', 'nothing'],
      /inspect takes catalog, pack, blocks, templates, terms or postings, got "nothing"/,
    ],
    [['inspect', 'pack'], /inspect takes the number of a pack, got none: the store has 2/],
    [['inspect', 'blocks', 'first'], /takes the number of a pack, got "first": the store has 2/],
    [['inspect', 'templates', '7'], /The store has no pack 7: expected one of 2/],
    [['inspect', 'postings', '2'], /takes one word or address, got none/],
  ])('%j', (args, sentence) => {
    expectRefusal(hayabusa(...args), sentence);
  });

  it('and nothing was added', () => {
    expect(hayabusa('search', '-c').lines).toEqual(['1']);
  });

  it('a query of punctuation alone is none', () => {
    const { status, stderr } = hayabusa('search', '...');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^hayabusa: The query has nothing to look for: [^\n]+\n {2}\.\.\.\n {2}\^\n$/,
    );
  });

  it('shows where a quotation mark is left open', () => {
    const { status, stdout, stderr } = hayabusa('search', 'root', '"session opened');
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 2, stdout: '' });
    const [sentence, query, caret, ...rest] = stderr.split('\n');
    expect(sentence).toMatch(
      /^hayabusa: The quotation mark at column 6 is never closed: expected /,
    );
    expect(query).toBe('  root "session opened');
    expect(caret).toBe('       ^');
    expect(rest).toEqual(['']);
  });

  it.each<[string[], RegExp]>([
    [['search', '--bogus'], /unknown option '--bogus'/],
    [['bogus'], /unknown command 'bogus'/],
    [['search', '-n'], /'-n, --limit <number>' argument missing/],
    [['search', '--raw', '--framing', 'xml'], /'xml' is invalid.*newline, octet/],
    [['ingest'], /missing required argument 'file'/],
    [['ingest', '--framing', 'tcp', 'a.log'], /'tcp' is invalid/],
    [['stats', 'everything'], /too many arguments/],
  ])('%j points at --help', (args, sentence) => {
    const { status, stdout, stderr } = hayabusa(...args);
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^hayabusa: [^\n]+\n(\([^\n]+\)\n){1,2}$/);
    expect(stderr).toContain('--help');
  });

  it('no command at all: the help, and 2', () => {
    const { status, stdout, stderr } = hayabusa();
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: hayabusa /);
  });

  it.each([['--help'], ['help'], ['search --help'], ['ingest --help'], ['help inspect']])(
    '%s prints help with examples',
    (args) => {
      expect(expectQuiet(hayabusa(...args.split(' '))).stdout.toString()).toMatch(
        /^Usage: hayabusa [\s\S]*Examples:/,
      );
    },
  );

  it('--version', () => {
    expect(expectQuiet(hayabusa('--version')).lines).toEqual(['0.1.0']);
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'prog',
      Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0', 'latin1'),
      /"?prog"? is no log: .*--force/,
    ],
    ['a.xz', Buffer.from('\xfd7zXZ\0\0\x04', 'latin1'), /xz -dc .*a\.xz.* \| hayabusa ingest -/],
    ['a.bz2', Buffer.from('BZh91AY&SY\0\0', 'latin1'), /bzip2 -dc .*a\.bz2.* \| hayabusa ingest -/],
  ])('ingest of %s', (name, bytes, sentence) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, name), bytes);
    expectRefusal(cliIn(cwd)('ingest', name), sentence);
    expect(readdirSync(cwd)).toEqual([name]);
  });
});

describe('stores that cannot be read', () => {
  const READERS = [
    ['search', 'root'],
    ['search', '-c'],
    ['stats'],
    ['inspect', 'catalog'],
    ['verify'],
  ];

  it('half-written: the catalog is cut off', () => {
    const own = ownStore();
    truncateSync(join(own.store, 'CATALOG'), 40);
    for (const args of [...READERS, ['ingest', 'a.log']])
      expectRefusal(
        own.hayabusa(...args),
        /CATALOG at offset \d+: expected .*, got .*"hayabusa repair"/,
      );
  });

  it('the store is a file', () => {
    const own = ownStore();
    for (const args of [...READERS, ['ingest', 'a.log'], ['repair']])
      expectRefusal(own.hayabusa(...args, '--store', 'a.log'), /a\.log/);
  });

  it('made by a newer version: the catalog', () => {
    const own = ownStore();
    patch(join(own.store, 'CATALOG'), 8);
    const sentence =
      /CATALOG has format version 2: expected version 1: it was made by a newer hayabusa/;
    for (const args of [...READERS, ['ingest', 'a.log'], ['repair']])
      expectRefusal(own.hayabusa(...args), sentence);
  });

  it('made by a newer version: a pack', () => {
    const own = ownStore();
    patch(own.pack, -16);
    seal(own.pack);
    const sentence =
      /\.pack has format version 2: expected version 1: it was made by a newer hayabusa/;
    expectRefusal(own.hayabusa('search', 'root'), sentence);
    expectRefusal(own.hayabusa('search', '-c', 'root'), sentence);
    expect(own.hayabusa('verify').status).toBe(2);
    expect(own.hayabusa('verify').stderr).toMatch(sentence);
  });

  it('made by a newer version: a message log', () => {
    const own = ownStore();
    const feed = new StoreFeed(openFsDirectory(own.store));
    feed.send(sentMessages(HOURS.single, 3, 'mixed'));
    feed.commit();
    feed.writer.close();
    const [log = ''] = readdirSync(join(own.store, 'log'));
    patch(join(own.store, 'log', log), 8);
    const sentence =
      /\.log has format version 2: expected version 1: it was made by a newer hayabusa/;
    expectRefusal(own.hayabusa('search', 'root'), sentence);
    expect(own.hayabusa('verify').status).toBe(2);
    expect(own.hayabusa('verify').stderr).toMatch(sentence);
  });

  function patch(path: string, offset: number): void {
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(2, offset < 0 ? bytes.length + offset : offset);
    writeFileSync(path, bytes);
  }

  /** Gives a pack's footer the checksum that it should have. */
  function seal(path: string): void {
    const bytes = readFileSync(path);
    const footer = bytes.subarray(-40);
    footer.writeUInt32LE(crc32(footer.subarray(0, 28)), 28);
    writeFileSync(path, bytes);
  }
});

describe('one writer at a time', () => {
  const locks = (store: string) => readdirSync(store).filter((name) => name.endsWith('.lock'));

  it('a second one is told which process writes; readers do not wait', async () => {
    const own = ownStore();
    const child = startCli(['ingest', '-'], { cwd: join(own.store, '..') });
    const end = ended(child);
    child.stdin?.write(LOG);
    await waitUntil('the lock', () => locks(own.store).length > 0);
    const sentence = new RegExp(
      `is being written by process ${child.pid}: expected no other writer`,
    );
    expectRefusal(own.hayabusa('ingest', 'a.log'), sentence);
    expectRefusal(own.hayabusa('repair'), sentence);
    expect(own.hayabusa('search', '-c').lines).toEqual(['1']);
    child.stdin?.end();
    expect(await end).toMatchObject({ status: 0, stderr: '' });
    expect(own.hayabusa('search', '-c').lines).toEqual(['2']);
    expect(locks(own.store)).toEqual([]);
  });

  it('a lock of a living process counts, one of a dead process is taken over', () => {
    const own = ownStore();
    const { pid, start, boot } = ownIdentity();
    writeFileSync(join(own.store, `writer.${pid}.${start}.${boot}.lock`), '');
    expectRefusal(own.hayabusa('ingest', 'a.log'), new RegExp(`by process ${pid}:`));
    const dead = ownStore();
    writeFileSync(join(dead.store, `writer.${pid}.1.${boot}.lock`), '');
    expect(dead.hayabusa('ingest', 'a.log').status).toBe(0);
    expect(locks(dead.store)).toEqual([]);
  });
});
