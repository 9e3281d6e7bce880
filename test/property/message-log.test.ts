import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asText, noise } from '../support/bytes.js';
import { type LoggedText, logOf, messagesOf, openLog, readLog } from '../support/message-log.js';
import { randomRuns } from '../support/random-runs.js';

/** Any bytes: LF, NUL, CR, invalid UTF-8; now and then as long as a good part of a block. */
const text = fc.oneof(
  { arbitrary: fc.uint8Array({ maxLength: 80 }).map(asText), weight: 6 },
  { arbitrary: fc.constantFrom('', '\n', '\0', '\r', '\xff\xfe', 'HBLK', '\n\n\n'), weight: 3 },
  {
    arbitrary: fc
      .tuple(fc.nat(60_000), fc.nat(99))
      .map(([length, seed]) => asText(noise(length, seed))),
    weight: 1,
  },
);

/** A message and how far its sequence is from the one before. */
const message = fc.record({
  text,
  time: fc.oneof(
    fc.integer({ min: 1_629_190_000_000, max: 1_629_190_600_000 }),
    fc.integer({ min: -(2 ** 43), max: 2 ** 43 }),
  ),
  source: fc.constantFrom('a.log', 'b.log', 'udp:10.0.0.1', 'päth/日本'),
  receivedAt: fc.oneof(fc.constant(1_629_190_000_000), fc.nat({ max: 2 ** 41 })),
  skipped: fc.oneof(
    fc.constant(0),
    fc.constant(0),
    fc.maxSafeNat().map((n) => n % 2 ** 40),
  ),
  isPiece: fc.boolean(),
});

const batches = fc
  .array(fc.array(message, { minLength: 1, maxLength: 25 }), { maxLength: 4 })
  .map((all) => {
    let sequence = 0;
    return all.map((each) =>
      each.map(({ skipped, ...rest }): LoggedText => {
        sequence += skipped;
        return { ...rest, sequence: sequence++ };
      }),
    );
  });

describe('LogReader', () => {
  it('gives every message back as it was written, with time, source and number of arrival', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const { bytes, blocks } = logOf(...all);
        const found = messagesOf(openLog(bytes));
        expect(found).toEqual(all.flat());
        expect(blocks.reduce((sum, block) => sum + block.count, 0)).toBe(found.length);
      }),
      randomRuns(150),
    );
  });

  it('passes over blocks that are damaged, and gives all others', () => {
    const damaged = fc.tuple(batches, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(damaged, ([all, which, where, mask]) => {
        const { bytes, blocks } = logOf(...all);
        if (blocks.length === 0) return;
        const { offset, length } = blocks[which % blocks.length]!;
        bytes[offset + (where % length)]! ^= mask;
        const { messages, damage } = readLog(openLog(bytes));
        let before = 0;
        for (const block of blocks) if (block.offset < offset) before += block.count;
        const expected = all.flat().toSpliced(before, blocks[which % blocks.length]!.count);
        expect(messages).toEqual(expected);
        expect(damage.map(({ code }) => code)).toEqual(['corruption']);
      }),
      randomRuns(150),
    );
  });
});
