import { describe, expect, it } from 'vitest';
import { deflate, inflate } from '../../../src/codec/deflate.js';
import { asText, latin1, noise } from '../../support/bytes.js';

describe('deflate()', () => {
  it('inflate() gives the bytes back, at every level', () => {
    for (const raw of [new Uint8Array(0), latin1('a'), new Uint8Array(100_000), noise(100_000)])
      for (const level of [1, 6, 9])
        expect(asText(inflate(deflate(raw, level), raw.length)!)).toBe(asText(raw));
  });
});

describe('inflate()', () => {
  const raw = latin1('abcdefgh'.repeat(1000));
  const compressed = deflate(raw, 6);

  it('is undefined for any other length', () => {
    for (const length of [0, 1, raw.length - 1, raw.length + 1, 2 ** 27])
      expect(inflate(compressed, length), `${length}`).toBe(undefined);
  });

  it('is undefined for what is cut off, or no such stream', () => {
    for (let length = 0; length < compressed.length; length++)
      expect(inflate(compressed.subarray(0, length), raw.length)).toBe(undefined);
    for (let seed = 1; seed < 200; seed++)
      expect(inflate(noise(50, seed), raw.length)).toBe(undefined);
  });
});
