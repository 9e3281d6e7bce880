import { describe, expect, it, vi } from 'vitest';
import { isHayabusaError, isSystemError } from '../../src/base/errors.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { type RepairSummary, repairStore } from '../../src/engine/repair.js';
import { storeStats } from '../../src/engine/stats.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { verifyStore } from '../../src/engine/verify.js';
import type { Directory } from '../../src/storage/directory.js';
import { CATALOG } from '../../src/storage/file-names.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import {
  COMMIT_BYTES,
  type InputFiles,
  ingestFiles,
  inputFiles,
  type NotedCommits,
  noteCommits,
} from '../support/crash-ingest.js';
import { type Fault, FaultyDirectory } from '../support/faulty-directory.js';
import { copyOf, filesOf, smallStore } from '../support/small-store.js';
import {
  answerOf,
  expectAnswers,
  expectedAnswer,
  QUESTIONS,
  type SentMessage,
  someQuestions,
} from '../support/small-store-answers.js';

vi.mock('../../src/base/limits.js', async (importOriginal) => {
  const { withSmallLimits } = await import('./small-limits.js');
  return withSmallLimits(await importOriginal());
});

vi.mock('../../src/input/input.js', async (importOriginal) => {
  const { withSmallChunks } = await import('./small-chunks.js');
  return withSmallChunks(await importOriginal());
});

const LONG = { timeout: 240_000 };

describe('the Nth operation of an ingest fails', () => {
  it('in a store with packs and a log', LONG, async () => {
    const store = smallStore({ dense: false, scattered: true });
    const files = inputFiles(readCatalog(store.directory).nextSequence);
    await failEverywhere(store.directory, files, [...store.sent, ...files.sent]);
  });

  it('in a store that is being made', LONG, async () => {
    const files = inputFiles(0);
    await failEverywhere(new MemoryDirectory(), files, files.sent);
  });
});

async function failEverywhere(
  base: Directory,
  files: InputFiles,
  sent: readonly SentMessage[],
): Promise<void> {
  const before = base.exists(CATALOG) ? readCatalog(base).nextSequence : 0;
  const whole = new FaultyDirectory(copyOf(base));
  await ingestInto(whole, files);
  expectWhole(whole, sent, 0, 'nothing fails');
  for (const fault of writeFaults(whole.operations.length)) {
    const inner = copyOf(base);
    const faulty = new FaultyDirectory(inner, fault);
    const outcome = await ingestInto(faulty, files);
    const failed = faulty.operations[fault.at];
    // A full disk fails fewer operations than there are.
    if (failed === undefined) continue;
    const what = `${fault.code} ${fault.lasting ? 'from' : 'at'} operation ${fault.at}: ${failed}`;
    expect(faulty.openFiles, what).toBe(0);
    checkFailure(outcome, failed, what);
    checkVisible(inner, sent, before, outcome, what);
    checkClosed(outcome, what);
    checkLock(inner, failed, fault, what);
    // Half of the cases, so that every operation has one.
    if (fault.at % 2 !== (fault.code === 'EIO' ? 0 : 1)) continue;
    const resumed = await ingestInto(inner, files);
    expect(resumed.error, what).toBeUndefined();
    expectWhole(inner, sent, fault.at, `${what}, then resumed`);
  }
}

/** Every operation fails: alone, or on a disk that is full from then on; and now and then everything after it. */
function* writeFaults(operations: number): Generator<Fault> {
  for (let at = 0; at < operations; at++) {
    yield { at, code: 'EIO', lasting: false };
    yield { at, code: 'ENOSPC', lasting: true };
    if (at % 3 === 0) yield { at, code: 'EIO', lasting: true };
  }
}

type Outcome = {
  readonly writer: StoreWriter | undefined;
  readonly commits: NotedCommits<undefined>;
  /** What the ingest threw, if anything. */
  readonly error: unknown;
  /** What giving the lock back threw. */
  readonly closeError: unknown;
};

async function ingestInto(directory: Directory, files: InputFiles): Promise<Outcome> {
  let writer: StoreWriter | undefined;
  let commits: NotedCommits<undefined> = { acknowledged: [], attempted: undefined };
  let error: unknown;
  let closeError: unknown;
  try {
    writer = new StoreWriter(directory, { create: true, commitBytes: COMMIT_BYTES });
    commits = noteCommits(writer, () => undefined);
    await ingestFiles(writer, files, true);
  } catch (caught) {
    error = caught;
  }
  try {
    writer?.close();
  } catch (caught) {
    closeError = caught;
  }
  return { writer, commits, error, closeError };
}

/**
 * The system's own error comes out; only what does not matter may fail without one: giving the lock back, and reading a
 * table of a pack, for it stands there twice.
 */
function checkFailure({ error, closeError }: Outcome, failed: string, what: string): void {
  for (const thrown of [error, closeError])
    if (thrown !== undefined && !isSystemError(thrown, 'EIO') && !isSystemError(thrown, 'ENOSPC'))
      expect.fail(`${what}: got ${thrown instanceof Error ? thrown.stack : thrown}`);
  const isTable = failed.startsWith('readAt packs/');
  if (error === undefined && closeError === undefined && !isTable) expect.fail(`${what}: no error`);
  if (error === undefined && !isTable) expect(failed, what).toMatch(/^remove writer/);
}

/** After an error, and after its end, the writer takes nothing more. */
function checkClosed({ writer }: Outcome, what: string): void {
  if (writer === undefined) return;
  const codeOf = (use: () => void): string | undefined => {
    try {
      use();
    } catch (error) {
      if (isHayabusaError(error)) return error.code;
      throw error;
    }
    return undefined;
  };
  expect(
    codeOf(() => writer.endBatch()),
    what,
  ).toBe('closed');
  expect(
    codeOf(() => writer.commit({ nextSequence: 0, inputs: [] })),
    what,
  ).toBe('closed');
  expect(
    codeOf(() => writer.seal()),
    what,
  ).toBe('closed');
  writer.close();
}

/** The store holds what was acknowledged: that, or one commit more which failed behind its rename, and nothing else. */
function checkVisible(
  directory: Directory,
  sent: readonly SentMessage[],
  before: number,
  { commits }: Outcome,
  what: string,
): void {
  const acknowledged = commits.acknowledged.at(-1)?.upTo ?? before;
  if (!directory.exists(CATALOG)) {
    expect(acknowledged, what).toBe(0);
    return;
  }
  const { nextSequence } = readCatalog(directory);
  expect([acknowledged, commits.attempted ?? acknowledged], what).toContain(nextSequence);
  const prefix = sent.filter(({ sequence }) => sequence < nextSequence);
  expectWhole(directory, prefix, nextSequence, what);
}

/** The lock is free, unless it was giving it back that failed. */
function checkLock(directory: Directory, failed: string, fault: Fault, what: string): void {
  const locks = directory.list('').filter((name) => name.endsWith('.lock'));
  const canRemove =
    fault.code === 'ENOSPC' || !(fault.lasting || failed.startsWith('remove writer'));
  if (canRemove) expect(locks, what).toEqual([]);
  for (const lock of locks) directory.remove(lock);
}

function expectWhole(
  directory: Directory,
  sent: readonly SentMessage[],
  turn: number,
  what: string,
): void {
  expectAnswers(directory, sent, someQuestions(turn, 2), what);
  for (const { findings } of verifyStore(directory, readCatalog(directory), { deep: false }))
    if (findings.length > 0) expect.fail(`${what}: ${findings[0]?.error.message}`);
}

describe('the Nth operation fails while reading', () => {
  const store = smallStore();

  /** Runs `read` with every operation failing in turn: what it gives must be right, or the failure itself. */
  const failEveryRead = (read: (directory: Directory) => unknown, expected: unknown) => {
    const whole = new FaultyDirectory(store.directory);
    expect(read(whole)).toEqual(expected);
    expect(whole.openFiles).toBe(0);
    let failures = 0;
    for (let at = 0; at < whole.operations.length; at++) {
      const faulty = new FaultyDirectory(store.directory, { at, code: 'EIO', lasting: false });
      const what = `EIO at operation ${at}: ${whole.operations[at]}`;
      try {
        expect(read(faulty), what).toEqual(expected);
      } catch (error) {
        if (!isSystemError(error, 'EIO')) throw error;
        failures++;
      }
      expect(faulty.openFiles, what).toBe(0);
    }
    // Nothing that is read is read in vain; but tables, which stand twice, may be read elsewhere.
    expect(failures).toBeGreaterThan(0.7 * whole.operations.length);
  };

  it.each(QUESTIONS)('search and count: $text', (question) => {
    failEveryRead(
      (directory) => {
        const { lines, reports } = answerOf(directory, question);
        expect(reports).toEqual([]);
        return lines;
      },
      expectedAnswer(store.sent, question),
    );
  });

  it('stats', () => {
    const catalog = readCatalog(store.directory);
    const stats = storeStats(store.directory, catalog, 3);
    failEveryRead((directory) => storeStats(directory, readCatalog(directory), 3), stats);
  });

  it('verify', () => {
    failEveryRead(
      (directory) =>
        [...verifyStore(directory, readCatalog(directory), { deep: true })].flatMap(
          ({ findings }) => findings,
        ),
      [],
    );
  });
});

describe('the Nth operation of a repair fails', () => {
  /** A store with two packs whose index is damaged, and with a damaged catalog if asked for. */
  const damaged = (catalogToo: boolean): MemoryDirectory => {
    const directory = copyOf(storeOf(catalogToo).directory);
    const [first, second] = [...filesOf(directory).keys()].filter((path) => path.endsWith('.pack'));
    const flip = (path: string, fromEnd: number) => {
      const bytes = directory.read(path);
      bytes[bytes.length - fromEnd]! ^= 0x10;
      directory.write(path, bytes);
    };
    flip(first!, 50);
    flip(second!, 500);
    if (catalogToo) flip(CATALOG, 100);
    return directory;
  };
  // A log is repaired with a catalog; without one answers cost half.
  const withLog = smallStore({ dense: false });
  const packsOnly = smallStore({ dense: false, log: false });
  const storeOf = (catalogToo: boolean) => (catalogToo ? withLog : packsOnly);

  it.each([false, true])('with a damaged catalog: %s', LONG, (catalogToo) => {
    const whole = new FaultyDirectory(damaged(catalogToo));
    expect(repairStore(whole, () => {}).lost).toEqual([]);
    expectWhole(whole, storeOf(catalogToo).sent, 0, 'nothing fails');
    for (const fault of writeFaults(whole.operations.length)) {
      const inner = damaged(catalogToo);
      const faulty = new FaultyDirectory(inner, fault);
      let error: unknown;
      let summary: RepairSummary | undefined;
      try {
        summary = repairStore(faulty, () => {});
      } catch (caught) {
        error = caught;
      }
      const failed = faulty.operations[fault.at];
      if (failed === undefined) continue;
      const what = `${fault.code} ${fault.lasting ? 'from' : 'at'} operation ${fault.at}: ${failed}`;
      // Tables stand twice: where one cannot be read, the other one is.
      if (summary !== undefined && failed.startsWith('readAt packs/'))
        expect(summary.lost, what).toEqual([]);
      else if (!isSystemError(error, fault.code)) expect.fail(`${what}: got ${error}`);
      expect(faulty.openFiles, what).toBe(0);
      checkLock(inner, failed, fault, what);
      expect(repairStore(inner, () => {}).lost, what).toEqual([]);
      expectWhole(inner, storeOf(catalogToo).sent, fault.at, `${what}, then repaired`);
      expect(repairStore(inner, () => {}).packsRebuilt, what).toBe(0);
    }
  });
});
