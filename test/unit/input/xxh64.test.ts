import { describe, expect, it } from 'vitest';
import { Xxh64 } from '../../../src/input/xxh64.js';
import { sampleLines } from './scratch.js';

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

function u64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function rotate(value: bigint, bits: bigint): bigint {
  return u64(value << bits) | (value >> (64n - bits));
}

function round(lane: bigint, input: bigint): bigint {
  return u64(rotate(u64(lane + input * P2), 31n) * P1);
}

/** The algorithm as its specification words it. */
function plainXxh64(bytes: Buffer): bigint {
  let at = 0;
  let hash = P5;
  if (bytes.length >= 32) {
    const lanes = [u64(P1 + P2), P2, 0n, u64(-P1)];
    for (; at + 32 <= bytes.length; at += 32) {
      lanes.forEach((lane, i) => {
        lanes[i] = round(lane, bytes.readBigUInt64LE(at + i * 8));
      });
    }
    const turns = [1n, 7n, 12n, 18n];
    hash = u64(lanes.reduce((sum, lane, i) => sum + rotate(lane, turns[i]!), 0n));
    for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * P1 + P4);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = u64(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * P1 + P4);
  for (; at + 4 <= bytes.length; at += 4)
    hash = u64(rotate(hash ^ u64(BigInt(bytes.readUInt32LE(at)) * P1), 23n) * P2 + P3);
  for (; at < bytes.length; at++)
    hash = u64(rotate(hash ^ u64(BigInt(bytes.readUInt8(at)) * P5), 11n) * P1);
  hash = u64((hash ^ (hash >> 33n)) * P2);
  hash = u64((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}

function low32(...pieces: Buffer[]): number {
  const sum = new Xxh64();
  for (const piece of pieces) sum.update(piece);
  return sum.low32();
}

describe('Xxh64', () => {
  it('gives the published values', () => {
    expect(plainXxh64(Buffer.from(''))).toBe(0xef46db3751d8e999n);
    expect(plainXxh64(Buffer.from('abc'))).toBe(0x44bc2cf5ad770999n);
    expect(low32()).toBe(0x51d8e999);
    expect(low32(Buffer.from('abc'))).toBe(0xad770999);
  });

  it('gives what the plain form gives, at every length and alignment', () => {
    const bytes = sampleLines(20);
    for (let length = 0; length < 200; length++) {
      const part = bytes.subarray(length % 9, (length % 9) + length);
      expect(low32(part)).toBe(Number(plainXxh64(part) & 0xffff_ffffn));
    }
  });

  it('does not depend on the pieces', () => {
    const bytes = sampleLines(100);
    const whole = low32(bytes);
    for (const size of [1, 7, 31, 32, 33, 64, 100]) {
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      expect(low32(...pieces)).toBe(whole);
    }
  });
});
