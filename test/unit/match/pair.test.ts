import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairSearch } from '../../../src/match/pair.js';
import type { PairOperator } from '../../../src/query/ast.js';
import { asText, latin1 } from '../../support/bytes.js';
import { plainPair } from '../../support/oracle-query.js';
import { thrownBy } from '../../support/thrown.js';

function test(text: string, key: string, operator: PairOperator, value: string): boolean {
  return new PairSearch(key, operator, value).test(latin1(text), 0, text.length);
}

function found(text: string, key: string, value: string): string[] {
  const search = new PairSearch(key, '=', value);
  const bytes = latin1(text);
  const pairs: string[] = [];
  for (let at = search.find(bytes, 0, 0, bytes.length); at >= 0; ) {
    pairs.push(asText(bytes.subarray(at, search.foundEnd)));
    at = search.find(bytes, 0, at + 1, bytes.length);
  }
  return pairs;
}

describe('PairSearch', () => {
  it.each([
    ['SRC=10.0.0.1 DST=10.0.0.2', 'dst', '10.0.0.2', ['DST=10.0.0.2']],
    ['SRC=10.0.0.1,DST=10.0.0.2', 'src', '10.0.0.1', ['SRC=10.0.0.1']],
    ['SRC=10.0.0.1,DST=10.0.0.2', 'dst', '10.0.0.2', ['DST=10.0.0.2']],
    ['(uid=0)', 'uid', '0', ['uid=0']],
    ['(uid=0)', 'uid', '0)', ['uid=0)']],
    ['user=root.', 'user', 'root', ['user=root']],
    ['host=a.b.c.', 'host', 'a.b.c', ['host=a.b.c']],
    ['ruser= rhost=1.2.3.4  user=root', 'ruser', '', ['ruser=']],
    ['IN=eth0 OUT=', 'out', '', ['OUT=']],
    ['msg="link down" x', 'msg', 'link down', ['msg="link down"']],
    ["msg='it is' x", 'msg', 'it is', ["msg='it is'"]],
    ['msg="a \\" b" x', 'msg', 'a \\" b', ['msg="a \\" b"']],
    ['msg="down', 'msg', '"down', ['msg="down']],
    ['a="b=c"', 'b', 'c', ['b=c']],
    ['/x?a=1&b=2', 'a', '1', ['a=1']],
    ['/x?a=1&b=2', 'b', '2', ['b=2']],
    ['xa=1', 'a', '1', []],
    ['x.a=1', 'a', '1', []],
    ['x-a=1', 'a', '1', []],
    ['x_a=1', 'a', '1', []],
    ['\xe9a=1', 'a', '1', []],
    ['a=12', 'a', '1', []],
    ['a=1 a=2 A=1', 'a', '1', ['a=1', 'A=1']],
    ['a==1', 'a', '=1', ['a==1']],
  ])('%s: %s=%s', (text, key, value, pairs) => {
    expect(found(text, key, value)).toEqual(pairs);
    expect(test(text, key, '=', value)).toBe(pairs.length > 0);
  });

  it.each([
    ['a=1', '!=', '2', true],
    ['a=1', '!=', '1', false],
    ['a=1 a=2', '!=', '1', false],
    ['b=1', '!=', '1', false],
    ['a="1"', '!=', '1', false],
    ['a=5', '>', '4', true],
    ['a=5', '>', '5', false],
    ['a=5', '>=', '5.0', true],
    ['a=-5', '<', '0', true],
    ['a=+5', '>', '0', true],
    ['a=0.25,', '<', '.3', false],
    ['a=0.25,', '<', '0.3', true],
    ['a=5.', '<=', '5', true],
    ['a="5"', '<=', '5', true],
    ['a=12ms', '>', '0', false],
    ['a=1e9', '>', '0', false],
    ['a=0x10', '>', '-1', false],
    ['a=1.2.3.4', '>', '0', false],
    ['a=', '<', '1', false],
    ['a=- a=7', '>', '6', true],
    ['a=123456789012345678901', '>', '123456789012345678900', false],
    ['a=123456789012345678901', '>', '123456789012345600000', true],
  ] as const)('%s: a%s%s is %s', (text, operator, value, expected) => {
    if (value === '.3') {
      expect(thrownBy(() => test(text, 'a', operator, value))).toMatchObject({ code: 'usage' });
      return;
    }
    expect(test(text, 'a', operator, value)).toBe(expected);
  });

  it('refuses to compare numbers with what is none', () => {
    expect(thrownBy(() => new PairSearch('len', '>', 'much'))).toMatchObject({
      code: 'usage',
      message:
        '"much" is no number: expected one such as 1000 or -0.5 behind >: write = or != to compare with a text',
    });
  });

  it('agrees with a plain twin on random texts', () => {
    const unit = fc.constantFrom(...'aB1=.,)"\' -5&\\'.split(''), 'a=', ' a=', '1.5');
    const text = fc.string({ unit, maxLength: 16 });
    const value = fc.oneof(fc.string({ unit, maxLength: 3 }), fc.constantFrom('1', '15', '-1'));
    const operator = fc.constantFrom<PairOperator>('=', '!=', '<', '<=', '>', '>=');
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('a', 'A', 'b1'),
        operator,
        value,
        (hay, key, by, wanted) => {
          const isText = by === '=' || by === '!=';
          if (!isText && !/^[+-]?\d+(\.\d+)?$/.test(wanted.trim())) return;
          expect(test(hay, key, by, wanted)).toBe(plainPair(hay, key, by, wanted));
        },
      ),
      { numRuns: 8000 },
    );
  });

  it('finds what is pasted from a message, up to white space', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'ab1=.,;)]}"\'&|:!?\\'.split('')),
      maxLength: 8,
    });
    fc.assert(
      fc.property(word, word, (value, behind) => {
        expect(test(`x key=${value} ${behind}`, 'key', '=', value)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});
