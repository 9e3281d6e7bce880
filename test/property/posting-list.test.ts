import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { varintLength } from '../../src/codec/varint.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../src/postings/posting-list-format.js';
import { readPostingList, type StoredPostings } from '../../src/postings/posting-list-reader.js';
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
        expect(walk(readPostingList(list))).toEqual(docs);
      }),
      randomRuns(2000),
    );
    expect([...seen].sort()).toEqual([FORM_GAPS, FORM_BITMAP, FORM_RUNS]);
  });
});
