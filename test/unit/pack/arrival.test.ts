import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { Arrival, writeOrder } from '../../../src/pack/arrival.js';

/** The arrival of rows of one source, in an order. */
function arrival(order: readonly number[]): Arrival {
  const out = new ByteWriter();
  out.varint(1);
  out.prefixed(Buffer.from('a.log'));
  for (const value of [order.length, 0, 1000, 70]) out.varint(value);
  out.u8(0);
  writeOrder(out, Uint32Array.from(order));
  out.varint(0);
  return new Arrival(new ByteReader(out.bytes(), 'a pack'), order.length);
}

describe('Arrival', () => {
  it('gives each row its place of arrival, however far from that of the row before', () => {
    const far = Array.from({ length: 20_000 }, (_, i) =>
      i % 2 === 0 ? i / 2 : 20_000 - (i + 1) / 2,
    );
    for (const order of [[1, 2, 0], [2, 1, 0], [0], far]) {
      const read = arrival(order);
      expect(Array.from(read.order ?? [])).toEqual(order);
      expect(order.map((_, row) => read.sequence(row))).toEqual(order.map((place) => 70 + place));
    }
  });

  it('refuses places that there are not, and a place that two rows have', () => {
    // Said of where the order ends: 13 bytes stand before its three.
    for (const [order, got] of [
      [[1, 3, 0], 3],
      [[0, 1, 3], 3],
      [[1, 2, 1], 1],
      [[0, 0, 1], 0],
    ] as const)
      expect(() => arrival(order)).toThrow(
        `Place of arrival in a pack at offset 16: expected each of 0 to 2 once, got ${got}:`,
      );
  });

  it('refuses a place before the first', () => {
    // Of one row: a step of -1 from before the first place.
    const bytes = Uint8Array.of(1, 1, 0x61, 1, 0, 0, 0, 0, 1, 0);
    expect(() => new Arrival(new ByteReader(bytes, 'a pack'), 1)).toThrow('got -1:');
  });
});
