import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { decodeBlock, readBlockHeader } from '../../../src/messagelog/message-block.js';
import { BLOCK_MAGIC } from '../../../src/messagelog/message-block-format.js';
import { writeBlocks } from '../../../src/messagelog/message-block-writer.js';
import { asText, fromHex, latin1, withByte } from '../../support/bytes.js';
import { expectSameOrTyped } from '../../support/damage.js';
import { bufferOf, type LoggedMessage, logged } from '../../support/message-log.js';
import { expectCorruption } from '../../support/thrown.js';

const FILE = 'messages.log';

function blockOf(messages: readonly LoggedMessage[], firstOrdinal = 0): Uint8Array {
  const out = new ByteWriter();
  writeBlocks(out, bufferOf(messages), firstOrdinal);
  return out.copy();
}

/** A block with a header that fits its payload, whatever the payload. */
function handmade(raw: string, header: Partial<Record<'count' | 'min' | 'max' | 'raw', number>>) {
  const payload = fromHex(raw);
  const out = new ByteWriter();
  out.u32(BLOCK_MAGIC);
  out.u32(0);
  out.u32(payload.length);
  out.u32(header.raw ?? payload.length);
  out.u32(0);
  out.u32(header.count ?? 1);
  out.u32(header.min ?? 0);
  out.u32(header.max ?? 0);
  out.raw(payload);
  out.setU32(4, crc32(out.bytes().subarray(8)));
  return out.copy();
}

describe('decodeBlock()', () => {
  it('gives messages, times and origins back', () => {
    const messages = [
      logged('first', { time: 10, sequence: 5 }),
      logged('second\nline', { time: 3_599_999, sequence: 6 }),
      logged('', { time: 0, sequence: 7, source: 'udp:10.0.0.1', receivedAt: 1_629_190_000_500 }),
    ];
    const block = decodeBlock(blockOf(messages, 41), FILE, 0);
    expect(block.header).toMatchObject({ firstOrdinal: 41, count: 3, minTime: 0 });
    expect(block.header.maxTime).toBe(3_599_999);
    expect([block.firstOrdinal, block.count]).toEqual([41, 3]);
    expect([0, 1, 2].map((i) => asText(block.message(i)))).toEqual(messages.map((m) => m.text));
    expect([...block.times]).toEqual(messages.map((m) => m.time));
    for (let i = 0; i < 3; i++) {
      const { source, receivedAt, sequence } = messages[i]!;
      expect(block.origin(i)).toEqual({ source, receivedAt, sequence });
    }
    expect(() => block.origin(3)).toThrow(RangeError);
    expect(block.continuations).toEqual([]);
  });

  it('reads a block with more behind it', () => {
    const bytes = blockOf([logged('a message that is here')]);
    const more = Uint8Array.from([...bytes, ...latin1('whatever follows')]);
    const block = decodeBlock(more, FILE, 0);
    expect(block.length).toBe(bytes.length);
    expect(asText(block.message(0))).toBe('a message that is here');
  });

  it('refuses a damaged block, naming file and offset', () => {
    const bytes = blockOf([logged('some text '.repeat(20))]);
    const check = (damaged: Uint8Array, what: string, offset = 600) =>
      expectCorruption(() => decodeBlock(damaged, FILE, 600), what, FILE, offset);
    check(withByte(bytes, 0, 0), 'No message block');
    check(withByte(bytes, 5, bytes[5]! ^ 1), 'Checksum mismatch');
    check(withByte(bytes, 40, bytes[40]! ^ 1), 'Checksum mismatch');
    check(withByte(bytes, 16, 9), 'Checksum mismatch');
    check(withByte(bytes, 8, bytes[8]! + 1), 'Message block cut off');
    check(withByte(bytes, 15, 1), 'Size of a message block', 632);
    check(withByte(bytes, 12, 1), 'Size of a message block', 632);
    check(withByte(bytes, 20, 0), 'Messages in a block', 632);
    check(bytes.subarray(0, bytes.length - 1), 'Message block cut off');
    check(bytes.subarray(0, 31), 'Section too short', 628);
    check(new Uint8Array(0), 'Section too short');
  });

  it('refuses contents that no writer writes, under a checksum that is right', () => {
    const check = (
      raw: string,
      what: string,
      at: number,
      header: Parameters<typeof handmade>[1] = {},
    ) => expectCorruption(() => decodeBlock(handmade(raw, header), FILE, 0), what, FILE, at);
    // Source x; a run of 1 from it, received at 0, sequence 0; time 0; length 1; no pieces; a LF.
    const good = '01 01 78 01 00 00 00 00 01 00 61 0a';
    expect(asText(decodeBlock(handmade(good, {}), FILE, 0).message(0))).toBe('a');
    check('02 01 78 01 00 00 00 00 01 00 61 0a', 'Number out of range', 1);
    check('01 20 78 01 00 00 00 00 01 00 61 0a', 'Number out of range', 2);
    check('01 01 78 02 00 00 00 00 01 00 61 0a', 'Number out of range', 4);
    check('01 01 78 00 00 00 00 00 01 00 61 0a', 'Empty run', 4);
    check('01 01 78 01 01 00 00 00 01 00 61 0a', 'Number out of range', 5);
    check('00 01 00 00 00 00 01 00 61 0a', 'Number out of range', 3);
    check('01 01 78 01 00 00 00 02 01 00 61 0a', 'Time of a message outside its block', 8);
    check('01 01 78 01 00 00 00 01 01 00 61 0a', 'Time of a message outside its block', 8);
    check('01 01 78 01 00 00 00 00 02 00 61 0a', "Length of a block's text", 10);
    check('01 01 78 01 00 00 00 00 00 00 61 0a', "Length of a block's text", 10);
    check('01 01 78 01 00 00 00 00 01 02 61 0a', 'Number out of range', 10);
    check('01 01 78 01 00 00 00 00 01', 'Varint cut off', 9);
    check('01 01 78', 'Varint cut off', 3);
    check(good, 'does not decompress', 0, { raw: 5000 });
  });

  it('every byte changed and every shorter length is noticed', () => {
    const messages = [
      logged('session opened for user root '.repeat(4), { time: 77 }),
      logged('session closed for user root', { time: 99, source: 'b', isPiece: true }),
    ];
    const bytes = blockOf(messages);
    const noticed = expectSameOrTyped(bytes, FILE, (damaged) => {
      const block = decodeBlock(damaged, FILE, 0);
      return [...Array(block.count).keys()].map((i) => [
        asText(block.message(i)),
        block.times[i],
        block.origin(i),
        block.continuations,
        block.header,
      ]);
    });
    expect(noticed).toBe(4 * bytes.length);
  });
});

describe('readBlockHeader()', () => {
  it('reads the fixed fields alone', () => {
    const bytes = blockOf([logged('a', { time: 4 }), logged('b', { time: 9 })], 12);
    expect(readBlockHeader(bytes.subarray(0, 32), FILE, 0)).toEqual({
      payloadLength: bytes.length - 32,
      rawLength: bytes.length - 32,
      firstOrdinal: 12,
      count: 2,
      minTime: 4,
      maxTime: 9,
    });
  });
});
