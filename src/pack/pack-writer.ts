import { MILLIS_PER_HOUR } from '../base/ids.js';
import { invariant } from '../base/invariant.js';
import { MAX_BUILD_HOSTS, MAX_BUILD_TEMPLATE_BYTES } from '../base/limits.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { crc32 } from '../codec/checksum.js';
import { packSection } from '../codec/packed-section.js';
import { HostCounts } from '../messagelog/host-counts.js';
import type { MessageBatch } from '../messagelog/message-batch.js';
import type { Directory } from '../storage/directory.js';
import { MAX_TEMPLATES } from '../template/template-table.js';
import { TermDictionaryWriter } from '../termdict/term-dictionary-writer.js';
import { sequencesOf } from './arrival.js';
import type { BlockMaker } from './block-maker.js';
import { BlockWriter } from './block-writer.js';
import { flatHours } from './hour-counts.js';
import {
  type BlockInfo,
  PACK_END_MAGIC,
  PACK_MAGIC,
  PACK_VERSION,
  type PackInfo,
  TABLES_MAGIC,
} from './pack-format.js';
import { PlainBlockMaker } from './plain-block-maker.js';
import { encodeBlocks } from './tables.js';

/** Bytes gathered before they go to the file: few enough to be in the CPU's cache still. */
const DRAIN_BYTES = 512 << 10;

/** Builds packs, one after the other, with memory that it keeps. Blocks go to the file as they are made. */
export class PackWriter {
  /** How many writers share the memory there is for building packs. */
  share: number;
  readonly #directory: Directory;
  readonly #newMaker: () => BlockMaker;
  #maker: BlockMaker | undefined;
  #blockWriter: BlockWriter | undefined;
  readonly #dictionary = new TermDictionaryWriter();
  readonly #out = new ByteWriter(1 << 20);
  #blocks: BlockInfo[] = [];
  #hosts = new HostCounts();
  #hours = new Map<number, number>();
  #path = '';
  #drained = 0;
  #units = 0;

  /** `newMaker` is called once, with the first pack. */
  constructor(
    directory: Directory,
    share = 1,
    newMaker: () => BlockMaker = () => new PlainBlockMaker(),
  ) {
    this.#directory = directory;
    this.share = share;
    this.#newMaker = newMaker;
  }

  /** Messages in the pack so far. */
  get messages(): number {
    return this.#blocks.reduce((sum, block) => sum + block.rows, 0);
  }

  get blocks(): number {
    return this.#blocks.length;
  }

  /** Whether the pack should end: its tables have reached a limit. */
  get full(): boolean {
    const maker = this.#started();
    const { share } = this;
    return (
      maker.isFull(share) ||
      maker.templates >= MAX_TEMPLATES ||
      share * maker.templateBytes >= MAX_BUILD_TEMPLATE_BYTES ||
      share * this.#hosts.counts().size >= MAX_BUILD_HOSTS
    );
  }

  /** Starts a pack in a new file. */
  start(path: string): void {
    this.#path = path;
    this.#drained = 0;
    this.#units = 0;
    this.#blocks = [];
    this.#hosts = new HostCounts();
    this.#hours = new Map();
    this.#maker ??= this.#newMaker();
    this.#blockWriter ??= new BlockWriter(this.#maker);
    this.#maker.clear();
    this.#out.clear();
    this.#out.raw(Buffer.from(PACK_MAGIC, 'latin1'));
    this.#out.u16(PACK_VERSION);
    this.#out.u16(0);
    this.#out.u32(0);
  }

  /** Adds a batch, which is not empty, as a block. */
  add(batch: MessageBatch): void {
    for (const [name, count] of batch.hosts.counts()) this.#hosts.addNamed(name, count);
    invariant(this.#blockWriter !== undefined, 'a block comes behind the start of its pack');
    const { bytes, directoryBytes, ...block } = this.#blockWriter.write(batch);
    this.#countHours(block);
    this.#blocks.push({
      ...block,
      ...sequencesOf(batch.runs),
      bytes: bytes.length,
      directoryBytes,
      directoryCrc: crc32(bytes.subarray(0, directoryBytes)),
      offset: this.#drained + this.#out.length,
      firstUnit: this.#units,
    });
    this.#units += block.units;
    this.#append(bytes);
  }

  #countHours({ minTime, maxTime, rows }: Pick<BlockInfo, 'minTime' | 'maxTime' | 'rows'>): void {
    const hour = Math.floor(minTime / MILLIS_PER_HOUR);
    if (maxTime >= (hour + 1) * MILLIS_PER_HOUR) this.#started().countHours(this.#hours);
    else this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + rows);
  }

  /** Ends the pack: everything is written, nothing synced. `number` is what the catalog calls it. */
  finish(number: number): PackInfo {
    const out = this.#out;
    const tables = this.#tables();
    const firstTables = this.#drained + out.length;
    this.#append(tables);

    const dictionary = this.#dictionary;
    dictionary.start(this.#units);
    let listBytes = 0;
    this.#started().writeTerms(dictionary, () => {
      if (dictionary.lists.length < DRAIN_BYTES) return;
      listBytes += dictionary.lists.length;
      this.#append(dictionary.lists.bytes());
      dictionary.lists.clear();
    });
    const blockIndex = dictionary.finish();
    listBytes += dictionary.lists.length;
    this.#append(dictionary.lists.bytes());
    this.#append(dictionary.dictionary.bytes());
    const secondTables = this.#drained + out.length;
    this.#append(tables);

    const tail = new ByteWriter(256 + blockIndex.length);
    tail.varint(this.#units);
    encodeHosts(tail, this.#hosts.counts());
    tail.varint(dictionary.terms);
    tail.varint(listBytes);
    tail.varint(dictionary.dictionary.length);
    tail.raw(blockIndex);
    const footer = new ByteWriter(64);
    footer.u64(firstTables);
    footer.u64(secondTables);
    footer.u32(tail.length);
    footer.u32(crc32(tail.bytes()));
    footer.u16(PACK_VERSION);
    footer.u16(0);
    footer.u32(crc32(footer.bytes()));
    footer.raw(Buffer.from(PACK_END_MAGIC, 'latin1'));
    this.#append(tail.bytes());
    this.#append(footer.bytes());
    this.#drain();

    return {
      number,
      bytes: this.#drained,
      tailBytes: tail.length + footer.length,
      tablesOffset: firstTables,
      messages: this.messages,
      textBytes: this.#blocks.reduce((sum, block) => sum + block.textBytes, 0),
      ...spanOf(this.#blocks),
      hours: flatHours(this.#hours),
    };
  }

  #started(): BlockMaker {
    invariant(this.#maker !== undefined, 'a pack was started');
    return this.#maker;
  }

  #tables(): Uint8Array {
    const blocks = packSection(encodeBlocks(this.#blocks));
    const templates = packSection(this.#started().encodeTemplates());
    const out = new ByteWriter(64 + blocks.length + templates.length);
    out.raw(Buffer.from(TABLES_MAGIC, 'latin1'));
    for (const section of [blocks, templates]) {
      out.u32(section.length);
      out.u32(crc32(section));
    }
    out.u32(crc32(out.bytes()));
    out.raw(blocks);
    out.raw(templates);
    return out.bytes();
  }

  /** Much is not gathered. */
  #append(bytes: Uint8Array): void {
    if (bytes.length < DRAIN_BYTES) this.#out.raw(bytes);
    else {
      this.#drain();
      this.#write(bytes);
    }
    if (this.#out.length >= DRAIN_BYTES) this.#drain();
  }

  #drain(): void {
    if (this.#out.length === 0) return;
    this.#write(this.#out.bytes());
    this.#out.clear();
  }

  #write(bytes: Uint8Array): void {
    this.#directory.append(this.#path, this.#drained, bytes);
    this.#drained += bytes.length;
  }
}

/** Messages by host, most first; messages without a host are not among them. */
function encodeHosts(out: ByteWriter, hosts: ReadonlyMap<string, number>): void {
  const named = [...hosts].filter(([name]) => name !== '');
  named.sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  out.varint(named.length);
  for (const [name, count] of named) {
    out.prefixed(Buffer.from(name, 'latin1'));
    out.varint(count);
  }
}

/** The first and last times and numbers of arrival of blocks. */
export function spanOf(
  blocks: readonly BlockInfo[],
): Pick<PackInfo, 'minTime' | 'maxTime' | 'firstSequence' | 'lastSequence'> {
  const span = {
    minTime: Number.POSITIVE_INFINITY,
    maxTime: Number.NEGATIVE_INFINITY,
    firstSequence: Number.POSITIVE_INFINITY,
    lastSequence: Number.NEGATIVE_INFINITY,
  };
  for (const { minTime, maxTime, firstSequence, lastSequence } of blocks) {
    span.minTime = Math.min(span.minTime, minTime);
    span.maxTime = Math.max(span.maxTime, maxTime);
    span.firstSequence = Math.min(span.firstSequence, firstSequence);
    span.lastSequence = Math.max(span.lastSequence, lastSequence);
  }
  return span;
}
