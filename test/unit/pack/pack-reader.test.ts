import { describe, expect, it } from 'vitest';
import { isHayabusaError } from '../../../src/base/errors.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { PACK_FOOTER_BYTES, TABLES_HEADER_BYTES } from '../../../src/pack/pack-format.js';
import { readFooter } from '../../../src/pack/pack-reader.js';
import { type DocSet, END_OF_DOCS } from '../../../src/postings/doc-set.js';
import { asText, latin1, withByte } from '../../support/bytes.js';
import { damages } from '../../support/damage.js';
import {
  expectedMessages,
  messagesOfPack,
  openPack,
  PACK,
  type PackedMessage,
  packed,
  termsOfPack,
  type WrittenPack,
  writePack,
} from '../../support/packs.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const BLOCKS: PackedMessage[][] = [
  Array.from({ length: 9 }, (_, i) =>
    packed(`session ${i} opened for user root from 10.0.0.${i % 3}`, i, {
      host: `core${i % 2}`,
      time: 1_629_190_000_000 + 1000 * (9 - i),
      source: i < 4 ? 'a.log' : 'b.log',
      isPiece: i === 8,
    }),
  ),
  [packed('took 1.25 s', 20), packed('took 2.50 s', 21), packed('\0\xff', 25, { time: 5 })],
];
const WRITTEN = writePack(BLOCKS);
const MESSAGES = BLOCKS.map(expectedMessages);
const TERMS = termsOfPack(openPack(WRITTEN));
const HOSTS = [...openPack(WRITTEN).index().hosts];

/** Where the parts of the small pack stand. */
const FOOTER = readFooter(WRITTEN.bytes.slice(-PACK_FOOTER_BYTES), PACK, 0);

function asArray(set: DocSet): number[] {
  const docs: number[] = [];
  for (let doc = set.docId(); doc !== END_OF_DOCS; doc = set.next()) docs.push(doc);
  return docs;
}

const damagedBy = (offset: number): WrittenPack => ({
  ...WRITTEN,
  bytes: withByte(WRITTEN.bytes, offset, WRITTEN.bytes[offset]! ^ 1),
});

describe('PackReader', () => {
  it('reads what PackWriter writes', () => {
    const pack = openPack(WRITTEN);
    expect(messagesOfPack(pack)).toEqual(MESSAGES);
    expect(HOSTS).toEqual([
      ['core0', 5],
      ['core1', 4],
    ]);
    expect(pack.name).toBe(PACK);
    expect(pack.index().termCount).toBe(TERMS.length);
    expect(pack.blocks.map(({ rows, pieces }) => [rows, pieces])).toEqual([
      [9, 1],
      [3, 0],
    ]);
    expect(pack.blocks.map((block) => [block.firstSequence, block.lastSequence])).toEqual([
      [0, 8],
      [20, 25],
    ]);
    expect(WRITTEN.info).toMatchObject({
      ...{ firstSequence: 0, lastSequence: 25 },
      bytes: WRITTEN.bytes.length,
      tailBytes: PACK_FOOTER_BYTES + FOOTER.tailLength,
      tablesOffset: FOOTER.tables,
      textBytes: BLOCKS.flat().reduce((sum, { cut }) => sum + cut.rest.length, 0),
    });
    pack.close();
  });

  it('finds units of words, of addresses and of prefixes', () => {
    const index = openPack(WRITTEN).index();
    expect(index.unitsOf(latin1('session'))?.cost()).toBe(1);
    expect(index.unitsOf(latin1('\x02\x0a\x00\x00\x01'))?.cost()).toBe(1);
    for (const absent of ['sessio', 'sessions', '\x02\x0a\x00\x00\x09', 'zzz'])
      expect(index.unitsOf(latin1(absent)), absent).toBe(undefined);
    expect(index.unitsOfPrefix(latin1('sess'))?.cost()).toBe(1);
    expect(index.unitsOfPrefix(latin1('zzz'))).toBe(undefined);
  });

  it('knows the words that hold a part, and their units, once the whole dictionary was walked', () => {
    // A dictionary of many blocks, which are inflated into the same memory.
    const blocks = Array.from({ length: 6 }, (_, unit) =>
      Array.from({ length: 40 }, (_, row) => {
        const names = Array.from(
          { length: 20 },
          (_, i) => `n${unit * 1e6 + row * 7919 + i * 104729}q`,
        );
        const common = unit % 2 === 0 ? 'bhandshakes' : 'other';
        return packed(`${common} ${names.join(' ')}`, unit * 40 + row);
      }),
    );
    const index = openPack(writePack(blocks)).index();
    const [words, ...others] = [
      index.wordsWith(latin1('ndshak')),
      index.wordsWith(latin1('ndshak')),
    ];
    expect(words).toHaveLength(1);
    expect(others).toEqual([words]);
    const units = asArray(index.unitsOf(latin1('bhandshakes'))!);
    expect(units.length).toBeGreaterThan(1);
    expect(asArray(index.read(words![0]!))).toEqual(units);
    expect(asArray(index.unitsOfWordsWith([latin1('ndshak')])[0]!)).toEqual(units);
    // Too many words to keep.
    expect(index.wordsWith(latin1('q'))).toBe(undefined);
    expect(index.unitsOfWordsWith([latin1('q')])[0]?.cost()).toBeGreaterThan(units.length);
  });

  it('uses the second tables when the first ones are damaged, and says so when asked', () => {
    for (let at = FOOTER.tables; at < FOOTER.tables + TABLES_HEADER_BYTES + 20; at++) {
      const pack = openPack(damagedBy(at));
      expect(messagesOfPack(pack), `byte ${at}`).toEqual(MESSAGES);
      expect(termsOfPack(pack)).toEqual(TERMS);
      expect(openPack(damagedBy(at)).checkTables()).toHaveLength(1);
    }
    const { secondTables } = FOOTER;
    for (let at = secondTables; at < secondTables + TABLES_HEADER_BYTES + 20; at++) {
      const pack = openPack(damagedBy(at));
      expect(messagesOfPack(pack), `byte ${at}`).toEqual(MESSAGES);
      expect(pack.checkTables(), `byte ${at}`).toHaveLength(1);
    }
    expect(openPack(WRITTEN).checkTables()).toEqual([]);
  });

  it('refuses a pack both of whose tables are damaged', () => {
    const bytes = withByte(damagedBy(FOOTER.tables).bytes, FOOTER.secondTables, 0);
    const pack = openPack({ ...WRITTEN, bytes });
    expectCorruption(() => pack.blocks, 'Tables of a pack', PACK, FOOTER.tables);
    expect(pack.checkTables()).toHaveLength(2);
    // Every message asks for its template, and would read both tables anew.
    const refusal = thrownBy(() => pack.templates());
    expect(thrownBy(() => pack.templates())).toBe(refusal);
  });

  it('prints messages without the index, and refuses the index alone', () => {
    const tail = WRITTEN.bytes.length - WRITTEN.info.tailBytes;
    for (const offset of [tail, tail + 5, WRITTEN.bytes.length - 1, WRITTEN.bytes.length - 30]) {
      const pack = openPack(damagedBy(offset));
      expect(messagesOfPack(pack)).toEqual(MESSAGES);
      expect(thrownBy(() => pack.index()).code).toBe('corruption');
    }
  });

  /** The pack with another tail of the same length, under right checksums. */
  const withTail = (change: (tail: Buffer) => void): WrittenPack => {
    const bytes = Buffer.from(WRITTEN.bytes);
    const footer = bytes.length - PACK_FOOTER_BYTES;
    const tail = bytes.subarray(bytes.length - WRITTEN.info.tailBytes, footer);
    change(tail);
    bytes.writeUInt32LE(crc32(tail), footer + 20);
    bytes.writeUInt32LE(crc32(bytes.subarray(footer, footer + 28)), footer + 28);
    return { ...WRITTEN, bytes };
  };

  it('refuses an index of other units than the blocks have, and reads the blocks', () => {
    const wrong = withTail((tail) => {
      tail[0]! ^= 1;
    });
    const last = openPack(WRITTEN).blocks.at(-1)!;
    const units = last.firstUnit + last.units;
    const refused = (action: () => unknown) =>
      expect(thrownBy(action).details).toMatchObject({
        code: 'corruption',
        offset: WRITTEN.info.bytes - WRITTEN.info.tailBytes,
        expected: `${units}`,
        got: `${units ^ 1}`,
      });
    const blocksFirst = openPack(wrong);
    expect(blocksFirst.blocks).toHaveLength(2);
    refused(() => blocksFirst.index());
    refused(() => blocksFirst.index());
    const indexFirst = openPack(wrong);
    indexFirst.index();
    refused(() => indexFirst.blocks);
    expect(messagesOfPack(indexFirst)).toEqual(MESSAGES);
    refused(() => indexFirst.index());
  });

  it('refuses more units than a pack can have, before any block is read', () => {
    const pack = openPack(withTail((tail) => tail.fill(0xff, 0, 4).fill(0x7f, 4, 5)));
    const behind = WRITTEN.info.bytes - WRITTEN.info.tailBytes + 5;
    expectCorruption(() => pack.index(), 'Number out of range', PACK, behind);
    expect(pack.blocksRead).toEqual([]);
    expect(messagesOfPack(pack)).toEqual(MESSAGES);
  });

  it('every byte changed and every shorter length: each answer is right, or corruption', () => {
    const expected = JSON.stringify(messagesOfPack(openPack(WRITTEN)));
    const answers: [what: string, ask: (pack: ReturnType<typeof openPack>) => unknown][] = [
      ['messages', messagesOfPack],
      ['terms', termsOfPack],
      ['hosts', (pack) => [...pack.index().hosts]],
      ['header', (pack) => pack.checkHeader() ?? true],
      [
        'tables',
        (pack) => {
          for (const error of pack.checkTables()) throw error;
          return true;
        },
      ],
    ];
    const right = new Map([
      ['messages', expected],
      ['terms', JSON.stringify(TERMS)],
      ['hosts', JSON.stringify(HOSTS)],
      ['header', 'true'],
      ['tables', 'true'],
    ]);
    let noticed = 0;
    for (const { what, bytes } of damages(WRITTEN.bytes)) {
      let isNoticed = false;
      for (const [name, ask] of answers) {
        try {
          expect(
            JSON.stringify(ask(openPack({ ...WRITTEN, bytes }))) === right.get(name),
            `${name}: ${what}`,
          ).toBe(true);
        } catch (error) {
          const isTyped =
            isHayabusaError(error, 'corruption') ||
            isHayabusaError(error, 'format-too-new') ||
            isHayabusaError(error, 'format-too-old');
          if (!isTyped) throw error;
          isNoticed = true;
        }
      }
      if (isNoticed) noticed++;
    }
    expect(noticed).toBe(4 * WRITTEN.bytes.length);
  });

  it('refuses a catalog that says something else of it', () => {
    const ask = (info: Partial<WrittenPack['info']>) => {
      const pack = openPack({ ...WRITTEN, info: { ...WRITTEN.info, ...info } });
      const results = [() => messagesOfPack(pack), () => termsOfPack(pack)].map((read) => {
        try {
          read();
          return 'right';
        } catch (error) {
          return isHayabusaError(error) ? error.code : String(error);
        }
      });
      return results.join();
    };
    const { bytes, tailBytes, tablesOffset } = WRITTEN.info;
    expect(ask({})).toBe('right,right');
    expect(ask({ tablesOffset: tablesOffset + 1 })).toBe('right,right');
    expect(ask({ tablesOffset: 0 })).toBe('right,right');
    expect(ask({ tailBytes: tailBytes + 1 })).toBe('right,corruption');
    expect(ask({ tailBytes: PACK_FOOTER_BYTES })).toBe('right,corruption');
    expect(ask({ bytes: bytes - 1 })).toBe('right,corruption');
    expect(ask({ bytes: bytes + 1000 })).toBe('right,corruption');
    expect(ask({ bytes: bytes - 1, tablesOffset: 0 })).toBe('corruption,corruption');
  });

  it('refuses a block whose numbers of arrival are not those of the tables', () => {
    const pack = openPack(WRITTEN);
    for (const block of pack.blocks)
      for (const wrong of [
        { firstSequence: block.firstSequence - 1 },
        { lastSequence: block.lastSequence + 1 },
      ]) {
        const error = thrownBy(() => pack.block({ ...block, ...wrong }).arrival());
        expect(error.message).toContain('Numbers of arrival of a block');
      }
  });
});

describe('readFooter()', () => {
  const footer = WRITTEN.bytes.slice(-PACK_FOOTER_BYTES);
  /** The same with the checksum that it should have. */
  const sealed = (bytes: Uint8Array) => {
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(28, crc32(bytes.subarray(0, 28)), true);
    return bytes;
  };

  it('refuses other files, other versions and damage', () => {
    const check = (bytes: Uint8Array, what: string) => {
      const error = thrownBy(() => readFooter(bytes, PACK, 7));
      expect(error.code).toBe('corruption');
      expect(error.message).toContain(what);
    };
    check(footer.subarray(1), 'Pack cut off');
    check(new Uint8Array(0), 'Pack cut off');
    check(withByte(footer, 39, 0), 'No pack');
    check(withByte(footer, 0, footer[0]! ^ 1), 'Checksum mismatch');
    check(withByte(footer, 24, 2), 'Checksum mismatch');
    check(withByte(footer, 28, footer[28]! ^ 1), 'Checksum mismatch');
    check(sealed(withByte(footer, 26, 1)), 'Reserved bytes');
    const versionOf = (version: number) =>
      thrownBy(() => readFooter(sealed(withByte(footer, 24, version)), PACK, 7)).code;
    expect(versionOf(2)).toBe('format-too-new');
    expect(versionOf(0)).toBe('format-too-old');
  });

  it('leads to both tables', () => {
    const at = (offset: number) => asText(WRITTEN.bytes.subarray(offset, offset + 8));
    expect([at(FOOTER.tables), at(FOOTER.secondTables)]).toEqual(['HYBSATAB', 'HYBSATAB']);
  });
});
