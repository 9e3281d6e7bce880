import { describe, expect, it } from 'vitest';
import { Arena } from '../../../src/codec/arena.js';
import { deflate } from '../../../src/codec/deflate.js';
import { inflate, inflateAlone, inflateFirst } from '../../../src/codec/inflate.js';
import { asText, latin1, noise } from '../../support/bytes.js';

// The kept stream and the plain way alike: one of them is what `inflate` is not made of here.
describe.each([
  ['inflate()', inflate],
  ['inflateAlone()', inflateAlone],
])('%s', (_name, inflated) => {
  const raw = latin1('abcdefgh'.repeat(1000));
  const compressed = deflate(raw, 6);

  it('gives the bytes back, at every level', () => {
    for (const each of [
      new Uint8Array(0),
      latin1('a'),
      new Uint8Array(100_000),
      new Uint8Array(5_000_000),
      noise(100_000),
    ])
      for (const level of [1, 6, 9])
        expect(asText(inflated(deflate(each, level), each.length)!)).toBe(asText(each));
  });

  it('is undefined for any other length', () => {
    for (const length of [0, 1, raw.length - 1, raw.length + 1, 2 ** 27])
      expect(inflated(compressed, length), `${length}`).toBe(undefined);
  });

  it('is undefined for what is cut off, or no such stream, and inflates the next', () => {
    for (let length = 0; length < compressed.length; length++) {
      expect(inflated(compressed.subarray(0, length), raw.length)).toBe(undefined);
      expect(inflated(compressed, raw.length)).toHaveLength(raw.length);
    }
    for (let seed = 1; seed < 200; seed++) {
      expect(inflated(noise(50, seed), raw.length)).toBe(undefined);
      expect(inflated(compressed, raw.length)).toHaveLength(raw.length);
    }
  });

  it('gives each its own bytes', () => {
    const first = inflated(compressed, raw.length)!;
    inflated(deflate(noise(raw.length), 6), raw.length);
    expect(asText(first)).toBe(asText(raw));
  });
});

it('the kept stream takes of what Node makes what it needs', async () => {
  const { createInflateRaw } = await import('node:zlib');
  const { _handle, _writeState } = createInflateRaw() as unknown as Record<string, unknown>;
  expect(_handle).toMatchObject({ reset: expect.any(Function), writeSync: expect.any(Function) });
  expect(_writeState).toBeInstanceOf(Uint32Array);
});

describe('inflateFirst()', () => {
  const raw = noise(5000).map((byte) => byte & 15);
  const compressed = deflate(raw, 6);

  it('gives the first bytes, or all', () => {
    const arena = new Arena();
    for (const wanted of [1, 2, 100, 4999, 5000, 6000])
      for (const room of [undefined, arena]) {
        const first = inflateFirst(compressed, raw.length, wanted, room)!;
        expect(first.length).toBeGreaterThanOrEqual(Math.min(wanted, raw.length));
        expect(asText(first)).toBe(asText(raw.subarray(0, first.length)));
        expect(asText(inflate(compressed, raw.length)!)).toBe(asText(raw));
      }
  });

  it('is undefined where the stream ends before them, and inflates the next', () => {
    expect(inflateFirst(compressed, 2 * raw.length, raw.length + 1, undefined)).toBe(undefined);
    expect(inflateFirst(compressed.subarray(0, 20), raw.length, 4000, undefined)).toBe(undefined);
    expect(inflateFirst(compressed, raw.length, 4000, undefined)).not.toBe(undefined);
  });

  it('leaves what was given before as it is, until the arena is reset', () => {
    const arena = new Arena();
    const first = inflateFirst(compressed, raw.length, 1000, arena)!;
    for (let i = 0; i < 300; i++) inflateFirst(deflate(noise(3000, i), 1), 3000, 3000, arena);
    expect(asText(first)).toBe(asText(raw.subarray(0, first.length)));
  });
});
