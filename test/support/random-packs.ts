import fc from 'fast-check';
import { cutMessage } from './cut-messages.js';
import type { PackedMessage } from './packs.js';

const HOUR = 3_600_000;

const message = fc.record({
  cut: cutMessage,
  time: fc.oneof(
    fc.nat(20).map((second) => 1_629_190_000_000 + 1000 * second),
    fc.nat(3 * HOUR).map((millis) => 1_629_190_000_000 + millis),
    fc.integer({ min: -(2 ** 42), max: 2 ** 42 }),
  ),
  source: fc.constantFrom('a.log', 'b.log', 'udp:10.0.0.1', 'päth/日本'),
  receivedAt: fc.oneof(fc.constant(1_629_190_000_000), fc.nat({ max: 2 ** 41 })),
  skipped: fc.oneof(
    fc.constant(0),
    fc.constant(0),
    fc.maxSafeNat().map((n) => n % 2 ** 40),
  ),
  host: fc.constantFrom('', 'core', 'core-sw-01', '\xff'),
  isPiece: fc.boolean(),
});

/** Blocks of messages; some templates are used again and again, so that columns have many values. */
export const randomPack: fc.Arbitrary<PackedMessage[][]> = fc
  .array(
    fc.tuple(fc.array(message, { minLength: 1, maxLength: 30 }), fc.constantFrom(1, 1, 1, 3, 20)),
    { minLength: 1, maxLength: 4 },
  )
  .map((blocks) => {
    let sequence = 0;
    return blocks.map(([messages, times]) =>
      Array.from({ length: times }, (_, round) =>
        messages.map(({ skipped, ...rest }): PackedMessage => {
          sequence += skipped % 2 ** 34;
          const cut = { ...rest.cut, rest: rest.cut.rest.replaceAll('42', `${round * 7}`) };
          return { ...rest, cut, sequence: sequence++ };
        }),
      ).flat(),
    );
  });
