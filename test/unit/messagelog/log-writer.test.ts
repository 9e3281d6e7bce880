import { describe, expect, it } from 'vitest';
import { LOG_BLOCK_TEXT_BYTES, MAX_MESSAGE_BYTES } from '../../../src/base/limits.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { lz4Decompress } from '../../../src/codec/lz4.js';
import { LOG_BLOCK_HEADER_BYTES, LOG_HEADER_BYTES } from '../../../src/messagelog/log-format.js';
import { writeLogBlocks, writeLogHeader } from '../../../src/messagelog/log-writer.js';
import { asText, noise, toHex } from '../../support/bytes.js';
import {
  batchOf,
  blocksOf,
  type LoggedText,
  logged,
  logOf,
  messagesOf,
  openLog,
} from '../../support/message-log.js';

/** Expects the log of `messages` to give them back; returns how many messages each block holds. */
function countsOf(messages: readonly LoggedText[]): number[] {
  const { bytes, blocks } = logOf(messages);
  expect(messagesOf(openLog(bytes))).toEqual(messages);
  return blocks.map((block) => block.count);
}

describe('writeLogHeader()', () => {
  it('writes magic and version', () => {
    const out = new ByteWriter();
    writeLogHeader(out);
    expect(toHex(out.bytes())).toBe('48 59 42 53 41 4c 4f 47 01 00 00 00 00 00 00 00');
    expect(out.length).toBe(LOG_HEADER_BYTES);
  });
});

describe('writeLogBlocks()', () => {
  it('writes the bytes of the format, uncompressed when that is no longer', () => {
    const out = new ByteWriter();
    const messages = [
      logged('a', { time: 5, receivedAt: 300, sequence: 2 }),
      logged('', { time: 3, receivedAt: 299, sequence: 3, source: 'b' }),
      logged('c', { time: 3, receivedAt: 299, sequence: 9, source: 'b', isPiece: true }),
    ];
    writeLogBlocks(out, batchOf(messages));
    const raw =
      // sources: a.log, b
      '02 05 61 2e 6c 6f 67 01 62 ' +
      // runs: count, source, received at, sequence
      '01 00 ac 02 02 ' +
      '01 01 ab 02 03 ' +
      '01 01 ab 02 09 ' +
      // times as differences in zigzag, lengths
      '0a 03 00 ' +
      '01 00 01 ' +
      // one further piece, at 2
      '01 02 ' +
      // text
      '61 0a 0a 63 0a';
    const length = raw.split(' ').length.toString(16);
    const header = `${length} 00 00 00 ${length} 00 00 00 03 00 00 00`;
    expect(toHex(out.bytes().subarray(8))).toBe(`${header} ${raw}`);
    expect(toHex(out.bytes().subarray(0, 4))).toBe('48 42 4c 4b');
    const view = new DataView(out.copy().buffer);
    expect(view.getUint32(4, true)).toBe(crc32(out.bytes().subarray(8)));
  });

  it('compresses', () => {
    const text = 'session opened for user root '.repeat(20);
    const { bytes } = logOf([logged(text), logged(text)]);
    expect(bytes.length).toBeLessThan(200);
    const view = new DataView(bytes.buffer, LOG_HEADER_BYTES);
    const payload = bytes.subarray(LOG_HEADER_BYTES + LOG_BLOCK_HEADER_BYTES);
    const raw = lz4Decompress(payload, view.getUint32(12, true));
    expect(asText(raw!)).toContain(`${text}\n${text}\n`);
  });

  it('ends a block before its text is too long, but takes one message at least', () => {
    // Their LFs make them full KiB but the last of a block, whose LF does not count.
    const kilobyte = 'x'.repeat(1023);
    const full = LOG_BLOCK_TEXT_BYTES / 1024;
    expect(countsOf(Array.from({ length: full }, () => logged(kilobyte)))).toEqual([full]);
    expect(countsOf(Array.from({ length: full + 1 }, () => logged(kilobyte)))).toEqual([full, 1]);
    const huge = 'y'.repeat(MAX_MESSAGE_BYTES);
    expect(countsOf(['a', huge, 'b', huge].map((text) => logged(text)))).toEqual([1, 1, 1, 1]);
    const noisy = asText(noise(MAX_MESSAGE_BYTES));
    expect(countsOf([logged(noisy)])).toEqual([1]);
  });

  it('takes as many empty messages as their LFs fill a block, from sources of their own', () => {
    const messages = Array.from({ length: LOG_BLOCK_TEXT_BYTES + 9 }, (_, i) =>
      logged('', {
        ...{ time: 2 ** 42 * (i % 2), sequence: i * 1000, receivedAt: 2 ** 41 + i },
        ...{ source: 's', isPiece: i % 2 === 1 },
      }),
    );
    expect(countsOf(messages)).toEqual([LOG_BLOCK_TEXT_BYTES + 1, 8]);
  });

  it('splits runs of sources and pieces over blocks', () => {
    const text = 'x'.repeat(LOG_BLOCK_TEXT_BYTES / 4 - 1);
    const messages = Array.from({ length: 19 }, (_, i) =>
      logged(text, {
        sequence: 100 + i,
        source: i < 6 || i > 12 ? 'a' : `b${i % 2}`,
        isPiece: i % 3 === 2 || i === 4,
      }),
    );
    expect(countsOf(messages)).toEqual([4, 4, 4, 4, 3]);
  });

  it('appends to what is there', () => {
    const batches = [3, 1, 5].map((count) =>
      Array.from({ length: count }, (_, i) => logged(`of ${count}: ${i}`, { sequence: i })),
    );
    const { bytes, blocks } = logOf(...batches);
    expect(blocks.map((block) => block.count)).toEqual([3, 1, 5]);
    expect(messagesOf(openLog(bytes))).toEqual(batches.flat());
  });

  it('writes nothing for no messages', () => {
    const out = new ByteWriter();
    writeLogBlocks(out, batchOf([]));
    expect(blocksOf(out.bytes(), 0)).toEqual([]);
  });
});
