import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/codec/byte-reader.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { BlockIndexCursor } from '../../../src/termdict/block-index.js';
import {
  FORM_ALL,
  FORM_ONE,
  type TermPostings,
} from '../../../src/termdict/term-dictionary-format.js';
import { TermDictionaryReader } from '../../../src/termdict/term-dictionary-reader.js';
import { FRESH_TERMS } from '../../../src/termdict/term-room.js';
import { asText, fromHex, latin1, withByte } from '../../support/bytes.js';
import {
  allEntries,
  docsOf,
  type Entry,
  openDictionary,
  writeDictionary,
} from '../../support/dictionary.js';
import { searchRoom } from '../../support/search-room.js';
import { expectCorruption } from '../../support/thrown.js';

const MESSAGES = 2000;

const kernel = searchRoom();

/** Several blocks, each kind of postings, long lists in several blocks. */
const ENTRIES: readonly Entry[] = Array.from({ length: 6000 }, (_, i) => {
  const term = `t${String(2 * i).padStart(5, '0')}`;
  if (i % 50 === 0) return [term, Array.from({ length: 1000 }, (_, k) => 2 * k)] as const;
  if (i % 50 === 1) return [term, Array.from({ length: MESSAGES }, (_, k) => k)] as const;
  const first = i % 1300;
  if (i % 3 === 0) return [term, [first]] as const;
  return [term, [first, first + 5, first + 690]] as const;
});

/** The first term of each block, as the block index has them. */
function firstTermsOf(index: Uint8Array): string[] {
  const blocks = new BlockIndexCursor(new ByteReader(index, 'a.index'), 0);
  const terms: string[] = [];
  while (blocks.next()) terms.push(asText(blocks.firstTerm));
  return terms;
}

/** A number in more bytes than it takes. */
function paddedVarint(value: number): Uint8Array {
  const low = [0, 7, 14, 21].map((shift) => ((value >>> shift) & 0x7f) | 0x80);
  return Uint8Array.of(...low, 0x80, 0);
}

describe('TermDictionaryReader', () => {
  const written = writeDictionary(ENTRIES, MESSAGES);
  const reader = openDictionary(written, MESSAGES);

  /** A reader of its own, that has kept nothing from before, and the offsets of the blocks that it reads. */
  const counting = () => {
    const read: number[] = [];
    const fresh = new TermDictionaryReader(written.index, {
      read: (offset, length) => {
        read.push(offset);
        return written.file.subarray(offset, offset + length);
      },
      file: 'a.index',
      offset: written.lists,
      messages: MESSAGES,
    });
    return { fresh, read };
  };

  it('lookup() finds every term, in any order, and nothing else', () => {
    expect(reader.measure().blocks).toBeGreaterThan(5);
    for (let i = 0; i < ENTRIES.length; i++) {
      const [term, docs] = ENTRIES[(i * 97) % ENTRIES.length]!;
      expect(docsOf(reader.lookup(latin1(term))!, written, MESSAGES), term).toEqual(docs);
      const absent = `t${String(Number(term.slice(1)) + 1).padStart(5, '0')}`;
      expect(reader.lookup(latin1(absent)), absent).toBe(undefined);
    }
    for (const term of ['', 'a', 's', 't', 't0', 't00000x', 't000000', 'u', '\xff', '\0'])
      expect(reader.lookup(latin1(term)), term).toBe(undefined);
  });

  it('tells terms of one message and of all messages from those with lists', () => {
    expect(reader.lookup(latin1('t00006'))).toMatchObject({ form: FORM_ONE, count: 1, doc: 3 });
    expect(reader.lookup(latin1('t00002'))).toMatchObject({ form: FORM_ALL, count: MESSAGES });
    const one = writeDictionary([['only', [0]]], 1);
    expect(openDictionary(one, 1).lookup(latin1('only'))).toMatchObject({
      form: FORM_ONE,
      doc: 0,
    });
  });

  it('entries() yields all of them in order', () => {
    expect(allEntries(written, MESSAGES)).toEqual(ENTRIES);
  });

  it('entries() goes on while lookups read other blocks', () => {
    const found: string[] = [];
    for (const { term } of reader.entries()) {
      found.push(Buffer.from(term).toString());
      reader.lookup(latin1(ENTRIES[(found.length * 131) % ENTRIES.length]![0]));
    }
    expect(found).toEqual(ENTRIES.map(([term]) => term));
  });

  it('withPrefix() yields the postings of the terms that begin with it, in order', () => {
    const check = (prefix: string) => {
      const found = Array.from(reader.withPrefix(latin1(prefix)), (postings) =>
        docsOf(postings, written, MESSAGES),
      );
      const wanted = ENTRIES.filter(([term]) => term.startsWith(prefix)).map(([, docs]) => docs);
      expect(found, prefix).toEqual(wanted);
    };
    for (const prefix of ['', 'a', 's', 't', 't0', 't00', 't005', 't01199', 't2', 'u', '\xff'])
      check(prefix);
    for (let i = 0; i < ENTRIES.length; i += 29) {
      const [term] = ENTRIES[i]!;
      check(term);
      check(`${term}x`);
      check(term.slice(0, 5));
    }
  });

  it('reads one block a lookup, and none for a term below the first', () => {
    const { fresh, read } = counting();
    fresh.lookup(latin1('a'));
    expect(read).toHaveLength(0);
    fresh.lookup(latin1('t00600'));
    fresh.lookup(latin1('t00600'));
    fresh.lookup(latin1('t00601'));
    expect(read).toHaveLength(1);
  });

  it('withPrefix() reads the blocks that can hold its terms, and none when there cannot be any', () => {
    const firstTerms = firstTermsOf(written.index);
    const blocksRead = (prefix: string) => {
      const { fresh, read } = counting();
      for (const _ of fresh.withPrefix(latin1(prefix)));
      const { length } = read;
      // Again it reads nothing: there are fewer blocks than it keeps.
      for (const _ of fresh.withPrefix(latin1(prefix)));
      expect(read).toHaveLength(length);
      return length;
    };
    expect(blocksRead('s')).toBe(0);
    expect(blocksRead('t')).toBe(firstTerms.length);
    expect(blocksRead('t00000')).toBe(1);
    // The first term of a block is in no other one, nor is what lies between the terms of one.
    expect(blocksRead(firstTerms[2]!)).toBe(1);
    expect(blocksRead(`${firstTerms[2]}x`)).toBe(1);
    for (const prefix of ['t000', 't003', 't03', 't0990', 't1', 't1120'])
      expect(blocksRead(prefix), prefix).toBeLessThanOrEqual(
        1 + firstTerms.filter((term) => term.startsWith(prefix)).length,
      );
  });

  it('visitHolding() reads the blocks whose terms have all bytes of a part', () => {
    const { fresh, read } = counting();
    const blocksRead = (...parts: string[]) => {
      read.length = 0;
      fresh.visitHolding(parts.map(latin1), 0, FRESH_TERMS, () => false);
      return read.length;
    };
    const all = firstTermsOf(written.index).length;
    expect(blocksRead('t')).toBe(all);
    expect(blocksRead('0123456789t')).toBe(all);
    for (const none of ['s', 'tu', 't0w', 'z', '0T', '\xff', '0\xff']) {
      expect(blocksRead(none), none).toBe(0);
      expect(blocksRead(none, 't1'), none).toBe(all);
    }
  });

  it('holds terms of any length', () => {
    const entries = [1, 63, 64, 65, 127, 128, 1023, 5000, 100_000].map(
      (length, i) => [String.fromCharCode(97 + i).repeat(length), [i]] as const,
    );
    const long = writeDictionary(entries, 20);
    expect(allEntries(long, 20)).toEqual(entries);
    for (const [i, [term, docs]] of entries.entries())
      for (const room of [FRESH_TERMS, kernel]) {
        kernel.reset();
        const reader = openDictionary(long, 20);
        const found = (each: Iterable<TermPostings>) =>
          Array.from(each, (postings) => docsOf(postings, long, 20));
        expect(found([reader.lookup(latin1(term), room)!])).toEqual([docs]);
        expect(reader.lookup(latin1(`${term}x`), room)).toBe(undefined);
        expect(found(reader.withPrefix(latin1(term), room))).toEqual([docs]);
        const behind = entries.slice(i).map(([, each]) => each);
        expect(found(reader.between(latin1(term), latin1('z'), room))).toEqual(behind);
      }
    for (const [term, docs] of entries.slice(1))
      for (const room of [FRESH_TERMS, kernel]) {
        kernel.reset();
        const found: number[][] = [];
        openDictionary(long, 20).visitHolding([latin1(term.slice(1))], 0, room, (_, postings) => {
          found.push(docsOf(postings, long, 20));
          return false;
        });
        expect(found).toEqual([docs]);
      }
  });

  it('takes a block index with longer numbers than its loop does, and says what is wrong with one cut off', () => {
    const index = new ByteWriter();
    const cursor = new BlockIndexCursor(new ByteReader(written.index, 'a.index'), written.lists);
    index.varint(cursor.count);
    const ahead = new BlockIndexCursor(new ByteReader(written.index, 'a.index'), written.lists);
    const starts: number[] = [];
    while (ahead.next()) starts.push(ahead.lists);
    const listBytes = starts.map((start, i) => (starts[i + 1] ?? ahead.lists) - start);
    for (let block = 0; cursor.next(); ) {
      const { length, rawLength, crc } = cursor.block();
      index.prefixed(cursor.firstTerm);
      index.varint(length);
      index.varint(rawLength);
      index.u32(crc);
      index.raw(paddedVarint(listBytes[block++]!));
      index.raw(new Uint8Array(5).fill(0xff));
    }
    const padded = { ...written, index: index.copy() };
    for (const room of [FRESH_TERMS, kernel]) {
      kernel.reset();
      const reader = openDictionary(padded, MESSAGES);
      for (let i = 0; i < ENTRIES.length; i += 97) {
        const [term, docs] = ENTRIES[i]!;
        expect(docsOf(reader.lookup(latin1(term), room)!, written, MESSAGES), term).toEqual(docs);
      }
      expect(reader.lookup(latin1('a'), room)).toBe(undefined);
      const cut = openDictionary({ ...padded, index: padded.index.subarray(0, 40) }, MESSAGES);
      expect(() => cut.lookup(latin1('t05000'), room)).toThrow(/a\.index/);
    }
  });

  it('is empty without terms', () => {
    const empty = writeDictionary([], 10);
    expect(allEntries(empty, 10)).toEqual([]);
    expect(openDictionary(empty, 10).lookup(latin1('a'))).toBe(undefined);
    expect(openDictionary(empty, 10).measure()).toEqual({
      blocks: 0,
      dictionaryBytes: 0,
      listBytes: 0,
    });
  });

  it('refuses a block that is damaged or cut off', () => {
    const { lists, file } = written;
    const damaged = { ...written, file: withByte(file, lists + 20, 0xff) };
    expectCorruption(
      () => openDictionary(damaged, MESSAGES).lookup(latin1('t00002')),
      'Checksum mismatch',
      'a.index',
      lists,
    );
    const cut = { ...written, file: file.subarray(0, lists + 20) };
    expectCorruption(
      () => openDictionary(cut, MESSAGES).lookup(latin1('t00002')),
      'Term dictionary cut off',
      'a.index',
      lists,
    );
  });

  it('refuses a block that does not decompress to its length, under a checksum that is right', () => {
    const cursor = new BlockIndexCursor(new ByteReader(written.index, 'a.index'), written.lists);
    cursor.next();
    const { length, rawLength, offset } = cursor.block();
    expect(length).toBeLessThan(rawLength);
    const block = written.file.slice(offset, offset + length);
    for (const wrong of [rawLength - 1, rawLength + 1, length + 1]) {
      const index = new ByteWriter();
      index.varint(1);
      index.prefixed(latin1('t00000'));
      index.varint(length);
      index.varint(wrong);
      index.u32(crc32(block));
      index.varint(0);
      index.raw(new Uint8Array(5));
      const handmade = { file: block, lists: 0, index: index.copy() };
      const lookup = () => openDictionary(handmade, MESSAGES).lookup(latin1('t00002'));
      expectCorruption(lookup, 'does not decompress', 'a.index', 0);
    }
  });

  it('refuses entries that no writer writes, under a checksum that is right', () => {
    /** A dictionary of one block, with the first term `a`. */
    const check = (block: string, what: string, offset: number) => {
      const bytes = fromHex(block);
      const index = new ByteWriter();
      index.varint(1);
      index.prefixed(latin1('a'));
      index.varint(bytes.length);
      index.varint(bytes.length);
      index.u32(crc32(bytes));
      index.varint(0);
      index.raw(new Uint8Array(5).fill(0xff));
      const handmade = { file: bytes, lists: 0, index: index.copy() };
      expectCorruption(() => allEntries(handmade, 10), what, 'a.index', offset);
      for (const room of [FRESH_TERMS, kernel]) {
        const dictionary = openDictionary(handmade, 10);
        const visit = () => dictionary.visitHolding([latin1('a')], 0, room, () => false);
        expectCorruption(visit, what, 'a.index', offset);
      }
    };
    check('01 01 61 01 00', 'Number out of range', 1);
    check('00 05 61 01 00', 'Number out of range', 2);
    check('00 01 61 00', 'Term without messages', 4);
    check('00 01 61 0b', 'Number out of range', 4);
    check('00 01 61 01 01 0a', 'Number out of range', 6);
    check('00 01 61 01', 'Varint cut off', 4);
    check('00 01 61 01 01', 'Varint cut off', 5);
    check('00 01 61 02 02 08 00', 'Section too short', 6);
    check('00 01 61 01 01 00 02 00 01 01 00', 'Number out of range', 7);
  });
});
