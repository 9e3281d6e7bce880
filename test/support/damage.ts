import { expect } from 'vitest';
import { HayabusaError } from '../../src/base/errors.js';

/** Ways to change a byte: one low bit, the highest bit (of a varint: "more follows"), and all of them. */
const MASKS = [0x01, 0x80, 0xff];

/** Every way in which this suite damages a file: each byte changed, and each shorter length. */
export function* damages(original: Uint8Array): Generator<{ what: string; bytes: Uint8Array }> {
  for (let offset = 0; offset < original.length; offset++) {
    for (const mask of MASKS) {
      const bytes = Uint8Array.from(original);
      bytes[offset]! ^= mask;
      yield { what: `byte ${offset} changed by ${mask}`, bytes };
    }
  }
  for (let length = 0; length < original.length; length++)
    yield { what: `cut to ${length} bytes`, bytes: original.slice(0, length) };
}

/**
 * Expects of every damage that `read` gives the result of the undamaged bytes, or an error that names `file`. Returns
 * how many damages were noticed.
 */
export function expectSameOrTyped(
  original: Uint8Array,
  file: string,
  read: (bytes: Uint8Array) => unknown,
): number {
  const expected = JSON.stringify(read(original) ?? null);
  let noticed = 0;
  for (const { what, bytes } of damages(original)) {
    let got: string;
    try {
      got = JSON.stringify(read(bytes) ?? null);
    } catch (error) {
      if (!(error instanceof HayabusaError)) expect.fail(`${what}: untyped ${String(error)}`);
      const { details } = error;
      expect(['corruption', 'format-too-old', 'format-too-new'], what).toContain(details.code);
      expect('file' in details ? details.file : undefined, what).toBe(file);
      if (details.code === 'corruption') {
        expect(details.offset, what).toBeGreaterThanOrEqual(0);
        expect(details.offset, what).toBeLessThanOrEqual(original.length);
      }
      noticed++;
      continue;
    }
    if (got !== expected) expect.fail(`${what}: a wrong result\n${got}\n${expected}`);
  }
  return noticed;
}
