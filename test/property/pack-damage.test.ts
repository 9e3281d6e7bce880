import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HayabusaError } from '../../src/base/errors.js';
import { ByteReader } from '../../src/codec/byte-reader.js';
import { ByteWriter } from '../../src/codec/byte-writer.js';
import { crc32 } from '../../src/codec/checksum.js';
import { packSection, unpackSection } from '../../src/codec/packed-section.js';
import { Arrival, writeArrival } from '../../src/pack/arrival.js';
import type { BlockSource } from '../../src/pack/block-chunks.js';
import { BlockReader } from '../../src/pack/block-reader.js';
import type { BlockRoom } from '../../src/pack/block-room.js';
import type { BlockInfo } from '../../src/pack/pack-format.js';
import { StoredTemplates } from '../../src/pack/stored-templates.js';
import { decodeBlocks, decodeTemplates, encodeBlocks } from '../../src/pack/tables.js';
import { encodeTemplates } from '../../src/pack/templates-writer.js';

import { openPack, PACK, packBatch, packed, writePack } from '../support/packs.js';
import { randomRuns } from '../support/random-runs.js';
import { searchRoom } from '../support/search-room.js';

const kernel = searchRoom();

/** Bytes that no writer wrote, under checksums that are right: what a reader must still refuse, or live with. */
const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});
type Damage = { at: number; byte: number; cut: boolean }[];

function damaged(original: Uint8Array, damages: Damage): Uint8Array {
  let bytes = Uint8Array.from(original);
  for (const { at, byte, cut } of damages) {
    if (bytes.length > 0) bytes[at % bytes.length] = byte;
    if (cut && byte < 50) bytes = bytes.slice(0, at % (bytes.length + 1));
  }
  return bytes;
}

const asText = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');

/** Reads; anything but an answer or corruption fails. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HayabusaError)) throw error;
    expect(error.code).toBe('corruption');
    return undefined;
  }
}

const MESSAGES = Array.from({ length: 40 }, (_, i) =>
  packed(`session ${i} opened for ${i % 3 === 0 ? 'user' : 'host'} 10.0.0.${i % 5} ${i % 4}.5`, i, {
    time: 1_629_190_000_000 + ((i * 7) % 40) * 100,
    source: i % 9 < 5 ? 'a' : 'b',
    isPiece: i % 10 === 9,
  }),
);
const WRITTEN = writePack([MESSAGES, MESSAGES.slice(0, 3)]);
const PACK_READER = openPack(WRITTEN);
const BLOCK = PACK_READER.blocks[0]!;

describe('Arrival', () => {
  const out = new ByteWriter();
  const batch = packBatch(MESSAGES);
  writeArrival(out, batch, batch.orderByTime());

  it('takes any bytes: rows have places, or it is corruption', () => {
    const bytes = fc.oneof(
      damage.map((each) => damaged(out.bytes(), each)),
      fc.uint8Array({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom(40, 40, 1, 5), (each, rows) => {
        const arrival = attempt(() => new Arrival(new ByteReader(each, PACK), rows));
        kernel.reset();
        const held = new ByteReader(kernel.hold(each), PACK);
        const other = attempt(() => new Arrival(held, rows, kernel));
        expect(other?.order).toEqual(arrival?.order);
        if (arrival === undefined) return;
        for (let row = 0; row < rows; row++) {
          const { source, sequence } = arrival.origin(row);
          expect(typeof source).toBe('string');
          expect(arrival.sequence(row)).toBe(sequence);
        }
        for (const row of arrival.continuations) expect(row).toBeLessThan(rows);
      }),
      randomRuns(5000),
    );
  });
});

describe('decodeBlocks(), decodeTemplates()', () => {
  const blocks = encodeBlocks(PACK_READER.blocks);
  const templates = encodeTemplates(PACK_READER.tables());

  it('give back what was encoded', () => {
    expect(decodeBlocks(new ByteReader(blocks, PACK))).toEqual(PACK_READER.blocks);
    expect(
      Buffer.compare(encodeTemplates(decodeTemplates(new ByteReader(templates, PACK))), templates),
    ).toBe(0);
  });

  it('take any bytes', () => {
    fc.assert(
      fc.property(damage, fc.uint8Array({ maxLength: 40 }), (damages, any) => {
        for (const bytes of [damaged(blocks, damages), any])
          attempt(() => decodeBlocks(new ByteReader(bytes, PACK)));
        for (const bytes of [damaged(templates, damages), any]) {
          const tables = attempt(() => decodeTemplates(new ByteReader(bytes, PACK)));
          for (const { fields, literals, kinds } of tables?.templates ?? []) {
            expect(literals.length).toBe(kinds.length + 1);
            for (const field of fields) expect(field).toBeLessThan(tables!.fields.length);
          }
          // A kernel reads what it reads, or refuses it likewise: it knows no bounds of arrays.
          const read = (room?: BlockRoom) => {
            try {
              return new StoredTemplates(new ByteReader(bytes, PACK), room).slots;
            } catch (error) {
              return String(error);
            }
          };
          kernel.reset();
          expect(read(kernel)).toEqual(read());
        }
      }),
      randomRuns(5000),
    );
  });
});

describe('BlockReader', () => {
  /** Everything that is asked of a block, and its messages. */
  const readIn = (
    room: BlockRoom | undefined,
    info: BlockInfo,
    bytes: Uint8Array,
    templates: StoredTemplates,
  ) => {
    const source: BlockSource = {
      read: (offset, length, into) => {
        const read = bytes.slice(offset - info.offset, offset - info.offset + length);
        if (into === undefined) return read;
        into.set(read);
        return into.subarray(0, read.length);
      },
      file: PACK,
      templates: () => templates,
    };
    const block = attempt(() => new BlockReader(info, source, room));
    if (block === undefined) return [];
    attempt(() => block.times());
    attempt(() => block.arrival());
    attempt(() => block.places());
    attempt(() => block.columns)?.fields.forEach((_, index) => {
      attempt(() => block.column(index));
    });
    // Not from the first row on, so that values are counted in one go too.
    const rows = Array.from({ length: block.rows }, (_, row) => (row + 7) % block.rows);
    return rows.flatMap((row) => [
      asText(attempt(() => block.messageOf(row))),
      asText(attempt(() => block.wholeMessage(row))),
    ]);
  };
  /** A kernel, which knows no bounds of arrays, reads what is read without one. */
  const readAll = (info: BlockInfo, bytes: Uint8Array, templates: StoredTemplates) => {
    kernel.reset();
    expect(readIn(kernel, info, bytes, templates)).toEqual(
      readIn(undefined, info, bytes, templates),
    );
  };
  const bytes = WRITTEN.bytes.slice(BLOCK.offset, BLOCK.offset + BLOCK.bytes);
  const templates = PACK_READER.templates();
  const handle = { offset: 0, length: BLOCK.directoryBytes, crc: BLOCK.directoryCrc };
  const reader = unpackSection(bytes.slice(0, BLOCK.directoryBytes), handle, PACK, 1 << 20);
  const directory = Uint8Array.from(reader.raw(reader.remaining));

  it('takes any directory', () => {
    fc.assert(
      fc.property(damage, (damages) => {
        const packedDirectory = packSection(damaged(directory, damages));
        const all = Uint8Array.from([...packedDirectory, ...bytes.subarray(BLOCK.directoryBytes)]);
        const info = {
          ...BLOCK,
          bytes: all.length,
          directoryBytes: packedDirectory.length,
          directoryCrc: crc32(packedDirectory),
        };
        readAll(info, all, templates);
      }),
      randomRuns(3000),
    );
  });

  it('takes any chunk', () => {
    // One chunk, kept raw: a directory that names no compression, and the checksum of what is damaged.
    const directoryReader = new ByteReader(directory, PACK);
    const rows = directoryReader.varint();
    expect(directoryReader.varint()).toBe(1);
    const rawLength = directoryReader.varint();
    directoryReader.varint();
    directoryReader.u32();
    const rest = directoryReader.raw(directoryReader.remaining);
    const raw = rawChunk(rawLength);
    fc.assert(
      fc.property(damage, (damages) => {
        const chunk = damaged(
          raw,
          damages.map((each) => ({ ...each, cut: false })),
        );
        const out = new ByteWriter();
        out.varint(rows);
        out.varint(1);
        out.varint(chunk.length);
        out.varint(chunk.length);
        out.u32(crc32(chunk));
        out.raw(rest);
        const packedDirectory = packSection(out.bytes());
        const all = Uint8Array.from([...packedDirectory, ...chunk]);
        const info = {
          ...BLOCK,
          bytes: all.length,
          directoryBytes: packedDirectory.length,
          directoryCrc: crc32(packedDirectory),
        };
        readAll(info, all, templates);
      }),
      randomRuns(1000),
    );
  });

  /** The raw bytes of the block's only chunk. */
  function rawChunk(length: number): Uint8Array {
    const chunk = bytes.slice(BLOCK.directoryBytes);
    if (chunk.length === length) return chunk;
    const section = new ByteWriter();
    section.varint(length);
    section.raw(chunk);
    const whole = section.copy();
    const at = { offset: 0, length: whole.length, crc: crc32(whole) };
    return Uint8Array.from(unpackSection(whole, at, PACK, length).raw(length));
  }
});
