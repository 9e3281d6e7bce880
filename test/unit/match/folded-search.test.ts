import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalsFolded, fold, foldedSearch } from '../../../src/match/folded-search.js';
import { latin1 } from '../../support/bytes.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', 'k', '\xe1', '\xc1', '@', '['),
});
const lower = (bytes: string) => bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

describe('foldedSearch()', () => {
  it('finds what indexOf finds in the lower-case text, from any start', () => {
    fc.assert(
      fc.property(
        text,
        text.filter((wanted) => wanted !== ''),
        fc.nat(5),
        (hay, wanted, from) => {
          const search = foldedSearch(latin1(lower(wanted)));
          const expected = lower(hay).indexOf(lower(wanted), from);
          expect(search(latin1(hay), from, hay.length)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('looks at nothing behind the end', () => {
    const search = foldedSearch(latin1('abc'));
    expect(search(latin1('xxabc'), 0, 4)).toBe(-1);
    expect(search(latin1('xxABC'), 0, 5)).toBe(2);
    expect(search(latin1('abcabc'), 1, 6)).toBe(3);
  });

  it('finds what is longer than its steps can be', () => {
    const long = 'x'.repeat(70_000);
    expect(foldedSearch(latin1(`a${long}`))(latin1(`bbA${long}`), 0, 70_003)).toBe(2);
  });
});

describe('equalsFolded()', () => {
  it('minds length and place, and no case of ASCII letters', () => {
    expect(equalsFolded(latin1('xAbCx'), 1, 4, fold(latin1('aBc')))).toBe(true);
    expect(equalsFolded(latin1('xAbCx'), 1, 5, latin1('abc'))).toBe(false);
    expect(equalsFolded(latin1('\xc9'), 0, 1, latin1('\xe9'))).toBe(false);
  });
});
