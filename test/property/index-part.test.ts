import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartBuilder } from '../../src/segment/part-builder.js';
import { mergeParts } from '../../src/segment/part-merger.js';
import { verifyPart } from '../../src/segment/part-verifier.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import {
  blockLength,
  buildPart,
  contentsOf,
  docsOfTerm,
  expectedContents,
  type IndexedMessage,
  openPart,
} from '../support/index-part.js';
import { randomRuns } from '../support/random-runs.js';
import { trickyText } from '../support/tricky-text.js';

const words = fc
  .array(fc.constantFrom('session', 'opened', 'for', 'root', 'sshd', '22', '10.0.0.1', 'エラー'), {
    maxLength: 8,
  })
  .map((each) => Buffer.from(each.join(' ')).toString('latin1'));
const text = fc.oneof(words, words, trickyText);

/** Whole seconds, or milliseconds; few values, so that times are often equal. */
const time = fc.oneof(
  fc.nat(20).map((second) => second * 1000),
  fc.nat(20).map((second) => second * 1000),
  fc.nat(3_599_999),
);

const message: fc.Arbitrary<IndexedMessage> = fc
  .record({
    front: fc.constantFrom('', '', '12 ', 'ab', '7'),
    prefix: fc.constantFrom('', '<34>', '<165>1 '),
    middle: fc.constantFrom('', '', ' ', 'router1 '),
    stamp: fc.constantFrom('', 'Aug 17 09:00:01', '2021-08-17T09:00:01Z '),
    rest: text,
    time,
    host: fc.constantFrom('', 'router1', 'router2', '\xe9'),
    isPiece: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  })
  .map((each) => (each.prefix === '' ? { ...each, front: '' } : each));

const block = fc.array(message, { minLength: 1, maxLength: 30 });
const blocks = fc.array(block, { minLength: 1, maxLength: 4 });

describe('PartBuilder', () => {
  it('indexes messages as brute force does', () => {
    const builder = new PartBuilder();
    fc.assert(
      fc.property(blocks, fc.nat(1000), (each, first) => {
        const input = { hour: 5, first, offset: 16 + first, blocks: each };
        const expected = expectedContents(input);
        const { bytes, written } = buildPart(input, builder);
        const part = openPart(bytes, written);
        expect(contentsOf(part)).toEqual(expected);
        for (const [term, docs] of expected.terms) {
          expect(docsOfTerm(part, term)).toEqual(docs);
          // Neighbours of terms are absent, or terms themselves.
          for (const other of [`${term}0`, term.slice(0, -1)]) {
            const known = expected.terms.find(([each]) => each === other);
            expect(docsOfTerm(part, other)).toEqual(known?.[1] ?? []);
          }
        }
        const end = first + part.messages;
        verifyPart(part, 'p', 5, { first, end, generation: 0, ...written });
      }),
      randomRuns(150),
    );
  });
});

describe('mergeParts()', () => {
  it('is byte for byte the part built at once', () => {
    const builder = new PartBuilder();
    fc.assert(
      fc.property(fc.array(blocks, { minLength: 1, maxLength: 5 }), (parts) => {
        let first = 0;
        let offset = 16;
        const readers = parts.map((each) => {
          const { bytes, written } = buildPart({ hour: 5, first, offset, blocks: each }, builder);
          first += each.flat().length;
          for (const one of each) offset += blockLength(one);
          return openPart(bytes, written);
        });
        const atOnce = buildPart({ hour: 5, first: 0, offset: 16, blocks: parts.flat() }, builder);
        const directory = new MemoryDirectory();
        const written = mergeParts(directory, 'merged', readers);
        const merged = directory.read('merged');
        if (Buffer.compare(merged, atOnce.bytes) !== 0)
          expect(contentsOf(openPart(merged, written))).toEqual(
            contentsOf(openPart(atOnce.bytes, atOnce.written)),
          );
        expect(Buffer.compare(merged, atOnce.bytes)).toBe(0);
        expect(written).toEqual(atOnce.written);
      }),
      randomRuns(150),
    );
  });
});
