import { addressBits, networkOf, parseIpAddress } from '../analysis/address-ranges.js';
import { parseAddress } from '../analysis/network-terms.js';
import { tokenize } from '../analysis/tokenizer.js';
import type { Leaf } from './ast.js';
import type { WordLexeme } from './lexeme.js';
import { at, syntaxError } from './syntax-error.js';
import { utf8 } from './utf8.js';

/** What a word or a phrase asks for; undefined when it is punctuation alone, which says nothing. */
export function leafOfWord(text: string, word: WordLexeme, column: number): Leaf | undefined {
  const isPlain = !word.isQuoted && !word.isFirst && !word.isPrefix;
  if (isPlain) {
    const address = parseAddress(word.text);
    if (address !== undefined) return { kind: 'address', term: address };
    const network = networkLeaf(text, word.text, column, false);
    if (network !== undefined) return network;
  }
  if (!word.isFirst) return phraseOf(word.text, word.isPrefix);
  const tokens = tokenize(utf8(word.text));
  return tokens.length === 0 ? undefined : { kind: 'first', tokens, isPrefix: word.isPrefix };
}

/** The words of a text as a word, a prefix or a phrase; undefined when there are none. */
export function phraseOf(text: string, isPrefix: boolean): Leaf | undefined {
  const tokens = tokenize(utf8(text));
  const [token, ...more] = tokens;
  if (token === undefined) return undefined;
  if (more.length > 0) return { kind: 'phrase', tokens, isPrefix };
  return { kind: isPrefix ? 'prefix' : 'word', token };
}

/** A range; of one address, the address. */
export function addressesOf(from: Uint8Array, to: Uint8Array): Leaf {
  return Buffer.compare(from, to) === 0
    ? { kind: 'address', term: from }
    : { kind: 'addresses', from, to };
}

const NETWORK = /^([0-9A-Fa-f:.]+)\/([0-9]{1,3})$/;

/**
 * A network such as `10.0.0.0/8`; bits behind the first so many do not count. Undefined when the text is none. `isField`: it
 * can be nothing else. Otherwise `10.1.1.1/443` is an address and a port, as firewalls write it.
 */
export function networkLeaf(
  text: string,
  word: string,
  column: number,
  isField: boolean,
): Leaf | undefined {
  const [, front = '', digits = ''] = NETWORK.exec(word) ?? [];
  const address = parseIpAddress(front);
  if (address === undefined) return undefined;
  const bits = Number(digits);
  const most = addressBits(address);
  if (bits <= most) {
    const { from, to } = networkOf(address, bits);
    return addressesOf(from, to);
  }
  if (!isField && address.at(-1) !== 0) return undefined;
  const expected = `a number of bits from 0 to ${most}`;
  const caret = column + front.length + 1;
  throw syntaxError(
    text,
    caret,
    expected,
    `The network ${at(column)} has a length that is none: expected ${expected} behind the "/", got ${digits}: ` +
      `${front}/${most} is the address alone, ${front}/${most - 8} its neighbours`,
  );
}
