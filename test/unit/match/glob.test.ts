import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globLiterals, globTest } from '../../../src/match/glob.js';
import { asText, latin1 } from '../../support/bytes.js';
import { plainGlob } from '../../support/oracle-query.js';

function matches(glob: string, text: string): boolean {
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  return globTest(glob)(bytes, 0, bytes.length);
}

describe('globTest()', () => {
  const unit = fc.constantFrom('a', 'b', 'A', '*', '?', '\\', 'é', 'É', '日', '🦅', '.');
  it('agrees with a regular expression on all of a text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 8 }),
        fc.string({ unit, maxLength: 10 }),
        (glob, text) => {
          expect(matches(glob, text)).toBe(plainGlob(glob, asText(Buffer.from(text))));
        },
      ),
      { numRuns: 8000 },
    );
  });

  it('agrees with it on bytes that are no UTF-8', () => {
    const bytes = fc.string({
      unit: fc.constantFrom('a', '\xc3', '\xa9', '\xe6', '\x97', '\xed', '\xf0'),
      maxLength: 8,
    });
    const pattern = fc.string({ unit: fc.constantFrom('a', '*', '?', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, bytes, (glob, text) => {
        expect(globTest(glob)(latin1(text), 0, text.length)).toBe(plainGlob(glob, text));
      }),
      { numRuns: 8000 },
    );
  });

  it.each([
    ['core*', 'Core-SW-01', true],
    ['core', 'core-sw', false],
    ['*sw*', 'core-sw-01', true],
    ['c?re', 'cöre', true],
    ['c??re', 'cöre', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a\\', 'a\\', true],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['?', '', false],
  ])('%s on %s: %s', (glob, text, expected) => {
    expect(matches(glob, text)).toBe(expected);
  });

  it('takes a byte that is no UTF-8 for a character', () => {
    const test = globTest('a?b');
    expect(test(latin1('a\xffb'), 0, 3)).toBe(true);
    expect(test(latin1('a\xc3b'), 0, 3)).toBe(true);
    expect(test(latin1('a\xe6\x97b'), 0, 4)).toBe(false);
  });

  it('looks at the range alone', () => {
    expect(globTest('b*c')(latin1('abxca'), 1, 4)).toBe(true);
    expect(globTest('abc')(latin1('abc'), 0, 2)).toBe(false);
  });

  it('takes no more than the product of both lengths', () => {
    const bytes = latin1('a'.repeat(20_000));
    const started = performance.now();
    expect(globTest(`${'a*'.repeat(50)}b`)(bytes, 0, bytes.length)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('globLiterals()', () => {
  const literals = (glob: string) =>
    globLiterals(glob).map(
      ({ bytes, atStart, atEnd }) => `${atStart ? '^' : ''}${asText(bytes)}${atEnd ? '$' : ''}`,
    );

  it.each([
    ['Core', ['^core$']],
    ['core*', ['^core']],
    ['*core', ['core$']],
    ['a*b?c', ['^a', 'b', 'c$']],
    ['a\\*b', ['^a*b$']],
    ['*', []],
    ['', []],
    ['**a**', ['a']],
  ])('%s: %j', (glob, expected) => {
    expect(literals(glob)).toEqual(expected);
  });
});
