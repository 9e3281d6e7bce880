import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHayabusaError } from '../../../src/base/errors.js';
import type { Query } from '../../../src/query/ast.js';
import { parsePhrase, parseQuery } from '../../../src/query/parser.js';
import { printQuery } from '../../../src/query/printer.js';

/** A query in short: words as they are, phrases in quotes, addresses in angle brackets, a star behind prefixes. */
function shape(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'and':
      return query.parts.map(shape).join(' & ');
    case 'word':
      return Buffer.from(query.token).toString();
    case 'prefix':
      return `${Buffer.from(query.token)}*`;
    case 'phrase': {
      const words = query.tokens.map((token) => Buffer.from(token).toString()).join(' ');
      return `"${words}"${query.isPrefix ? '*' : ''}`;
    }
    case 'address':
      return `<${Buffer.from(query.term).toString('hex')}>`;
    default:
      return query.kind;
  }
}

describe('parseQuery', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parseQuery(text))).toBe(expected);
    });
  check('', '*');
  check('  ', '*');
  check('failed', 'failed');
  check('Failed PASSWORD root', 'failed & password & root');
  check('"session opened"', '"session opened"');
  check('"session opened" root', '"session opened" & root');
  check('a"b c"d', 'a & "b c" & d');
  check('"one"', 'one');
  check('core-sw-01', '"core sw 01"');
  check('%LINK-3-UPDOWN:', '"link 3 updown"');
  check('%LINK', 'link');
  check('/var/log/x', '"var log x"');
  check('foo - bar', 'foo & bar');
  check('"" foo', 'foo');
  check('192.168.0.1', '<02c0a80001>');
  check('"192.168.0.1"', '"192 168 0 1"');
  check('192.168.0.1:443', '"192 168 0 1 443"');
  check('::1', '<0300000000000000000000000000000001>');
  check('0011.2233.4455', '<01001122334455>');
  check('00-11-22-33-44-55', '<01001122334455>');
  check('障害', '障害');
  check('Ünïcode', 'Ünïcode');
  check('fail*', 'fail*');
  check('FAIL* root 1*', 'fail* & root & 1*');
  check('%LINK*', 'link*');
  check('core-sw*', '"core sw"*');
  check('"session open"*', '"session open"*');
  check('"session open"* root', '"session open"* & root');
  check('"Fail"*', 'fail*');
  check('fail*"a b"*"c"', 'fail* & "a b"* & c');
  check('10.0.0.1*', '"10 0 0 1"*');
  check('fe80::1*', '"fe80 1"*');
  check('障害*', '障害*');
  check('🦅*', '🦅*');
  check('"a * b*" c', '"a b" & c');
  check('"fail*"', 'fail');
  check('"\u3000"*', '\u3000*');

  const refuse = (text: string, column: number) =>
    it(`refuses ${JSON.stringify(text)} with a caret at column ${column}`, () => {
      let caught: unknown;
      try {
        parseQuery(text);
      } catch (error) {
        caught = error;
      }
      expect(isHayabusaError(caught, 'query-syntax')).toBe(true);
      const lines = caught instanceof Error ? caught.message.split('\n') : [];
      expect(lines[lines.length - 1]).toBe(`  ${' '.repeat(column)}^`);
    });
  refuse('"open', 0);
  refuse('a "b c', 2);
  refuse('--- %%%', 0);
  refuse('--- ***', 4);
  refuse('*', 0);
  refuse('a * b', 2);
  refuse('*fail', 0);
  refuse('a fa*l', 4);
  refuse('fail**', 4);
  refuse('fail*,', 4);
  refuse('10.0.0.*', 7);
  refuse('192.168.*.1', 8);
  refuse('core-*', 5);
  refuse('"session" *', 10);
  refuse('"session."*', 10);
  refuse('""*', 2);
  refuse('"a b"*c', 5);

  it('says what to do about a star', () => {
    const check = (text: string, expected: string) =>
      expect(() => parseQuery(text)).toThrow(expected);
    check(
      'gw 10.0.0.*',
      'The star at column 11 belongs to no word: expected a letter or a digit before it, got ".": ' +
        'leave the star out: 10.0.0 is found whatever stands behind it',
    );
    check('"core-"*', 'got "-": leave the star out: "core" is found whatever stands behind it');
    check('a *', 'got none: only the end of a word can be left open, as in fail*');
    check(
      'fa*l',
      'The star at column 3 is not at the end of its word: expected a space or the end of the query ' +
        'behind it, got "l": only the end of a word can be left open, as in fail*; within quotation ' +
        'marks a star is punctuation',
    );
  });
});

describe('parsePhrase', () => {
  const check = (text: string, expected: string) =>
    it(`reads ${JSON.stringify(text)} as ${expected}`, () => {
      expect(shape(parsePhrase(text))).toBe(expected);
    });
  check('session opened for user', '"session opened for user"');
  check('one', 'one');
  check('say "hello" twice', '"say hello twice"');
  check('192.168.0.1', '"192 168 0 1"');
  check('fail*', 'fail');
  check('*** core-sw* ***', '"core sw"');
  check('', '*');
});

describe('printQuery', () => {
  it('prints what parses back to the same query', () => {
    const word = fc.constantFrom(
      'a',
      'Failed',
      'core-sw-01',
      '10.0.0.1',
      '::ffff:10.0.0.1',
      'é',
      '%X-1',
      'fail*',
      'core-SW*',
      '10.0.0.1*',
      'é*',
      '1',
    );
    const phrase = fc
      .tuple(fc.array(fc.oneof(word, fc.constant('a\u3000b')), { maxLength: 3 }), fc.boolean())
      .map(([words, star]) => `"${words.join(' ')}"${star ? '*' : ''}`);
    const text = fc.array(fc.oneof(word, phrase), { maxLength: 5 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (query) => {
        let parsed: Query;
        try {
          parsed = parseQuery(query);
        } catch {
          return;
        }
        expect(shape(parseQuery(printQuery(parsed)))).toBe(shape(parsed));
      }),
      { seed: 20211122, numRuns: 1000 },
    );
  });
});
