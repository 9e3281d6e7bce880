import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermDictionaryWriter } from '../../src/termdict/term-dictionary-writer.js';
import { FRESH_TERMS } from '../../src/termdict/term-room.js';
import { asText, latin1 } from '../support/bytes.js';
import {
  allEntries,
  docsOf,
  type Entry,
  openDictionary,
  writeDictionary,
} from '../support/dictionary.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';

const MESSAGES = 1500;

/** Terms that share much, and a few of any bytes. */
const term = fc.oneof(
  fc
    .tuple(fc.constantFrom('', 'session', 'sess\xe3', '\x02\x0a\0\0', 'z'.repeat(70)), fc.nat(400))
    .map(([prefix, number]) => prefix + number),
  fc.uint8Array({ minLength: 1, maxLength: 30 }).map(asText),
);

const docs = fc.oneof(
  fc.nat(MESSAGES - 1).map((doc) => [doc]),
  fc
    .uniqueArray(fc.nat(MESSAGES - 1), { minLength: 1, maxLength: 12 })
    .map((each) => each.sort((a, b) => a - b)),
  // Every nth from somewhere on: often a list of 64 bytes and more, or all messages.
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 0, 5, 700))
    .map(([step, first]) =>
      Array.from({ length: Math.ceil((MESSAGES - first) / step) }, (_, i) => first + i * step),
    ),
);

const dictionary = fc.dictionary(term, docs, { maxKeys: 250 });

const kernel = searchRoom();

describe('TermDictionaryReader', () => {
  it('is a sorted Map', () => {
    const writer = new TermDictionaryWriter();
    fc.assert(
      fc.property(dictionary, fc.array(term, { maxLength: 50 }), (record, others) => {
        const map = new Map(Object.entries(record));
        const entries: Entry[] = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
        const written = writeDictionary(entries, MESSAGES, writer);
        expect(allEntries(written, MESSAGES)).toEqual(entries);
        const reader = openDictionary(written, MESSAGES);
        for (const each of [...map.keys(), ...others]) {
          const postings = reader.lookup(latin1(each));
          const found = postings && docsOf(postings, written, MESSAGES);
          expect(found, each).toEqual(map.get(each));
          if (postings !== undefined) expect(postings.count).toBe(found?.length);
        }
        for (const each of [...map.keys(), ...others]) {
          const prefix = each.slice(0, 1 + (each.length >> 1));
          const found = Array.from(reader.withPrefix(latin1(prefix)), (postings) =>
            docsOf(postings, written, MESSAGES),
          );
          const wanted = entries.flatMap(([key, docs]) => (key.startsWith(prefix) ? [docs] : []));
          expect(found, prefix).toEqual(wanted);
        }
      }),
      randomRuns(60),
    );
  });

  it('visitHolding() tells of each term that holds a part, however long, and of its postings', () => {
    const part = fc.oneof(
      fc.constantFrom(
        's',
        'ss',
        'ession1',
        '00',
        '1',
        'z'.repeat(64),
        'z'.repeat(66),
        'zz4',
        'aabaa',
      ),
      fc.tuple(term, fc.nat(9), fc.nat(9)).map(([text, from, length]) => {
        const cut = text.slice(from, from + 1 + length);
        return cut === '' ? text : cut;
      }),
    );
    const repeated = fc
      .array(fc.constantFrom('a', 'b', 'aab'), { minLength: 1, maxLength: 30 })
      .map((texts) => texts.join(''));
    const terms = fc.dictionary(fc.oneof(term, repeated), docs, { maxKeys: 250 });
    const parts = fc.array(fc.oneof(part, repeated), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(terms, parts, fc.constantFrom(0, 4, 0x61), (record, asked, least) => {
        const entries: Entry[] = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
        const written = writeDictionary(entries, MESSAGES);
        const reader = openDictionary(written, MESSAGES);
        const holders = entries.filter(([key]) => key.charCodeAt(0) >= least);
        const wanted = asked.map((part) => holders.filter(([key]) => key.includes(part)));
        const visits = wanted.reduce((sum, { length }) => sum + length, 0);
        for (const room of [FRESH_TERMS, kernel]) {
          kernel.reset();
          const found: number[][][] = asked.map(() => []);
          reader.visitHolding(asked.map(latin1), least, room, (which, postings) => {
            found[which]!.push(docsOf(postings, written, MESSAGES));
            return false;
          });
          expect(found).toEqual(wanted.map((each) => each.map(([, docs]) => docs)));
          let some = 0;
          reader.visitHolding(asked.map(latin1), least, room, () => ++some === 2);
          expect(some).toBe(Math.min(2, visits));
        }
      }),
      randomRuns(100),
    );
  });
});
