import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeInts } from '../../src/codec/arena.js';
import type { TermPostings } from '../../src/termdict/term-dictionary-format.js';
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
        const found = (each: Iterable<TermPostings>) =>
          Array.from(each, (postings) => docsOf(postings, written, MESSAGES));
        const wanted = (isIn: (key: string) => boolean) =>
          entries.flatMap(([key, docs]) => (isIn(key) ? [docs] : []));
        const asked = [...map.keys(), ...others];
        for (const room of [FRESH_TERMS, kernel])
          for (const [i, each] of asked.entries()) {
            kernel.reset();
            const postings = reader.lookup(latin1(each), room);
            expect(postings && found([postings])[0], each).toEqual(map.get(each));
            if (postings !== undefined) expect(postings.count).toBe(map.get(each)?.length);
            const prefix = each.slice(0, 1 + (each.length >> 1));
            expect(found(reader.withPrefix(latin1(prefix), room)), prefix).toEqual(
              wanted((key) => key.startsWith(prefix)),
            );
            const [least, most] = [each, asked[(7 * i + 1) % asked.length]!].sort() as [
              string,
              string,
            ];
            expect(found(reader.between(latin1(least), latin1(most), room))).toEqual(
              wanted((key) => key >= least && key <= most),
            );
          }
      }),
      randomRuns(60),
    );
  });

  it('goes through damaged entries and a damaged index in a kernel as without', () => {
    const few = fc.integer({ min: 0, max: 5 });
    const bytes = fc.array(fc.oneof({ weight: 9, arbitrary: few }, fc.nat(255)), { maxLength: 80 });
    const asked = fc.array(few, { maxLength: 3 });
    const both = [{ ...FRESH_TERMS, hold: (each: Uint8Array) => each.slice() }, kernel];
    fc.assert(
      fc.property(
        bytes,
        asked,
        asked,
        fc.nat(1),
        fc.nat(4),
        (damaged, least, most, isPrefix, at) => {
          const found = both.map((room) => {
            kernel.reset();
            const held = room.hold(Uint8Array.from(damaged));
            const [low, high] = [least, most].map((each) => room.hold(Uint8Array.from(each)));
            const end = damaged.length;
            const ints = takeInts(room, end + 1).fill(-7);
            const term = room.take(6).fill(9);
            const { findBetween, findBlock } = room.loops;
            const [first, last] = [low!, high!];
            const ofEntries = findBetween(
              held,
              end,
              first,
              least.length,
              last,
              most.length,
              isPrefix,
              9,
              term,
              6,
              ints,
            );
            const between = Array.from(ints.subarray(0, 2 * ofEntries + 1));
            ints.fill(-7);
            const ofIndex = findBlock(held, Math.min(at, end), end, 9, first, least.length, ints);
            return [ofEntries, between, ofIndex, Array.from(ints.subarray(0, 4))];
          });
          expect(found[1]).toEqual(found[0]);
        },
      ),
      randomRuns(2000),
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
