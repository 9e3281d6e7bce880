import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsAddress } from '../../src/analysis/addresses.js';
import { holdsToken, tokenize } from '../../src/analysis/tokenizer.js';
import { asText, latin1 } from '../support/bytes.js';
import { plainAddresses } from '../support/plain-terms.js';
import { randomRuns } from '../support/random-runs.js';
import { trickyFragment, trickyText } from '../support/tricky-text.js';

/** A text amid other bytes, with its bounds: these must not be looked at. */
const amid = (text: string, [before, after]: readonly [string, string]) => {
  const bytes = latin1(before + text + after);
  return { bytes, start: before.length, end: before.length + text.length };
};

const around = fc.constantFrom<[string, string]>(
  ...(
    [
      ['', ''],
      ['x', 'x'],
      ['1', '1'],
      ['-', '-'],
      [':', ':'],
      ['.', '.5'],
      ['a:', ':80'],
    ] as const
  ).map(([before, after]): [string, string] => [before, after]),
);

describe('holdsAddress()', () => {
  it('finds the addresses that the plain twin finds, and no others', () => {
    let held = 0;
    fc.assert(
      fc.property(trickyText, trickyFragment, around, (text, other, sides) => {
        const own = plainAddresses(text);
        const { bytes, start, end } = amid(text, sides);
        for (const address of own) {
          held++;
          expect(holdsAddress(bytes, start, end, latin1(address)), text).toBe(true);
        }
        for (const address of plainAddresses(other))
          expect(holdsAddress(bytes, start, end, latin1(address)), text).toBe(
            own.includes(address),
          );
        // Near misses: one byte of an address, or its kind, is another.
        for (const address of own) {
          const near = latin1(address);
          near[near.length - 1]! ^= 1;
          expect(holdsAddress(bytes, start, end, near), text).toBe(own.includes(asText(near)));
        }
      }),
      randomRuns(20_000),
    );
    expect(held).toBeGreaterThan(5000);
  });
});

describe('holdsToken()', () => {
  it('finds the words that tokenize() finds, and the beginnings of words', () => {
    fc.assert(
      fc.property(trickyText, trickyFragment, around, (text, other, sides) => {
        const { bytes, start, end } = amid(text, sides);
        const own = tokenize(bytes, start, end).map(asText);
        const asked = [...own, ...tokenize(latin1(other)).map(asText)];
        for (const token of [...asked, ...asked.map((each) => each.slice(0, 2)), 'x', '80']) {
          expect(holdsToken(bytes, start, end, latin1(token), false), token).toBe(
            own.includes(token),
          );
          expect(holdsToken(bytes, start, end, latin1(token), true), token).toBe(
            own.some((each) => each.startsWith(token)),
          );
        }
      }),
      randomRuns(5000),
    );
  });
});
