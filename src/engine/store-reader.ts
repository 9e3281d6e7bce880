import { corruption, type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import { type EpochMillis, epochMillis, MILLIS_PER_HOUR } from '../base/ids.js';
import { readCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { countSegment, type SegmentHits, searchSegment } from '../executor/segment-search.js';
import { type Plan, planSegments, type SegmentTask } from '../planner/plan.js';
import type { SegmentInfo } from '../segment/segment-info.js';
import { SegmentReader } from '../segment/segment-reader.js';
import type { Directory } from '../storage/directory.js';
import { formatHour, messageLogPath } from '../storage/file-names.js';

/** A message that a search found. `raw` is its bytes as they arrived; the caller's own as long as it holds them. */
export type FoundMessage = {
  readonly time: EpochMillis;
  readonly raw: Uint8Array;
  /** The file or peer it came from, and when. */
  readonly source: string;
  readonly receivedAt: EpochMillis;
  /** Its store-wide number of arrival. */
  readonly sequence: number;
};

export type SearchOptions = {
  /** Only the newest so many messages. */
  limit?: number;
  /** Newest first; oldest first unless told so. */
  newestFirst?: boolean;
};

/**
 * What is wrong with the store, as a search met it. `lost` says whether messages may be missing from the answer: a
 * damaged index only makes it slower, a damaged message log takes messages away.
 */
export type DamageReport = { readonly error: HayabusaError; readonly lost: boolean };

/** Messages given out at a time, and text: a batch ends with the message that goes beyond it. */
const BATCH = 512;
const BATCH_BYTES = 4 << 20;

/**
 * A batch from more blocks than this, to and fro, decodes them again and again: a `SegmentReader` keeps no more. It comes
 * of hours that were read from many files one after the other.
 */
const SCATTERED_BLOCKS = 32;

/**
 * Messages then read at a time, in the order of the log, so that a block is decoded once for all of them that it holds:
 * 800,000 lines of 100 files in 3 s instead of 140. Their text has to wait in memory: when it is more than this, fewer
 * are read at a time.
 */
const GROUP = 16_384;
const GROUP_BYTES = 16 << 20;

/** Answers plans from a store as it was last committed. Takes no lock and writes nothing. */
export class StoreReader {
  readonly directory: Directory;
  readonly #onDamage: (report: DamageReport) => void;
  readonly #reported = new Set<string>();
  #catalog: Catalog;

  constructor(directory: Directory, onDamage: (report: DamageReport) => void) {
    this.directory = directory;
    this.#onDamage = onDamage;
    this.#catalog = readCatalog(directory);
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Sees what was committed since. */
  refresh(): void {
    this.#catalog = readCatalog(this.directory);
  }

  /** How many messages a plan finds, hour by hour, oldest first; hours without any are left out. */
  *count(plan: Plan): Generator<{ hour: number; count: number }> {
    for (const task of planSegments(plan, this.#catalog.segments)) {
      const count = this.#inSegment(task, (reader, actual) =>
        countSegment(reader, actual, this.#lost),
      );
      if (count !== undefined && count > 0) yield { hour: task.segment.hour, count };
    }
  }

  /** The messages a plan finds, in batches, in order of time and then of arrival. */
  *search(plan: Plan, options: SearchOptions = {}): Generator<FoundMessage[]> {
    const tasks = planSegments(plan, this.#catalog.segments);
    const { limit, newestFirst = false } = options;
    if (limit !== undefined) {
      const newest = this.#newest(tasks, limit);
      if (newestFirst) newest.reverse();
      for (const { task, hits } of newest) yield* this.#fetch(task, () => hits, newestFirst);
      return;
    }
    if (newestFirst) tasks.reverse();
    for (const task of tasks)
      yield* this.#fetch(
        task,
        (reader, actual) => searchSegment(reader, actual, this.#lost),
        newestFirst,
      );
  }

  /** The newest `limit` hits, oldest hour first. Searches no hour that is older than need be. */
  #newest(
    tasks: readonly SegmentTask[],
    limit: number,
  ): { task: SegmentTask; hits: SegmentHits }[] {
    const found: { task: SegmentTask; hits: SegmentHits }[] = [];
    let missing = limit;
    for (let i = tasks.length - 1; i >= 0 && missing > 0; i--) {
      const task = tasks[i];
      if (task === undefined) break;
      const hits = this.#inSegment(task, (reader, actual) =>
        searchSegment(reader, actual, this.#lost),
      );
      if (hits === undefined || hits.ordinals.length === 0) continue;
      const from = Math.max(0, hits.ordinals.length - missing);
      missing -= hits.ordinals.length - from;
      found.push({
        task,
        hits: { ordinals: hits.ordinals.subarray(from), times: hits.times.subarray(from) },
      });
    }
    return found.reverse();
  }

  /** Searches one hour and reads the messages of its hits. */
  *#fetch(
    task: SegmentTask,
    find: (reader: SegmentReader, task: SegmentTask) => SegmentHits,
    reversed: boolean,
  ): Generator<FoundMessage[]> {
    let reader: SegmentReader | undefined;
    try {
      const hits = this.#inSegment(
        task,
        (opened, actual) => {
          const result = find(opened, actual);
          // From here on the index is in memory: damage to it shows before the first message is given out.
          if (result.ordinals.length > 0) opened.prepareToFetch();
          reader = opened;
          return result;
        },
        'keep open',
      );
      if (hits === undefined || reader === undefined) return;
      yield* this.#read(reader, reversed ? backwards(hits) : hits);
    } finally {
      reader?.close();
    }
  }

  /** Reads messages in batches. */
  *#read(reader: SegmentReader, hits: SegmentHits): Generator<FoundMessage[]> {
    const count = hits.ordinals.length;
    const blocks = new Set<number>();
    let batch: FoundMessage[] = [];
    let bytes = 0;
    for (let i = 0; i < count; i++) {
      const message = this.#message(reader, hits.ordinals[i] ?? 0, hits.times[i] ?? 0, blocks);
      if (message !== undefined) {
        batch.push(message);
        bytes += message.raw.length;
      }
      if (batch.length < BATCH && bytes < BATCH_BYTES && i < count - 1) continue;
      if (batch.length > 0) yield batch;
      const from = i + 1 - batch.length;
      if (blocks.size > SCATTERED_BLOCKS && isScattered(hits.ordinals, from, i + 1)) {
        yield* this.#readScattered(reader, hits, i + 1);
        return;
      }
      batch = [];
      bytes = 0;
      blocks.clear();
    }
  }

  /** Reads the messages of hits from `first` on in batches, many at a time in the order of the log. */
  *#readScattered(
    reader: SegmentReader,
    hits: SegmentHits,
    first: number,
  ): Generator<FoundMessage[]> {
    const count = hits.ordinals.length;
    let size = BATCH;
    for (let from = first; from < count; ) {
      const to = Math.min(count, from + size);
      const group = this.#group(reader, hits, from, to);
      size = group === undefined ? Math.ceil(size / 8) : Math.min(2 * size, GROUP);
      if (group === undefined) continue;
      for (let i = 0; i < group.length; i += BATCH) yield group.slice(i, i + BATCH);
      from = to;
    }
  }

  /** Reads the messages of hits [from, to) in the order of the log; undefined when they are too much to hold at once. */
  #group(
    reader: SegmentReader,
    { ordinals, times }: SegmentHits,
    from: number,
    to: number,
  ): FoundMessage[] | undefined {
    const inLogOrder = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    inLogOrder.sort((a, b) => (ordinals[a] ?? 0) - (ordinals[b] ?? 0));
    const found = new Array<FoundMessage | undefined>(to - from);
    let bytes = 0;
    for (const hit of inLogOrder) {
      const message = this.#message(reader, ordinals[hit] ?? 0, times[hit] ?? 0);
      if (message === undefined) continue;
      bytes += message.raw.length;
      if (bytes > GROUP_BYTES && to - from > 1) return undefined;
      // A copy: the bytes themselves would keep their whole block in memory.
      found[hit - from] = { ...message, raw: message.raw.slice() };
    }
    return found.filter((message) => message !== undefined);
  }

  /** Reads one message, and notes its block; undefined, and reported, when the block is damaged. */
  #message(
    reader: SegmentReader,
    ordinal: number,
    time: number,
    blocks?: Set<number>,
  ): FoundMessage | undefined {
    try {
      const { block, index } = reader.locate(ordinal);
      blocks?.add(block.firstOrdinal);
      const origin = block.origin(index);
      return {
        time: epochMillis(reader.info.hour * MILLIS_PER_HOUR + time),
        raw: this.#withPieces(reader, ordinal, block.message(index)),
        source: origin.source,
        receivedAt: epochMillis(origin.receivedAt),
        sequence: origin.sequence,
      };
    } catch (error) {
      if (!isHayabusaError(error, 'corruption')) throw error;
      this.#lost(error);
      return undefined;
    }
  }

  /** A line too long for one message, put together again. */
  #withPieces(reader: SegmentReader, ordinal: number, first: Uint8Array): Uint8Array {
    const pieces = reader.pieces();
    if (!pieces.has(ordinal + 1)) return first;
    const all = [first];
    for (let next = ordinal + 1; pieces.has(next); next++) {
      const { block, index } = reader.locate(next);
      all.push(block.message(index));
    }
    return Buffer.concat(all);
  }

  /**
   * Runs `run` on an hour. When the hour's index is damaged or gone it runs again without the index; when the writer
   * has just replaced what it looked for, on the hour as it is now. Undefined when the hour cannot be read at all.
   */
  #inSegment<T>(
    task: SegmentTask,
    run: (reader: SegmentReader, task: SegmentTask) => T,
    keep?: 'keep open',
  ): T | undefined {
    let actual = task;
    let ignoreIndex = false;
    for (;;) {
      const reader = new SegmentReader(this.directory, actual.segment, {
        onDamage: this.#lost,
        ignoreIndex,
      });
      let done = false;
      try {
        const result = run(reader, actual);
        done = true;
        return result;
      } catch (error) {
        const missing = isSystemError(error, 'ENOENT');
        if (!missing && !isHayabusaError(error, 'corruption')) throw error;
        if (missing && !ignoreIndex) {
          const fresh = this.#reload(actual.segment);
          if (fresh !== undefined) {
            actual = { ...actual, segment: fresh };
            continue;
          }
        }
        const report = missing ? missingFile(error.path ?? '', actual.segment) : error;
        const inIndex = missing ? (error.path ?? '').endsWith('.index') : isIndexDamage(error);
        if (inIndex && !ignoreIndex) {
          this.#report({ error: report, lost: false });
          ignoreIndex = true;
          continue;
        }
        this.#lost(report);
        return undefined;
      } finally {
        if (!done || keep === undefined) reader.close();
      }
    }
  }

  /** The hour as the catalog has it now, if that differs from what was opened. */
  #reload(before: SegmentInfo): SegmentInfo | undefined {
    const now = readCatalog(this.directory).segments.find((each) => each.hour === before.hour);
    if (now === undefined || JSON.stringify(now) === JSON.stringify(before)) return undefined;
    return now;
  }

  readonly #lost = (error: HayabusaError): void => this.#report({ error, lost: true });

  #report(report: DamageReport): void {
    if (this.#reported.has(report.error.message)) return;
    this.#reported.add(report.error.message);
    this.#onDamage(report);
  }
}

function backwards({ ordinals, times }: SegmentHits): SegmentHits {
  return { ordinals: ordinals.slice().reverse(), times: times.slice().reverse() };
}

/** Whether reading hits [from, to) one after the other goes to and fro in the log. */
function isScattered(ordinals: Uint32Array, from: number, to: number): boolean {
  const isBackwards = to - from > 1 && (ordinals[from + 1] ?? 0) < (ordinals[from] ?? 0);
  for (let i = from + 1; i < to; i++)
    if ((ordinals[i] ?? 0) < (ordinals[i - 1] ?? 0) !== isBackwards) return true;
  return false;
}

function isIndexDamage(error: unknown): boolean {
  return (
    isHayabusaError(error) &&
    error.details.code === 'corruption' &&
    error.details.file.endsWith('.index')
  );
}

function missingFile(path: string, segment: SegmentInfo): HayabusaError {
  return corruption(
    `File missing for hour ${formatHour(segment.hour)}`,
    path || messageLogPath(segment.hour),
    0,
    'a file',
    'nothing',
  );
}
