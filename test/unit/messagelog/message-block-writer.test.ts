import { describe, expect, it } from 'vitest';
import { BLOCK_MESSAGES, BLOCK_TEXT_BYTES, MAX_MESSAGE_BYTES } from '../../../src/base/limits.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { lz4Decompress } from '../../../src/codec/lz4.js';
import { LOG_HEADER_BYTES } from '../../../src/messagelog/message-block-format.js';
import { writeBlocks, writeLogHeader } from '../../../src/messagelog/message-block-writer.js';
import { asText, noise, toHex } from '../../support/bytes.js';
import {
  bufferOf,
  type LoggedMessage,
  logged,
  logOf,
  messagesOf,
  openLog,
} from '../../support/message-log.js';

/** Expects the log of `messages` to give them back; returns how many messages each block holds. */
function blocksOf(messages: readonly LoggedMessage[]): number[] {
  const { bytes, blocks } = logOf(1, messages);
  expect(messagesOf(openLog(bytes))).toEqual(messages);
  let offset = LOG_HEADER_BYTES;
  for (const block of blocks) {
    expect(block.offset).toBe(offset);
    offset += block.length;
  }
  expect(offset).toBe(bytes.length);
  return blocks.map((block) => block.count);
}

describe('writeLogHeader()', () => {
  it('names the hour, also one before 1970', () => {
    const check = (hour: number, hex: string) => {
      const out = new ByteWriter();
      writeLogHeader(out, hour);
      expect(toHex(out.bytes())).toBe(`48 59 42 53 41 4c 4f 47 01 00 00 00 ${hex}`);
      expect(out.length).toBe(LOG_HEADER_BYTES);
    };
    check(452_193, '61 e6 06 00');
    check(-1, 'ff ff ff ff');
  });
});

describe('writeBlocks()', () => {
  it('writes the bytes of the format, uncompressed when that is no longer', () => {
    const out = new ByteWriter();
    const messages = [
      logged('a', { time: 5, receivedAt: 300, sequence: 2 }),
      logged('', { time: 3, receivedAt: 299, sequence: 3, source: 'b' }),
      logged('c', { time: 3, receivedAt: 299, sequence: 9, source: 'b', isPiece: true }),
    ];
    expect(writeBlocks(out, bufferOf(messages), 7)).toEqual([{ offset: 0, length: 67, count: 3 }]);
    const raw =
      // sources: a.log, b
      '02 05 61 2e 6c 6f 67 01 62 ' +
      // runs: count, source, received at, sequence
      '01 00 ac 02 02 ' +
      '01 01 01 00 ' +
      '01 01 00 05 ' +
      // times, lengths
      '0a 03 00 ' +
      '01 00 01 ' +
      // one further piece, at 2
      '01 02 ' +
      // text
      '61 0a 0a 63 0a';
    const header =
      '22 00 00 00 22 00 00 00 07 00 00 00 03 00 00 00 03 00 00 00 05 00 00 00'.replaceAll(
        '22',
        raw.split(' ').length.toString(16),
      );
    expect(toHex(out.bytes().subarray(8))).toBe(`${header} ${raw}`);
    expect(toHex(out.bytes().subarray(0, 4))).toBe('48 42 4c 4b');
    const view = new DataView(out.copy().buffer);
    expect(view.getUint32(4, true)).toBe(crc32(out.bytes().subarray(8)));
  });

  it('compresses', () => {
    const text = 'session opened for user root '.repeat(20);
    const { bytes } = logOf(1, [logged(text), logged(text)]);
    expect(bytes.length).toBeLessThan(200);
    const view = new DataView(bytes.buffer, LOG_HEADER_BYTES);
    const raw = lz4Decompress(bytes.subarray(LOG_HEADER_BYTES + 32), view.getUint32(12, true));
    expect(asText(raw!)).toContain(`${text}\n${text}\n`);
  });

  it('ends a block before its text is too long, but takes one message at least', () => {
    const kilobyte = 'x'.repeat(1023);
    const full = BLOCK_TEXT_BYTES / 1024;
    expect(blocksOf(Array.from({ length: full }, () => logged(kilobyte)))).toEqual([full]);
    expect(blocksOf(Array.from({ length: full + 1 }, () => logged(kilobyte)))).toEqual([full, 1]);
    const huge = 'y'.repeat(MAX_MESSAGE_BYTES);
    expect(blocksOf(['a', huge, 'b', huge].map((text) => logged(text)))).toEqual([1, 1, 1, 1]);
    const noisy = asText(noise(MAX_MESSAGE_BYTES));
    expect(blocksOf([logged(noisy)])).toEqual([1]);
  });

  it('ends a block of empty messages by their number', () => {
    const messages = Array.from({ length: 2 * BLOCK_MESSAGES + 3 }, (_, i) =>
      logged('', { time: 3_599_999 - i, sequence: i }),
    );
    expect(blocksOf(messages)).toEqual([BLOCK_MESSAGES, BLOCK_MESSAGES, 3]);
  });

  it('splits runs of sources and pieces over blocks', () => {
    const text = 'x'.repeat(BLOCK_TEXT_BYTES / 4 - 1);
    const messages = Array.from({ length: 19 }, (_, i) =>
      logged(text, {
        sequence: 100 + i,
        source: i < 6 || i > 12 ? 'a' : `b${i % 2}`,
        isPiece: i % 3 === 2 || i === 4,
      }),
    );
    expect(blocksOf(messages)).toEqual([4, 4, 4, 4, 3]);
  });

  it('numbers messages from the first ordinal on', () => {
    const batches = [3, 1, 5].map((count) =>
      Array.from({ length: count }, (_, i) => logged(`of ${count}: ${i}`, { sequence: i })),
    );
    const { bytes, blocks } = logOf(1, ...batches);
    expect(blocks.map((block) => block.count)).toEqual([3, 1, 5]);
    expect(messagesOf(openLog(bytes))).toEqual(batches.flat());
  });

  it('refuses numbers of arrival that go back: they could not be read again', () => {
    const messages = [logged('a', { sequence: 5 }), logged('b', { sequence: 4 })];
    expect(() => logOf(1, messages)).toThrow('Invariant broken');
  });

  it('writes nothing for no messages', () => {
    expect(logOf(1, []).blocks).toEqual([]);
  });
});
