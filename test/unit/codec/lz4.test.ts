import { describe, expect, it } from 'vitest';
import { chooseLz4, lz4Codec, lz4Compress, lz4Decompress } from '../../../src/codec/lz4.js';
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

describe('chooseLz4()', () => {
  const native = { compressSync: () => Buffer.alloc(0), uncompressSync: () => Buffer.alloc(0) };
  const fails = (error: unknown) => () => {
    throw error;
  };

  it('takes lz4-napi where it can be loaded', () => {
    const expected = { codec: { name: 'lz4-napi' }, native };
    expect(chooseLz4({}, () => native)).toEqual(expected);
    expect(chooseLz4({ HAYABUSA_NATIVE_FREE: '' }, () => native)).toEqual(expected);
    expect(chooseLz4({ HAYABUSA_NATIVE_FREE: '0' }, () => native)).toEqual(expected);
  });

  it('takes the plain codec where it cannot, and says why in one sentence', () => {
    const check = (error: unknown, reason: string) =>
      expect(chooseLz4({}, fails(error))).toEqual({
        codec: { name: 'plain', asked: false, reason },
      });
    check(
      new Error("Cannot find module 'lz4-napi'\nRequire stack:\n- x"),
      "Cannot find module 'lz4-napi'",
    );
    check(new Error('Cannot find native binding. npm has a bug.'), 'Cannot find native binding');
    check(new Error('lz4.node: not found.'), 'lz4.node: not found');
    check('no', 'no');
  });

  it('loads nothing when HAYABUSA_NATIVE_FREE=1 asks for the plain codec', () => {
    const load = fails(new Error('was loaded'));
    expect(chooseLz4({ HAYABUSA_NATIVE_FREE: '1' }, load)).toEqual({
      codec: { name: 'plain', asked: true, reason: 'HAYABUSA_NATIVE_FREE=1' },
    });
  });
});

describe('lz4Codec()', () => {
  it('says which codec is in use', () => {
    const asked = process.env['HAYABUSA_NATIVE_FREE'] === '1';
    expect(lz4Codec().name).toBe(asked ? 'plain' : 'lz4-napi');
  });
});
