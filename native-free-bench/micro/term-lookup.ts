import { isDeepStrictEqual } from 'node:util';
import { TermDictionaryReader } from '../../src/termdict/term-dictionary-reader.js';
import { type Duel, duel } from './duel.js';
import { PlainDictionary } from './plain-dictionary.js';
import { randomDictionary } from './random-dictionary.js';

/**
 * Terms looked up in a dictionary of 100,000, its bytes in memory. Two rows, for the two halves of the truth: in a
 * dictionary that is open, where the twin has all terms decoded already and our reader walks its block index, checks
 * the block's CRC-32, inflates the block and scans it; and in one that has to be opened first, as a query finds the packs it
 * asks, where the twin has to decode all terms for one. The block index is walked from its start, so the term that is looked
 * up there is the middle one.
 */
export function termLookupDuels(
  seed: number,
  Twin: typeof PlainDictionary = PlainDictionary,
): Duel[] {
  const stored = randomDictionary(seed);
  const { bytes, index, units, wanted, middle } = stored;
  const open = () =>
    new TermDictionaryReader(index, {
      read: (offset, length) => bytes.subarray(offset, offset + length),
      file: '',
      offset: 0,
      messages: units,
    });
  const reader = open();
  const twin = new Twin(stored);
  return [
    duel({
      row: 'look a term up in an open dictionary, per lookup',
      items: wanted.length,
      hayabusa: () => wanted.map((term) => reader.lookup(term)),
      plain: () => wanted.map((term) => twin.lookup(term)),
      same: isDeepStrictEqual,
    }),
    duel({
      row: 'open a dictionary and look a term up, per dictionary',
      items: 1,
      hayabusa: () => open().lookup(middle),
      plain: () => new Twin(stored).lookup(middle),
      same: isDeepStrictEqual,
    }),
  ];
}
