import { corruption, wrongVersion } from '../base/errors.js';
import { type SegmentHour, segmentHour } from '../base/ids.js';
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { packMetadata, unpackMetadata } from '../codec/metadata.js';
import type { PartInfo, SegmentInfo } from '../segment/segment-info.js';

/**
 * What is committed: the segments, and how far each input was read.
 *
 *     catalog := magic:"HYBSACAT" version:u16 reserved:u16 length:u32 crc:u32 metadata
 *
 * `crc` is the CRC-32 of `metadata`, `length` bytes of MessagePack:
 *
 *     { generation, nextSequence,
 *       segments: [[hour, logBytes, messages, textBytes, minTime, maxTime, parts], …]   by hour
 *         parts:  [first, end, generation, bytes, tailBytes, …]                        five numbers each
 *       inputs:   [{…}, …] }
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
  /** State of the clock that reads times: plain data, of whoever reads the input. */
  clock: unknown;
};

export type Catalog = {
  /** Counts commits. */
  generation: number;
  /** Store-wide number of arrival of the next message. */
  nextSequence: number;
  /** By hour, ascending. */
  segments: readonly SegmentInfo[];
  inputs: readonly InputProgress[];
};

export const EMPTY_CATALOG: Catalog = { generation: 0, nextSequence: 0, segments: [], inputs: [] };

export function encodeCatalog(catalog: Catalog): Uint8Array {
  const metadata = packMetadata({
    generation: catalog.generation,
    nextSequence: catalog.nextSequence,
    segments: catalog.segments.map((segment) => [
      segment.hour,
      segment.logBytes,
      segment.messages,
      segment.textBytes,
      segment.minTime,
      segment.maxTime,
      segment.parts.flatMap((part) => [
        part.first,
        part.end,
        part.generation,
        part.bytes,
        part.tailBytes,
      ]),
    ]),
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
  'run "hayabusa repair" to rebuild the catalog from the message logs';

export function decodeCatalog(bytes: Uint8Array, file: string): Catalog {
  const reader = new ByteReader(bytes, file);
  if (bytes.length < HEADER_BYTES)
    throw corruption(
      'Catalog too short',
      file,
      0,
      `${HEADER_BYTES} bytes`,
      `${bytes.length}`,
      CATALOG_REMEDY,
    );
  const magic = Buffer.from(reader.raw(8)).toString('latin1');
  if (magic !== CATALOG_MAGIC)
    throw corruption(
      'No catalog',
      file,
      0,
      JSON.stringify(CATALOG_MAGIC),
      JSON.stringify(magic),
      CATALOG_REMEDY,
    );
  const version = reader.u16();
  if (version !== CATALOG_VERSION) throw wrongVersion(file, version, CATALOG_VERSION);
  const reserved = reader.u16();
  if (reserved !== 0)
    throw corruption('Reserved bytes', file, 10, '0', `${reserved}`, CATALOG_REMEDY);
  const length = reader.u32();
  const crc = reader.u32();
  if (length !== reader.remaining)
    throw corruption(
      'Length of the catalog',
      file,
      12,
      `${length} bytes`,
      `${reader.remaining}`,
      CATALOG_REMEDY,
    );
  const metadata = reader.raw(length);
  const got = crc32(metadata);
  if (got !== crc)
    throw corruption(
      'Checksum mismatch',
      file,
      HEADER_BYTES,
      formatCrc(crc),
      formatCrc(got),
      CATALOG_REMEDY,
    );
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
  const list = (field: unknown, name: string): unknown[] =>
    Array.isArray(field) ? field : refuse(`a list as ${name}`);
  const fields = (field: unknown): Map<string, unknown> =>
    typeof field === 'object' && field !== null ? new Map(Object.entries(field)) : refuse('a map');

  const hour = (field: unknown): SegmentHour => {
    try {
      return segmentHour(number(field, 'hour'));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return refuse('an hour');
    }
  };

  const parseParts = (field: unknown): PartInfo[] => {
    const numbers = list(field, 'parts').map((each) => number(each, 'part'));
    if (numbers.length % 5 !== 0) refuse('five numbers for each part');
    const parts: PartInfo[] = [];
    for (let i = 0; i < numbers.length; i += 5) {
      const [first = 0, end = 0, generation = 0, bytes = 0, tailBytes = 0] = numbers.slice(
        i,
        i + 5,
      );
      parts.push({ first, end, generation, bytes, tailBytes });
    }
    return parts;
  };
  const parseSegment = (field: unknown): SegmentInfo => {
    const row = list(field, 'segment');
    return {
      hour: hour(row[0]),
      logBytes: number(row[1], 'logBytes'),
      messages: number(row[2], 'messages'),
      textBytes: number(row[3], 'textBytes'),
      minTime: number(row[4], 'minTime'),
      maxTime: number(row[5], 'maxTime'),
      parts: parseParts(row[6]),
    };
  };
  const parseInput = (field: unknown): InputProgress => {
    const row = fields(field);
    const path = row.get('path');
    return {
      path: typeof path === 'string' ? path : refuse('a path'),
      size: number(row.get('size'), 'size'),
      modified: number(row.get('modified'), 'modified'),
      fingerprint: number(row.get('fingerprint'), 'fingerprint'),
      offset: number(row.get('offset'), 'offset'),
      messages: number(row.get('messages'), 'messages'),
      finished: row.get('finished') === true,
      continuing: row.get('continuing') === true,
      rest: number(row.get('rest'), 'rest'),
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
    nextSequence: number(top.get('nextSequence'), 'nextSequence'),
    segments: list(top.get('segments'), 'segments').map(parseSegment),
    inputs: list(top.get('inputs'), 'inputs').map(parseInput),
  };
}
