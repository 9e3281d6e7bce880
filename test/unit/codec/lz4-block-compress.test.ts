import { describe, expect, it } from 'vitest';
import { compressLz4Block } from '../../../src/codec/lz4-block-compress.js';
import { decompressLz4Block } from '../../../src/codec/lz4-block-decompress.js';
import { asText, fromHex, latin1, noise, toHex } from '../../support/bytes.js';
import { lz4Sequences } from '../../support/lz4-sequences.js';

const bound = (length: number) => length + Math.floor(length / 255) + 16;

describe('compressLz4Block()', () => {
  it('writes the bytes that the format asks for', () => {
    const check = (text: string, hex: string) =>
      expect(toHex(compressLz4Block(latin1(text))), text).toBe(toHex(fromHex(hex)));
    // Up to 12 bytes there is no place for a match.
    check('', '00');
    check('a', '10 61');
    check('aaaaaaaaaaaa', 'c0 616161616161616161616161');
    // 13: one literal, 7 bytes from 1 back, the last 5 as they are.
    check('aaaaaaaaaaaaa', '13 61 0100 50 6161616161');
    // 16 literals: 15 in the token and 1 after it.
    check('ABCDEFGHIJKLMNOP', 'f0 01 4142434445464748494a4b4c4d4e4f50');
    // 4 literals, 24 bytes from 4 back: 15 + 4 in the token and 5 after it.
    check(`${'abcd'.repeat(8)}a`, '4f 61626364 0400 05 50 6162636461');
  });

  it('gives bytes back that lengths of 15, of 255 and their multiples stand for', () => {
    for (const around of [15, 19, 270, 274, 525, 529, 1035])
      for (let length = around - 2; length <= around + 2; length++) {
        const literals = noise(length, 7);
        const match = latin1('x'.repeat(length));
        for (const raw of [
          literals,
          match,
          joined(literals, match),
          joined(match, literals, match),
        ])
          expect(asText(decompressLz4Block(compressLz4Block(raw), raw.length)!)).toBe(asText(raw));
      }
  });

  it('ends with 5 literals, and starts no match in the last 12 bytes', () => {
    const check = (raw: Uint8Array) => {
      const sequences = lz4Sequences(compressLz4Block(raw));
      let at = 0;
      for (const { literals, match, distance } of sequences) {
        at += literals;
        if (match === 0) continue;
        expect(at).toBeLessThanOrEqual(raw.length - 12);
        expect(distance).toBeGreaterThanOrEqual(1);
        expect(distance).toBeLessThanOrEqual(at);
        at += match;
      }
      expect(at).toBe(raw.length);
      const last = sequences[sequences.length - 1]!;
      expect(last.match).toBe(0);
      if (sequences.length > 1) expect(last.literals).toBeGreaterThanOrEqual(5);
    };
    for (let length = 0; length < 300; length++)
      for (const period of [1, 2, 3, 4, 7, 100])
        check(Uint8Array.from({ length }, (_, i) => i % period));
  });

  it('repeats what stands 65,535 bytes back, and nothing from further', () => {
    const word = latin1('session opened for user root');
    const check = (gap: number, found: boolean) => {
      const sequences = lz4Sequences(
        compressLz4Block(joined(word, new Uint8Array(gap), word, noise(20, 3))),
      );
      const distances = sequences.map(({ distance }) => distance);
      expect(Math.max(...distances)).toBeLessThanOrEqual(0xffff);
      expect(distances.includes(word.length + gap)).toBe(found);
    };
    check(0xffff - word.length, true);
    check(0xffff - word.length + 1, false);
  });

  it('makes what does not compress hardly longer', () => {
    for (const length of [1, 14, 15, 16, 254, 255, 300, 100_000])
      expect(compressLz4Block(noise(length)).length).toBeLessThanOrEqual(bound(length));
    expect(compressLz4Block(noise(100_000)).length).toBeGreaterThan(99_000);
  });

  it('does not depend on the texts before, and the result stays as it is', () => {
    const text = latin1('connection from 192.0.2.7 port 22\n'.repeat(50));
    const first = compressLz4Block(text);
    const kept = toHex(first);
    for (let i = 0; i < 20; i++) compressLz4Block(joined(noise(i * 1000, i + 1), text));
    expect(toHex(first)).toBe(kept);
    expect(toHex(compressLz4Block(text))).toBe(kept);
  });

  it('reads a part of a larger buffer, of either kind', () => {
    const text = latin1('the quick brown fox, the quick brown dog, the quick brown hen');
    const expected = toHex(compressLz4Block(text));
    const around = joined(noise(13), text, noise(13, 2));
    expect(toHex(compressLz4Block(around.subarray(13, 13 + text.length)))).toBe(expected);
    expect(toHex(compressLz4Block(Buffer.from(text)))).toBe(expected);
  });
});

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
