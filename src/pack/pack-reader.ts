import { corruption, type HayabusaError, isHayabusaError, wrongVersion } from '../base/errors.js';
import { ByteReader } from '../codec/byte-reader.js';
import { crc32, formatCrc } from '../codec/checksum.js';
import { unpackSection } from '../codec/packed-section.js';
import type { ReadableFile } from '../storage/directory.js';
import type { BlockSource } from './block-chunks.js';
import { BlockReader } from './block-reader.js';
import { type BlockRoom, FRESH_BLOCKS } from './block-room.js';
import {
  type BlockInfo,
  PACK_END_MAGIC,
  PACK_FOOTER_BYTES,
  PACK_HEADER_BYTES,
  PACK_MAGIC,
  PACK_VERSION,
  type PackInfo,
  TABLES_HEADER_BYTES,
  TABLES_MAGIC,
} from './pack-format.js';
import { PackIndex } from './pack-index.js';
import { inSearchRoom } from './search-kernel.js';
import { StoredTemplates } from './stored-templates.js';
import { decodeBlocks, decodeTemplates, type Templates } from './tables.js';

const MAX_TABLE_BYTES = 1 << 28;

/** Templates that take as long to go over as a kernel to start: some five thousand, 2 ms. */
const MANY_TEMPLATE_BYTES = 96 << 10;

type Handle = { offset: number; length: number; crc: number };

/** The packs whose templates were asked for last; others forget theirs: ten thousand of them take 20 MB. */
export class RecentTemplates {
  readonly #most: number;
  readonly #packs = new Set<PackReader>();
  /** Asked for by each message that is made again: mostly the same one as before. */
  #last: PackReader | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  use(pack: PackReader): void {
    if (pack === this.#last) return;
    this.#last = pack;
    this.#packs.delete(pack);
    this.#packs.add(pack);
    if (this.#packs.size <= this.#most) return;
    const [oldest] = this.#packs;
    if (oldest === undefined) return;
    this.#packs.delete(oldest);
    oldest.forgetTables();
  }
}

/** Reads one pack. Owns `file` and closes it. What is read is read when it is first asked for. */
export class PackReader {
  readonly info: PackInfo;
  readonly #file: ReadableFile;
  readonly #name: string;
  readonly #recent: RecentTemplates | undefined;
  readonly #blockSource: BlockSource;
  #handles: { blocks: Handle; templates: Handle } | undefined;
  #blocks: readonly BlockInfo[] | undefined;
  #templates: StoredTemplates | undefined;
  #index: PackIndex | undefined;
  /** Why it has no templates: every message would find out anew. */
  #refused: HayabusaError | undefined;

  /** `recent` bounds how many of several packs keep their templates decoded. */
  constructor(file: ReadableFile, name: string, info: PackInfo, recent?: RecentTemplates) {
    this.#file = file;
    this.#name = name;
    this.info = info;
    this.#recent = recent;
    this.#blockSource = {
      read: (offset, length, room) => file.read(offset, length, room),
      file: name,
      templates: (room) => this.templates(room),
    };
  }

  /** Shown in errors. */
  get name(): string {
    return this.#name;
  }

  get blocks(): readonly BlockInfo[] {
    if (this.#blocks === undefined) {
      this.#blocks = decodeBlocks(this.#table('blocks'));
      const index = this.#index;
      this.#index = undefined;
      // It may have been asked before. An index of other blocks is no reason not to read these.
      if (index !== undefined) this.#index = this.#ofBlocks(index);
    }
    return this.#blocks;
  }

  /** Those blocks that were asked for; none before. */
  get blocksRead(): readonly BlockInfo[] {
    return this.#blocks ?? [];
  }

  /** The templates of the pack, each decoded when it is asked for; `room` is where they are gone over. */
  templates(room?: BlockRoom): StoredTemplates {
    this.#templates ??= this.#readTemplates(room);
    this.#recent?.use(this);
    return this.#templates;
  }

  #readTemplates(room?: BlockRoom): StoredTemplates {
    if (this.#refused !== undefined) throw this.#refused;
    try {
      return templatesOf(this.#table('templates'), room);
    } catch (error) {
      if (isHayabusaError(error, 'corruption')) this.#refused = error;
      throw error;
    }
  }

  /** All templates of the pack, and the names of fields. */
  tables(): Templates {
    return decodeTemplates(this.#table('templates'));
  }

  /** Forgets the templates: they are decoded anew when they are asked for. */
  forgetTables(): void {
    this.#templates = undefined;
  }

  /** Proves the header, which nobody needs to read a pack that the catalog names. */
  checkHeader(): void {
    const header = new ByteReader(this.#file.read(0, PACK_HEADER_BYTES), this.#name);
    const magic = Buffer.from(header.raw(8)).toString('latin1');
    const rest = [header.u16(), header.u16(), header.u32()].join();
    if (magic !== PACK_MAGIC || rest !== `${PACK_VERSION},0,0`)
      throw corruption(
        'Header of a pack',
        this.#name,
        0,
        `${JSON.stringify(PACK_MAGIC)},${PACK_VERSION},0,0`,
        `${JSON.stringify(magic)},${rest}`,
      );
  }

  /** What is wrong with either of the tables. */
  checkTables(): HayabusaError[] {
    const errors: HayabusaError[] = [];
    const check = (offset: () => number) => {
      try {
        const handles = this.#readHandles(offset());
        for (const handle of [handles.blocks, handles.templates])
          unpackSection(
            this.#file.read(handle.offset, handle.length),
            handle,
            this.#name,
            MAX_TABLE_BYTES,
          );
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        errors.push(error);
      }
    };
    check(() => this.info.tablesOffset);
    check(() => this.#footer().secondTables);
    return errors;
  }

  /** The index of terms. */
  index(): PackIndex {
    this.#index ??= this.#ofBlocks(this.#readTail());
    return this.#index;
  }

  /** A block, open. What lies in `room` can be read as long as that is its own. */
  block(info: BlockInfo, room?: BlockRoom): BlockReader {
    return new BlockReader(info, this.#blockSource, room);
  }

  /** A block, open for what it answers: no message is made of it. */
  passingBlock(info: BlockInfo, room: BlockRoom): BlockReader {
    return new BlockReader(info, this.#blockSource, room, true);
  }

  close(): void {
    this.#file.close();
  }

  /** A section of the tables: of the first ones; when these are damaged, of the second. */
  #table(name: 'blocks' | 'templates'): ByteReader {
    const from = (handles: { blocks: Handle; templates: Handle }) => {
      const handle = handles[name];
      return unpackSection(
        this.#file.read(handle.offset, handle.length),
        handle,
        this.#name,
        MAX_TABLE_BYTES,
      );
    };
    try {
      this.#handles ??= this.#readHandles(this.info.tablesOffset);
      return from(this.#handles);
    } catch (error) {
      try {
        return from(this.#readHandles(this.#footer().secondTables));
      } catch (second) {
        // A disk that fails says nothing of the bytes on it.
        throw isHayabusaError(second) ? error : second;
      }
    }
  }

  #readHandles(offset: number): { blocks: Handle; templates: Handle } {
    const bytes = this.#file.read(offset, TABLES_HEADER_BYTES);
    const reader = new ByteReader(bytes, this.#name, offset);
    const magic = Buffer.from(reader.raw(8)).toString('latin1');
    const start = offset + TABLES_HEADER_BYTES;
    const blocks = { offset: start, length: reader.u32(), crc: reader.u32() };
    const templates = { offset: start + blocks.length, length: reader.u32(), crc: reader.u32() };
    const crc = reader.u32();
    const got = crc32(bytes.subarray(0, TABLES_HEADER_BYTES - 4));
    if (magic !== TABLES_MAGIC || got !== crc)
      throw corruption('Tables of a pack', this.#name, offset, formatCrc(crc), formatCrc(got));
    return { blocks, templates };
  }

  #footer(): { secondTables: number; tailLength: number; tailCrc: number } {
    const offset = this.info.bytes - PACK_FOOTER_BYTES;
    return readFooter(this.#file.read(offset, PACK_FOOTER_BYTES), this.#name, offset);
  }

  #readTail(): PackIndex {
    const { bytes, tailBytes } = this.info;
    const offset = bytes - tailBytes;
    const all = this.#file.read(offset, tailBytes);
    const footer = readFooter(
      all.subarray(Math.max(0, all.length - PACK_FOOTER_BYTES)),
      this.#name,
      bytes - PACK_FOOTER_BYTES,
    );
    const tail = all.subarray(0, all.length - PACK_FOOTER_BYTES);
    if (tail.length !== footer.tailLength)
      throw corruption(
        'Length of the tail',
        this.#name,
        offset,
        `${tail.length}`,
        `${footer.tailLength}`,
      );
    const got = crc32(tail);
    if (got !== footer.tailCrc)
      throw corruption(
        'Checksum mismatch',
        this.#name,
        offset,
        formatCrc(footer.tailCrc),
        formatCrc(got),
      );
    return new PackIndex(new ByteReader(tail, this.#name, offset), {
      read: (from, length, into) => this.#file.read(from, length, into),
      file: this.#name,
      end: footer.secondTables,
    });
  }

  /** An index, of as many units as the blocks have, if these were read: whoever looks for a term that is nowhere needs none. */
  #ofBlocks(index: PackIndex): PackIndex {
    const blocks = this.#blocks;
    if (blocks === undefined) return index;
    const last = blocks[blocks.length - 1];
    const units = last === undefined ? 0 : last.firstUnit + last.units;
    if (index.units === units) return index;
    const { bytes, tailBytes } = this.info;
    throw corruption(
      'Units of the index',
      this.#name,
      bytes - tailBytes,
      `${units}`,
      `${index.units}`,
    );
  }
}

/** Templates gone over in some room: Node's own is left for one with a kernel, where it is worth that one's start. */
function templatesOf(table: ByteReader, room: BlockRoom = FRESH_BLOCKS): StoredTemplates {
  if (room !== FRESH_BLOCKS || table.remaining < MANY_TEMPLATE_BYTES)
    return new StoredTemplates(table, room);
  return inSearchRoom((own) => new StoredTemplates(table, own));
}

/** The footer of a pack, which begins at `offset`. */
export function readFooter(
  bytes: Uint8Array,
  file: string,
  offset: number,
): { tables: number; secondTables: number; tailLength: number; tailCrc: number } {
  const reader = new ByteReader(bytes, file, offset);
  if (bytes.length !== PACK_FOOTER_BYTES)
    throw reader.error('Pack cut off', `${PACK_FOOTER_BYTES} bytes`, `${bytes.length}`);
  const tables = reader.u64();
  const secondTables = reader.u64();
  const tailLength = reader.u32();
  const tailCrc = reader.u32();
  const version = reader.u16();
  const reserved = reader.u16();
  const crc = reader.u32();
  const magic = Buffer.from(reader.raw(8)).toString('latin1');
  if (magic !== PACK_END_MAGIC)
    throw corruption(
      'No pack',
      file,
      offset,
      JSON.stringify(PACK_END_MAGIC),
      JSON.stringify(magic),
    );
  const got = crc32(bytes.subarray(0, 28));
  if (got !== crc)
    throw corruption('Checksum mismatch', file, offset, formatCrc(crc), formatCrc(got));
  if (version !== PACK_VERSION) throw wrongVersion(file, version, PACK_VERSION);
  if (reserved !== 0) throw corruption('Reserved bytes', file, offset, '0', `${reserved}`);
  return { tables, secondTables, tailLength, tailCrc };
}
