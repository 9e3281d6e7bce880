import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openInput } from '../../../src/input/input.js';
import { errorOf, makeScratch, readAll } from './scratch.js';

const scratch = makeScratch();
const onPosix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

/** What, expected, got and what to do, in one sentence without a final period. */
const SENTENCE = /^[A-Z"].*: expected .*, got .*: .*[^.]$/;

async function refusal(path: string): Promise<string> {
  const error = await errorOf(openInput(path));
  expect(error.details).toEqual({ code: 'input', file: path });
  expect(error.message).toMatch(SENTENCE);
  return error.message;
}

describe('openInput refuses', () => {
  it('a file that is not there', async () => {
    expect(await refusal(scratch.path('missing.log'))).toContain('does not exist');
  });

  it('a name that is not UTF-8, which nobody can give back to the system', async () => {
    expect(await refusal(scratch.path('gw\ufffd.log'))).toContain('expected one in UTF-8');
    expect(await refusal(scratch.path('gw\ufffd.log'))).toContain('"hayabusa ingest - < FILE"');
  });

  it('an empty name', async () => {
    expect(await refusal('')).toContain('is empty');
  });

  it('a folder', async () => {
    mkdirSync(scratch.path('folder'));
    expect(await refusal(scratch.path('folder'))).toContain('add -r');
  });

  it('a path below a file, a path with a NUL, a name too long, a link to itself', async () => {
    const file = scratch.file('a-file', 'text\n');
    expect(await refusal(`${file}/below`)).toContain('ENOTDIR');
    expect(await refusal(`${file}\0`)).toContain('null bytes');
    expect(await refusal(scratch.path('x'.repeat(300)))).toContain('ENAMETOOLONG');
    symlinkSync('loop', scratch.path('loop'));
    expect(await refusal(scratch.path('loop'))).toContain('ELOOP');
  });

  it.runIf(onPosix && !isRoot)('a file without the right to read it', async () => {
    const path = scratch.file('secret.log', 'text\n');
    chmodSync(path, 0);
    expect(await refusal(path)).toContain('permission denied');
  });

  it.runIf(onPosix)('a device and a socket', async () => {
    expect(await refusal('/dev/null')).toContain('is a device');
    const path = scratch.path('s');
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    expect(await refusal(path)).toContain('is a socket');
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it.each([
    ['old.xz', '\xfd7zXZ\0\0', 'xz -dc'],
    ['old.bz2', 'BZh91AY&SY', 'bzip2 -dc'],
    ['old.lz4', '\x04\x22\x4d\x18', 'lz4 -dc'],
  ])('%s, and shows the pipe', async (name, content, command) => {
    const path = scratch.file(name, Buffer.from(content, 'latin1'));
    expect(await refusal(path)).toContain(`use "${command} ${path} | hayabusa ingest -"`);
    expect((await errorOf(openInput(path, { force: true }))).message).toContain(command);
  });

  it('a name that a shell would split, quoted', async () => {
    const path = scratch.file("it's old.xz", Buffer.from('\xfd7zXZ\0\0', 'latin1'));
    expect(await refusal(path)).toContain("it'\\''s old.xz' | hayabusa");
  });

  it('known binary files, unless forced', async () => {
    for (const content of ['\x7fELF\x02\x01', 'PK\x03\x04\0', 'SQLite format 3\0', 'LPKSHHRH\0']) {
      const path = scratch.file('binary', Buffer.from(content, 'latin1'));
      expect(await refusal(path)).toContain('add --force');
      const forced = await openInput(path, { force: true });
      expect((await readAll(forced)).bytes.toString('latin1')).toBe(content);
    }
  });

  it('names the program that reads a journal', async () => {
    const path = scratch.file('system.journal', 'LPKSHHRH\0\0');
    expect(await refusal(path)).toContain(`journalctl --file ${path} -o short-iso | hayabusa`);
  });
});

describe('compressed content that is no log', () => {
  const tar = Buffer.alloc(1024);
  tar.write('folder/file.log');
  tar.write('ustar', 257);

  it('is refused before anything is given, unless forced', async () => {
    const path = scratch.file('logs.tar.gz', gzipSync(tar));
    const { bytes, error } = await readAll(await openInput(path));
    expect(bytes.length).toBe(0);
    expect(error?.message).toMatch(SENTENCE);
    expect(error?.message).toContain(`tar -xOf ${path} | hayabusa ingest -`);
    const forced = await readAll(await openInput(path, { force: true }));
    expect(forced.bytes.equals(tar)).toBe(true);
  });

  it('is refused when it is compressed twice', async () => {
    const input = await scratch.open('twice.gz', gzipSync(gzipSync('text\n')));
    expect((await readAll(input)).error?.message).toContain('more data compressed with gzip');
  });
});
