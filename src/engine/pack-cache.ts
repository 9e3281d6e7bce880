import {
  MAX_DECODED_TABLES,
  MAX_DONE_BLOCKS,
  MAX_OPEN_BLOCKS,
  MAX_OPEN_PACKS,
} from '../base/limits.js';
import type { Candidate } from '../executor/pack-search.js';
import type { SearchProfile } from '../executor/search-profile.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockArena } from '../pack/block-room.js';
import { openPack } from '../pack/open-pack.js';
import type { BlockInfo, PackInfo } from '../pack/pack-format.js';
import { type PackReader, RecentTemplates } from '../pack/pack-reader.js';
import { giveSearchRoomBack, roomToKeep, takeSearchRoom } from '../pack/search-kernel.js';
import type { Directory } from '../storage/directory.js';

/** Packs that are open, and blocks of them that are decoded: those asked for last. */
export class PackCache {
  readonly #directory: Directory;
  readonly #packs = new Map<number, PackReader>();
  readonly #blocks = new Map<BlockInfo, BlockReader>();
  /** Those of them that a search is done with, in this order. */
  readonly #done = new Set<BlockInfo>();
  readonly #recent = new RecentTemplates(MAX_DECODED_TABLES);
  readonly #profile: SearchProfile | undefined;
  #room: BlockArena | undefined;
  #passing: BlockReader | undefined;
  #known: ReadonlySet<number> | undefined;
  #searches = 0;

  /** A `profile` is told of blocks that are opened. */
  constructor(directory: Directory, profile?: SearchProfile) {
    this.#directory = directory;
    this.#profile = profile;
  }

  /** An open pack; the cache's own. Throws ENOENT when its file is gone. */
  pack(info: PackInfo): PackReader {
    let pack = this.#packs.get(info.number);
    if (pack === undefined) pack = openPack(this.#directory, info, this.#recent);
    else this.#packs.delete(info.number);
    this.#packs.set(info.number, pack);
    return pack;
  }

  /** The block of a candidate, open; the cache's own. */
  readonly block = (candidate: Candidate): BlockReader => {
    const { block: info, pack } = candidate;
    let block = this.#blocks.get(info);
    if (block === undefined) {
      block = pack.block(info, roomToKeep());
      if (this.#profile !== undefined) this.#profile.blocksOpened++;
    } else this.#blocks.delete(info);
    this.#blocks.set(info, block);
    if (this.#blocks.size > MAX_OPEN_BLOCKS) {
      const oldest = this.#blocks.keys().next();
      if (!oldest.done) this.#forget(oldest.value);
    }
    return block;
  };

  /**
   * The block of a candidate that is asked once: not kept, and to be read until the next one is asked for. One that is open
   * already stays so.
   */
  readonly passing = (candidate: Candidate): BlockReader => {
    const { block: info, pack } = candidate;
    if (this.#blocks.has(info)) return this.block(candidate);
    if (this.#passing?.info === info) return this.#passing;
    this.#passing = undefined;
    this.#room ??= takeSearchRoom();
    this.#room.reset();
    this.#passing = pack.passingBlock(info, this.#room);
    if (this.#profile !== undefined) this.#profile.blocksOpened++;
    return this.#passing;
  };

  /** Says that a search has given out all that it found in a block, or will with what it gives out next. */
  readonly done = ({ block: info }: Candidate): void => {
    if (this.#blocks.has(info)) this.#done.add(info);
    if (this.#done.size <= MAX_DONE_BLOCKS) return;
    const first = this.#done.keys().next();
    if (!first.done) this.#forget(first.value);
  };

  #forget(info: BlockInfo): void {
    if (this.#passing?.info === info) this.#passing = undefined;
    this.#blocks.delete(info);
    this.#done.delete(info);
  }

  /** Says that a search begins: until it ends no pack is closed. */
  beginSearch(): void {
    this.#searches++;
  }

  /** Says that a search has ended. */
  endSearch(): void {
    this.#searches--;
    this.#tidy();
  }

  /** Says which packs there are from here on: others are closed when no search may read them any more. */
  keep(infos: readonly PackInfo[]): void {
    this.#known = new Set(infos.map(({ number }) => number));
    this.#tidy();
  }

  /** Closes packs that are gone, and those asked for longest ago beyond those that may stay open. */
  #tidy(): void {
    if (this.#searches > 0) return;
    for (const [number, pack] of this.#packs)
      if (this.#packs.size > MAX_OPEN_PACKS || this.#known?.has(number) === false)
        this.#drop(number, pack);
  }

  close(): void {
    this.#passing = undefined;
    if (this.#room !== undefined) giveSearchRoomBack(this.#room);
    this.#room = undefined;
    this.#blocks.clear();
    this.#done.clear();
    for (const [number, pack] of this.#packs) this.#drop(number, pack);
  }

  #drop(number: number, pack: PackReader): void {
    pack.close();
    this.#packs.delete(number);
    for (const info of pack.blocksRead) this.#forget(info);
  }
}
