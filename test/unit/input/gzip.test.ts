import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openInput } from '../../../src/input/input.js';
import { makeScratch, openFilesBelow, readAll, sampleLines } from './scratch.js';

const scratch = makeScratch();
const big = sampleLines(120_000);
const bigGz = gzipSync(big, { level: 1 });
const small = sampleLines(500);
const smallGz = gzipSync(small);

describe('gzip', () => {
  it('is known by its magic number, whatever its name', async () => {
    const input = await scratch.open('no-suffix.log', bigGz);
    expect(input.seekable).toBe(false);
    expect(input.size).toBe(bigGz.length);
    expect(input.fingerprint(bigGz.length)).toBe(crc32(bigGz.subarray(0, 4096)));
    const { bytes, chunks, error } = await readAll(input);
    expect(error).toBeUndefined();
    expect(bytes.equals(big)).toBe(true);
    expect(chunks).toBe(Math.ceil(big.length / 2 ** 20));
    expect(input.consumed()).toBe(bigGz.length);
    expect((await readAll(await scratch.open('plain.gz', 'text\n'))).bytes.toString()).toBe(
      'text\n',
    );
  });

  it.each([1, 65_536, 1_048_575, 1_048_576, big.length - 1, big.length, big.length + 10])(
    'can be read from byte %i of its content on',
    async (skip) => {
      const { bytes, error } = await readAll(await scratch.open('skip.gz', bigGz), skip);
      expect(error).toBeUndefined();
      expect(bytes.equals(big.subarray(skip))).toBe(true);
    },
  );

  it('reads all members, empty ones and zeros among them too', async () => {
    const empty = gzipSync('');
    const content = Buffer.concat([empty, smallGz, Buffer.alloc(700), bigGz, empty, smallGz]);
    const { bytes, error } = await readAll(await scratch.open('members.gz', content));
    expect(error).toBeUndefined();
    expect(bytes.equals(Buffer.concat([small, big, small]))).toBe(true);
  });

  it('reads very many small members', async () => {
    const content = Buffer.concat(Array.from({ length: 500 }, () => gzipSync('a line\n')));
    const { bytes } = await readAll(await scratch.open('many.gz', content));
    expect(bytes.toString()).toBe('a line\n'.repeat(500));
  });

  it('skips all optional fields of a header', async () => {
    const text = Buffer.from('behind fields\n');
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(text), 0);
    trailer.writeUInt32LE(text.length, 4);
    const content = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3]),
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('name\0comment\0\x12\x34', 'latin1'),
      deflateRawSync(text),
      trailer,
    ]);
    const { bytes, error } = await readAll(await scratch.open('fields.gz', content));
    expect(error).toBeUndefined();
    expect(bytes.equals(text)).toBe(true);
  });

  it('takes zeros at the end for padding', async () => {
    const content = Buffer.concat([smallGz, Buffer.alloc(512)]);
    expect(await readAll(await scratch.open('padded.gz', content))).toMatchObject({
      bytes: small,
      error: undefined,
    });
  });

  it.each(['rubbish', '\0\0rubbish', '\x1f\x8b\x01'])(
    'gives everything before it reports what follows: %j',
    async (rest) => {
      const content = Buffer.concat([smallGz, Buffer.from(rest, 'latin1')]);
      const { bytes, error } = await readAll(await scratch.open('rest.gz', content));
      expect(bytes.equals(small)).toBe(true);
      expect(error?.message).toContain('goes on after its gzip data');
      expect(error?.message).toContain(`at byte ${smallGz.length + rest.lastIndexOf('\0') + 1}`);
    },
  );

  it('expands a great deal without holding it', async () => {
    const size = 192 * 2 ** 20;
    const input = await scratch.open('bomb.gz', gzipSync(Buffer.alloc(size)));
    let length = 0;
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    for await (const chunk of input.chunks()) {
      length += chunk.length;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(length).toBe(size);
    expect(most).toBeLessThan(size / 2);
  });

  it('reads no further ahead than it must', async () => {
    const content = gzipSync(sampleLines(400_000), { level: 1 });
    const input = await scratch.open('ahead.gz', content);
    for await (const _ of input.chunks()) break;
    expect(content.length).toBeGreaterThan(3 * 2 ** 20);
    expect(input.consumed()).toBeLessThanOrEqual(2 * 2 ** 20);
  });

  it.runIf(process.platform === 'linux')('is closed when reading is given up', async () => {
    const input = await scratch.open('given-up.gz', bigGz);
    for await (const _ of input.chunks()) break;
    for await (const _ of input.chunks(100)) break;
    expect(openFilesBelow(scratch.folder)).toBe(0);
  });
});

describe('gzip cut off', () => {
  it('gives at every length what stands before the cut, then the error', async () => {
    const step = (length: number): number => (length < 40 || length > smallGz.length - 80 ? 1 : 37);
    let longest = 0;
    for (let length = 3; length < smallGz.length; length += step(length)) {
      const input = await scratch.open('cut.gz', smallGz.subarray(0, length));
      const { bytes, error } = await readAll(input);
      expect(error?.message).toMatch(/ends in the middle of its gzip data: expected .*, got the/);
      expect(error?.message).toContain(`at byte ${length}: what could be read was kept`);
      expect(bytes.equals(small.subarray(0, bytes.length))).toBe(true);
      expect(bytes.length).toBeGreaterThanOrEqual(longest);
      longest = bytes.length;
    }
    expect(longest).toBe(small.length);
  });

  it('gives all of the members before a cut in the next header', async () => {
    for (let length = 1; length < 18; length++) {
      const content = Buffer.concat([smallGz, smallGz.subarray(0, length)]);
      const { bytes, error } = await readAll(await scratch.open('cut2.gz', content));
      expect(error?.message).toContain('ends in the middle');
      expect(bytes.subarray(0, small.length).equals(small)).toBe(true);
    }
  });

  it('gives large content up to the cut', async () => {
    const input = await scratch.open('cut3.gz', bigGz.subarray(0, bigGz.length - 9));
    const { bytes, error } = await readAll(input, 1000);
    expect(error?.message).toContain('ends in the middle');
    expect(bytes.equals(big.subarray(1000, 1000 + bytes.length))).toBe(true);
    expect(bytes.length).toBeGreaterThan(big.length - 2000);
  });
});

describe('gzip damaged', () => {
  it('gives everything before it reports a wrong checksum or size', async () => {
    for (const at of [1, 8]) {
      const content = Buffer.from(smallGz);
      content.writeUInt8(content.readUInt8(content.length - at) ^ 1, content.length - at);
      const { bytes, error } = await readAll(await scratch.open('crc.gz', content));
      expect(bytes.equals(small)).toBe(true);
      expect(error?.message).toContain('has damaged gzip data');
    }
  });

  it('gives what stands before a damage, to the byte', async () => {
    // A stored block that is right, then a block of the kind that does not exist.
    const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const text = sampleLines(200).subarray(0, 5000);
    const stored = Buffer.from([0, 0, 0, 0, 0]);
    stored.writeUInt16LE(text.length, 1);
    stored.writeUInt16LE(~text.length & 0xffff, 3);
    const content = Buffer.concat([head, stored, text, Buffer.from([7, 1, 2, 3])]);
    const { bytes, error } = await readAll(await scratch.open('block.gz', content));
    expect(bytes.equals(text)).toBe(true);
    expect(error?.message).toContain('invalid block type');
  });

  it('never gives wrong bytes without an error, whichever byte is wrong', async () => {
    for (let at = 0; at < smallGz.length; at += at < 30 ? 1 : 61) {
      const content = Buffer.from(smallGz);
      content.writeUInt8(content.readUInt8(at) ^ 0x10, at);
      const path = scratch.file('flip.gz', content);
      const input = await openInput(path);
      if (input.seekable) continue;
      const { bytes, error } = await readAll(input);
      if (error === undefined) expect(bytes.equals(small)).toBe(true);
    }
  });
});
