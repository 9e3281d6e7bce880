import { describe, expect, it } from 'vitest';
import {
  containsPhrase,
  holdsToken,
  TOKEN_BYTE,
  tokenize,
} from '../../../src/analysis/tokenizer.js';
import { asText } from '../../support/bytes.js';

const words = (text: string, start?: number, end?: number) =>
  tokenize(Buffer.from(text), start, end).map((token) => Buffer.from(token).toString());

describe('TOKEN_BYTE', () => {
  it('folds ASCII letters, keeps digits and bytes >= 0x80, and is 0 for all else', () => {
    for (let byte = 0; byte < 256; byte++) {
      const char = String.fromCharCode(byte);
      const expected =
        byte >= 0x80 ? byte : /[0-9A-Za-z]/.test(char) ? char.toLowerCase().charCodeAt(0) : 0;
      expect(TOKEN_BYTE[byte], `byte ${byte}`).toBe(expected);
    }
  });
});

describe('tokenize()', () => {
  it('finds maximal runs of letters, digits and bytes >= 0x80', () => {
    const check = (text: string, expected: string[]) => expect(words(text)).toEqual(expected);
    check('', []);
    check(' .-_\0\n', []);
    check('a', ['a']);
    check('Failed password for ROOT', ['failed', 'password', 'for', 'root']);
    check('core-sw_01', ['core', 'sw', '01']);
    check('192.168.0.1:22', ['192', '168', '0', '1', '22']);
    check('%LINK-3-UPDOWN:', ['link', '3', 'updown']);
    check('…ログ検索 engine', ['…ログ検索', 'engine']);
    check('naïve Äpfel', ['naïve', 'Äpfel']);
    check('a\0b\tc', ['a', 'b', 'c']);
  });

  it('looks at the given range only', () => {
    expect(words('abc def ghi', 2, 6)).toEqual(['c', 'de']);
    expect(words('abc', 3, 3)).toEqual([]);
  });

  it('gives tokens of the caller’s own', () => {
    const bytes = Buffer.from('abc');
    const [token] = tokenize(bytes);
    bytes.fill(0x7a);
    expect(asText(token!)).toBe('abc');
  });
});

describe('containsPhrase()', () => {
  const contains = (text: string, phrase: string) =>
    containsPhrase(Buffer.from(text), tokenize(Buffer.from(phrase)));

  it('finds tokens one after the other, whatever separates them', () => {
    const check = (text: string, phrase: string, expected: boolean) =>
      expect(contains(text, phrase), `${phrase} in ${text}`).toBe(expected);
    check('session opened for user root', 'opened for user', true);
    check('session opened for user root', 'session', true);
    check('session opened for user root', 'root', true);
    check('session opened for user root', 'session opened for user root', true);
    check('session  opened--for\0user', 'opened for user', true);
    check('SESSION Opened', 'session OPENED', true);
    check('session opened for user root', 'opened user', false);
    check('session opened for user root', 'for opened', false);
    check('session opened', 'session opened for', false);
    check('sessions opened', 'session opened', false);
    check('session openedx', 'session opened', false);
    check('xsession opened', 'session opened', false);
    check('10.0.0.1', '0.0', true);
    check('10.0.0.1', '10 0 0 1', true);
    check('10.0.0.10', '0 1', false);
    check('a a a b', 'a a b', true);
    check('a b a b c', 'a b c', true);
    check('ログ 検索', 'ログ 検索', true);
    check('ログ検索', 'ログ', false);
    check('', 'a', false);
    check('...', 'a', false);
    check('', '', true);
    check('anything', '--', true);
  });

  it('takes the last token as the beginning of one when it is told so', () => {
    const check = (text: string, phrase: string, expected: boolean) =>
      expect(
        containsPhrase(Buffer.from(text), tokenize(Buffer.from(phrase)), true),
        `${phrase}* in ${text}`,
      ).toBe(expected);
    check('session opened for', 'session open', true);
    check('session OPENED', 'session opened', true);
    check('session opened', 'open', true);
    check('session opened', 'sess open', false);
    check('session opened', 'session openedx', false);
    check('session closed; session reopened', 'session open', false);
    check('session ok session opened', 'session open', true);
    check('session', 'session o', false);
    check('session  ', 'session o', false);
    check('10.0.0.17', '0 1', true);
    check('ログ検索', 'ログ', true);
  });
});

describe('holdsToken()', () => {
  it('finds whole words, or with isPrefix their beginnings', () => {
    const check = (text: string, token: string, whole: boolean, prefix = whole) => {
      const bytes = Buffer.from(`x${text}x`);
      const range = [1, bytes.length - 1] as const;
      expect(holdsToken(bytes, ...range, Buffer.from(token), false), `${token} in ${text}`).toBe(
        whole,
      );
      expect(holdsToken(bytes, ...range, Buffer.from(token), true), `${token}* in ${text}`).toBe(
        prefix,
      );
    };
    check('session opened', 'session', true);
    check('SESSION Opened', 'opened', true);
    check('session opened', 'sess', false, true);
    check('session opened', 'ession', false);
    check('session opened', 'openedx', false);
    check('reopened opened', 'opened', true);
    check('10.0.0.17', '1', false, true);
    check('ログ検索', 'ログ', false, true);
    check('', 'a', false);
    check('...', 'a', false);
    check('a', 'a', true);
  });
});
