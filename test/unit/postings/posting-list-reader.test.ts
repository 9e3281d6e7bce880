import { describe, expect, it } from 'vitest';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../../../src/postings/posting-list-format.js';
import { readPostingList, type StoredPostings } from '../../../src/postings/posting-list-reader.js';
import { walk } from '../../conformance/doc-set.js';
import { fromHex } from '../../support/bytes.js';
import { expectCorruption } from '../../support/thrown.js';

const stored = (form: number, hex: string, count: number, messages: number): StoredPostings => ({
  form,
  count,
  messages,
  bytes: fromHex(hex),
  file: 'a.index',
  offset: 77,
});

describe('readPostingList()', () => {
  it('reads all three forms', () => {
    const check = (form: number, hex: string, messages: number, docs: number[]) => {
      const list = stored(form, hex, docs.length, messages);
      expect(walk(readPostingList(list))).toEqual(docs);
      expect(readPostingList(list).cost()).toBe(docs.length);
    };
    check(FORM_GAPS, '03 03 a4 02', 301, [3, 7, 300]);
    check(FORM_GAPS, 'fe ff ff ff 0f', 0xffff_ffff, [0xffff_fffe]);
    check(FORM_GAPS, '', 10, []);
    check(FORM_BITMAP, '57 01', 9, [0, 1, 2, 4, 6, 8]);
    check(FORM_BITMAP, '00 80', 16, [15]);
    check(FORM_RUNS, '01 02 06 03', 14, [1, 2, 3, 10, 11, 12, 13]);
    check(FORM_RUNS, '00 00', 1, [0]);
  });

  it('refuses what no writer writes, naming file and offset', () => {
    const check = (list: StoredPostings, what: string) => {
      expectCorruption(() => readPostingList(list), what, 'a.index', 77);
    };
    check(stored(3, '00', 1, 10), 'Form of a posting list');
    check(stored(FORM_GAPS, '03 03', 3, 1000), 'Posting list too short');
    check(stored(FORM_GAPS, '03 03 80', 3, 1000), 'Posting list cut off');
    check(stored(FORM_GAPS, '80 80 80 80 80 00', 1, 0xffff_ffff), 'Posting list cut off');
    check(stored(FORM_GAPS, '03 03 a4 02', 3, 300), 'DocId too large');
    check(stored(FORM_GAPS, 'ff ff ff ff 7f', 1, 0xffff_ffff), 'DocId too large');
    check(stored(FORM_GAPS, '03 03 03', 2, 1000), 'Bytes left over');
    check(stored(FORM_BITMAP, '57', 5, 9), 'Length of a bitmap');
    check(stored(FORM_BITMAP, '57 01 00', 6, 9), 'Length of a bitmap');
    check(stored(FORM_BITMAP, '57 01', 7, 9), 'Entries of a bitmap');
    check(stored(FORM_BITMAP, '57 02', 6, 9), 'Entries of a bitmap');
    check(stored(FORM_RUNS, '01', 1, 10), 'Posting list cut off');
    check(stored(FORM_RUNS, '01 80', 1, 10), 'Posting list cut off');
    check(stored(FORM_RUNS, '80 80 80 80 80 00 00', 1, 10), 'Posting list cut off');
    check(stored(FORM_RUNS, '01 02 06 03', 7, 13), 'DocId too large');
    check(stored(FORM_RUNS, 'ff ff ff ff 7f ff ff ff ff 7f', 1, 13), 'DocId too large');
    check(stored(FORM_RUNS, '01 02 06 03', 8, 14), 'Entries of a posting list');
    check(stored(FORM_RUNS, '', 1, 14), 'Entries of a posting list');
  });
});
