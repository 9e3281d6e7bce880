import { describe, expect, it } from 'vitest';
import { segmentHour } from '../../../src/base/ids.js';
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
  nextSequence: 2 ** 40 + 7,
  segments: [
    {
      ...{ hour: segmentHour(-5), logBytes: 16, messages: 0, textBytes: 0 },
      ...{ minTime: 0, maxTime: 0, parts: [] },
    },
    {
      ...{ hour: segmentHour(452_193), logBytes: 2 ** 33, messages: 587, textBytes: 2 ** 34 + 1 },
      ...{ minTime: 0, maxTime: 3_599_999 },
      parts: [
        { first: 0, end: 500, generation: 0, bytes: 4096, tailBytes: 200 },
        { first: 500, end: 587, generation: 3, bytes: 2 ** 32 + 5, tailBytes: 70_000 },
      ],
    },
  ],
  inputs: [
    {
      ...{ path: '/var/log/日本.log', size: 2 ** 35, modified: 1_629_190_000_123.5 - 0.5 },
      ...{ fingerprint: 0xcbf4_3926, offset: 77, messages: 3, finished: false },
      ...{ continuing: true, rest: 9, clock: { year: 2021, last: [1, 2, null], zone: 'UTC' } },
    },
    {
      ...{ path: '/b', size: 0, modified: 0, fingerprint: 0, offset: 0, messages: 0 },
      ...{ finished: true, continuing: false, rest: 0, clock: null },
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

  it('holds ten thousand hours', () => {
    const [, segment] = FULL.segments;
    const segments = Array.from({ length: 10_000 }, (_, i) => ({
      ...segment!,
      hour: segmentHour(i),
    }));
    const bytes = encodeCatalog({ ...FULL, segments });
    expect(bytes.length / segments.length).toBeLessThan(100);
    expect(decodeCatalog(bytes, FILE).segments.at(-1)).toEqual(segments.at(-1));
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
    const plain = { generation: 1, nextSequence: 1, segments: [], inputs: [] };
    const segment: unknown[] = [5, 16, 1, 1, 0, 0, []];
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
    for (const each of [null, {}, 5, [5], [[]], [null]]) check({ ...plain, segments: each });
    for (let field = 0; field < segment.length; field++)
      check({ ...plain, segments: [segment.with(field, 'x')] });
    for (const hour of [0.5, 2 ** 40, -(2 ** 40)])
      check({ ...plain, segments: [segment.with(0, hour)] });
    for (const parts of [[1], [1, 2, 3, 4], [1, 2, 3, 4, '5'], {}])
      check({ ...plain, segments: [segment.with(6, parts)] });
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
