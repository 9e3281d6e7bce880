import { HayabusaError, isHayabusaError, isSystemError } from '../base/errors.js';
import {
  COMMIT_TEXT_BYTES,
  LOG_COMMIT_BYTES,
  POOL_TEXT_BYTES,
  SEAL_LOG_BYTES,
} from '../base/limits.js';
import { readCatalog, writeCatalog } from '../catalog/catalog-file.js';
import {
  type Catalog,
  EMPTY_CATALOG,
  EMPTY_LOG,
  type InputProgress,
  newStoreId,
} from '../catalog/catalog-format.js';
import { WriterLock } from '../catalog/writer-lock.js';
import { ByteWriter } from '../codec/byte-writer.js';
import type { LogInfo } from '../messagelog/log-format.js';
import { writeLogBlocks, writeLogHeader } from '../messagelog/log-writer.js';
import { MessageBatch } from '../messagelog/message-batch.js';
import { fastestBlockMaker } from '../pack/fastest-block-maker.js';
import { countHours, flatHours } from '../pack/hour-counts.js';
import type { PackInfo } from '../pack/pack-format.js';
import { PackWriter } from '../pack/pack-writer.js';
import type { Directory } from '../storage/directory.js';
import { LOGS, logPath, PACKS, packPath, TEMPORARY } from '../storage/file-names.js';
import { batchEnds } from './batch-limits.js';
import { LocalSink, type NewPack, type PackSink } from './pack-sink.js';
import { makePacks, packsToMerge, replayLog, replayPacks, type StoredSink } from './sealer.js';
import { sweep } from './sweep.js';

export type StoreWriterOptions = {
  /** Make the store when there is none. */
  create: boolean;
  /** Text between commits. */
  commitBytes?: number;
  /** Makes what builds packs in other threads too; undefined: packs are built in this one. */
  startPool?: (local: LocalSink) => PackSink;
};

/**
 * The one writer of a store. Messages gather in a batch; full batches become blocks of a pack. `commit` makes all of it
 * durable and visible at once: much goes to a pack of its own, little to the message log; files are synced, then the catalog
 * is replaced. `seal` turns what is in the log into a pack. A reader, or a writer after a crash, sees the store as the
 * last commit left it.
 *
 * A failed write or sync is final: the writer refuses everything after it, since the page cache can no longer be
 * trusted. What was committed before is untouched.
 */
export class StoreWriter {
  readonly directory: Directory;
  /** Messages not yet in a block: the router appends to it. */
  readonly batch: MessageBatch = new MessageBatch();
  readonly #lock: WriterLock;
  readonly #packWriter: PackWriter;
  readonly #commitBytes: number;
  #catalog: Catalog;
  #sink: PackSink;
  readonly #startPool: ((local: LocalSink) => PackSink) | undefined;
  #bytesTaken = 0;
  /** What these will be when all has come in, as far as that is known. */
  #bytesExpected = 0;
  #pending: NewPack[] = [];
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
      this.#catalog = catalog ?? { ...EMPTY_CATALOG, id: newStoreId() };
      if (catalog === undefined) writeCatalog(directory, this.#catalog);
      if (this.#lock.tookOver) sweep(directory, this.#catalog);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.#packWriter = new PackWriter(directory, 1, fastestBlockMaker);
    this.#sink = new LocalSink(this.#packWriter, `pack-${process.pid}`);
    this.#startPool = options.startPool;
    this.#commitBytes = options.commitBytes ?? COMMIT_TEXT_BYTES;
  }

  /** What is committed. */
  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Whether so much came in since the last commit that another is due. */
  get commitDue(): boolean {
    return this.#bytesSinceCommit >= this.#commitBytes;
  }

  /** Says that `bytes` came in: a chunk of an input. */
  endTurn(bytes: number): void {
    this.#bytesSinceCommit += bytes;
    this.#bytesTaken += bytes;
    if (this.#bytesTaken >= POOL_TEXT_BYTES) this.#usePool();
  }

  /** Says that at least so many bytes will come in: whether other threads are worth their start. */
  expect(bytes: number): void {
    this.#bytesExpected = this.#bytesTaken + bytes;
    if (bytes >= POOL_TEXT_BYTES) this.#usePool();
  }

  /** Whether the batch ends; `extra` bytes of text that were told of are yet to be appended to it. */
  batchEnds(extra: number, nextIsPiece: boolean): boolean {
    return batchEnds(this.batch.count, this.batch.textLength + extra, nextIsPiece);
  }

  /** Makes a block of the batch. */
  endBatch(): void {
    this.#guard(() => this.#endBatch(this.#bytesToCome()));
  }

  /** Makes everything that came in, and how far the inputs were read, durable and visible. */
  commit(state: { nextSequence: number; inputs: readonly InputProgress[] }): void {
    this.#guard(() => {
      const { batch } = this;
      let { log } = this.#catalog;
      if (
        this.#sink.isOpen ||
        this.#pending.length > 0 ||
        batch.textLength >= LOG_COMMIT_BYTES ||
        !this.#logIsThere(log)
      ) {
        this.#endBatch(0);
        this.#pending.push(...this.#numbered(this.#sink.finish()));
      } else if (batch.count > 0) log = this.#appendToLog(batch, log);
      this.#publish(this.#pending, log);
      const packs = [...this.#catalog.packs, ...this.#pending.map(({ info }) => info)];
      this.#pending = [];
      this.#commitCatalog({ ...state, packs, log });
      this.#bytesSinceCommit = 0;
      if (log.textBytes >= SEAL_LOG_BYTES) this.#seal();
    });
  }

  /** Turns the message log into a pack, and many small packs into one. */
  seal(): void {
    this.#guard(() => {
      this.#seal();
      this.#merge();
    });
  }

  /** Makes packs of messages that are stored already; nothing of that counts before `replacePacks`. */
  rewrite(source: (add: StoredSink) => void): readonly { info: PackInfo; path: string }[] {
    let made: NewPack[] = [];
    this.#guard(() => {
      made = this.#rewrite(source);
    });
    return made;
  }

  /** Replaces packs by others, made by `rewrite`; with an empty list only forgets them. For repair. */
  replacePacks(old: readonly PackInfo[], made: readonly { info: PackInfo; path: string }[]): void {
    this.#guard(() => this.#replacePacks(old, made));
  }

  /** Forgets the message log; for repair. */
  dropLog(): void {
    this.#guard(() => this.#commitCatalog({ ...this.#catalog, log: EMPTY_LOG }));
  }

  /** Gives the lock back. What was not committed is gone. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      const isOpen = this.#sink.isOpen || this.#pending.length > 0;
      this.#sink.close();
      if (this.#failed !== undefined || isOpen) this.#sweep();
    } catch {
      // The next writer finds nothing wrong in what is left: it only takes room.
    }
    this.#lock.release();
  }

  #sweep(): void {
    // Behind the catalog's rename a commit may have failed and yet count: then what it names must stay.
    const { generation } = readCatalog(this.directory);
    if (generation === this.#catalog.generation) sweep(this.directory, this.#catalog);
  }

  /** How much text comes before the next commit; more where it is not known when the input ends. */
  #bytesToCome(): number {
    const beforeCommit = Math.max(0, this.#commitBytes - this.#bytesSinceCommit);
    const beforeEnd = this.#bytesExpected - this.#bytesTaken;
    return beforeEnd > 0 ? Math.min(beforeCommit, beforeEnd) : beforeCommit;
  }

  #endBatch(toCome: number): void {
    if (this.batch.count === 0) return;
    // Once a pack: it takes a tenth of a millisecond to be told that the folder is there.
    if (!this.#sink.isOpen) this.directory.makeDirectory(PACKS);
    this.#sink.add(this.batch, toCome);
  }

  /** Goes on in other threads too, if there are any to be had. */
  #usePool(): void {
    const sink = this.#sink;
    if (this.#startPool === undefined || sink instanceof LocalSink === false) return;
    this.#guard(() => {
      this.#sink = this.#startPool?.(sink) ?? sink;
    });
  }

  /** New packs with numbers of their own, in order of time. */
  #numbered(packs: readonly NewPack[]): NewPack[] {
    return [...packs]
      .sort((a, b) => a.info.minTime - b.info.minTime || (a.path < b.path ? -1 : 1))
      .map(({ info, path }) => ({ info: { ...info, number: this.#takeNumber() }, path }));
  }

  #nextPack(): { number: number; path: string } {
    this.directory.makeDirectory(PACKS);
    const number = this.#takeNumber();
    return { number, path: packPath(number) + TEMPORARY };
  }

  #takeNumber(): number {
    const number = this.#catalog.nextNumber;
    this.#catalog = { ...this.#catalog, nextNumber: number + 1 };
    return number;
  }

  /** A log that is gone, or was cut, takes no more: what it has lost is for repair to say. */
  #logIsThere({ number, bytes }: LogInfo): boolean {
    if (bytes === 0) return true;
    try {
      return this.directory.size(logPath(number)) >= bytes;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return false;
      throw error;
    }
  }

  #appendToLog(batch: MessageBatch, before: LogInfo): LogInfo {
    this.directory.makeDirectory(LOGS);
    const out = new ByteWriter(batch.textLength + 4096);
    const number = before.bytes === 0 ? this.#takeNumber() : before.number;
    if (before.bytes === 0) writeLogHeader(out);
    writeLogBlocks(out, batch);
    this.directory.append(logPath(number), before.bytes, out.bytes());
    const hours = new Map<number, number>();
    for (let i = 0; i < before.hours.length; i += 2)
      hours.set(before.hours[i]!, before.hours[i + 1]!);
    countHours(batch, hours);
    const log = {
      number,
      bytes: before.bytes + out.length,
      messages: before.messages + batch.count,
      textBytes: before.textBytes + batch.textLength - batch.count,
      hours: flatHours(hours),
    };
    batch.clear();
    return log;
  }

  /** Makes packs durable under their final names, and the log as far as it goes. */
  #publish(packs: readonly NewPack[], log: LogInfo): void {
    const before = this.#catalog.log;
    const logs =
      log.bytes > before.bytes || log.number !== before.number ? [logPath(log.number)] : [];
    const folders = new Set<string>();
    if (packs.length > 0) folders.add(PACKS).add('');
    if (logs.length > 0 && log.number !== before.number) folders.add(LOGS).add('');
    this.directory.syncAll([...packs.map(({ path }) => path), ...(log.bytes > 0 ? logs : [])], []);
    for (const { info, path } of packs) this.directory.rename(path, packPath(info.number));
    this.directory.syncAll([], [...folders]);
  }

  /** A damaged log stays as it is: what of it is whole is found by reading it. */
  #seal(): void {
    const { log } = this.#catalog;
    if (log.bytes === 0) return;
    const made = this.#unlessDamaged(() =>
      this.#rewrite((add) => replayLog(this.directory, log, add)),
    );
    if (made === undefined) return;
    this.#publish(made, log);
    const packs = [...this.#catalog.packs, ...made.map(({ info }) => info)];
    this.#commitCatalog({ ...this.#catalog, packs, log: EMPTY_LOG });
    this.directory.remove(logPath(log.number));
  }

  #merge(): void {
    const small = packsToMerge(this.#catalog.packs);
    if (small.length === 0) return;
    const made = this.#unlessDamaged(() =>
      this.#rewrite((add) => replayPacks(this.directory, small, add)),
    );
    if (made !== undefined) this.#replacePacks(small, made);
  }

  #rewrite(source: (add: StoredSink) => void): NewPack[] {
    return makePacks(
      { writer: this.#packWriter, directory: this.directory, next: () => this.#nextPack() },
      source,
    );
  }

  #replacePacks(old: readonly PackInfo[], made: readonly NewPack[]): void {
    this.#publish(made, this.#catalog.log);
    const gone = new Set(old.map(({ number }) => number));
    const kept = this.#catalog.packs.filter(({ number }) => !gone.has(number));
    this.#commitCatalog({ ...this.#catalog, packs: [...kept, ...made.map(({ info }) => info)] });
    for (const number of gone) this.directory.remove(packPath(number));
  }

  #unlessDamaged<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (isHayabusaError(error, 'corruption') || isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  #commitCatalog(state: Pick<Catalog, 'nextSequence' | 'inputs' | 'packs' | 'log'>): void {
    const catalog: Catalog = {
      generation: this.#catalog.generation + 1,
      id: this.#catalog.id,
      nextSequence: state.nextSequence,
      nextNumber: this.#catalog.nextNumber,
      packs: [...state.packs].sort((a, b) => a.minTime - b.minTime || a.number - b.number),
      log: state.log,
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
