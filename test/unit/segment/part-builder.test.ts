import { describe, expect, it } from 'vitest';
import type { IndexPartReader } from '../../../src/segment/index-part-reader.js';
import { PartBuilder } from '../../../src/segment/part-builder.js';
import {
  buildPart,
  contentsOf,
  docsOfTerm,
  expectedContents,
  type IndexedMessage,
  indexed,
  openPart,
  type PartInput,
} from '../../support/index-part.js';

const input = (...blocks: IndexedMessage[][]): PartInput => ({
  ...{ hour: 452_193, first: 100 },
  ...{ offset: 16, blocks },
});

function built(...blocks: IndexedMessage[][]): IndexPartReader {
  const { bytes, written } = buildPart(input(...blocks));
  return openPart(bytes, written);
}

describe('PartBuilder', () => {
  it('numbers messages by time, those of one time by arrival', () => {
    const messages = [
      ...[indexed('a', 5000), indexed('b', 3000), indexed('c', 5000)],
      ...[indexed('d', 0), indexed('e', 3000), indexed('f', 3_599_999)],
    ];
    const part = built(messages);
    expect([...part.order()!]).toEqual([3, 1, 4, 0, 2, 5]);
    expect([...part.times()]).toEqual([0, 3000, 3000, 5000, 5000, 3_599_999]);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((term) => docsOfTerm(part, term)[0])).toEqual([
      3, 1, 4, 0, 2, 5,
    ]);
    expect(part.summary).toMatchObject({ minTime: 0, maxTime: 3_599_999, messages: 6, terms: 6 });
  });

  it('keeps no order when messages arrived in order of time', () => {
    const part = built([indexed('a', 1), indexed('b', 1)], [indexed('c', 2)]);
    expect(part.order()).toBe(undefined);
    expect(part.sectionBytes('order')).toBe(1);
  });

  it('leaves prefix and time out of the searched text, and joins nothing over them', () => {
    const cuts = { front: '120 ', prefix: '<34>', middle: 'ab', stamp: 'Aug 17', host: 'h' };
    const part = built([
      indexed('cd ef', 0, cuts),
      indexed('cd', 0, { ...cuts, stamp: '' }),
      indexed('x', 0, { ...cuts, front: '', middle: '' }),
      indexed('y', 0, { ...cuts, front: '7', middle: '' }),
      indexed('', 0, { ...cuts, front: '10.0', prefix: '.', middle: '0.1' }),
    ]);
    const terms = Array.from(part.terms.entries(), ({ term }) => Buffer.from(term).toString());
    expect(terms).toEqual(['0', '1', '10', '120', '7', 'ab', 'abcd', 'cd', 'ef', 'x', 'y']);
    expect(docsOfTerm(part, 'ab')).toEqual([0]);
    expect(docsOfTerm(part, 'abcd')).toEqual([1]);
    expect(docsOfTerm(part, '34')).toEqual([]);
    expect(docsOfTerm(part, 'aug')).toEqual([]);
  });

  it('names pieces by their DocIds', () => {
    const piece = { isPiece: true };
    const part = built([indexed('a', 9), indexed('b', 9, piece), indexed('c', 1, piece)]);
    expect(part.pieces()).toEqual([0, 2]);
    expect(part.hasPieces).toBe(true);
    const inOrder = built([indexed('a', 1), indexed('b', 1, piece)]);
    expect(inOrder.pieces()).toEqual([1]);
    expect(built([indexed('a')]).hasPieces).toBe(false);
    expect(built([indexed('a')]).pieces()).toEqual([]);
  });

  it('keeps the blocks of the log and the hosts, most messages first', () => {
    const of = (host: string) => indexed('x', 0, { host });
    const part = built([of('b'), of('a'), of('')], [of('c'), of('c'), of('\xe9')]);
    expect(part.blocks()).toEqual([
      { offset: 16, length: 121, messages: 3 },
      { offset: 137, length: 121, messages: 3 },
    ]);
    expect([...part.hosts()]).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
      ['\xe9', 1],
    ]);
  });

  it('builds parts one after the other, each as if it were the first', () => {
    const builder = new PartBuilder();
    for (const size of [3000, 1, 40, 5000, 2]) {
      const messages = Array.from({ length: size }, (_, i) =>
        indexed(`user${i} port ${i % 50} from 10.0.${i % 7}.${i % 250}`, (i * 7919) % 3_600_000, {
          isPiece: i % 97 === 1,
          host: `host${i % 3}`,
        }),
      );
      const half = Math.ceil(size / 2);
      const each = input(
        ...[messages.slice(0, half), messages.slice(half)].filter((b) => b.length),
      );
      const reused = buildPart(each, builder);
      expect(builder.messages).toBe(0);
      expect(Buffer.compare(reused.bytes, buildPart(each).bytes)).toBe(0);
      expect(contentsOf(openPart(reused.bytes, reused.written))).toEqual(expectedContents(each));
    }
  });
});
