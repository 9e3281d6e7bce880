import { HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import type { SegmentHour } from '../base/ids.js';
import { BUFFER_BYTES, COMMIT_TEXT_BYTES, MAX_SPARE_BUFFERS } from '../base/limits.js';
import { readCatalog, writeCatalog } from '../catalog/catalog-file.js';
import { type Catalog, EMPTY_CATALOG, type InputProgress } from '../catalog/catalog-format.js';
import { WriterLock } from '../catalog/writer-lock.js';
import { HourBuffer } from '../segment/hour-buffer.js';
import { PartBuilder } from '../segment/part-builder.js';
import { isSealed, type SegmentInfo } from '../segment/segment-info.js';
import { type PendingFile, SegmentWriter } from '../segment/segment-writer.js';
import type { Directory } from '../storage/directory.js';
import { parentOf } from '../storage/directory.js';
import { type SealedHour, type SealWork, seal, sealWork } from './sealer.js';
import { sweep } from './sweep.js';

export type StoreWriterOptions = {
  /** Make the store when there is none. */
  create: boolean;
  /** Text between commits. */
  commitBytes?: number;
};

/** An open hour that this much input has passed by is written out: its memory serves the next hour. */
const IDLE_TURNS = 1;

type OpenHour = { buffer: HourBuffer; lastUsed: number };

/**
 * The one writer of a store. Messages gather in a buffer for each hour. `endTurn` writes hours out that have not been
 * used for a while, or everything when memory is short; nothing of that counts yet. `commit` makes all of it durable
 * and visible at once: first every log and index part is synced, then the catalog is replaced. A reader, or a writer
 * after a crash, sees the store as the last commit left it.
 *
 * A failed write or sync is final: the writer refuses everything after it, since the page cache can no longer be
 * trusted. What was committed before is untouched.
 */
export class StoreWriter {
  readonly directory: Directory;
  readonly #lock: WriterLock;
  readonly #builder = new PartBuilder();
  readonly #segmentWriter: SegmentWriter;
  readonly #commitBytes: number;
  readonly #bufferBytes: number;
  /** Hours as the catalog has them, and as they are with what was written out since. */
  readonly #committed = new Map<SegmentHour, SegmentInfo>();
  readonly #written = new Map<SegmentHour, SegmentInfo>();
  /** Hours to look at when sealing. */
  readonly #touched = new Set<SegmentHour>();
  readonly #hoursWritten = new Set<SegmentHour>();
  readonly #open = new Map<SegmentHour, OpenHour>();
  readonly #spare: HourBuffer[] = [];
  #pending: PendingFile[] = [];
  #catalog: Catalog;
  #turn = 0;
  #bytesSinceCommit = 0;
  #failed: unknown;
  #closed = false;

  constructor(directory: Directory, options: StoreWriterOptions) {
    this.directory = directory;
    const exists = findCatalog(directory, options) !== undefined;
    if (!exists) {
      refuseForeignFolder(directory);
      directory.makeDirectory('');
    }
    this.#lock = WriterLock.acquire(directory);
    try {
      // Read under the lock: another process may have written since.
      const catalog = findCatalog(directory, options);
      this.#catalog = catalog ?? EMPTY_CATALOG;
      if (catalog === undefined) writeCatalog(directory, EMPTY_CATALOG);
      if (this.#lock.tookOver) sweep(directory, this.#catalog.segments);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    for (const segment of this.#catalog.segments) {
      this.#committed.set(segment.hour, segment);
      // A writer that died before it sealed them left it to this one.
      if (!isSealed(segment)) this.#touched.add(segment.hour);
    }
    this.#segmentWriter = new SegmentWriter(directory, this.#builder);
    this.#commitBytes = options.commitBytes ?? COMMIT_TEXT_BYTES;
    this.#bufferBytes = Math.min(this.#commitBytes, BUFFER_BYTES);
  }

  /** What is committed. */
  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Whether so much came in since the last commit that another is due. */
  get commitDue(): boolean {
    return this.#bytesSinceCommit >= this.#commitBytes;
  }

  /** The buffer of an hour: the caller appends to it. Valid until the end of the turn. */
  buffer(hour: SegmentHour): HourBuffer {
    let open = this.#open.get(hour);
    if (open === undefined) {
      const buffer = this.#spare.pop() ?? new HourBuffer();
      buffer.start(hour);
      open = { buffer, lastUsed: this.#turn };
      this.#open.set(hour, open);
      this.#touched.add(hour);
      this.#hoursWritten.add(hour);
    }
    open.lastUsed = this.#turn;
    return open.buffer;
  }

  /** Ends a turn: `bytes` came in, about a megabyte. Writes out what should not stay in memory. */
  endTurn(bytes: number): void {
    this.#guard(() => {
      this.#bytesSinceCommit += bytes;
      this.#turn++;
      let held = 0;
      for (const [hour, open] of this.#open) {
        if (this.#turn - open.lastUsed > IDLE_TURNS) this.#writeOut(hour, open.buffer);
        else held += open.buffer.messages.bytesHeld;
      }
      if (held >= this.#bufferBytes) this.#writeOutAll();
    });
  }

  /** Makes everything that came in, and how far the inputs were read, durable and visible. */
  commit(state: { nextSequence: number; inputs: readonly InputProgress[] }): void {
    this.#guard(() => {
      this.#writeOutAll();
      this.#publish(this.#pending);
      this.#pending = [];
      const written = [...this.#written.values()];
      for (const info of written) this.#committed.set(info.hour, info);
      this.#written.clear();
      this.#commitCatalog(state);
      this.#bytesSinceCommit = 0;
      this.#seal(
        written.map((info) => info.hour),
        'commit',
      );
    });
  }

  /** Seals the hours that were written to, where that is worth its price. */
  seal(): void {
    this.#guard(() => this.#seal([...this.#touched], 'seal'));
    this.#touched.clear();
  }

  /** How many hours were written to since the store was opened. */
  get hoursWritten(): number {
    return this.#hoursWritten.size;
  }

  /** Replaces index parts of hours by others, already published; for repair. */
  replaceSegments(segments: readonly SegmentInfo[]): void {
    this.#guard(() => {
      for (const segment of segments) this.#committed.set(segment.hour, segment);
      this.#commitCatalog(this.#catalog);
    });
  }

  /** Forgets hours whose messages are gone; for repair. */
  dropSegments(segments: readonly SegmentInfo[]): void {
    this.#guard(() => {
      for (const segment of segments) this.#committed.delete(segment.hour);
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
      if (this.#failed !== undefined) this.#sweep();
    } catch {
      // The next writer finds nothing wrong in what is left: it only takes room.
    }
    this.#lock.release();
  }

  #sweep(): void {
    // Behind the catalog's rename a commit may have failed and yet count: then what it names must stay.
    const { generation } = readCatalog(this.directory);
    if (generation === this.#catalog.generation) sweep(this.directory, this.#catalog.segments);
  }

  #writeOutAll(): void {
    for (const [hour, open] of [...this.#open].sort(([a], [b]) => a - b))
      this.#writeOut(hour, open.buffer);
  }

  #writeOut(hour: SegmentHour, buffer: HourBuffer): void {
    this.#open.delete(hour);
    if (buffer.messages.count > 0) {
      const before = this.#written.get(hour) ?? this.#committed.get(hour);
      const { info, files } = this.#segmentWriter.append(buffer, before);
      this.#written.set(hour, info);
      this.#pending.push(...files);
    }
    buffer.clear();
    if (this.#spare.length < MAX_SPARE_BUFFERS) this.#spare.push(buffer);
  }

  /** Seals hours as far as it is worth it, and commits that. */
  #seal(hours: readonly SegmentHour[], occasion: 'commit' | 'seal'): void {
    const files: PendingFile[] = [];
    const obsolete: string[] = [];
    for (const hour of hours) {
      const info = this.#committed.get(hour);
      const work = info && sealWork(info, occasion);
      if (info === undefined || work === undefined) continue;
      const sealed = this.#sealHour(info, work);
      if (sealed === undefined) continue;
      files.push(...sealed.files);
      obsolete.push(...sealed.obsolete);
      this.#written.set(hour, sealed.info);
    }
    if (files.length === 0) return;
    this.#publish(files);
    for (const info of this.#written.values()) this.#committed.set(info.hour, info);
    this.#written.clear();
    this.#commitCatalog(this.#catalog);
    for (const path of obsolete) this.directory.remove(path);
  }

  /** Undefined when the hour is damaged: it stays as it is, and keeps no other from being sealed. */
  #sealHour(info: SegmentInfo, work: SealWork): SealedHour | undefined {
    try {
      return seal(this.directory, info, work, this.#builder);
    } catch (error) {
      if (isHayabusaError(error, 'corruption') || isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Makes files, and the names of the folders they are in, durable. */
  #publish(files: readonly PendingFile[]): void {
    const paths = new Set(files.map((file) => file.path));
    const folders = new Set<string>();
    for (const path of paths)
      for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder))
        folders.add(folder);
    this.directory.syncAll([...paths], []);
    for (const file of files)
      if (file.finalPath !== undefined) this.directory.rename(file.path, file.finalPath);
    this.directory.syncAll([], [...folders]);
  }

  #commitCatalog(state: { nextSequence: number; inputs: readonly InputProgress[] }): void {
    const catalog: Catalog = {
      generation: this.#catalog.generation + 1,
      nextSequence: state.nextSequence,
      segments: [...this.#committed.values()].sort((a, b) => a.hour - b.hour),
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

/** The catalog of a store; undefined when there is no store yet and one may be made. */
function findCatalog(directory: Directory, options: StoreWriterOptions): Catalog | undefined {
  try {
    return readCatalog(directory);
  } catch (error) {
    if (options.create && isHayabusaError(error, 'io')) return undefined;
    throw error;
  }
}

/** A folder with something else in it must not become a store by accident. */
function refuseForeignFolder(directory: Directory): void {
  const foreign = directory
    .list('')
    .filter((name) => !/^(writer\..*\.lock|CATALOG\.tmp)$/.test(name));
  if (foreign.length === 0) return;
  throw new HayabusaError(
    `${directory.location} is no store: expected an empty folder or none, got one with ` +
      `${JSON.stringify(foreign[0])} in it: name another folder with --store`,
    { code: 'usage' },
  );
}
