import { describe, expect, it } from 'vitest';
import { HayabusaError } from '../../../src/base/errors.js';
import { LOG_HEADER_BYTES } from '../../../src/messagelog/message-block-format.js';
import { MessageLogReader } from '../../../src/messagelog/message-log-reader.js';
import { asText, noise, withByte } from '../../support/bytes.js';
import { damages, expectSameOrTyped } from '../../support/damage.js';
import { logged, logOf, messagesOf, openLog } from '../../support/message-log.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const FILE = 'messages.log';
const batch = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    logged(`${name} number ${i} of a batch of ${count} messages`, { time: i, sequence: i }),
  );
const BATCHES = [batch('first', 5), batch('second', 1), batch('third', 8)];
const { bytes: LOG, blocks: BLOCKS } = logOf(452_193, ...BATCHES);
const ALL = BATCHES.flat();

describe('MessageLogReader', () => {
  it('yields the blocks one after the other, from any of them on', () => {
    const log = openLog(LOG);
    expect(messagesOf(log)).toEqual(ALL);
    expect([...log.blocks()].map(({ offset }) => offset)).toEqual(BLOCKS.map((b) => b.offset));
    expect([...log.blocks(BLOCKS[1]!.offset)]).toHaveLength(2);
    expect([...log.blocks(LOG.length)]).toEqual([]);
    expect(log.block(BLOCKS[2]!.offset).firstOrdinal).toBe(6);
  });

  it('ends at the committed length, whatever stands behind it', () => {
    const committed = BLOCKS[1]!.offset;
    for (const tail of [LOG.subarray(committed), noise(100), LOG.subarray(committed, -1)]) {
      const log = openLog(Uint8Array.from([...LOG.subarray(0, committed), ...tail]), committed);
      expect(messagesOf(log)).toEqual(BATCHES[0]);
      expectCorruption(() => log.block(committed), 'Section too short', FILE, committed);
    }
    expect(messagesOf(openLog(LOG, LOG_HEADER_BYTES))).toEqual([]);
  });

  it('gives the blocks of a file shorter than what is committed, then says that it is cut off', () => {
    const log = openLog(LOG, LOG.length + 1);
    const found: unknown[] = [];
    const readAll = () => {
      for (const { block } of log.blocks()) found.push(block.firstOrdinal);
    };
    expectCorruption(readAll, 'too short', FILE, LOG.length);
    expect(found).toEqual([
      0,
      ...BLOCKS.slice(1).map(({ offset }) => log.block(offset).firstOrdinal),
    ]);
  });

  it('checkHour() refuses the log of another hour, and passes a damaged head over', () => {
    const reports: unknown[] = [];
    const hour = openLog(LOG).checkHeader();
    openLog(LOG).checkHour(hour, (error) => reports.push(error));
    expect(reports).toEqual([]);
    expectCorruption(() => openLog(LOG).checkHour(hour + 1, () => {}), 'Hour of', FILE, 12);
    openLog(withByte(LOG, 2, 0)).checkHour(hour, (error) => reports.push(error));
    expect(reports).toHaveLength(1);
    expect(thrownBy(() => openLog(withByte(LOG, 8, 2)).checkHour(hour, () => {})).code).toBe(
      'format-too-new',
    );
  });

  it('refuses a block that reaches beyond the committed length, or stands beyond it', () => {
    const { offset } = BLOCKS[2]!;
    const log = openLog(LOG, LOG.length - 1);
    expectCorruption(() => log.block(offset), 'beyond the committed length', FILE, offset);
    expectCorruption(() => [...log.blocks()], 'beyond the committed length', FILE, offset);
    const inside = openLog(LOG, offset + 10);
    expectCorruption(() => inside.block(offset), 'Section too short', FILE, offset + 8);
    expectCorruption(() => log.block(LOG.length + 9), 'Section too short', FILE, LOG.length + 9);
  });

  it('checkHeader() names the hour', () => {
    for (const hour of [452_193, 0, -5])
      expect(openLog(logOf(hour).bytes).checkHeader()).toBe(hour);
  });

  it('checkHeader() refuses other files, other versions and reserved bytes', () => {
    const check = (offset: number, what: string, at: number) =>
      expectCorruption(() => openLog(withByte(LOG, offset, 9)).checkHeader(), what, FILE, at);
    check(0, 'No message log', 0);
    check(7, 'No message log', 0);
    check(10, 'Reserved bytes', 12);
    check(11, 'Reserved bytes', 12);
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

  describe('blocks() with onDamage', () => {
    const read = (bytes: Uint8Array) => {
      const reports: [offset: number, skipped: number][] = [];
      const ordinals: number[] = [];
      const damaged = openLog(bytes).blocks(LOG_HEADER_BYTES, (error, skipped) => {
        const { details } = error;
        expect(details.code).toBe('corruption');
        reports.push(['offset' in details ? details.offset : -1, skipped]);
      });
      for (const { block } of damaged) ordinals.push(block.firstOrdinal);
      return { reports, ordinals };
    };

    it('goes on at the next block, and says how much it left out', () => {
      const [first, second, third] = BLOCKS.map((block) => block.offset) as [
        number,
        number,
        number,
      ];
      const check = (at: number[], reports: [number, number][], ordinals: number[]) => {
        let bytes = LOG;
        for (const offset of at) bytes = withByte(bytes, offset, bytes[offset]! ^ 1);
        expect(read(bytes)).toEqual({ reports, ordinals });
      };
      check([], [], [0, 5, 6]);
      check([first + 40], [[first, second - first]], [5, 6]);
      check([first], [[first, second - first]], [5, 6]);
      check([second + 33], [[second, third - second]], [0, 6]);
      check([third + 33], [[third, LOG.length - third]], [0, 5]);
      check([first + 33, second + 1], [[first, third - first]], [6]);
      check([first, second, third], [[first, LOG.length - first]], []);
      // A length that would reach into the next block.
      check([second + 9], [[second + 32, third - second]], [0, 6]);
    });

    it('finds block starts among bytes that only look like one', () => {
      const fake = logOf(1, [logged('HBLK HBLK'), logged(`HBLK${'\0'.repeat(40)}`)]);
      const decoy = Uint8Array.from([
        ...LOG.subarray(0, BLOCKS[0]!.offset),
        ...fake.bytes.subarray(LOG_HEADER_BYTES, -1),
        ...LOG.subarray(BLOCKS[0]!.offset),
      ]);
      expect(read(decoy).ordinals).toEqual([0, 5, 6]);
      expect(read(decoy).reports).toHaveLength(1);
    });

    it('finds a block that follows on few bytes of something else', () => {
      for (let length = 1; length < 50; length++) {
        const { offset } = BLOCKS[1]!;
        const head = LOG.subarray(0, offset);
        const bytes = Uint8Array.from([...head, ...noise(length), ...LOG.subarray(offset)]);
        const { ordinals, reports } = read(bytes);
        expect(ordinals).toEqual([0, 5, 6]);
        expect(reports.map(([, skipped]) => skipped)).toEqual([length]);
      }
    });

    it('passes every byte changed: blocks are whole and true, or reported', () => {
      const whole = new Map(BLOCKS.map(({ offset }) => [offset, textsAt(LOG, offset)]));
      for (const { what, bytes } of damages(LOG)) {
        if (bytes.length < LOG.length) continue;
        let reports = 0;
        let skipped = 0;
        const seen: number[] = [];
        for (const { offset, block } of openLog(bytes).blocks(LOG_HEADER_BYTES, (_, length) => {
          reports++;
          skipped += length;
        })) {
          seen.push(offset);
          expect(textsOf(block), what).toEqual(whole.get(offset));
          skipped += block.length;
        }
        expect(seen.length + reports, what).toBe(BLOCKS.length);
        expect(skipped, what).toBe(LOG.length - LOG_HEADER_BYTES);
      }
    });
  });

  it('every byte changed and every shorter length gives the same messages or an error', () => {
    const noticed = expectSameOrTyped(LOG, FILE, (damaged) => {
      // Committed is what the catalog says; the hour that the header names is the caller's to compare.
      const log = openLog(damaged, LOG.length);
      return [log.checkHeader() & 0, messagesOf(log)];
    });
    expect(noticed).toBe(4 * LOG.length - 3 * 4);
  });

  it('errors thrown by the file itself pass through', () => {
    const failing = {
      size: 1000,
      read: () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      },
      close: () => {},
    };
    const log = new MessageLogReader(failing, FILE, 1000);
    const report = () => expect.fail('An input error is no damage');
    expect(() => [...log.blocks(16, report)]).toThrow('EIO');
    expect(() => [...log.blocks(16, report)]).not.toThrow(HayabusaError);
  });
});

function textsAt(bytes: Uint8Array, offset: number): string[] {
  return textsOf(openLog(bytes).block(offset));
}

function textsOf(block: { count: number; message(index: number): Uint8Array }): string[] {
  return Array.from({ length: block.count }, (_, i) => asText(block.message(i)));
}
