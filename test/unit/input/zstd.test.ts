import { describe, expect, it } from 'vitest';
import { openInput } from '../../../src/input/input.js';
import { makeScratch, openFilesBelow, readAll, sampleLines } from './scratch.js';
import { rawFrame, SAMPLE_FRAME, SAMPLE_TEXT, skippableFrame } from './zstd-samples.js';

const scratch = makeScratch();
const big = sampleLines(120_000);

describe('zstd', () => {
  it('is known by its magic number, whatever its name', async () => {
    const input = await scratch.open('no-suffix.log', SAMPLE_FRAME);
    expect(input.seekable).toBe(false);
    const { bytes, error } = await readAll(input);
    expect(error).toBeUndefined();
    expect(bytes.equals(SAMPLE_TEXT)).toBe(true);
    expect(input.consumed()).toBe(SAMPLE_FRAME.length);
  });

  it('gives large content in chunks of 1 MiB', async () => {
    const { bytes, chunks, error } = await readAll(await scratch.open('big.zst', rawFrame(big)));
    expect(error).toBeUndefined();
    expect(bytes.equals(big)).toBe(true);
    expect(chunks).toBe(Math.ceil(big.length / 2 ** 20));
  });

  it.each([
    1,
    131_072,
    200_000,
    SAMPLE_TEXT.length - 1,
    SAMPLE_TEXT.length,
    SAMPLE_TEXT.length + 9,
  ])('can be read from byte %i of its content on', async (skip) => {
    const { bytes, error } = await readAll(await scratch.open('skip.zst', SAMPLE_FRAME), skip);
    expect(error).toBeUndefined();
    expect(bytes.equals(SAMPLE_TEXT.subarray(skip))).toBe(true);
  });

  it('reads all frames and skips those to be skipped, wherever they stand', async () => {
    const content = Buffer.concat([
      skippableFrame(0),
      skippableFrame(3_000_000, 15),
      rawFrame(Buffer.alloc(0)),
      SAMPLE_FRAME,
      skippableFrame(5, 7),
      rawFrame(Buffer.from('x\n')),
      rawFrame(Buffer.alloc(300_000, 0x61), { sized: true }),
      SAMPLE_FRAME,
      skippableFrame(1),
    ]);
    const { bytes, error } = await readAll(await scratch.open('frames.zst', content));
    expect(error).toBeUndefined();
    const expected = [SAMPLE_TEXT, 'x\n', 'a'.repeat(300_000), SAMPLE_TEXT].map((part) =>
      Buffer.from(part),
    );
    expect(bytes.equals(Buffer.concat(expected))).toBe(true);
  });

  it('reads blocks of every small size', async () => {
    for (let size = 1; size < 40; size++) {
      const text = big.subarray(0, size * 3 + 1);
      const frame = rawFrame(text, { blockBytes: size, sized: size % 2 === 0 });
      const { bytes, error } = await readAll(await scratch.open('blocks.zst', frame));
      expect(error).toBeUndefined();
      expect(bytes.equals(text)).toBe(true);
    }
  });

  it.runIf(process.platform === 'linux')('is closed when reading is given up', async () => {
    const input = await scratch.open('given-up.zst', rawFrame(big));
    for await (const _ of input.chunks()) break;
    for await (const _ of input.chunks(100)) break;
    expect(openFilesBelow(scratch.folder)).toBe(0);
  });
});

describe('zstd cut off', () => {
  it('gives at every length the blocks before the cut, then the error', async () => {
    let longest = 0;
    for (let length = 4; length < SAMPLE_FRAME.length; length += length < 40 ? 1 : 7) {
      const input = await scratch.open('cut.zst', SAMPLE_FRAME.subarray(0, length));
      const { bytes, error } = await readAll(input);
      expect(error?.message).toContain('ends in the middle of its zstd data');
      expect(error?.message).toContain(`at byte ${length}: what could be read was kept`);
      expect(bytes.equals(SAMPLE_TEXT.subarray(0, bytes.length))).toBe(true);
      expect(bytes.length).toBeGreaterThanOrEqual(longest);
      longest = bytes.length;
    }
    expect(longest).toBeGreaterThanOrEqual(2 * 131_072);
  });

  it('gives every whole block at every length, however small the blocks are', async () => {
    const frame = rawFrame(Buffer.from('aaaabcdeffff'), { blockBytes: 4 });
    const ends = [10, 17, 21];
    for (let length = 4; length < frame.length; length++) {
      const input = await scratch.open('cut2.zst', frame.subarray(0, length));
      const { bytes, error } = await readAll(input);
      expect(error?.message).toContain('ends in the middle');
      expect(bytes.length).toBe(4 * ends.filter((end) => end <= length).length);
    }
  });

  it('reports a skippable frame that is cut off', async () => {
    const content = Buffer.concat([SAMPLE_FRAME, skippableFrame(100).subarray(0, 50)]);
    const { bytes, error } = await readAll(await scratch.open('cut3.zst', content));
    expect(bytes.equals(SAMPLE_TEXT)).toBe(true);
    expect(error?.message).toContain(`got the end of the file at byte ${content.length}`);
  });
});

describe('zstd damaged', () => {
  it('gives everything before it reports a wrong checksum', async () => {
    const content = Buffer.from(SAMPLE_FRAME);
    content.writeUInt8(content.readUInt8(content.length - 1) ^ 1, content.length - 1);
    const { bytes, error } = await readAll(await scratch.open('checksum.zst', content));
    expect(bytes.equals(SAMPLE_TEXT)).toBe(true);
    expect(error?.message).toMatch(/expected checksum [0-9a-f]{8}, got [0-9a-f]{8} at byte/);
  });

  it('gives everything before it reports a wrong size', async () => {
    const content = rawFrame(Buffer.from('some text\n'), { sized: true });
    content.writeUInt8(11, 6);
    const { bytes, error } = await readAll(await scratch.open('size.zst', content));
    expect(bytes.toString()).toBe('some text\n');
    expect(error?.message).toContain('expected 11 bytes, got 10');
  });

  it('gives everything before it reports what follows', async () => {
    const content = Buffer.concat([SAMPLE_FRAME, Buffer.from('rubbish')]);
    const { bytes, error } = await readAll(await scratch.open('rest.zst', content));
    expect(bytes.equals(SAMPLE_TEXT)).toBe(true);
    expect(error?.message).toContain('goes on after its zstd data');
    expect(error?.message).toContain(`at byte ${SAMPLE_FRAME.length}`);
  });

  it('never gives wrong bytes without an error, whichever byte is wrong', async () => {
    for (let at = 0; at < SAMPLE_FRAME.length; at += at < 30 ? 1 : 11) {
      const content = Buffer.from(SAMPLE_FRAME);
      content.writeUInt8(content.readUInt8(at) ^ 0x10, at);
      const input = await openInput(scratch.file('flip.zst', content));
      if (input.seekable) continue;
      const { bytes, error } = await readAll(input);
      if (error === undefined) expect(bytes.equals(SAMPLE_TEXT)).toBe(true);
    }
  });

  it('names the command for what it cannot decompress', async () => {
    const huge = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 18 << 3, 1, 0, 0]);
    const { error } = await readAll(await scratch.open('huge.zst', huge));
    expect(error?.message).toContain('zstd -dc --long=31');
    const trained = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 7 << 3, 9, 1, 0, 0]);
    const other = await readAll(await scratch.open('trained.zst', trained));
    expect(other.error?.message).toContain('zstd -dc -D DICTIONARY');
  });
});
