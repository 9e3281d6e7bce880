import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNetworkTerm, parseAddress } from '../../src/analysis/network-terms.js';
import { TermCollector } from '../../src/analysis/term-collector.js';
import { asText, latin1 } from '../support/bytes.js';
import { addMessages, postingsOf } from '../support/collected-terms.js';
import { plainAddresses, plainTerms } from '../support/plain-terms.js';
import { randomRuns } from '../support/random-runs.js';
import { trickyFragment, trickyText } from '../support/tricky-text.js';

const byBytes = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);

/** Term -> messages, by the plain twin. */
function plainPostings(messages: readonly (readonly string[])[]): [string, number[]][] {
  const postings = new Map<string, number[]>();
  messages.forEach((pieces, message) => {
    for (const term of plainTerms(pieces)) {
      const docs = postings.get(term);
      if (docs === undefined) postings.set(term, [message]);
      else docs.push(message);
    }
  });
  return [...postings].sort(byBytes);
}

describe('TermCollector', () => {
  it('finds the terms that the plain twin finds in a text', () => {
    const collector = new TermCollector();
    fc.assert(
      fc.property(trickyText, (text) => {
        collector.clear();
        addMessages(collector, [[text]]);
        expect(postingsOf(collector)).toEqual(plainPostings([[text]]));
      }),
      randomRuns(20_000),
    );
  });

  it('gathers the postings that the plain twin gathers, in any order of the messages', () => {
    const message = fc.array(trickyText, { maxLength: 3 });
    const messages = fc.array(message, { maxLength: 30 });
    const collector = new TermCollector();
    fc.assert(
      fc.property(
        messages.chain((each) =>
          fc.tuple(
            fc.constant(each),
            fc.shuffledSubarray([...each.keys()], { minLength: each.length }),
          ),
        ),
        ([each, order]) => {
          collector.clear();
          addMessages(collector, each);
          expect(postingsOf(collector)).toEqual(plainPostings(each));
          expect(postingsOf(collector, Uint32Array.from(order))).toEqual(
            plainPostings(order.map((index) => each[index]!)),
          );
        },
      ),
      randomRuns(300),
    );
  });
});

describe('parseAddress()', () => {
  it('reads a text alone as the address that indexing finds in it', () => {
    let addresses = 0;
    fc.assert(
      fc.property(fc.oneof(trickyFragment, trickyText), (text) => {
        const term = parseAddress(text);
        if (term === undefined) return;
        addresses++;
        expect(plainAddresses(text)[0]).toBe(asText(term));
        // `::` alone is punctuation in a text, though 0::0 is an address.
        if (formatNetworkTerm(term) === '::') return;
        expect(plainAddresses(formatNetworkTerm(term))).toEqual(plainAddresses(text));
      }),
      randomRuns(20_000),
    );
    expect(addresses).toBeGreaterThan(1000);
  });

  it('reads what formatNetworkTerm() writes', () => {
    const term = fc.oneof(
      fc.uint8Array({ minLength: 6, maxLength: 6 }).map((raw) => `\x01${asText(raw)}`),
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map((raw) => `\x02${asText(raw)}`),
      fc
        .array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 })
        .filter((raw) => raw.some((byte) => byte !== 0))
        .map((raw) => `\x03${asText(Uint8Array.from(raw))}`),
    );
    fc.assert(
      fc.property(term, (text) => {
        expect(asText(parseAddress(formatNetworkTerm(latin1(text)))!)).toBe(text);
      }),
      randomRuns(5000),
    );
  });
});
