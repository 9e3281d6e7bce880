import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { varintLength } from '../../src/codec/varint.js';
import { ArrayDocSet } from '../../src/postings/doc-set.js';
import { intersect } from '../../src/postings/intersection.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../src/postings/posting-list-format.js';
import {
  decodePostingList,
  readPostingList,
  type StoredPostings,
} from '../../src/postings/posting-list-reader.js';
import { writePostingList } from '../../src/postings/posting-list-writer.js';
import { anySet, walk } from '../conformance/doc-set.js';
import { randomRuns } from '../support/random-runs.js';

/** Scattered so widely that gaps take several bytes. */
const wideSet = fc
  .uniqueArray(fc.nat(1 << 22), { minLength: 1, maxLength: 50 })
  .map((docs) => docs.sort((a, b) => a - b));

const notEmpty = anySet.filter((docs) => docs.length > 0);
const lists = fc.oneof(notEmpty, notEmpty, notEmpty, wideSet);

function store(docs: readonly number[], beyond: number): StoredPostings {
  const out = new ByteWriter();
  const messages = docs.at(-1)! + 1 + beyond;
  // Amid others, as the collector has them.
  const amid = Uint32Array.of(5, 6, ...docs, 7);
  const form = writePostingList(out, amid, 2, amid.length - 1, messages);
  return { form, count: docs.length, messages, bytes: out.copy(), file: 'x', offset: 0 };
}

/** Bytes of each form, said plainly. */
function lengths(docs: readonly number[], messages: number): Map<number, number> {
  let gaps = 0;
  let runs = 0;
  docs.forEach((doc, i) => {
    const skipped = doc - (i === 0 ? 0 : docs[i - 1]! + 1);
    gaps += varintLength(skipped);
    if (i > 0 && skipped === 0) return;
    let length = 1;
    while (docs[i + length] === doc + length) length++;
    runs += varintLength(skipped) + varintLength(length - 1);
  });
  return new Map([
    [FORM_GAPS, gaps],
    [FORM_RUNS, runs],
    [FORM_BITMAP, Math.ceil(messages / 8)],
  ]);
}

describe('writePostingList()', () => {
  it('writes the shortest of three forms, and readers give the DocIds back', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(lists, fc.nat(20), (docs, beyond) => {
        const list = store(docs, beyond);
        seen.add(list.form);
        const forms = lengths(docs, list.messages);
        expect(list.bytes).toHaveLength(Math.min(...forms.values()));
        expect(forms.get(list.form)).toBe(list.bytes.length);
        expect([...decodePostingList(list)]).toEqual(docs);
        expect(walk(readPostingList(list))).toEqual(docs);
      }),
      randomRuns(2000),
    );
    expect([...seen].sort()).toEqual([FORM_GAPS, FORM_BITMAP, FORM_RUNS]);
  });
});

describe('intersect()', () => {
  it('is the intersection of Sets, whatever the forms', () => {
    fc.assert(
      fc.property(
        fc.array(notEmpty, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (sets, lone) => {
          const [first = [], ...others] = sets.map((docs) => new Set(docs));
          const expected = [...first].filter((doc) => others.every((other) => other.has(doc)));
          const stored = sets.map((docs) => readPostingList(store(docs, 3)));
          if (lone) stored.push(new ArrayDocSet(Uint32Array.from(sets[0]!)));
          expect(walk(intersect(stored))).toEqual(expected);
        },
      ),
      randomRuns(2000),
    );
  });

  it('agrees with Sets when most DocIds are common', () => {
    const dense = fc.array(fc.boolean(), { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(dense, { minLength: 2, maxLength: 4 }), (columns) => {
        const expected = [...columns[0]!.keys()].filter((doc) =>
          columns.every((bits) => bits[doc]),
        );
        const sets = columns
          .map((bits) => bits.flatMap((bit, doc) => (bit ? [doc] : [])))
          .filter((docs) => docs.length > 0);
        if (sets.length < columns.length) return;
        expect(walk(intersect(sets.map((docs) => readPostingList(store(docs, 0)))))).toEqual(
          expected,
        );
      }),
      randomRuns(500),
    );
  });
});
