import { describe, expect, it } from 'vitest';
import { deflate } from '../../../src/codec/deflate.js';
import { inflate } from '../../../src/codec/inflate.js';
import { asText, latin1, noise } from '../../support/bytes.js';

describe('deflate()', () => {
  it('inflate() gives the bytes back, at every level', () => {
    for (const raw of [new Uint8Array(0), latin1('a'), new Uint8Array(100_000), noise(100_000)])
      for (const level of [1, 6, 9])
        expect(asText(inflate(deflate(raw, level), raw.length)!)).toBe(asText(raw));
  });
});
