import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsAddress } from '../../src/analysis/addresses.js';
import { KIND_IPV4 } from '../../src/analysis/network-terms.js';
import { holdsOctets } from '../../src/analysis/octets.js';
import { holdsToken, tokenize } from '../../src/analysis/tokenizer.js';
import { valueTest } from '../../src/executor/value-tests.js';
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

describe('valueTest()', () => {
  it('passes values that hold an IPv4 address, however it is spelled; their octets are seen first', () => {
    const octet = fc.oneof(fc.constantFrom(0, 1, 9, 10, 99, 100, 255), fc.nat(255));
    const spelled = fc.tuple(octet, fc.nat(2));
    let mapped = 0;
    fc.assert(
      fc.property(
        fc.tuple(spelled, spelled, spelled, spelled),
        around,
        fc.nat(3),
        (octets, sides, form) => {
          const numbers = octets.map(([number]) => number);
          const hex = numbers.map((number) => number.toString(16).padStart(2, '0'));
          const text = [
            octets.map(([number, zeros]) => `${number}`.padStart(zeros + 1, '0')).join('.'),
            `::ffff:${numbers.join('.')}`,
            `0:0:0:0:0:fFFf:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`,
            `::FFFF:${numbers.join('.')}`,
          ][form]!;
          const { bytes, start, end } = amid(text, sides);
          const term = Uint8Array.of(KIND_IPV4, ...numbers);
          const number = Buffer.from(numbers).readInt32BE() ^ 0x8000_0000;
          expect(holdsOctets(bytes, start, end, number, number), text).toBe(true);
          const { test } = valueTest({ kind: 'term', bytes: term });
          expect(test(bytes, start, end), text).toBe(true);
          mapped += form > 0 ? 1 : 0;
        },
      ),
      randomRuns(3000),
    );
    expect(mapped).toBeGreaterThan(500);
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
