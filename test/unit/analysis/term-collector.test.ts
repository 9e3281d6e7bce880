import { describe, expect, it } from 'vitest';
import { TermCollector } from '../../../src/analysis/term-collector.js';
import { latin1 } from '../../support/bytes.js';
import { addMessages, postingsOf } from '../../support/collected-terms.js';

/** Terms of texts, each one message: term -> numbers of the messages, in the order of the terms. */
function collect(...texts: string[]): [string, number[]][] {
  const collector = new TermCollector();
  addMessages(
    collector,
    texts.map((text) => [text]),
  );
  return postingsOf(collector);
}

const termsOf = (text: string) => collect(text).map(([term]) => term);

describe('TermCollector', () => {
  it('gathers each term once per message', () => {
    expect(collect('to be or not to be', 'not', '', 'be BE Be')).toEqual([
      ['be', [0, 3]],
      ['not', [0, 1]],
      ['or', [0]],
      ['to', [0]],
    ]);
  });

  it('knows its counts', () => {
    const collector = new TermCollector();
    expect([collector.messages, collector.terms, collector.isFull(1)]).toEqual([0, 0, false]);
    addMessages(collector, [['a b'], [], ['b c']]);
    expect([collector.messages, collector.terms, collector.isFull(1)]).toEqual([3, 3, false]);
  });

  it('yields terms in the order of their bytes, whatever their length', () => {
    const check = (...terms: string[]) => {
      const shuffled = [...terms.slice(3), ...terms.slice(0, 3)].reverse();
      expect(termsOf(shuffled.join(' '))).toEqual(terms);
    };
    check('0', '00', '1', '9', 'a', 'aa', 'z', 'zz');
    check('abcd', 'abcde', 'abcdef', 'abcdefghi', 'abcdefghij', 'abcdefghijk', 'abcdefghijkl');
    check('aaaaa', 'aaaaa0', 'aaaaaa', 'aaaaaaaaaa', 'aaaaaaaaaa0', 'aaaaaaaaaaa', 'aaaab');
    check('abcdefghij0', 'abcdefghij1', 'abcdefghij1a', 'abcdefghijz', 'abcdefghik');
    check('a', 'ab', 'a\xe3', 'b', 'z', '\x80', '\x80a', '\xe3\x81\x82', '\xff\xff\xff');
    check('a9', 'az', 'a\x80', 'a\xff', 'b0');
    check('\x80a', '\x80z', '\x81', '\x81a', '\xe3\x81\x82', '\xe3\x82', '\xe3\x82a', '\xff');
    check('abcd\x80', 'abcd\x80z', 'abcd\x81', 'abcd\x81a', 'ab\x80z', 'ab\x81', 'ab\x81a');
    check('abcdefghijk', 'abcdefghij\x80', 'abcdefghij\xff', 'abcdefghij\xff\x80');
  });

  it('sorts network terms below words: MACs, IPv4, IPv6', () => {
    expect(termsOf('::1 10.0.0.2 10.0.0.1 00:11:22:33:44:55')).toEqual([
      '\x01\x00\x11\x22\x33\x44\x55',
      '\x02\x0a\x00\x00\x01',
      '\x02\x0a\x00\x00\x02',
      `\x03${'\0'.repeat(15)}\x01`,
      '0',
      '00',
      '1',
      '10',
      '11',
      '2',
      '22',
      '33',
      '44',
      '55',
    ]);
  });

  it('keeps bytes of network terms that look like upper-case letters or separators', () => {
    expect(termsOf('65.66.67.68').slice(0, 1)).toEqual(['\x02ABCD']);
    expect(termsOf('5a.x 41:42:43:44:45:46').slice(0, 1)).toEqual(['\x01ABCDEF']);
    // The same bytes folded are another address.
    expect(collect('65.66.67.68', '97.98.99.100', '65.66.67.68').slice(0, 2)).toEqual([
      ['\x02ABCD', [0, 2]],
      ['\x02abcd', [1]],
    ]);
  });

  it('lets no token and no address reach over a cut', () => {
    const collector = new TermCollector();
    addMessages(collector, [['ab', 'cd 10.0', '.0.1 00-11-22-', '33-44-55']]);
    expect(postingsOf(collector).map(([term]) => term)).toEqual([
      '0',
      '00',
      '1',
      '10',
      '11',
      '22',
      '33',
      '44',
      '55',
      'ab',
      'cd',
    ]);
  });

  it('reads its piece only, not the bytes around it', () => {
    const bytes = latin1('x10.0.0.1y 00-11-22-33-44-55-66');
    const collector = new TermCollector();
    collector.startMessage();
    collector.addText(bytes, 1, 9);
    collector.startMessage();
    collector.addText(bytes, 11, 28);
    collector.startMessage();
    collector.addText(bytes, 14, 31);
    collector.startMessage();
    collector.addText(bytes, 5, 5);
    expect(postingsOf(collector).slice(0, 3)).toEqual([
      ['\x01\x00\x11\x22\x33\x44\x55', [1]],
      ['\x01\x11\x22\x33\x44\x55\x66', [2]],
      ['\x02\x0a\x00\x00\x01', [0]],
    ]);
  });

  it('visitSorted() renumbers messages by the order given', () => {
    const collector = new TermCollector();
    addMessages(collector, [['a b'], ['b'], ['a c']]);
    expect(postingsOf(collector, Uint32Array.of(2, 0, 1))).toEqual([
      ['a', [0, 1]],
      ['b', [1, 2]],
      ['c', [0]],
    ]);
    // Visiting changes nothing.
    expect(postingsOf(collector)).toEqual([
      ['a', [0, 2]],
      ['b', [0, 1]],
      ['c', [2]],
    ]);
  });

  it('holds many terms, and starts afresh after clear(), growing and shrinking', () => {
    const collector = new TermCollector();
    for (const count of [6000, 10, 3000, 20_000, 0, 5]) {
      const expected = new Map<string, number[]>();
      const add = (term: string, message: number) => {
        const docs = expected.get(term);
        if (docs === undefined) expected.set(term, [message]);
        else if (docs.at(-1) !== message) docs.push(message);
      };
      const messages: string[][] = [];
      for (let i = 0; i < count / 4; i++) {
        const words = [`user${i}`, `averylongtokenwithnumber${i}`, `x${i % 7}`, `é${i}`];
        messages.push([Buffer.from(words.join(' ')).toString('latin1')]);
        for (const word of words) add(Buffer.from(word).toString('latin1'), i);
      }
      addMessages(collector, messages);
      expect(collector.messages).toBe(messages.length);
      expect(collector.terms).toBe(expected.size);
      const found = postingsOf(collector);
      expect(found).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
      collector.clear();
      expect([collector.messages, collector.terms]).toEqual([0, 0]);
    }
  });

  it('tells terms with equal prefixes and lengths apart', () => {
    const words = Array.from(
      { length: 5000 },
      (_, i) => `prefixprefix${String(i).padStart(6, '0')}`,
    );
    expect(termsOf(words.join(' '))).toEqual(words);
  });
});
