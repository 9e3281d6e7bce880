import { corruption, type HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import { readCatalog } from '../catalog/catalog-file.js';
import type { Catalog } from '../catalog/catalog-format.js';
import { backwards, type FoundMessage, MessageFetcher } from '../executor/message-fetcher.js';
import { countSegment, type SegmentHits, searchSegment } from '../executor/segment-search.js';
import { type Plan, planSegments, type SegmentTask } from '../planner/plan.js';
import type { SegmentInfo } from '../segment/segment-info.js';
import { SegmentReader } from '../segment/segment-reader.js';
import type { Directory } from '../storage/directory.js';
import { formatHour, messageLogPath } from '../storage/file-names.js';

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
          // From here on the index is in memory and the log open: what is wrong shows before the first message is given out.
          if (result.ordinals.length > 0) {
            opened.prepareToFetch();
            opened.log();
          }
          reader = opened;
          return result;
        },
        'keep open',
      );
      if (hits === undefined || reader === undefined) return;
      yield* new MessageFetcher(reader, this.#lost).fetch(reversed ? backwards(hits) : hits);
    } finally {
      reader?.close();
    }
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
