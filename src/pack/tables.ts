import type { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { unzigzag, zigzag } from '../codec/varint.js';
import type { Template } from '../template/template.js';
import { MAX_ROWS } from './block-format.js';
import { type BlockInfo, PACK_HEADER_BYTES } from './pack-format.js';
import { StoredTemplates } from './stored-templates.js';

/** What it takes to print the messages of a pack; see pack-format.ts for the bytes. */
export type Templates = {
  readonly fields: readonly string[];
  readonly templates: readonly Template[];
};

export function encodeBlocks(blocks: readonly BlockInfo[]): Uint8Array {
  const out = new ByteWriter(24 * blocks.length + 16);
  out.varint(blocks.length);
  let before = 0;
  let sequence = 0;
  for (const block of blocks) {
    out.varint(block.bytes);
    out.varint(block.directoryBytes);
    out.u32(block.directoryCrc);
    out.varint(block.rows);
    out.varint(block.pieces);
    out.varint(block.textBytes);
    out.varint(zigzag(block.minTime - before));
    out.varint(block.maxTime - block.minTime);
    out.varint(zigzag(block.firstSequence - sequence));
    out.varint(block.lastSequence - block.firstSequence - (block.rows - 1));
    out.varint(block.templates);
    out.varint(block.units - block.templates);
    before = block.minTime;
    sequence = block.lastSequence + 1;
  }
  return out.bytes();
}

export function decodeBlocks(reader: ByteReader): BlockInfo[] {
  const blocks: BlockInfo[] = [];
  const count = reader.varint(reader.remaining);
  let offset = PACK_HEADER_BYTES;
  let minTime = 0;
  let sequence = 0;
  let firstUnit = 0;
  for (let i = 0; i < count; i++) {
    const bytes = reader.varint();
    const directoryBytes = reader.varint(bytes);
    const directoryCrc = reader.u32();
    const rows = reader.varint(MAX_ROWS);
    const pieces = reader.varint(rows);
    const textBytes = reader.varint();
    minTime += unzigzag(reader.varint());
    const maxTime = minTime + reader.varint();
    const firstSequence = sequence + unzigzag(reader.varint());
    const lastSequence = firstSequence + rows - 1 + reader.varint();
    sequence = lastSequence + 1;
    const templateUnits = reader.varint(MAX_ROWS);
    const units = templateUnits + reader.varint(0x7fff_ffff);
    blocks.push({
      offset,
      bytes,
      directoryBytes,
      directoryCrc,
      rows,
      pieces,
      textBytes,
      minTime,
      maxTime,
      firstSequence,
      lastSequence,
      firstUnit,
      templates: templateUnits,
      units,
    });
    offset += bytes;
    firstUnit += units;
  }
  reader.expectEnd('the list of blocks');
  return blocks;
}

/** All of them at once. */
export function decodeTemplates(reader: ByteReader): Templates {
  const stored = new StoredTemplates(reader);
  const templates: Template[] = [];
  for (let id = 0; id < stored.count; id++) {
    const template = stored.template(id);
    if (template !== undefined) templates.push(template);
  }
  return { fields: stored.names(), templates };
}
