import { describe, expect, it } from 'vitest';
import { lz4Compress, lz4Decompress } from '../../../src/codec/lz4.js';
import { asText, latin1, noise } from '../../support/bytes.js';

describe('lz4Compress()', () => {
  it('lz4Decompress() gives the bytes back', () => {
    const check = (raw: Uint8Array) => {
      const block = lz4Compress(raw);
      expect(asText(lz4Decompress(block, raw.length)!)).toBe(asText(raw));
      return block.length;
    };
    check(latin1(''));
    check(latin1('a'));
    check(noise(1000));
    expect(check(latin1('session opened for user root\n'.repeat(1000)))).toBeLessThan(500);
    check(noise(300_000).subarray(17, 200_000));
  });

  it('writes a raw LZ4 block without a size before it', () => {
    // A token for three literals, and the literals.
    expect(Array.from(lz4Compress(latin1('abc')))).toEqual([0x30, 0x61, 0x62, 0x63]);
  });
});

describe('lz4Decompress()', () => {
  it('refuses a block that is not of exactly the given length', () => {
    const raw = latin1('abcabcabcabcabcabcabcabcabcabc, and more of abcabcabcabc');
    const block = lz4Compress(raw);
    for (let length = 0; length < 3 * raw.length; length++)
      if (length !== raw.length) expect(lz4Decompress(block, length), `${length}`).toBe(undefined);
    for (let cut = 0; cut < block.length; cut++)
      expect(lz4Decompress(block.subarray(0, cut), raw.length), `cut ${cut}`).toBe(undefined);
  });

  it('refuses bytes that are no block', () => {
    for (let seed = 1; seed < 200; seed++)
      expect(lz4Decompress(noise(40, seed), 1 << 16)).toBe(undefined);
  });
});
