import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewMessage } from '../../../src/match/message-view.js';
import { compileRegex, regexStart } from '../../../src/match/regex.js';
import { requiredLiterals } from '../../../src/match/required-literals.js';
import { latin1 } from '../../support/bytes.js';
import { regexSource } from '../../support/random-regex.js';
import { thrownBy } from '../../support/thrown.js';

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

function test(source: string, text: Uint8Array, ignoreCase = false): boolean {
  return compileRegex(source, ignoreCase).test(text, 0);
}

function matches(source: string, text: Uint8Array, start = 0): [number, number][] {
  const found: [number, number][] = [];
  compileRegex(source, false).matches(text, start, (from, to) => found.push([from, to]));
  return found;
}

describe('an expression that is nested deeply', () => {
  it.each([10_000, 100_000])('of %d groups is refused in a sentence', (depth) => {
    const source = `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(() => compileRegex(source, false)).toThrow(/cannot be read: expected/);
    expect(requiredLiterals(source, false)).toEqual([]);
  });
});

describe('compileRegex()', () => {
  it('agrees with JavaScript on what both read alike', () => {
    const unit = fc.constantFrom(
      'a',
      'b',
      'k',
      's',
      'A',
      'S',
      '1',
      ' ',
      'é',
      'É',
      '\u017f',
      '\u212a',
      '\n',
    );
    fc.assert(
      fc.property(
        regexSource,
        fc.string({ unit, maxLength: 12 }),
        fc.boolean(),
        (source, text, ignoreCase) => {
          const expected = new RegExp(source, ignoreCase ? 'iu' : 'u');
          expect(test(source, utf8(text), ignoreCase)).toBe(expected.test(text));
          const found = ignoreCase
            ? undefined
            : matches(source, utf8(text)).map(([from, to]) =>
                Buffer.from(utf8(text).subarray(from, to)).toString(),
              );
          if (found !== undefined)
            expect(found).toEqual(
              (text.match(new RegExp(source, 'gu')) ?? []).filter((match) => match !== ''),
            );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('neither throws on bytes that are no UTF-8 nor misses what stands beside them', () => {
    const broken = latin1('\xff\xfe failed \xc3 root \xe6\x97');
    expect(test('failed', broken)).toBe(true);
    expect(test('FAILED.*root', broken, true)).toBe(true);
    expect(test('^..$', latin1('\xff\xfe'))).toBe(true);
    expect(test('\u00ff', latin1('\xff'))).toBe(false);
    expect(test('\ufffd\\x{fffd}', latin1('\xff\xfe'))).toBe(true);
    expect(matches('failed|root', broken)).toEqual([
      [3, 9],
      [12, 16],
    ]);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 5 }),
        (before, behind) => {
          expect(
            test('ab[cd]+e', Uint8Array.from([...before, ...latin1('abcdce'), ...behind])),
          ).toBe(true);
        },
      ),
    );
  });

  it('counts characters, not bytes, and finds places in bytes', () => {
    expect(test('^.{3}$', utf8('日本語'))).toBe(true);
    expect(matches('本+', utf8('日本本語'))).toEqual([[3, 9]]);
    expect(matches('b', latin1('abab'), 2)).toEqual([[3, 4]]);
    expect(matches('^a', latin1('aaa'), 1)).toEqual([[1, 2]]);
    expect(matches('x*', latin1('axxa'))).toEqual([[1, 3]]);
  });

  it('captures the first group that has a name, the first one where none has, all where there is none', () => {
    const captured = (source: string, text: string) => {
      const found: string[] = [];
      const isFound = compileRegex(source, false).capture(utf8(text), 0, (from, to) =>
        found.push(text.slice(from, to)),
      );
      expect(isFound).toBe(found.length === 1);
      return found[0];
    };
    expect(captured('user (invalid )?(?<user>\\w+)', 'for user root from')).toBe('root');
    expect(captured('(?P<a>\\d+)-(?P<b>\\d+)', 'on 12-34')).toBe('12');
    expect(captured('(x)?(?:y)?(z+)', 'a xzz')).toBe('x');
    expect(captured('(x)?(z+)', 'a zz')).toBe(undefined);
    expect(captured('z+', 'a zz')).toBe('zz');
    expect(captured('(z+)', 'a')).toBe(undefined);
  });

  it('is linear where others backtrack', () => {
    const started = performance.now();
    expect(test('(a+)+$', latin1(`${'a'.repeat(5000)}!`))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  const linear =
    ', which RE2 leaves out, since its time would not be linear: join queries by AND and NOT instead';
  it.each([
    ['(a)\\1', 4, ' at \\1', `a back-reference${linear}`],
    ['a(?=b)', 2, ' at (?=', `a look-around${linear}`],
    ['(?<!a)b', 1, '', `a look-around${linear}`],
    ['(?>a)b', 1, ' at (?>', `a possessive repetition${linear}`],
    ['ab**', 3, ' at **', 'invalid nested repetition operator'],
    ['a[b', 2, ' at [b', 'missing closing ]'],
    ['ab\\', 3, '', 'trailing backslash at end of expression'],
  ])('says what is wrong with %s', (source, column, where, got) => {
    const error = thrownBy(() => compileRegex(source, false));
    expect(error.message.split('\n')).toEqual([
      `The regular expression cannot be read${where}: expected an expression in the syntax of RE2, got ${got}`,
      `  /${source}/`,
      `  ${' '.repeat(column)}^`,
    ]);
    expect(error.details).toMatchObject({ code: 'query-syntax', text: `/${source}/`, column });
  });
});

describe('regexStart()', () => {
  const start = (raw: string) => {
    const view = viewMessage(latin1(raw));
    return Buffer.from(view.text.subarray(regexStart(view))).toString('latin1');
  };

  it('is where the host stands, behind what was cut off at the beginning', () => {
    expect(start('<34>Aug 17 09:29:01 host app: text')).toBe('host app: text');
    expect(start('Aug 17 09:29:01 host app: text')).toBe('host app: text');
  });

  it('is the first byte where nothing was cut off there', () => {
    expect(start('  indented text')).toBe('  indented text');
    expect(start('')).toBe('');
  });
});
