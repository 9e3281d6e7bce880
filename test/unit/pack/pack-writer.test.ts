import { describe, expect, it } from 'vitest';
import { PLAIN_COLUMN_BYTES } from '../../../src/pack/block-format.js';
import { countHours, flatHours } from '../../../src/pack/hour-counts.js';
import { PackWriter } from '../../../src/pack/pack-writer.js';
import { MemoryDirectory } from '../../../src/storage/memory-directory.js';
import { asText, noise } from '../../support/bytes.js';
import {
  expectedMessages,
  messagesOfPack,
  openPack,
  PACK,
  type PackedMessage,
  packBatch,
  packed,
  rowsOfTerm,
  termsOfPack,
  writePack,
} from '../../support/packs.js';

const range = (count: number, text: (i: number) => string): PackedMessage[] =>
  Array.from({ length: count }, (_, i) => packed(text(i), i));

/** Writes and reads packs of one block or more; returns the reader once messages are right. */
function check(...blocks: PackedMessage[][]): ReturnType<typeof openPack> {
  const pack = openPack(writePack(blocks));
  expect(messagesOfPack(pack)).toEqual(blocks.map(expectedMessages));
  return pack;
}

describe('PackWriter', () => {
  it('keeps blocks in the order in which they came, whatever their times', () => {
    const late = range(5, (i) => `late ${i}`).map((each) => ({
      ...each,
      time: each.time + 10 ** 9,
    }));
    const early = range(5, (i) => `early ${i}`).map((each) => ({
      ...each,
      time: 5 - each.sequence,
    }));
    const pack = check(late, early, late);
    expect(pack.blocks.map(({ minTime }) => minTime)).toEqual([late[0]!.time, 1, late[0]!.time]);
    expect(pack.info).toMatchObject({ minTime: 1, maxTime: late[4]!.time, messages: 15 });
  });

  it('takes one message, and an empty one', () => {
    check([packed('', 0)]);
    check([packed('a', 0)], [packed('', 1)], [packed('\n', 2)]);
  });

  it('takes a block of more templates than one byte numbers, and of columns of many kinds', () => {
    // No context is followed by more than 40 words: each message has a template of its own.
    const word = (place: string, i: number) =>
      place + String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26));
    const words = (i: number) =>
      `${word('a', i % 40)} ${word('b', Math.floor(i / 40) % 40)} ${word('c', Math.floor(i / 1600))}`;
    const pack = check(
      range(2000, (i) => `log ${words(i)} ${i} 10.0.${i % 9}.1 ${i % 7}.5 user${i % 5}`),
    );
    expect(pack.tables().templates.length).toBeGreaterThan(256);
    for (const term of ['user3', '\x02\x0a\x00\x05\x01', '1999', 'aba', 'bca'])
      expect(rowsOfTerm(pack, pack.block(pack.blocks[0]!), term).length, term).toBeGreaterThan(0);
  });

  it('splits plain text into columns, and finds words in each', () => {
    // Longer than a message with a template may be.
    const text = (i: number) => `${'- '.repeat(5000)} word${i} ${'. '.repeat(500)}`;
    const pack = check(range(40, text), range(3, text));
    const [block, other] = pack.blocks.map((info) => pack.block(info));
    const { firsts, counts } = block!.columns;
    expect(firsts.length).toBeGreaterThan((40 * 10_000) / (PLAIN_COLUMN_BYTES + 11_000));
    expect(firsts).toEqual(
      firsts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0)),
    );
    for (const i of [0, 17, 39]) expect(rowsOfTerm(pack, block!, `word${i}`)).toEqual([i]);
    expect(rowsOfTerm(pack, other!, 'word2')).toEqual([2]);
    // Rows in any order, across columns.
    for (const row of [39, 0, 20, 19, 38]) expect(asText(block!.messageOf(row))).toBe(text(row));
  });

  it('takes messages of any size and bytes', () => {
    check([
      ...[0, 1, 100, 8192, 8193, 70_000, 1 << 20].map((size, i) =>
        packed(asText(noise(size, i + 1)), i),
      ),
      packed('x'.repeat(1 << 20), 50),
      packed('1 '.repeat(5000), 51),
    ]);
  });

  it('joins the pieces of a long line', () => {
    const messages = ['a', 'long ', 'line ', 'in pieces', 'b'].map((text, i) =>
      packed(text, i, { isPiece: i === 2 || i === 3 }),
    );
    const pack = check(messages);
    const block = pack.block(pack.blocks[0]!);
    const whole = (row: number) => asText(block.wholeMessage(row));
    expect([0, 1, 4].map(whole)).toEqual(['a', 'long line in pieces', 'b']);
    expect(pack.blocks[0]!.pieces).toBe(2);
    const plain = check(messages.map((each) => ({ ...each, isPiece: false })));
    expect(asText(plain.block(plain.blocks[0]!).wholeMessage(1))).toBe('long ');
  });

  it('gives messages of one time in order of arrival, also when they did not come in it', () => {
    const messages = [5, 3, 9, 1].map((sequence) => packed(`m ${sequence}`, sequence, { time: 7 }));
    const pack = check(messages);
    const sequences = messagesOfPack(pack)
      .flat()
      .map(({ sequence }) => sequence);
    expect(sequences).toEqual([1, 3, 5, 9]);
  });

  it('writes the same bytes whatever was written before', () => {
    const directory = new MemoryDirectory();
    const writer = new PackWriter(directory);
    const first = [range(3000, (i) => `user${i} word${i % 9} ${i}`), range(10, () => 'x 1')];
    const second = [range(20, (i) => `took ${i}.5 s`)];
    for (const blocks of [first, second, first, second]) {
      const written = writePack(blocks, 1, directory, writer);
      const fresh = writePack(blocks);
      expect(Buffer.compare(written.bytes, fresh.bytes)).toBe(0);
      expect(written.info).toEqual(fresh.info);
    }
  });

  it('drains what it has gathered, and long lists are read again', () => {
    // Noise hardly compresses: more than 4 MiB go to the file before the pack ends. One long word each.
    const word = (seed: number) => asText(noise(1000, seed).map((byte) => byte | 0x80));
    const blocks = Array.from({ length: 70 }, (_, block) =>
      Array.from({ length: 70 }, (_, i) =>
        packed(`n ${block} ${word(block * 70 + i + 1)}`, block * 70 + i),
      ),
    );
    const pack = openPack(writePack(blocks));
    expect(pack.info.bytes).toBeGreaterThan(4 << 20);
    expect(messagesOfPack(pack)).toEqual(blocks.map(expectedMessages));
    const last = pack.block(pack.blocks[69]!);
    expect(rowsOfTerm(pack, last, 'n')).toEqual([...Array(70).keys()]);
    expect(termsOfPack(pack)).toHaveLength(pack.index().termCount);
  });

  it('says how much is in it while it is built', () => {
    const directory = new MemoryDirectory();
    const writer = new PackWriter(directory);
    writer.start(PACK);
    expect([writer.messages, writer.blocks, writer.full]).toEqual([0, 0, false]);
    writer.add(packBatch(range(7, (i) => `a ${i}`)));
    writer.add(packBatch(range(2, (i) => `a ${i}`)));
    expect([writer.messages, writer.blocks, writer.full]).toEqual([9, 2, false]);
    expect(writer.finish(12)).toMatchObject({ number: 12, messages: 9 });
  });
});

describe('countHours(), flatHours()', () => {
  it('count messages by hour, before 1970 too', () => {
    const hours = new Map<number, number>();
    const times = [0, 3_599_999, 3_600_000, -1, -3_600_000, -3_600_001, 5, 10 ** 13];
    countHours(packBatch(times.map((time, i) => packed('x', i, { time }))), hours);
    countHours(packBatch([packed('x', 0, { time: 1 })]), hours);
    expect(flatHours(hours)).toEqual([-2, 1, -1, 2, 0, 4, 1, 1, 2_777_777, 1]);
  });
});
