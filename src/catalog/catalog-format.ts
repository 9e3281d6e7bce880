import { corruption, wrongVersion } from '../base/errors.js';
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { packMetadata, unpackMetadata } from '../codec/metadata.js';
import type { LogInfo } from '../messagelog/log-format.js';
import type { PackInfo } from '../pack/pack-format.js';

/**
 * What is committed: the packs, the message log, and how far each input was read.
 *
 *     catalog := magic:"HYBSACAT" version:u16 reserved:u16 length:u32 crc:u32 metadata
 *
 * `crc` is the CRC-32 of `metadata`, `length` bytes of MessagePack:
 *
 *     { generation, id, nextSequence, nextNumber,
 *       packs:  [[number, bytes, tailBytes, tablesOffset, messages, textBytes, minTime, maxTime,
 *                 firstSequence, lastSequence, hours], …]   by minTime, then number
 *       log:    [number, bytes, messages, textBytes, hours]
 *         hours: [hour, messages, …]
 *       inputs: [{…}, …] }
 */
export const CATALOG_MAGIC = 'HYBSACAT';
export const CATALOG_VERSION = 1;
const HEADER_BYTES = 20;

/** How far one input file was read: what `--resume` goes on from. */
export type InputProgress = {
  /** Absolute path. */
  path: string;
  /** Size on disk, modification time (epoch ms) and CRC-32 of the first bytes, to know the file again. */
  size: number;
  modified: number;
  fingerprint: number;
  /** Bytes of the (decompressed) input that are committed. */
  offset: number;
  messages: number;
  finished: boolean;
  /** Whether `offset` lies inside a line too long for one message. */
  continuing: boolean;
  /** With octet counting: bytes of the message at `offset` that are yet to come. */
  rest: number;
  /** Bytes up to `offset` of a line, or a counted message, that the input's end cut off: kept as a message. 0: none was. */
  unended: number;
  /** State of the clock that reads times: plain data, of whoever reads the input. */
  clock: unknown;
};

export type Catalog = {
  /** Counts commits. */
  generation: number;
  /** Tells the store from others: a cursor holds in one only. Another one when the catalog had to be rebuilt. */
  id: string;
  /** Store-wide number of arrival of the next message. */
  nextSequence: number;
  /** Number of the next pack or message log. */
  nextNumber: number;
  /** By minTime, ascending. */
  packs: readonly PackInfo[];
  log: LogInfo;
  inputs: readonly InputProgress[];
};

/** What a new store is called. */
export function newStoreId(): string {
  // No secret: Node takes 3 ms to load `crypto`.
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
}

export const EMPTY_LOG: LogInfo = { number: 0, bytes: 0, messages: 0, textBytes: 0, hours: [] };

export const EMPTY_CATALOG: Catalog = {
  generation: 0,
  id: '',
  nextSequence: 0,
  nextNumber: 1,
  packs: [],
  log: EMPTY_LOG,
  inputs: [],
};

export function encodeCatalog(catalog: Catalog): Uint8Array {
  const { log } = catalog;
  const metadata = packMetadata({
    generation: catalog.generation,
    id: catalog.id,
    nextSequence: catalog.nextSequence,
    nextNumber: catalog.nextNumber,
    packs: catalog.packs.map((pack) => [
      pack.number,
      pack.bytes,
      pack.tailBytes,
      pack.tablesOffset,
      pack.messages,
      pack.textBytes,
      pack.minTime,
      pack.maxTime,
      pack.firstSequence,
      pack.lastSequence,
      pack.hours,
    ]),
    log: [log.number, log.bytes, log.messages, log.textBytes, log.hours],
    inputs: catalog.inputs,
  });
  const out = new ByteWriter(metadata.length + HEADER_BYTES);
  out.raw(Buffer.from(CATALOG_MAGIC, 'latin1'));
  out.u16(CATALOG_VERSION);
  out.u16(0);
  out.u32(metadata.length);
  out.u32(crc32(metadata));
  out.raw(metadata);
  return out.bytes();
}

export const CATALOG_REMEDY: string =
  'run "hayabusa repair" to rebuild the catalog from the packs and the message log';

export function decodeCatalog(bytes: Uint8Array, file: string): Catalog {
  const refuse = (what: string, offset: number, expected: string, got: string) =>
    corruption(what, file, offset, expected, got, CATALOG_REMEDY);
  const reader = new ByteReader(bytes, file);
  if (bytes.length < HEADER_BYTES)
    throw refuse('Catalog too short', 0, `${HEADER_BYTES} bytes`, `${bytes.length}`);
  const magic = Buffer.from(reader.raw(8)).toString('latin1');
  if (magic !== CATALOG_MAGIC)
    throw refuse('No catalog', 0, JSON.stringify(CATALOG_MAGIC), JSON.stringify(magic));
  const version = reader.u16();
  if (version !== CATALOG_VERSION) throw wrongVersion(file, version, CATALOG_VERSION);
  const reserved = reader.u16();
  if (reserved !== 0) throw refuse('Reserved bytes', 10, '0', `${reserved}`);
  const length = reader.u32();
  const crc = reader.u32();
  if (length !== reader.remaining)
    throw refuse('Length of the catalog', 12, `${length} bytes`, `${reader.remaining}`);
  const metadata = reader.raw(length);
  const got = crc32(metadata);
  if (got !== crc) throw refuse('Checksum mismatch', HEADER_BYTES, formatCrc(crc), formatCrc(got));
  return parseCatalog(metadata, file);
}

function parseCatalog(metadata: Uint8Array, file: string): Catalog {
  const refuse = (what: string): never => {
    throw corruption('Malformed catalog', file, HEADER_BYTES, what, 'other', CATALOG_REMEDY);
  };
  const number = (field: unknown, name: string): number =>
    typeof field === 'number' && Number.isSafeInteger(field)
      ? field
      : refuse(`a number as ${name}`);
  const text = (field: unknown, name: string): string =>
    typeof field === 'string' ? field : refuse(`a text as ${name}`);
  const list = (field: unknown, name: string): unknown[] =>
    Array.isArray(field) ? field : refuse(`a list as ${name}`);
  const fields = (field: unknown): Map<string, unknown> =>
    typeof field === 'object' && field !== null ? new Map(Object.entries(field)) : refuse('a map');
  const hours = (field: unknown): number[] => {
    const flat = list(field, 'hours').map((each) => number(each, 'hour'));
    return flat.length % 2 === 0 ? flat : refuse('two numbers for each hour');
  };
  const parsePack = (field: unknown): PackInfo => {
    const row = list(field, 'pack');
    return {
      number: number(row[0], 'number'),
      bytes: number(row[1], 'bytes'),
      tailBytes: number(row[2], 'tailBytes'),
      tablesOffset: number(row[3], 'tablesOffset'),
      messages: number(row[4], 'messages'),
      textBytes: number(row[5], 'textBytes'),
      minTime: number(row[6], 'minTime'),
      maxTime: number(row[7], 'maxTime'),
      firstSequence: number(row[8], 'firstSequence'),
      lastSequence: number(row[9], 'lastSequence'),
      hours: hours(row[10]),
    };
  };
  const parseLog = (field: unknown): LogInfo => {
    const row = list(field, 'log');
    return {
      number: number(row[0], 'number'),
      bytes: number(row[1], 'bytes'),
      messages: number(row[2], 'messages'),
      textBytes: number(row[3], 'textBytes'),
      hours: hours(row[4]),
    };
  };
  const parseInput = (field: unknown): InputProgress => {
    const row = fields(field);
    return {
      path: text(row.get('path'), 'path'),
      size: number(row.get('size'), 'size'),
      modified: number(row.get('modified'), 'modified'),
      fingerprint: number(row.get('fingerprint'), 'fingerprint'),
      offset: number(row.get('offset'), 'offset'),
      messages: number(row.get('messages'), 'messages'),
      finished: row.get('finished') === true,
      continuing: row.get('continuing') === true,
      rest: number(row.get('rest'), 'rest'),
      unended: number(row.get('unended') ?? 0, 'unended'),
      clock: row.get('clock'),
    };
  };
  let value: unknown;
  try {
    value = unpackMetadata(metadata);
  } catch {
    refuse('MessagePack');
  }
  const top = fields(value);
  return {
    generation: number(top.get('generation'), 'generation'),
    id: text(top.get('id'), 'id'),
    nextSequence: number(top.get('nextSequence'), 'nextSequence'),
    nextNumber: number(top.get('nextNumber'), 'nextNumber'),
    packs: list(top.get('packs'), 'packs').map(parsePack),
    log: parseLog(top.get('log')),
    inputs: list(top.get('inputs'), 'inputs').map(parseInput),
  };
}
