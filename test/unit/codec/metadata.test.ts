import { describe, expect, it } from 'vitest';
import { packMetadata, unpackMetadata } from '../../../src/codec/metadata.js';
import { toHex } from '../../support/bytes.js';

describe('packMetadata()', () => {
  it('writes plain MessagePack, no extension types', () => {
    const check = (value: unknown, hex: string) => expect(toHex(packMetadata(value))).toBe(hex);
    check({ a: 1 }, 'de 00 01 a1 61 01');
    check([1, 'x', true, null], '94 01 a1 78 c3 c0');
    check({ a: { b: [] } }, 'de 00 01 a1 61 de 00 01 a1 62 90');
  });

  it('unpackMetadata() gives the value back', () => {
    const check = (value: unknown) => expect(unpackMetadata(packMetadata(value))).toEqual(value);
    check({ generation: 3, inputs: [{ path: '/var/log/ünïcode', finished: false }] });
    check([0, -1, 127, 128, -33, 2 ** 31, 2 ** 32, 2 ** 40 + 1, -(2 ** 40), 1.5]);
    check([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
    check([]);
    check({ clock: { year: 2021, zone: undefined } });
    check(Array.from({ length: 3000 }, (_, i) => [i, i * 1e9, [i, 2, 3, 4, 5]]));
  });

  it('results do not share memory that later calls overwrite', () => {
    const first = packMetadata({ name: 'first' });
    const before = toHex(first);
    for (let i = 0; i < 5000; i++) packMetadata({ name: `number ${i}` });
    expect(toHex(first)).toBe(before);
  });
});
