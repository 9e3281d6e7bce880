import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { repairStore } from '../../src/engine/repair.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { verifyStore } from '../../src/engine/verify.js';
import type { Directory } from '../../src/storage/directory.js';
import { CATALOG, logPath, packPath } from '../../src/storage/file-names.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { asText } from '../support/bytes.js';
import {
  type Acknowledged,
  COMMIT_BYTES,
  type InputFiles,
  ingestFiles,
  inputFiles,
  noteCommits,
} from '../support/crash-ingest.js';
import {
  buried,
  type CrashState,
  crashStates,
  JournalingDirectory,
  type Operation,
  oddCrashStates,
  replayed,
} from '../support/crash-journal.js';
import { filesOf, foldersOf, makeDurable, smallStore } from '../support/small-store.js';
import { expectAnswers, type SentMessage, someQuestions } from '../support/small-store-answers.js';

vi.mock('../../src/base/limits.js', async (importOriginal) => {
  const { withSmallLimits } = await import('./small-limits.js');
  return withSmallLimits(await importOriginal());
});

vi.mock('../../src/input/input.js', async (importOriginal) => {
  const { withSmallChunks } = await import('./small-chunks.js');
  return withSmallChunks(await importOriginal());
});

describe('a crash at any moment of an ingest', () => {
  it('into a store with packs and a log', { timeout: 180_000 }, async () => {
    const store = smallStore({ dense: false, scattered: true });
    const { nextSequence } = readCatalog(store.directory);
    const files = inputFiles(nextSequence);
    const checker = new CrashChecker(store.directory, files, [...store.sent, ...files.sent]);
    const first = await checker.run([], nextSequence);
    expect(first.acknowledged.length).toBeGreaterThanOrEqual(4);
    // Commits to the log and to packs of their own; a commit, and the end, seal the log; in the end packs are merged.
    const { journal } = first;
    const count = (kind: Operation['kind'], path: RegExp) =>
      journal.filter((each) => each.kind === kind && path.test(each.path)).length;
    expect(journal.filter(isCommit).length).toBeGreaterThan(first.acknowledged.length + 1);
    expect(count('append', /^log\//)).toBeGreaterThan(1);
    expect(count('rename', /^packs\//)).toBeGreaterThan(3);
    expect(count('remove', /^log\//)).toBe(2);
    expect(count('remove', /^packs\/\d+\.pack$/)).toBeGreaterThan(7);
    await checker.crashEverywhere(first);
    expect(checker.statesSeen).toBeGreaterThan(100);
  });

  it('into a store that is being made', { timeout: 180_000 }, async () => {
    const files = inputFiles(0);
    const checker = new CrashChecker(new MemoryDirectory(), files, files.sent);
    await checker.crashEverywhere(await checker.run([], 0));
    expect(checker.statesSeen).toBeGreaterThan(100);
  });

  it('and again while the next writer takes over and goes on', { timeout: 180_000 }, async () => {
    const store = smallStore({ dense: false, scattered: true });
    const { nextSequence } = readCatalog(store.directory);
    const files = inputFiles(nextSequence);
    const checker = new CrashChecker(store.directory, files, [...store.sent, ...files.sent]);
    const first = await checker.run([], nextSequence);
    const commits = [...first.journal.keys()].filter((at) => isCommit(first.journal[at]!));
    for (const at of commits) {
      // Between the rename of the catalog and the sync of its folder: what the next writer sees may yet vanish.
      const second = await checker.run(first.journal.slice(0, at + 1), first.upTo(at + 1));
      await checker.crashEverywhere(second, at + 1);
    }
    expect(checker.statesSeen).toBeGreaterThan(100);
  });
});

describe('a crash at any moment of a repair', () => {
  it.each([false, true])('with a damaged catalog: %s', { timeout: 180_000 }, (catalogToo) => {
    const { directory: base, sent } = smallStore({ dense: false, scattered: true });
    const damaged = [packPath(1), packPath(3), ...(catalogToo ? [CATALOG] : [])];
    for (const path of damaged) {
      const bytes = base.read(path);
      bytes[path === CATALOG ? 30 : bytes.length - 50]! ^= 0x10;
      base.write(path, bytes);
    }
    makeDurable(base);
    const directory = new JournalingDirectory(replayed(base, []));
    expect(repairStore(directory, () => {}).lost).toEqual([]);
    const journal = buried(directory.journal, 1);
    const seen = new Set<string>();
    for (let operations = 0; operations <= journal.length; operations++)
      for (const state of crashStates(base, journal, operations)) {
        const digest = digestOf(state.directory);
        if (seen.has(digest)) continue;
        seen.add(digest);
        expect(repairStore(state.directory, () => {}).lost, state.what).toEqual([]);
        expectAnswers(state.directory, sent, someQuestions(operations, 3), state.what);
        expectSwept(state.directory, state.what);
      }
    expect(seen.size).toBeGreaterThan(20);
  });
});

const isCommit = (operation: Operation) => operation.kind === 'rename' && operation.to === CATALOG;

/** What an ingest did, from before it on, and what it acknowledged. */
class Run {
  readonly journal: readonly Operation[];
  readonly acknowledged: readonly Acknowledged<number>[];
  readonly #before: number;

  constructor(
    journal: readonly Operation[],
    acknowledged: readonly Acknowledged<number>[],
    before: number,
  ) {
    this.journal = journal;
    this.acknowledged = acknowledged;
    this.#before = before;
  }

  /** Up to which sequence number messages were acknowledged after so many operations. */
  upTo(operations: number): number {
    return this.acknowledged.findLast(({ mark }) => mark <= operations)?.upTo ?? this.#before;
  }
}

class CrashChecker {
  readonly #base: Directory;
  readonly #files: InputFiles;
  /** Everything that is in the store after an uninterrupted run. */
  readonly #sent: readonly SentMessage[];
  /** States that were looked at, and up to which sequence number messages are visible in them. */
  readonly #seen = new Map<string, number>();

  constructor(base: Directory, files: InputFiles, sent: readonly SentMessage[]) {
    this.#base = base;
    this.#files = files;
    this.#sent = sent;
  }

  get statesSeen(): number {
    return this.#seen.size;
  }

  /** Ingests after the operations of processes that have died, of which messages up to `before` were acknowledged. */
  async run(past: readonly Operation[], before: number): Promise<Run> {
    const directory = new JournalingDirectory(replayed(this.#base, past));
    const acknowledged = await this.#ingest(
      directory,
      () => past.length + directory.journal.length,
    );
    this.#expectWhole(directory, this.#sent, 'uninterrupted');
    const life = past.length === 0 ? 1 : 2;
    return new Run([...past, ...buried(directory.journal, life)], acknowledged, before);
  }

  /** Checks what a crash between any two operations may leave, from the operation `from` on. */
  async crashEverywhere(run: Run, from = 0): Promise<void> {
    const { journal } = run;
    for (let operations = from; operations <= journal.length; operations++) {
      const acknowledged = run.upTo(operations);
      for (const state of crashStates(this.#base, journal, operations))
        await this.#check(state, acknowledged);
      if (from > 0) continue;
      for (const state of oddCrashStates(this.#base, journal, operations))
        await this.#check(state, acknowledged);
    }
  }

  async #ingest(directory: Directory, mark: () => number): Promise<Acknowledged<number>[]> {
    const writer = new StoreWriter(directory, { create: true, commitBytes: COMMIT_BYTES });
    const { acknowledged } = noteCommits(writer, mark);
    await ingestFiles(writer, this.#files, true);
    writer.close();
    return acknowledged;
  }

  async #check({ what, directory }: CrashState, acknowledged: number): Promise<void> {
    const digest = digestOf(directory);
    let visible = this.#seen.get(digest);
    if (visible === undefined) {
      visible = this.#checkVisible(directory, what);
      await this.#checkResume(directory, what);
      this.#seen.set(digest, visible);
    }
    if (visible < acknowledged)
      expect.fail(`${what}: acknowledged up to ${acknowledged}, visible up to ${visible}`);
  }

  /** Expects a prefix of what was sent; returns up to which sequence number. */
  #checkVisible(directory: Directory, what: string): number {
    if (!directory.exists(CATALOG)) {
      expect(() => readCatalog(directory), what).toThrow('No store');
      return 0;
    }
    const { nextSequence } = readCatalog(directory);
    const prefix = this.#sent.filter(({ sequence }) => sequence < nextSequence);
    expect(inOrderOfArrival(directory), what).toEqual(prefix.map(({ raw }) => raw));
    this.#expectWhole(directory, prefix, what);
    return nextSequence;
  }

  /** The next writer takes over, sweeps, and an ingest that goes on ends as if nothing had happened. */
  async #checkResume(directory: Directory, what: string): Promise<void> {
    if (directory.list('').some((name) => name.endsWith('.lock'))) {
      new StoreWriter(directory, { create: true }).close();
      expectSwept(directory, `${what}, then opened`);
    }
    await this.#ingest(directory, () => 0);
    this.#expectWhole(directory, this.#sent, `${what}, then resumed`);
    expect(directory.list('').filter((name) => name.endsWith('.lock'))).toEqual([]);
  }

  /** Everything that was sent is found, once, and verify has nothing to say. */
  #expectWhole(directory: Directory, sent: readonly SentMessage[], what: string): void {
    expectAnswers(directory, sent, someQuestions(this.#seen.size, 3), what);
    for (const { findings } of verifyStore(directory, readCatalog(directory), { deep: false }))
      if (findings.length > 0) expect.fail(`${what}: ${findings[0]?.error.message}`);
  }
}

/** Nothing is there but what the catalog names. */
function expectSwept(directory: Directory, what: string): void {
  const { packs, log } = readCatalog(directory);
  const named = packs.map(({ number }) => packPath(number));
  if (log.bytes > 0) named.push(logPath(log.number));
  const found = [...filesOf(directory).keys()].filter((path) => !path.endsWith('.lock'));
  expect(found.sort(), what).toEqual([...named, CATALOG].sort());
  if (log.bytes > 0) expect(directory.size(logPath(log.number)), what).toBe(log.bytes);
  for (const { number, bytes } of packs) expect(directory.size(packPath(number)), what).toBe(bytes);
}

/** The messages of a store in order of arrival: the numbers of arrival have neither gaps nor doubles. */
function inOrderOfArrival(directory: Directory): string[] {
  const reader = new StoreReader(directory, ({ error }) => expect.fail(error.message));
  const found: { sequence: number; raw: string }[] = [];
  for (const batch of reader.search({ query: { kind: 'all' }, ranges: undefined }))
    for (const { sequence, raw } of batch) found.push({ sequence, raw: asText(raw) });
  reader.close();
  found.sort((a, b) => a.sequence - b.sequence);
  return found.map(({ raw }) => raw);
}

function digestOf(directory: Directory): string {
  const hash = createHash('sha1');
  for (const [path, bytes] of filesOf(directory))
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  return hash.update(foldersOf(directory).join()).digest('hex');
}
