import { HayabusaError } from '../base/errors.js';
import type { SegmentHour } from '../base/ids.js';
import { COMMIT_TEXT_BYTES } from '../base/limits.js';
import { readCatalog, writeCatalog } from '../catalog/catalog-file.js';
import { type Catalog, EMPTY_CATALOG, type InputProgress } from '../catalog/catalog-format.js';
import { WriterLock } from '../catalog/writer-lock.js';
import { HourBuffer } from '../segment/hour-buffer.js';
import type { PartInfo, SegmentInfo } from '../segment/segment-info.js';
import { type PendingFile, SegmentWriter } from '../segment/segment-writer.js';
import type { Directory } from '../storage/directory.js';
import { parentOf } from '../storage/directory.js';
import { CATALOG, indexPartPath } from '../storage/file-names.js';
import { mergeHour, partsToMerge } from './merge-policy.js';
import { sweep } from './sweep.js';

export type StoreWriterOptions = {
  /** Make the store when there is none. */
  create: boolean;
  /** Text held in memory before `full` says so. */
  commitBytes?: number;
};

/**
 * The one writer of a store. Messages gather in a buffer for each hour; `commit` makes them durable and visible, all at
 * once: first every log and index part is written and synced, then the catalog is replaced. Until then nothing counts,
 * and a reader, or a writer after a crash, sees the store as the last commit left it.
 *
 * A failed write or sync is final: the writer refuses everything after it, since the page cache can no longer be
 * trusted. What was committed before is untouched.
 */
export class StoreWriter {
  readonly directory: Directory;
  readonly #lock: WriterLock;
  readonly #segmentWriter: SegmentWriter;
  readonly #commitBytes: number;
  readonly #segments = new Map<SegmentHour, SegmentInfo>();
  readonly #touched = new Set<SegmentHour>();
  #catalog: Catalog;
  #hours = new Map<SegmentHour, HourBuffer>();
  #failed: unknown;
  #closed = false;

  constructor(directory: Directory, options: StoreWriterOptions) {
    this.directory = directory;
    const isNew = !directory.exists(CATALOG);
    if (isNew) {
      // Says how to make one.
      if (!options.create) readCatalog(directory);
      refuseForeignFolder(directory);
      directory.makeDirectory('');
    }
    this.#lock = WriterLock.acquire(directory);
    try {
      this.#catalog = directory.exists(CATALOG) ? readCatalog(directory) : EMPTY_CATALOG;
      if (this.#lock.tookOver) sweep(directory, this.#catalog.segments);
      if (this.#catalog === EMPTY_CATALOG) writeCatalog(directory, EMPTY_CATALOG);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    for (const segment of this.#catalog.segments) this.#segments.set(segment.hour, segment);
    this.#segmentWriter = new SegmentWriter(directory);
    this.#commitBytes = options.commitBytes ?? COMMIT_TEXT_BYTES;
  }

  /** What is committed. */
  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Whether enough is in memory that it should be committed. */
  get full(): boolean {
    let bytes = 0;
    for (const buffer of this.#hours.values()) bytes += buffer.messages.bytesHeld;
    return bytes >= this.#commitBytes;
  }

  /** The buffer of an hour: the caller appends to it. Valid until the next commit. */
  buffer(hour: SegmentHour): HourBuffer {
    let buffer = this.#hours.get(hour);
    if (buffer === undefined) {
      buffer = new HourBuffer(hour);
      this.#hours.set(hour, buffer);
    }
    return buffer;
  }

  /** Hours with messages that are not committed yet. */
  bufferedHours(): Iterable<SegmentHour> {
    return this.#hours.keys();
  }

  /** Makes everything buffered, and how far the inputs were read, durable and visible. */
  commit(state: { nextSequence: number; inputs: readonly InputProgress[] }): void {
    this.#guard(() => {
      const files: PendingFile[] = [];
      const hours = [...this.#hours.keys()].sort((a, b) => a - b);
      const written: SegmentInfo[] = [];
      for (const hour of hours) {
        const buffer = this.#hours.get(hour);
        if (buffer === undefined || buffer.messages.count === 0) continue;
        const result = this.#segmentWriter.append(buffer, this.#segments.get(hour));
        written.push(result.info);
        files.push(...result.files);
        this.#hours.delete(hour);
      }
      this.#hours = new Map();
      this.#publish(files);
      for (const info of written) {
        this.#segments.set(info.hour, info);
        this.#touched.add(info.hour);
      }
      this.#commitCatalog(state);
    });
    this.#merge((info) => partsToMerge(info, 'commit'));
  }

  /** Seals the hours written to: merges their parts into one where that is worth its price. */
  seal(): void {
    this.#merge((info) => partsToMerge(info, 'seal'));
    this.#touched.clear();
  }

  /** Replaces index parts of hours by others, already published; for repair. */
  replaceSegments(segments: readonly SegmentInfo[]): void {
    this.#guard(() => {
      for (const segment of segments) this.#segments.set(segment.hour, segment);
      this.#commitCatalog(this.#catalog);
    });
  }

  /** Makes files durable under their final names. */
  publish(files: readonly PendingFile[]): void {
    this.#guard(() => this.#publish(files));
  }

  /** Gives the lock back. What was not committed is gone. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#failed !== undefined) sweep(this.directory, this.#catalog.segments);
    } catch {
      // The next writer finds nothing wrong in what is left: it only takes room.
    }
    this.#lock.release();
  }

  #merge(choose: (info: SegmentInfo) => readonly PartInfo[]): void {
    this.#guard(() => {
      const files: PendingFile[] = [];
      const merged: SegmentInfo[] = [];
      const obsolete: string[] = [];
      for (const hour of this.#touched) {
        const info = this.#segments.get(hour);
        const parts = info === undefined ? [] : choose(info);
        if (info === undefined || parts.length < 2) continue;
        const result = mergeHour(this.directory, info, parts);
        merged.push(result.info);
        files.push(result.file);
        for (const part of parts)
          obsolete.push(indexPartPath(hour, part.first, part.end, part.generation));
      }
      if (merged.length === 0) return;
      this.#publish(files);
      for (const info of merged) this.#segments.set(info.hour, info);
      this.#commitCatalog(this.#catalog);
      for (const path of obsolete) this.directory.remove(path);
    });
  }

  #publish(files: readonly PendingFile[]): void {
    const folders = new Set<string>();
    for (const file of files) {
      this.directory.sync(file.path);
      if (file.finalPath !== undefined) this.directory.rename(file.path, file.finalPath);
      folders.add(parentOf(file.path));
    }
    for (const folder of folders) this.directory.syncDirectory(folder);
  }

  #commitCatalog(state: { nextSequence: number; inputs: readonly InputProgress[] }): void {
    const catalog: Catalog = {
      generation: this.#catalog.generation + 1,
      nextSequence: state.nextSequence,
      segments: [...this.#segments.values()].sort((a, b) => a.hour - b.hour),
      inputs: state.inputs,
    };
    writeCatalog(this.directory, catalog);
    this.#catalog = catalog;
  }

  #guard(action: () => void): void {
    if (this.#closed || this.#failed !== undefined)
      throw new HayabusaError(
        `Store ${this.directory.location} is closed for writing: expected an open store, got one ` +
          `${this.#closed ? 'that was closed' : 'with a failed write'}: open it again`,
        { code: 'closed' },
        this.#failed,
      );
    try {
      action();
    } catch (error) {
      this.#failed = error;
      throw error;
    }
  }
}

/** A folder with something else in it must not become a store by accident. */
function refuseForeignFolder(directory: Directory): void {
  const foreign = directory
    .list('')
    .filter((name) => !/^(writer\..*\.lock|\d{4}\/|CATALOG\.tmp)$/.test(name));
  if (foreign.length === 0) return;
  throw new HayabusaError(
    `${directory.location} is no store: expected an empty folder or none, got one with ` +
      `${JSON.stringify(foreign[0])} in it: name another folder with --store`,
    { code: 'usage' },
  );
}
