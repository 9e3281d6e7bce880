import fc from 'fast-check';
import { compressSync, uncompressSync } from 'lz4-napi';
import { describe, expect, it } from 'vitest';
import { compressLz4Block } from '../../src/codec/lz4-block-compress.js';
import { decompressLz4Block } from '../../src/codec/lz4-block-decompress.js';
import { asText, noise } from '../support/bytes.js';
import { randomRuns } from '../support/random-runs.js';

/** The package's codec: what the plain one is held to. */
function nativeCompress(raw: Uint8Array): Uint8Array {
  return Uint8Array.from(compressSync(Buffer.from(raw)).subarray(4));
}

function nativeDecompress(block: Uint8Array, rawLength: number): Uint8Array | undefined {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(rawLength);
  try {
    const raw = uncompressSync(Buffer.concat([prefix, block]));
    return raw.length === rawLength ? raw : undefined;
  } catch {
    return undefined;
  }
}

const word = fc.constantFrom(
  ...['sshd[4711]:', 'session', 'opened', 'for', 'user', 'root', '192.0.2.17', 'port', 'Failed'],
  ...['password', 'Nov 22 04:50:48', 'gw-1', '%LINK-3-UPDOWN:', 'GigabitEthernet0/1', '\n', '\0'],
);
const token = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: fc.nat(1e9).map(String) },
);
/** Lines of a log, some of them many times over. */
const log = fc
  .tuple(fc.array(token, { maxLength: 300 }), fc.integer({ min: 1, max: 8 }))
  .map(([words, times]) => new Uint8Array(Buffer.from(words.join(' ').repeat(times), 'latin1')));
/** Bytes of few kinds: matches of every length, at every distance, over themselves. */
const fewKinds = fc
  .tuple(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 6 }))
  .map(([raw, kinds]) => raw.map((byte) => byte % kinds));
const texts = fc.oneof(
  log,
  fewKinds,
  fc.uint8Array({ maxLength: 400 }),
  fc.tuple(fc.nat(200_000), fc.nat(1000)).map(([length, seed]) => noise(length, seed)),
  // Far apart: matches at the edge of what a distance can say.
  fc.tuple(log, fc.integer({ min: 65_000, max: 65_600 })).map(([raw, gap]) => {
    return new Uint8Array(Buffer.concat([raw, noise(Math.max(0, gap - raw.length)), raw]));
  }),
);

describe('the plain LZ4 codec', () => {
  it('gives any bytes back', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const block = compressLz4Block(raw);
        expect(asText(decompressLz4Block(block, raw.length)!)).toBe(asText(raw));
      }),
      randomRuns(1000),
    );
  });

  it('writes what lz4-napi reads, and reads what lz4-napi writes', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const text = asText(raw);
        expect(asText(nativeDecompress(compressLz4Block(raw), raw.length)!)).toBe(text);
        expect(asText(decompressLz4Block(nativeCompress(raw), raw.length)!)).toBe(text);
      }),
      randomRuns(1000),
    );
  });

  it('says of damaged blocks what lz4-napi says: the same bytes, or none', () => {
    const damage = fc.array(
      fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.integer({ min: 0, max: 9 }) }),
      { minLength: 1, maxLength: 3 },
    );
    const length = fc.option(fc.nat(700), { freq: 3 });
    fc.assert(
      fc.property(
        fc.oneof(log, fewKinds),
        fc.boolean(),
        damage,
        length,
        (raw, plain, hits, other) => {
          let block: Uint8Array = plain ? compressLz4Block(raw) : nativeCompress(raw);
          for (const { at, byte, cut } of hits) {
            block[at % block.length] = byte;
            if (cut === 0) block = block.subarray(0, at % block.length);
            if (block.length === 0) break;
          }
          const rawLength = other ?? raw.length;
          const got = decompressLz4Block(block, rawLength);
          const expected = nativeDecompress(block, rawLength);
          expect(got && asText(got)).toBe(expected && asText(expected));
        },
      ),
      randomRuns(5000),
    );
  });

  it('takes any bytes for a block of exactly so many bytes, or for none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(2000), (block, rawLength) => {
        const got = decompressLz4Block(block, rawLength);
        const expected = nativeDecompress(block, rawLength);
        expect(got && asText(got)).toBe(expected && asText(expected));
        expect(got?.length ?? rawLength).toBe(rawLength);
      }),
      randomRuns(3000),
    );
  });
});
