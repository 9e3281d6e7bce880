import { describe, expect, it } from 'vitest';
import { TERM_BLOCK_BYTES } from '../../../src/base/limits.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { FORM_BITMAP } from '../../../src/postings/posting-list-format.js';
import { TermDictionaryWriter } from '../../../src/termdict/term-dictionary-writer.js';
import { fromHex, toHex } from '../../support/bytes.js';
import { openDictionary, writeDictionary } from '../../support/dictionary.js';

const even = (messages: number) => Array.from({ length: Math.ceil(messages / 2) }, (_, i) => 2 * i);

describe('TermDictionaryWriter', () => {
  it('writes terms without what they share with the one before', () => {
    const { file, lists, index } = writeDictionary(
      [
        ['root', [4]],
        ['router', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
        ['s', [3, 7]],
      ],
      10,
    );
    const block =
      // root: nothing shared, 4 bytes, 1 unit, 1 message: 4
      '00 04 72 6f 6f 74 01 01 04 ' +
      // router: shares ro, 4 bytes more, 10 units: all; 10 messages
      '02 04 75 74 65 72 0a 0a ' +
      // s: 2 units, 2 messages, gaps of 2 bytes: (2 * 4 + 0), 3, 7
      '00 01 73 02 02 08 03 03';
    expect(lists).toBe(0);
    expect(toHex(file)).toBe(block);
    const crc = crc32(fromHex(block));
    const crcHex = toHex(Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24));
    // One block, its first term, its length, as long raw, its checksum, no lists; terms of e, o, r, s, t and u.
    expect(toHex(index)).toBe(`01 04 72 6f 6f 74 19 19 ${crcHex} 00 00 40 00 79 00`);
  });

  it('puts lists of 64 bytes and more into the postings section, with a checksum', () => {
    const messages = 512;
    const inline = writeDictionary([['a', even(messages - 8)]], messages - 8);
    expect(inline.lists).toBe(0);
    const written = writeDictionary([['a', even(messages)]], messages);
    expect(written.lists).toBe(64 + 4);
    const list = written.file.subarray(0, 64);
    expect(new DataView(written.file.buffer).getUint32(64, true)).toBe(crc32(list));
    const postings = openDictionary(written, messages).lookup(Buffer.from('a'));
    expect(postings).toEqual({
      count: 256,
      messages: 256,
      form: FORM_BITMAP,
      doc: 0,
      inline: undefined,
      offset: 0,
      length: 64,
    });
  });

  it('ends a block once it is full, and shares nothing across', () => {
    const entries = Array.from(
      { length: 1000 },
      (_, i) => [`term${String(i).padStart(6, '0')}`, [i % 7]] as const,
    );
    const written = writeDictionary(entries, 10);
    const { blocks, dictionaryBytes, listBytes } = openDictionary(written, 10).measure();
    expect(dictionaryBytes).toBe(written.file.length);
    expect(listBytes).toBe(0);
    expect(blocks).toBe(Math.ceil(written.file.length / TERM_BLOCK_BYTES));
  });

  it('start() forgets everything', () => {
    const writer = new TermDictionaryWriter();
    const many = Array.from({ length: 500 }, (_, i) => [`x${1000 + i}`, even(600)] as const);
    writeDictionary(many, 600, writer);
    expect(writer.terms).toBe(500);
    const again = writeDictionary([['x1499', [1, 2]]], 5, writer);
    expect(again).toEqual(writeDictionary([['x1499', [1, 2]]], 5));
    expect(writer.terms).toBe(1);
    expect(toHex(writeDictionary([], 5, writer).index)).toBe('00');
  });
});
