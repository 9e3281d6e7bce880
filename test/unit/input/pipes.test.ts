import { execFileSync, spawn } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openInput } from '../../../src/input/input.js';
import { streamInput } from '../../../src/input/stream-input.js';
import { makeScratch, readAll, sampleLines } from './scratch.js';
import { SAMPLE_FRAME, SAMPLE_TEXT } from './zstd-samples.js';

const scratch = makeScratch();
const text = sampleLines(5000);

/** A stream that gives `content` in pieces of `size` bytes. */
function inPieces(content: Buffer, size: number): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) pieces.push(content.subarray(at, at + size));
  return Readable.from(pieces, { objectMode: false });
}

describe('a stream', () => {
  it.each([
    ['plain text', text, text],
    ['gzip', gzipSync(text), text],
    ['a little gzip', gzipSync('a line\n'.repeat(600)), Buffer.from('a line\n'.repeat(600))],
    ['zstd', SAMPLE_FRAME, SAMPLE_TEXT],
    ['a little text', Buffer.from('a line\n'.repeat(600)), Buffer.from('a line\n'.repeat(600))],
    ['nothing', Buffer.alloc(0), Buffer.alloc(0)],
    ['one byte', Buffer.from('\x1f', 'latin1'), Buffer.from('\x1f', 'latin1')],
    ['what is binary elsewhere', Buffer.from('\x7fELF\0\0'), Buffer.from('\x7fELF\0\0')],
  ])('is known by its first bytes: %s', async (_, content, expected) => {
    for (const size of [1, 3, 1000, 1_000_000]) {
      for (const skip of [0, 1, 3333]) {
        if (size === 1 && (skip > 0 || content.length > 5000)) continue;
        const input = streamInput('stdin', undefined, () => inPieces(content, size));
        const { bytes, error } = await readAll(input, skip);
        expect(error).toBeUndefined();
        expect(bytes.equals(expected.subarray(skip))).toBe(true);
        expect(input.consumed()).toBe(content.length);
      }
    }
  });

  it('has no size, no fingerprint and the time of now', () => {
    const before = Date.now();
    const input = streamInput('stdin', undefined, () => inPieces(text, 100));
    expect(input).toMatchObject({
      name: 'stdin',
      path: undefined,
      size: undefined,
      seekable: false,
    });
    expect(input.modified).toBeGreaterThanOrEqual(before);
  });

  it('gives what has come before more comes', async () => {
    const stream = new PassThrough();
    const chunks = streamInput('stdin', undefined, () => stream)
      .chunks()
      [Symbol.asyncIterator]();
    stream.write('a\n');
    expect(Buffer.from((await chunks.next()).value ?? []).toString()).toBe('a\n');
    stream.write('second\n');
    expect(Buffer.from((await chunks.next()).value ?? []).toString()).toBe('second\n');
    await chunks.return?.();
    expect(stream.destroyed).toBe(true);
  });

  it('is destroyed when reading is given up, compressed too', async () => {
    for (const content of [text, gzipSync(text), SAMPLE_FRAME]) {
      const stream = inPieces(content, 100);
      for await (const _ of streamInput('stdin', undefined, () => stream).chunks()) break;
      expect(stream.destroyed).toBe(true);
    }
  });

  it('keeps what could be read of data that is cut off', async () => {
    const cut = gzipSync(text).subarray(0, -20);
    const { bytes, error } = await readAll(
      streamInput('stdin', undefined, () => inPieces(cut, 1000)),
    );
    expect(bytes.length).toBeGreaterThan(text.length - 2000);
    expect(bytes.equals(text.subarray(0, bytes.length))).toBe(true);
    expect(error?.message).toMatch(/^Standard input ends in the middle of its gzip data/);
    expect(error?.message).toContain('send the data again');
    expect(error?.details).toEqual({ code: 'input', file: 'stdin' });
  });

  it('turns an error of the stream into one of ours', async () => {
    const stream = new PassThrough();
    stream.write('some text\n');
    const input = streamInput('stdin', undefined, () => stream);
    setTimeout(() => stream.destroy(new Error('EIO: broken')), 20);
    const { bytes, error } = await readAll(input);
    expect(bytes.toString()).toBe('some text\n');
    expect(error?.message).toContain('got the error "EIO: broken" at byte 10');
  });

  it('is read once', async () => {
    const input = streamInput('stdin', undefined, () => inPieces(text, 100));
    await readAll(input);
    expect((await readAll(input)).error?.message).toContain('was read already');
  });
});

describe('standard input', () => {
  it.each(['-', '/dev/stdin'])('is %s', async (path) => {
    expect(await openInput(path)).toMatchObject({
      name: 'stdin',
      path: undefined,
      seekable: false,
    });
  });
});

describe.runIf(process.platform !== 'win32')('a named pipe', () => {
  it.each([
    ['plain text', text, text],
    ['gzip', gzipSync(text), text],
  ])('gives what is written to it: %s', async (kind, content, expected) => {
    const path = scratch.path(`pipe-${kind.length}`);
    execFileSync('mkfifo', [path]);
    const input = await openInput(path);
    expect(input).toMatchObject({ name: path, path, size: undefined });
    expect(input.fingerprint(4096)).toBe(0);
    const writer = spawn('sh', ['-c', 'cat > "$0"', path], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.end(content);
    const { bytes, error } = await readAll(input);
    expect(error).toBeUndefined();
    expect(bytes.equals(expected)).toBe(true);
  });

  it('can be given up while its writer is silent', async () => {
    const path = scratch.path('silent');
    execFileSync('mkfifo', [path]);
    const input = await openInput(path);
    const writer = spawn('sh', ['-c', 'cat > "$0"', path], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.write('one line\n');
    for await (const chunk of input.chunks()) {
      expect(Buffer.from(chunk).toString()).toBe('one line\n');
      break;
    }
    writer.stdin.end();
  });

  it.each([
    ['before anybody writes to it', []],
    ['while its writer is silent', ['one line\n']],
    ['in the middle of packed data', [gzipSync(text).subarray(0, 20)]],
  ])('ends at a signal, %s', async (_, written) => {
    const path = scratch.path(`given-up-${written.length}-${written[0]?.length}`);
    execFileSync('mkfifo', [path]);
    const input = await openInput(path);
    const abort = new AbortController();
    const writer = spawn('sh', ['-c', 'cat > "$0"', path], { stdio: ['pipe', 'ignore', 'ignore'] });
    for (const bytes of written) writer.stdin.write(bytes);
    if (written.length === 0) writer.kill();
    setTimeout(() => abort.abort(), 100);
    const got: string[] = [];
    try {
      for await (const chunk of input.chunks(0, undefined, abort.signal))
        got.push(Buffer.from(chunk).toString());
    } catch (error) {
      expect(String(error)).toMatch(/ends in the middle of its gzip data/);
    }
    expect(got.join('')).toBe(typeof written[0] === 'string' ? written[0] : '');
    writer.kill();
    writer.stdin.destroy();
  });
});
