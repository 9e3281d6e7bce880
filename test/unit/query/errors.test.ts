import { describe, expect, it } from 'vitest';
import { isHayabusaError } from '../../../src/base/errors.js';
import { parseQuery } from '../../../src/query/parser.js';

function errorOf(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (isHayabusaError(error, 'query-syntax')) return error.message;
    throw error;
  }
  return 'none';
}

describe('the errors of parseQuery()', () => {
  /** The caret's column, and what the sentence ends with: the query to write in its place. */
  const refuse = (text: string, column: number, remedy: string) =>
    it(`refuses ${JSON.stringify(text)} with a caret at column ${column}`, () => {
      const lines = errorOf(text).split('\n');
      expect(lines).toHaveLength(3);
      expect(lines[1]).toBe(`  ${text}`);
      expect(lines[2]).toBe(`  ${' '.repeat(column)}^`);
      expect(lines[0]?.endsWith(remedy), lines[0]).toBe(true);
    });
  refuse('"open', 0, 'write "open"');
  refuse('a "b c', 2, 'write a "b c"');
  refuse('a msg="b c', 6, 'write a "msg=b c"');
  refuse('--- %%%', 0, 'leave the query out to get every message');
  refuse('--- ***', 0, 'leave the query out to get every message');

  refuse('act=(deny OR )', 10, 'write act=deny, or act=(deny or ) for the word');
  refuse('a AND', 2, 'write a, or a and for the word');
  refuse('a OR', 2, 'write a, or a or for the word');
  refuse('a NOT', 2, 'write a, or a not for the word');
  refuse('AND a', 0, 'write a, or and a for the word');
  refuse('OR a', 0, 'write a, or or a for the word');
  refuse('OR', 0, 'write or for the word');
  refuse('a AND OR b', 2, 'write a OR b, or a and OR b for the word');
  refuse('a OR AND b', 5, 'write a OR b, or a OR and b for the word');
  refuse('a OR OR b', 2, 'write a OR b, or a or OR b for the word');
  refuse('a OR --- OR b', 2, 'write a --- OR b, or a or --- OR b for the word');
  refuse('(a OR) b', 3, 'write (a) b, or (a or) b for the word');
  refuse('(AND b)', 1, 'write (b), or (and b) for the word');

  refuse('(a OR b', 0, 'write (a OR b)');
  refuse('a NOT (b (c', 9, 'write a NOT (b (c))');
  refuse('a OR b)', 6, 'write a OR b');
  refuse('a) NOT b', 1, 'write a NOT b');
  refuse('NOT a b)', 7, 'write NOT a b');
  refuse('cmd /x -C)', 9, 'write cmd /x -C, or cmd /x "-C" for the words');
  refuse('(cmd -C', 0, 'write (cmd -C), or (cmd "-C") for the words');
  refuse(')', 0, 'leave the query out to get every message');
  refuse('app:(a', 4, 'write app:(a)');
  refuse('()', 0, 'leave the query out to get every message');
  refuse('a OR ()', 2, 'write a (), or a or () for the word');
  refuse('( )', 0, 'leave the query out to get every message');
  refuse('app:()', 4, 'write app:');
  refuse('^(a OR b)', 0, 'as in (^a OR ^b)');

  refuse('host:', 0, 'write host:* for any value, or "host" for the word');
  refuse('a host: web1', 2, 'write a host:web1, or "host" for the word');
  refuse('(app: )', 1, 'write app:* for any value, or "app" for the word');
  refuse('host:""', 0, 'write host:* for any value, or "host" for the word');
  refuse('severity:bad', 9, 'write severity:err, or severity=bad for what stands in the text');
  refuse('severity:>err', 9, 'write severity>err');
  refuse('severity:!=err', 9, 'write severity!=err');
  refuse('x severity:!err', 11, 'write NOT severity:err');
  refuse('a severity!=(err OR crit) b', 12, 'write a NOT severity=(err OR crit) b');
  refuse('dpt!=(22 OR 23)', 5, 'write NOT dpt=(22 OR 23)');
  refuse('dpt=(22 OR 2*)', 11, 'write OR between pairs, as in (dpt=1 OR dpt=2*)');
  refuse('dpt=(>22 OR 2)', 5, 'write OR between pairs, as in (dpt=1 OR dpt=2*)');
  refuse('severity<=9', 10, 'write severity:err, or severity=9 for what stands in the text');
  refuse('facility:24', 9, 'write facility:daemon, or facility=24 for what stands in the text');
  refuse('severity:err-crit', 9, 'write severity:crit-err');
  refuse('severity<emerg', 9, 'write severity<=emerg');
  refuse('severity>debug', 9, 'write severity>=debug');

  refuse('10.0.0.0/33', 9, '10.0.0.0/32 is the address alone, 10.0.0.0/24 its neighbours');
  refuse('ip:10.1.1.1/99', 12, '10.1.1.1/32 is the address alone, 10.1.1.1/24 its neighbours');
  refuse(
    '2001:db8::/129',
    11,
    '2001:db8::/128 is the address alone, 2001:db8::/120 its neighbours',
  );
  refuse('a ip:10.0.0.9-10.0.0.1 b', 5, 'write a ip:10.0.0.1-10.0.0.9 b');
  refuse('ip:10.0.0.1-::1', 3, "leave the field's name out to look for the words");
  refuse('ip:10.0.0', 3, "leave the field's name out to look for the words");
  refuse('mac:00:11', 4, "leave the field's name out to look for the words");
  refuse('mac:00:11:33-00:11:22', 4, 'write mac:00:11:22:ff:ff:ff-00:11:33:00:00:00');

  refuse('a fa*l', 4, 'write a "fa*l"');
  refuse('*a*b*', 2, 'write "*a*b*"');
  refuse('at x.(*Node).run', 6, 'write at "x.(*Node).run"');
  refuse('*fix*,', 4, 'write "*fix*,"');
  refuse('foo(bar*)x', 7, 'write "foo(bar*)x"');
  refuse('fail**', 4, 'write "fail**"');
  refuse('fail*,', 4, 'write "fail*,"');
  refuse('10.0.0.*', 7, 'a star is punctuation, as all marks are');
  refuse('192.168.*.1', 8, 'write "192.168.*.1"');
  refuse('core-*', 5, 'a star is punctuation, as all marks are');
  refuse('"session."*', 10, 'a star is punctuation, as all marks are');
  refuse('""*', 2, 'a star is punctuation, as all marks are');
  refuse('"a b"*c', 5, 'write "a b""*c"');
  refuse('src=10.*.1', 7, 'write "src=10.*.1"');
  refuse('rhost=*', 6, 'a star is punctuation, as all marks are');
  refuse('user!=adm*', 9, 'write NOT user=adm*');

  it('says what to do about a star', () => {
    const check = (text: string, expected: string) => expect(errorOf(text)).toContain(expected);
    check(
      'gw 10.0.0.*',
      'The star at column 11 belongs to no word: expected a letter or a digit before it, got ".": ' +
        'the addresses of that network are 10.0.0.0/24; within quotation marks a star is punctuation',
    );
    check('10.*', 'the addresses of that network are 10.0.0.0/8');
    check('10.16.*.* x', 'the addresses of that network are 10.16.0.0/16; within quotation marks');
    check('10.0.300.*', 'leave the star out: 10.0.300 is found whatever stands behind it');
    check('10.*.0.1', "only a word's ends can be left open");
    check('SRC=10.*', 'leave the star out: \'"SRC=10"\' is found whatever stands behind it');
    check('"core-"*', 'got "-": leave the star out: \'"core"\' is found whatever stands behind it');
    check('a *""', 'got none: a star ends a word that may go on, as in fail*');
    check(
      'fa*l',
      'The star at column 3 is not at the end of its word: expected a space or the end of the query ' +
        'behind it, got "l": only a word\'s ends can be left open, as in fail* and *fail*; a regular ' +
        'expression says more, as in /fa.*l/; within quotation marks a star is punctuation',
    );
  });

  it('names all severities and facilities', () => {
    expect(errorOf('severity:bad')).toContain(
      'expected one of emerg, alert, crit, err, warning, notice, info, debug, or its number, got "bad"',
    );
    expect(errorOf('facility:bad')).toContain('kern, user, mail, daemon, auth,');
  });

  it('bounds parentheses within each other', () => {
    expect(errorOf(`${'('.repeat(10_000)}a${')'.repeat(10_000)}`)).toContain(
      'The parenthesis at column 101 is one too many: expected at most 100 parentheses within each other',
    );
    expect(errorOf(`${'a( '.repeat(10_000)}a${')'.repeat(10_000)}`)).toContain('is one too many');
    expect(errorOf(`${'('.repeat(100)}a${')'.repeat(100)}`)).toBe('none');
    expect(errorOf(`${'NOT '.repeat(100_000)}a`)).toBe('none');
    expect(errorOf(`${'a OR '.repeat(200_000)}a`)).toBe('none');
  });

  const LONG = 300_000;
  it.each([
    ['""/a'.repeat(LONG / 2), 'none'],
    [`${'a'.repeat(LONG)} b*c`, 'is not at the end of its word'],
    [`"${'-'.repeat(LONG)}."*`, 'belongs to no word'],
    [`*a${'*'.repeat(LONG)}b`, 'is not at the end of its word'],
    ['a"'.repeat(LONG / 2 + 1), 'none'],
    ['a=b" '.repeat(LONG / 5 + 1), 'none'],
  ])(
    'takes time that grows with the text, not with its square: %#',
    (text, expected) => {
      expect(errorOf(text)).toContain(expected);
    },
    15_000,
  );

  it('puts the caret under wide characters, and shows no control characters', () => {
    expect(errorOf('障害 "a').split('\n').slice(1)).toEqual(['  障害 "a', '       ^']);
    expect(errorOf('a\t\x1b\n"b').split('\n').slice(1)).toEqual(['  a   "b', '      ^']);
  });
});
