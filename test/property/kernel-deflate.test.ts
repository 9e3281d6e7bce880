import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate, FAST } from '../../src/codec/deflate.js';
import { KernelBlockMaker } from '../../src/pack/kernel-block-maker.js';
import { latin1, noise } from '../support/bytes.js';
import { randomRuns } from '../support/random-runs.js';

const maker = KernelBlockMaker.start();

function compress(raw: Uint8Array): Uint8Array {
  if (maker === undefined) throw new Error('The build has left no kernel');
  return maker.deflate(raw).slice();
}

/** Compresses bytes, and lets zlib say that it was DEFLATE of these; the length. */
function checked(raw: Uint8Array): number {
  const compressed = compress(raw);
  expect(Buffer.compare(inflateRawSync(compressed), raw)).toBe(0);
  // Stored, in blocks of 64 KiB: never longer.
  expect(compressed.length).toBeLessThanOrEqual(
    raw.length + 5 * Math.ceil((raw.length + 1) / 2000),
  );
  return compressed.length;
}

function check(raw: Uint8Array): void {
  checked(raw);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes of one kind: few different ones or many, runs, a text again and again, and counts as they stand in columns. */
const stretch = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.nat(3000))
    .map(([byte, n]) => new Uint8Array(n).fill(byte)),
  fc.tuple(fc.nat(9000), fc.nat()).map(([n, seed]) => noise(n, seed)),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(200))
    .map(([part, times]) => concat(Array.from({ length: times }, () => part))),
  fc
    .tuple(fc.nat(6000), fc.integer({ min: 1, max: 255 }), fc.nat())
    .map(([n, kinds, seed]) => noise(n, seed).map((byte) => byte % kinds)),
  fc
    .tuple(fc.nat(5000), fc.nat(99))
    .map(([n, step]) => new Uint8Array(n).map((_, i) => (i * step) >>> 4)),
);

describe('deflate() of the kernel', () => {
  it('makes what zlib inflates, of stretches of all kinds', () => {
    const bytes = fc.array(stretch, { maxLength: 12 }).map(concat);
    fc.assert(fc.property(bytes, check), randomRuns(400));
  });

  it('makes what zlib inflates, of every small length', () => {
    for (let length = 0; length < 300; length++) {
      check(noise(length));
      check(new Uint8Array(length));
      check(latin1('abcab'.repeat(length).slice(0, length)));
    }
  });

  it('makes what zlib inflates, of matches of every length at every distance that has a code', () => {
    for (const distance of [1, 2, 3, 4, 7, 8, 100, 4096, 4097, 16384, 32767, 32768, 32769, 65535]) {
      const before = noise(distance, distance);
      const parts = [before];
      for (let length = 3; length < 300; length += distance > 4096 ? 51 : 7)
        parts.push(before.subarray(0, length), noise(5, length));
      check(concat(parts));
    }
  });

  it('takes nothing for a match that is a multiple of 64 KiB away', () => {
    const part = noise(200, 11);
    for (const distance of [65_535, 65_536, 65_537, 131_072])
      check(concat([part, new Uint8Array(distance - part.length), part]));
  });

  it('makes what zlib inflates, of more than a window, a block and 64 KiB', () => {
    const line = latin1(
      'Jan  1 00:00:00 host sshd[12345]: Failed password for root from 10.0.0.1\n',
    );
    const lines = concat(
      Array.from({ length: 6000 }, (_, i) =>
        line.map((byte) => (byte === 0x31 ? 48 + (i % 10) : byte)),
      ),
    );
    expect(checked(lines)).toBeLessThan(lines.length / 20);
    expect(checked(new Uint8Array(1_000_000))).toBeLessThan(2000);
    check(noise(300_000));
    check(concat([noise(70_000), new Uint8Array(70_000), lines, noise(70_000)]));
  });

  it('makes the same bytes of the same bytes, whatever came before', () => {
    const raw = concat([noise(5000, 3), latin1('again and '.repeat(900)), noise(5000, 3)]);
    const first = compress(raw);
    check(noise(40_000));
    check(concat([raw, raw]));
    expect(compress(raw)).toEqual(first);
  });

  it('ends a block where the bytes change their kind, also amid literals', () => {
    const few = noise(20_000, 6).map((byte) => byte % 5);
    const many = noise(20_000, 7);
    const apart = compress(few).length + compress(many).length;
    // In one block both would take thousands of bytes more.
    expect(checked(concat([few, many]))).toBeLessThan(apart + 400);
    expect(checked(concat([many, few, many.subarray(0, 9000)]))).toBeLessThan(apart + 10_000);
  });

  it('makes long codes where some bytes are very rare', () => {
    // As often as Fibonacci numbers: without a bound, codes would have up to 23 bits.
    const counts = [1, 1];
    while (counts.length < 24) counts.push(counts.at(-1)! + counts.at(-2)!);
    const bytes = concat(counts.map((count, byte) => new Uint8Array(count).fill(byte)));
    // Mixed, so that there are hardly any matches.
    const order = noise(4 * bytes.length, 9);
    for (let i = bytes.length - 1; i > 0; i--) {
      const j = (order[3 * i]! * 65536 + order[3 * i + 1]! * 256 + order[3 * i + 2]!) % (i + 1);
      [bytes[i], bytes[j]] = [bytes[j]!, bytes[i]!];
    }
    check(bytes.subarray(0, 65_000));
  });

  it('is smaller than zlib at its fastest, of what columns are like', () => {
    const plane = (n: number, seed: number, kinds: number) =>
      noise(n, seed).map((byte) => byte % kinds);
    const words = ['root', 'admin', 'failed', 'password', 'session', 'opened', 'port ', 'uid=0'];
    const text = latin1(Array.from(noise(6000, 5), (byte) => words[byte % words.length]).join(' '));
    const column = concat([plane(8192, 1, 4), plane(8192, 2, 30), text, noise(8192, 4)]);
    expect(compress(column).length).toBeLessThan(deflate(column, FAST).length);
  });
});
