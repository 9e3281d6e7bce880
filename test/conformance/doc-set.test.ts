import fc from 'fast-check';
import { describe } from 'vitest';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import {
  ArrayDocSet,
  BitmapDocSet,
  type DocSet,
  RunsDocSet,
  rangeDocSet,
} from '../../src/postings/doc-set.js';
import { readPostingList } from '../../src/postings/posting-list-reader.js';
import { writePostingList } from '../../src/postings/posting-list-writer.js';
import { union } from '../../src/postings/union.js';
import { docSetConformance } from './doc-set.js';

const array = (docs: readonly number[]): DocSet => new ArrayDocSet(Uint32Array.from(docs));

/** A bitmap whose limit lies `beyond` behind its last DocId. */
function bitmap(docs: readonly number[], beyond: number): DocSet {
  const limit = (docs.at(-1) ?? -1) + 1 + beyond;
  const bits = new Uint8Array((limit + 7) >>> 3);
  for (const doc of docs) bits[doc >>> 3]! |= 1 << (doc & 7);
  return new BitmapDocSet(bits, limit, docs.length);
}

function runs(docs: readonly number[]): DocSet {
  const bounds: number[] = [];
  for (const doc of docs) {
    if (bounds.at(-1) === doc) bounds[bounds.length - 1] = doc + 1;
    else bounds.push(doc, doc + 1);
  }
  return new RunsDocSet(Uint32Array.from(bounds), docs.length);
}

describe('ArrayDocSet', () => docSetConformance(array));

describe('BitmapDocSet', () => {
  docSetConformance((docs) => bitmap(docs, 0));
  describe('with room behind its last DocId', () => docSetConformance((docs) => bitmap(docs, 37)));
});

describe('RunsDocSet', () => docSetConformance(runs));

describe('rangeDocSet()', () => {
  docSetConformance(
    (docs) => rangeDocSet(docs[0] ?? 5, docs[0] === undefined ? 5 : docs.at(-1)! + 1),
    fc
      .tuple(fc.nat(500), fc.nat(500))
      .map(([first, length]) => Array.from({ length }, (_, i) => first + i)),
  );
});

describe('union()', () => {
  const limitOf = (docs: readonly number[]) => (docs.at(-1) ?? -1) + 1;
  describe('of one set', () =>
    docSetConformance((docs) => union([array(docs)], limitOf(docs) + 12)));
  describe('of equal sets', () =>
    docSetConformance((docs) =>
      union([array(docs), bitmap(docs, 3), runs(docs), array([])], limitOf(docs)),
    ));
  describe('of sets apart', () =>
    docSetConformance((docs) => {
      const third = (n: number) => docs.filter((_, i) => i % 3 === n);
      return union([array(third(0)), runs(third(1)), bitmap(third(2), 0)], limitOf(docs) + 1);
    }));
  describe('of sets that overlap', () =>
    docSetConformance((docs) => {
      const middle = docs.length >> 1;
      const late = docs.slice(Math.max(0, middle - 10));
      return union([array(late), array(docs.slice(0, middle + 10))], limitOf(docs));
    }));
});

describe('readPostingList()', () => {
  docSetConformance((docs) => {
    const out = new ByteWriter();
    const messages = (docs.at(-1) ?? 0) + 5;
    const form = writePostingList(out, Uint32Array.from(docs), 0, docs.length, messages);
    const bytes = out.copy();
    return readPostingList({ form, count: docs.length, messages, bytes, file: 'x', offset: 0 });
  });
});
