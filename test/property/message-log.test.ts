import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asText, noise } from '../support/bytes.js';
import { type LoggedMessage, logOf, messagesOf, openLog } from '../support/message-log.js';
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
  time: fc.nat(3_599_999),
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
      each.map(({ skipped, ...rest }): LoggedMessage => {
        sequence += skipped;
        return { ...rest, sequence: sequence++ };
      }),
    );
  });

describe('MessageLogReader', () => {
  it('gives every message back as it was written, with time, source and number of arrival', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (all, hour) => {
        const { bytes, blocks } = logOf(hour, ...all);
        const log = openLog(bytes);
        expect(log.checkHeader()).toBe(hour);
        const found = messagesOf(log);
        expect(found).toEqual(all.flat());
        expect(blocks.reduce((sum, block) => sum + block.count, 0)).toBe(found.length);
      }),
      randomRuns(150),
    );
  });
});
