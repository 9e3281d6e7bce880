import { describe, expect, it } from 'vitest';
import { grown } from '../../../src/base/grown.js';

describe('grown()', () => {
  it('is of the same kind, begins alike and goes on with zeros', () => {
    const check = <A extends Uint8Array | Uint32Array | Int32Array | Float64Array>(from: A) => {
      const larger = grown(from, 5);
      expect(larger.constructor).toBe(from.constructor);
      expect([...larger]).toEqual([...from, 0, 0, 0]);
      expect(larger.buffer).not.toBe(from.buffer);
    };
    check(Uint8Array.of(1, 255));
    check(Uint32Array.of(7, 2 ** 32 - 1));
    check(Int32Array.of(-1, 3));
    check(Float64Array.of(0.5, 2 ** 53));
  });
});
