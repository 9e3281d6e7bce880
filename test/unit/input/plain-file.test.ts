import { appendFileSync, renameSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { relative } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openInput } from '../../../src/input/input.js';
import { makeScratch, openFilesBelow, readAll, sampleLines } from './scratch.js';

const scratch = makeScratch();
const MIB = 1024 * 1024;
const big = sampleLines(120_000);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a plain file', () => {
  it('is described without being read', async () => {
    const path = scratch.file('described.log', big);
    utimesSync(path, 1_600_000_000, 1_600_000_000.75);
    const input = await openInput(relative(process.cwd(), path));
    expect(input.name).toBe(relative(process.cwd(), path));
    expect(input.path).toBe(path);
    expect(input.size).toBe(big.length);
    expect(input.modified).toBe(Math.floor(statSync(path).mtimeMs));
    expect(input.fingerprint(big.length)).toBe(crc32(big.subarray(0, 4096)));
    expect(input.seekable).toBe(true);
    expect(input.consumed()).toBe(0);
  });

  it('takes the whole of a short file for the fingerprint', async () => {
    const input = await scratch.open('short.log', 'short\n');
    expect(input.fingerprint(6)).toBe(crc32('short\n'));
    expect(input.fingerprint(3)).toBe(crc32('sho'));
    expect((await scratch.open('empty.log', '')).fingerprint(0)).toBe(0);
  });

  it('gives its bytes in chunks of 256 KiB', async () => {
    expect(big.length).toBeGreaterThan(3 * MIB);
    const input = await scratch.open('big.log', big);
    const lengths: number[] = [];
    for await (const chunk of input.chunks()) lengths.push(chunk.length);
    expect(lengths.slice(0, -1).every((length) => length === MIB / 4)).toBe(true);
    expect(input.consumed()).toBe(big.length);
    expect((await readAll(input)).bytes.equals(big)).toBe(true);
  });

  it('leaves a chunk alone until the next is asked for', async () => {
    const input = await scratch.open('held.log', big);
    let at = 0;
    for await (const chunk of input.chunks()) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(big.subarray(at, at + chunk.length).equals(chunk)).toBe(true);
      at += chunk.length;
    }
  });

  it('is the same where each read waits for the disk, and the next is asked for ahead', async () => {
    let now = 0;
    vi.spyOn(process, 'hrtime').mockImplementation(() => {
      now += 2;
      return [0, now * 1_000_000];
    });
    const input = await scratch.open('slow.log', big);
    let at = 0;
    for await (const chunk of input.chunks()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(big.subarray(at, at + chunk.length).equals(chunk)).toBe(true);
      at += chunk.length;
      expect(input.consumed()).toBe(at);
    }
    expect(at).toBe(big.length);
    // Asked twice what the time is of each read but those ahead: all behind the second.
    expect(now).toBe(8);
    let chunks = 0;
    // While a read is under way.
    for await (const _ of input.chunks()) if (++chunks === 4) break;
    expect(openFilesBelow(scratch.folder)).toBe(0);
  });

  it.each([0, 1, 4096, MIB - 1, MIB, MIB + 1, big.length - 1, big.length, big.length + 1])(
    'can be read from byte %i on',
    async (skip) => {
      const { bytes } = await readAll(await scratch.open('skip.log', big), skip);
      expect(bytes.equals(big.subarray(skip))).toBe(true);
    },
  );

  it('keeps NUL, CR and bytes that are no UTF-8', async () => {
    const content = Buffer.from('\0\0a\r\n\xff\xfe\0\n', 'latin1');
    expect((await readAll(await scratch.open('odd.log', content))).bytes).toEqual(content);
  });

  it('gives nothing when it is empty', async () => {
    expect(await readAll(await scratch.open('nothing.log', ''))).toMatchObject({ chunks: 0 });
  });

  it('ends where the file ends when reading gets there', async () => {
    const input = await scratch.open('grows.log', 'one\n');
    appendFileSync(scratch.path('grows.log'), 'two\n');
    expect((await readAll(input)).bytes.toString()).toBe('one\ntwo\n');
    truncateSync(scratch.path('grows.log'), 2);
    expect((await readAll(input)).bytes.toString()).toBe('on');
    expect(input.size).toBe(4);
  });

  it('is an error when another file took its name', async () => {
    const input = await scratch.open('rotated.log', 'one\n');
    scratch.file('new.log', 'other\n');
    renameSync(scratch.path('new.log'), scratch.path('rotated.log'));
    const { bytes, error } = await readAll(input);
    expect(bytes.length).toBe(0);
    expect(error?.message).toContain('was replaced while it waited to be read');
  });

  it('is an error when it is gone', async () => {
    const input = await scratch.open('gone.log', 'one\n');
    renameSync(scratch.path('gone.log'), scratch.path('elsewhere.log'));
    expect((await readAll(input)).error?.message).toContain('ENOENT');
  });

  it.runIf(process.platform === 'linux')('is closed when reading is given up', async () => {
    const input = await scratch.open('given-up.log', big);
    for await (const _ of input.chunks()) break;
    await expect(async () => {
      for await (const _ of input.chunks()) throw new Error('enough');
    }).rejects.toThrow('enough');
    await readAll(input);
    expect(openFilesBelow(scratch.folder)).toBe(0);
  });
});
