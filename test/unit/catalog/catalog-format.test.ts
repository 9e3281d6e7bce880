import { describe, expect, it } from 'vitest';
import {
  type Catalog,
  decodeCatalog,
  EMPTY_CATALOG,
  encodeCatalog,
} from '../../../src/catalog/catalog-format.js';
import { crc32 } from '../../../src/codec/checksum.js';
import { packMetadata } from '../../../src/codec/metadata.js';
import { latin1, toHex, withByte } from '../../support/bytes.js';
import { expectSameOrTyped } from '../../support/damage.js';
import { expectCorruption, thrownBy } from '../../support/thrown.js';

const FILE = 'store/CATALOG';

const FULL: Catalog = {
  generation: 12,
  id: '6a09e667f3bc',
  nextSequence: 2 ** 40 + 7,
  nextNumber: 41,
  packs: [
    {
      ...{ number: 3, bytes: 2 ** 33, tailBytes: 70_000, tablesOffset: 2 ** 32 + 5 },
      ...{ firstSequence: 2 ** 40, lastSequence: 2 ** 40 + 6 },
      ...{ messages: 587, textBytes: 2 ** 34 + 1, minTime: -86_400_001, maxTime: -1 },
      hours: [-25, 500, -1, 87],
    },
    {
      ...{ number: 40, bytes: 4096, tailBytes: 200, tablesOffset: 2000 },
      ...{ firstSequence: 0, lastSequence: 900 },
      ...{ messages: 1, textBytes: 0, minTime: 1_629_190_000_123, maxTime: 1_629_190_000_123 },
      hours: [452_552, 1],
    },
  ],
  log: {
    number: 39,
    bytes: 16_000,
    messages: 7,
    textBytes: 15_000,
    hours: [452_552, 3, 452_553, 4],
  },
  inputs: [
    {
      ...{ path: '/var/log/日本.log', size: 2 ** 35, modified: 1_629_190_000_123.5 - 0.5 },
      ...{ fingerprint: 0xcbf4_3926, offset: 77, messages: 3, finished: false },
      ...{ continuing: true, rest: 9, unended: 27 },
      ...{ clock: { year: 2021, last: [1, 2, null], zone: 'UTC' } },
    },
    {
      ...{ path: '/b', size: 0, modified: 0, fingerprint: 0, offset: 0, messages: 0 },
      ...{ finished: true, continuing: false, rest: 0, unended: 0, clock: null },
    },
  ],
};

/** A file around metadata, with length and checksum that fit. */
function fileOf(metadata: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(20));
  latin1('HYBSACAT').forEach((byte, i) => {
    head.setUint8(i, byte);
  });
  head.setUint16(8, 1, true);
  head.setUint32(12, metadata.length, true);
  head.setUint32(16, crc32(metadata), true);
  return Uint8Array.from([...new Uint8Array(head.buffer), ...metadata]);
}

describe('encodeCatalog()', () => {
  it('decodeCatalog() gives the catalog back', () => {
    for (const catalog of [EMPTY_CATALOG, FULL])
      expect(decodeCatalog(encodeCatalog(catalog), FILE)).toEqual(catalog);
  });

  it('writes magic, version, length and checksum before the metadata', () => {
    const bytes = encodeCatalog(EMPTY_CATALOG);
    expect(toHex(bytes.subarray(0, 12))).toBe('48 59 42 53 41 43 41 54 01 00 00 00');
    expect(fileOf(bytes.slice(20))).toEqual(Uint8Array.from(bytes));
  });

  it('holds ten thousand packs', () => {
    const [, pack] = FULL.packs;
    const packs = Array.from({ length: 10_000 }, (_, i) => ({ ...pack!, number: i }));
    const bytes = encodeCatalog({ ...FULL, packs });
    expect(bytes.length / packs.length).toBeLessThan(100);
    expect(decodeCatalog(bytes, FILE).packs.at(-1)).toEqual(packs.at(-1));
  });
});

describe('decodeCatalog()', () => {
  const bytes = encodeCatalog(FULL);

  it('refuses other files, other versions and damage', () => {
    const check = (damaged: Uint8Array, what: string, offset: number) => {
      expectCorruption(() => decodeCatalog(damaged, FILE), what, FILE, offset);
      expect(thrownBy(() => decodeCatalog(damaged, FILE)).message).toContain('hayabusa repair');
    };
    check(new Uint8Array(0), 'Catalog too short', 0);
    check(bytes.subarray(0, 19), 'Catalog too short', 0);
    check(withByte(bytes, 0, 0), 'No catalog', 0);
    check(withByte(bytes, 11, 1), 'Reserved bytes', 10);
    check(bytes.subarray(0, bytes.length - 1), 'Length of the catalog', 12);
    check(Uint8Array.from([...bytes, 0]), 'Length of the catalog', 12);
    check(withByte(bytes, 16, bytes[16]! ^ 1), 'Checksum mismatch', 20);
    check(withByte(bytes, 40, bytes[40]! ^ 1), 'Checksum mismatch', 20);
    expect(thrownBy(() => decodeCatalog(withByte(bytes, 8, 2), FILE)).code).toBe('format-too-new');
    expect(thrownBy(() => decodeCatalog(withByte(bytes, 8, 0), FILE)).code).toBe('format-too-old');
  });

  it('every byte changed and every shorter length is noticed', () => {
    const noticed = expectSameOrTyped(bytes, FILE, (damaged) => decodeCatalog(damaged, FILE));
    expect(noticed).toBe(4 * bytes.length);
  });

  it('refuses metadata that is not a catalog, under a checksum that is right', () => {
    const log: unknown[] = [0, 0, 0, 0, []];
    const plain = {
      ...{ generation: 1, id: 'a1', nextSequence: 1, nextNumber: 1 },
      ...{ packs: [] as unknown, log: log as unknown, inputs: [] as unknown },
    };
    const pack: unknown[] = [5, 16, 1, 1, 0, 0, 7, 9, 4, 6, [2, 3]];
    const input = { ...FULL.inputs[0] };
    const check = (metadata: unknown) =>
      expectCorruption(
        () => decodeCatalog(fileOf(packMetadata(metadata)), FILE),
        'Malformed catalog',
        FILE,
        20,
      );
    expect(decodeCatalog(fileOf(packMetadata(plain)), FILE).generation).toBe(1);
    for (const each of [null, 5, 'x', [], {}]) check(each);
    for (const each of ['1', 1.5, null, 2 ** 60]) check({ ...plain, generation: each });
    for (const field of ['nextSequence', 'nextNumber', 'packs', 'log', 'inputs'])
      check({ ...plain, [field]: undefined });
    for (const each of [null, {}, 5, [5], [[]], [null]]) check({ ...plain, packs: each });
    for (let field = 0; field < pack.length; field++)
      check({ ...plain, packs: [pack.with(field, 'x')] });
    for (const each of [5, null, undefined]) check({ ...plain, id: each });
    for (const each of [null, {}, 5, [], [5]]) check({ ...plain, log: each });
    for (let field = 0; field < log.length; field++) check({ ...plain, log: log.with(field, 'x') });
    for (const hours of [[1], [1, 2, 3], [1, '2'], [[1, 2]], {}]) {
      check({ ...plain, packs: [pack.with(10, hours)] });
      check({ ...plain, log: log.with(4, hours) });
    }
    for (const each of [null, {}, 5, [5], [[]], [{}]]) check({ ...plain, inputs: each });
    for (const field of ['path', 'size', 'modified', 'fingerprint', 'offset', 'messages', 'rest'])
      check({ ...plain, inputs: [{ ...input, [field]: null }] });
  });

  it('refuses bytes that are no MessagePack, under a checksum that is right', () => {
    const good = bytes.slice(20);
    const check = (metadata: Uint8Array) =>
      expectCorruption(() => decodeCatalog(fileOf(metadata), FILE), 'Malformed catalog', FILE, 20);
    check(new Uint8Array(0));
    check(Uint8Array.of(0xc1));
    check(Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff));
    for (let length = 0; length < good.length; length++) check(good.subarray(0, length));
    check(Uint8Array.from([...good, 0]));
  });
});
