import { corruption, type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import type { MessageBlock } from '../messagelog/message-block.js';
import { MessageLogReader } from '../messagelog/message-log-reader.js';
import type { Directory, ReadableFile } from '../storage/directory.js';
import { messageLogPath } from '../storage/file-names.js';
import { MemoryDirectory } from '../storage/memory-directory.js';
import { IndexPartReader } from './index-part-reader.js';
import { indexFromLog } from './log-indexer.js';
import { openIndexPart } from './open-index-part.js';
import { type PartInfo, type SegmentInfo, uncoveredRanges } from './segment-info.js';

/** Decoded blocks kept: enough for a handful of sources whose messages interleave in time. */
const CACHED_BLOCKS = 32;

/** Told of damaged blocks of a message log that reading passes over. */
export type OnDamage = (error: HayabusaError) => void;

/**
 * One hour, open for reading. Files are opened when they are first needed. Messages that no index part covers are
 * indexed from the log, in memory: slower, but the answers are the same. A damaged or missing index part throws when it
 * is touched; whoever catches that opens the hour anew with `ignoreIndex`.
 */
export class SegmentReader {
  readonly info: SegmentInfo;
  readonly #directory: Directory;
  readonly #onDamage: OnDamage;
  readonly #ignoreIndex: boolean;
  readonly #opened: IndexPartReader[] = [];
  readonly #blocks = new Map<number, MessageBlock>();
  /** What is wrong with blocks that cannot be read, by offset: each of their messages is asked for. */
  readonly #damaged = new Map<number, HayabusaError>();
  #logFile: ReadableFile | undefined;
  #log: MessageLogReader | undefined;
  #parts: IndexPartReader[] | undefined;
  #places: { offset: number; first: number; end: number }[] | undefined;
  #pieces: Set<number> | undefined;

  /** With `ignoreIndex` all index parts count as missing. */
  constructor(
    directory: Directory,
    info: SegmentInfo,
    options: { onDamage: OnDamage; ignoreIndex?: boolean },
  ) {
    this.#directory = directory;
    this.info = info;
    this.#onDamage = options.onDamage;
    this.#ignoreIndex = options.ignoreIndex ?? false;
  }

  /** The index of all messages, part by part in order of arrival. */
  parts(): readonly IndexPartReader[] {
    this.#parts ??= this.#openParts();
    return this.#parts;
  }

  log(): MessageLogReader {
    if (this.#log === undefined) {
      this.#logFile ??= this.#openLog();
      const log = new MessageLogReader(this.#logFile, this.#logName, this.info.logBytes);
      log.checkHour(this.info.hour, this.#onDamage);
      this.#log = log;
    }
    return this.#log;
  }

  get #logName(): string {
    return `${this.#directory.location}/${messageLogPath(this.info.hour)}`;
  }

  /** The block that holds a message, and the message's index in it. Throws corruption when it cannot be read. */
  locate(ordinal: number): { block: MessageBlock; index: number } {
    const places = this.#blockPlaces();
    let low = 0;
    let high = places.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (places[middle]!.first <= ordinal) low = middle;
      else high = middle;
    }
    const place = places[low]!;
    const block = this.#block(place.offset);
    const index = ordinal - block.firstOrdinal;
    // A message of a damaged block that no index knows any more; or a log that is not the one that was indexed.
    if (index < 0 || index >= block.count || place.first !== block.firstOrdinal)
      throw corruption(
        'Message missing',
        this.#logName,
        place.offset,
        `message ${ordinal}`,
        `${block.firstOrdinal} to ${block.firstOrdinal + block.count - 1}`,
      );
    return { block, index };
  }

  /** Reads all of the index that fetching messages needs. */
  prepareToFetch(): void {
    this.#blockPlaces();
    this.pieces();
  }

  /** Ordinals of further pieces of lines too long for one message. */
  pieces(): ReadonlySet<number> {
    if (this.#pieces === undefined) {
      this.#pieces = new Set();
      for (const part of this.parts()) {
        for (const doc of part.pieces())
          this.#pieces.add(part.summary.first + (part.order()?.[doc] ?? doc));
      }
    }
    return this.#pieces;
  }

  close(): void {
    for (const part of this.#opened) part.close();
    this.#logFile?.close();
  }

  /** A log is never replaced: where it is missing, messages are. */
  #openLog(): ReadableFile {
    try {
      return this.#directory.open(messageLogPath(this.info.hour));
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
      throw corruption('File missing', this.#logName, 0, 'a message log', 'nothing');
    }
  }

  #openParts(): IndexPartReader[] {
    if (this.#ignoreIndex) return this.#scan({ first: 0, end: this.info.messages });
    const parts = this.info.parts.map((part) => this.#openPart(part));
    for (const range of uncoveredRanges(this.info)) parts.push(...this.#scan(range));
    return parts.sort((a, b) => a.summary.first - b.summary.first);
  }

  #openPart(part: PartInfo): IndexPartReader {
    const reader = openIndexPart(this.#directory, this.info.hour, part);
    this.#opened.push(reader);
    return reader;
  }

  #scan(range: { first: number; end: number }): IndexPartReader[] {
    const memory = new MemoryDirectory();
    const built = indexFromLog(
      this.log(),
      { hour: this.info.hour, ...range },
      { directory: memory, nameOf: (first, end) => `${first}-${end}` },
      this.#onDamage,
    );
    return built.map((part) => new IndexPartReader(memory.open(part.path), part.path, part));
  }

  #blockPlaces(): { offset: number; first: number; end: number }[] {
    if (this.#places === undefined) {
      this.#places = [];
      for (const part of this.parts()) {
        let { first } = part.summary;
        for (const block of part.blocks()) {
          this.#places.push({ offset: block.offset, first, end: first + block.messages });
          first += block.messages;
        }
      }
    }
    return this.#places;
  }

  #decode(offset: number): MessageBlock {
    const known = this.#damaged.get(offset);
    if (known !== undefined) throw known;
    try {
      return this.log().block(offset);
    } catch (error) {
      if (isHayabusaError(error, 'corruption')) this.#damaged.set(offset, error);
      throw error;
    }
  }

  #block(offset: number): MessageBlock {
    let block = this.#blocks.get(offset);
    if (block === undefined) {
      block = this.#decode(offset);
      if (this.#blocks.size >= CACHED_BLOCKS) {
        const oldest = this.#blocks.keys().next();
        if (!oldest.done) this.#blocks.delete(oldest.value);
      }
    } else this.#blocks.delete(offset);
    this.#blocks.set(offset, block);
    return block;
  }
}
