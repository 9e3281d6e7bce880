import { describe, expect, it } from 'vitest';
import { HayabusaError } from '../../../src/base/errors.js';
import { ByteWriter } from '../../../src/codec/byte-writer.js';
import { crc32 } from '../../../src/codec/checksum.js';
import {
  LOG_BLOCK_HEADER_BYTES,
  LOG_BLOCK_MAGIC,
  LOG_HEADER_BYTES,
} from '../../../src/messagelog/log-format.js';
import { LogReader } from '../../../src/messagelog/log-reader.js';
import { fromHex, noise, withByte } from '../../support/bytes.js';
import { damages } from '../../support/damage.js';
import {
  type LoggedText,
  logged,
  logOf,
  messagesOf,
  openLog,
  readLog,
} from '../../support/message-log.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const FILE = 'messages.log';
const batch = (name: string, count: number): LoggedText[] =>
  Array.from({ length: count }, (_, i) =>
    logged(`${name} number ${i} of a batch of ${count} messages`, { time: i, sequence: i }),
  );
const BATCHES = [batch('first', 5), batch('second', 1), batch('third', 8)];
const { bytes: LOG, blocks: BLOCKS } = logOf(...BATCHES);
const ALL = BATCHES.flat();
const END = LOG.length;

/** Names of the batches that a log yields, and offsets of the damage that it reports. */
function seen(bytes: Uint8Array, committed?: number): { batches: string[]; damage: number[] } {
  const { messages, damage } = readLog(openLog(bytes, committed));
  const batches = [...new Set(messages.map(({ text }) => text.slice(0, text.indexOf(' '))))];
  for (const name of batches)
    expect(messages.filter(({ text }) => text.startsWith(name))).toEqual(
      BATCHES.find((each) => each[0]!.text.startsWith(name)),
    );
  return {
    batches,
    damage: damage.map(({ details }) => {
      if (details.code !== 'corruption') expect.fail(`Not corruption: ${details.code}`);
      expect(details.file).toBe(FILE);
      return details.offset;
    }),
  };
}

describe('LogReader', () => {
  it('yields the blocks one after the other, and where they end', () => {
    const { messages, ends, damage } = readLog(openLog(LOG));
    expect(messages).toEqual(ALL);
    expect(ends).toEqual(BLOCKS.map(({ offset, length }) => offset + length));
    expect(damage).toEqual([]);
  });

  it('ends at the committed length, whatever stands behind it', () => {
    const committed = BLOCKS[1]!.offset;
    for (const tail of [LOG.subarray(committed), noise(100), LOG.subarray(committed, -1)]) {
      const log = openLog(Uint8Array.from([...LOG.subarray(0, committed), ...tail]), committed);
      expect(messagesOf(log)).toEqual(BATCHES[0]);
    }
    expect(messagesOf(openLog(LOG, LOG_HEADER_BYTES))).toEqual([]);
  });

  it('reports a block that reaches beyond the committed length, or beyond the file', () => {
    const { offset } = BLOCKS[2]!;
    for (const committed of [END - 1, offset + LOG_BLOCK_HEADER_BYTES, offset + 10, offset + 1]) {
      const { batches, damage } = seen(LOG, committed);
      expect(batches).toEqual(['first', 'second']);
      expect(damage).toHaveLength(1);
    }
    expect(seen(LOG.subarray(0, END - 1), END)).toMatchObject({ batches: ['first', 'second'] });
    expect(seen(LOG, END + 1)).toEqual({ batches: ['first', 'second', 'third'], damage: [END] });
    expect(seen(LOG, END + 9999)).toEqual({ batches: ['first', 'second', 'third'], damage: [END] });
  });

  it('checkHeader() refuses other files, other versions and reserved bytes', () => {
    expect(openLog(LOG).checkHeader()).toBe(undefined);
    const check = (offset: number, what: string, at: number) =>
      expectCorruption(() => openLog(withByte(LOG, offset, 9)).checkHeader(), what, FILE, at);
    check(0, 'No message log', 0);
    check(7, 'No message log', 0);
    for (let offset = 10; offset < LOG_HEADER_BYTES; offset++) check(offset, 'Reserved bytes', 16);
    expect(thrownBy(() => openLog(withByte(LOG, 8, 2)).checkHeader()).details).toEqual({
      code: 'format-too-new',
      file: FILE,
      version: 2,
      supported: '1',
    });
    expect(thrownBy(() => openLog(withByte(LOG, 8, 0)).checkHeader()).code).toBe('format-too-old');
    for (let length = 0; length < LOG_HEADER_BYTES; length++)
      expect(thrownBy(() => openLog(LOG.subarray(0, length)).checkHeader()).code).toBe(
        'corruption',
      );
  });

  it('blocks() refuses other versions, and passes a damaged header over', () => {
    expect(thrownBy(() => readLog(openLog(withByte(LOG, 8, 2)))).code).toBe('format-too-new');
    expect(seen(withByte(LOG, 0, 9))).toEqual({
      batches: ['first', 'second', 'third'],
      damage: [0],
    });
  });

  it('goes on at the next block whose checksum is right', () => {
    const [first, second, third] = BLOCKS.map((block) => block.offset) as [number, number, number];
    const check = (at: number[], batches: string[], damage: number[]) => {
      let bytes = LOG;
      for (const offset of at) bytes = withByte(bytes, offset, bytes[offset]! ^ 1);
      expect(seen(bytes)).toEqual({ batches, damage });
    };
    check([], ['first', 'second', 'third'], []);
    check([first + 40], ['second', 'third'], [first]);
    check([first], ['second', 'third'], [first]);
    check([second + 33], ['first', 'third'], [second]);
    check([third + 33], ['first', 'second'], [third]);
    check([first + 33, second + 1], ['third'], [first]);
    check([first, second, third], [], [first]);
    // A length that would reach into the next block.
    check([second + 9], ['first', 'third'], [second + LOG_BLOCK_HEADER_BYTES]);
  });

  it('finds block starts among bytes that only look like one', () => {
    const fake = logOf([logged('HBLK HBLK'), logged(`HBLK${'\0'.repeat(40)}`)]);
    const decoy = Uint8Array.from([
      ...LOG.subarray(0, BLOCKS[0]!.offset),
      ...fake.bytes.subarray(LOG_HEADER_BYTES, -1),
      ...LOG.subarray(BLOCKS[0]!.offset),
    ]);
    expect(seen(decoy).batches).toEqual(['first', 'second', 'third']);
    expect(seen(decoy).damage).toHaveLength(1);
  });

  it('finds a block behind bytes of something else, few or many', () => {
    // The search goes by windows of 1 MiB: magic numbers across their edges.
    const lengths = [1, 2, 3, 4, 19, 20, 21, 50, 5000];
    for (let near = -5; near <= 5; near++) lengths.push((1 << 20) + near);
    for (const length of lengths) {
      const { offset } = BLOCKS[1]!;
      const bytes = Buffer.concat([LOG.subarray(0, offset), noise(length), LOG.subarray(offset)]);
      expect(seen(bytes), `${length} bytes`).toEqual({
        batches: ['first', 'second', 'third'],
        damage: [offset],
      });
    }
  });

  it('passes every byte changed: blocks are whole and true, or reported', () => {
    for (const { what, bytes } of damages(LOG)) {
      const { batches, damage } = readDamaged(bytes);
      if (bytes.length === LOG.length)
        expect(damage + batches, what).toBeGreaterThanOrEqual(BLOCKS.length);
      else expect(damage, what).toBeGreaterThan(0);
    }
  });

  it('refuses blocks that no writer writes, under a checksum that is right', () => {
    const check = (raw: string, count: number, what: string) => {
      const out = new ByteWriter();
      out.raw(LOG.subarray(0, LOG_HEADER_BYTES));
      const bytes = fromHex(raw);
      const head = new ByteWriter();
      for (const number of [bytes.length, bytes.length, count]) head.u32(number);
      out.u32(LOG_BLOCK_MAGIC);
      out.u32(crc32(bytes, crc32(head.bytes())));
      out.raw(head.bytes());
      out.raw(bytes);
      const { messages, damage } = readLog(openLog(out.copy()));
      expect(messages).toEqual([]);
      expect(damage.map(({ code }) => code)).toEqual(['corruption']);
      expect(damage[0]!.message).toContain(what);
    };
    // One message of source `s`: run 1, source 0, received 5, sequence 7; time 0; `a`.
    const good = '01 01 73 01 00 05 07 00 01 00 61 0a';
    expect(() => check(good, 1, '')).toThrow();
    check(good, 0, 'Messages of a block');
    check(good, 13, 'Messages of a block');
    check(good, 2, '');
    check('02 01 73 01 00 05 07 00 01 00 61 0a', 1, 'Number out of range');
    check('01 01 73 00 00 05 07 00 01 00 61 0a', 1, 'Empty run');
    check('01 01 73 02 00 05 07 00 01 00 61 0a', 1, 'Number out of range');
    check('01 01 73 01 01 05 07 00 01 00 61 0a', 1, 'Number out of range');
    check('00 01 00 05 07 00 01 00 61 0a', 1, 'Number out of range');
    check('01 01 73 01 00 05 07 00 02 00 61 0a', 1, 'Section too short');
    check('01 01 73 01 00 05 07 00 00 00 61 0a', 1, 'Bytes left over');
    check('01 01 73 01 00 05 07 00 01 02 00 00 61 0a', 1, 'Number out of range');
    check('01 01 73 01 00 05 07 00 01 01 01 61 0a', 1, 'Continuation');
    check('01 01 73 01 00 05', 1, 'cut off');
  });

  it('never takes bytes for a block, whatever they are', () => {
    for (let seed = 1; seed < 300; seed++) {
      const bytes = noise(200, seed);
      bytes.set(LOG.subarray(0, LOG_HEADER_BYTES + 4));
      expect(seen(bytes).batches).toEqual([]);
    }
  });

  it('errors thrown by the file itself pass through', () => {
    const failing = {
      size: 1000,
      read: () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      },
      close: () => {},
    };
    const log = new LogReader(failing, FILE, 1000);
    const report = () => expect.fail('An input error is no damage');
    expect(() => [...log.blocks(report)]).toThrow('EIO');
    expect(() => [...log.blocks(report)]).not.toThrow(HayabusaError);
  });
});

/** How many batches are there, whole and true, and how much damage is reported; all of it, not just what is committed. */
function readDamaged(bytes: Uint8Array): { batches: number; damage: number } {
  try {
    const { batches, damage } = seen(bytes, LOG.length);
    return { batches: batches.length, damage: damage.length };
  } catch (error) {
    if (!(error instanceof HayabusaError) || !error.code.startsWith('format-too')) throw error;
    return { batches: BLOCKS.length, damage: 1 };
  }
}
