import { describe, expect, it } from 'vitest';
import { hourOf } from '../../src/base/ids.js';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { type RepairSummary, repairStore } from '../../src/engine/repair.js';
import { verifyStore } from '../../src/engine/verify.js';
import type { Directory } from '../../src/storage/directory.js';
import { CATALOG, messageLogPath } from '../../src/storage/file-names.js';
import { noise } from '../support/bytes.js';
import { filesOf, HOURS, sendTo } from '../support/small-store.js';
import {
  answerOf,
  expectAnswers,
  QUESTIONS,
  type Question,
  someQuestions,
} from '../support/small-store-answers.js';
import { sentMessages } from '../support/small-store-lines.js';
import { DamagedStore, everythingIn, hourOfFile } from './damaged-store.js';
import { OriginalStore } from './original-store.js';

const LONG = { timeout: 120_000 };
const STORE = new OriginalStore();
const EVERYTHING: Question = { text: '', matches: () => true };

const repair = (directory: Directory): RepairSummary => repairStore(directory, () => {});

/** Damages of a file, spread over it: a byte, its length, and no file at all. */
function* damages(path: string, step: number): Generator<[string, Uint8Array | undefined]> {
  for (let at = 0; at < STORE.committedBytes(path); at += step) {
    yield [`byte ${at}`, STORE.flipped(path, at, 0x01)];
    if (at % (4 * step) === 0) yield [`cut to ${at}`, STORE.bytesOf(path).subarray(0, at)];
  }
  yield ['missing', undefined];
}

function isWhole(directory: Directory): boolean {
  const reports = [...verifyStore(directory, readCatalog(directory), { deep: true })];
  return reports.every(({ findings, uncovered }) => findings.length === 0 && uncovered === 0);
}

/** Repairs once more: nothing is left to do, and nothing changes. */
function expectRepaired(directory: Directory, what: string): RepairSummary {
  const before = filesOf(directory);
  const again = repair(directory);
  expect(again, what).toMatchObject({ catalogRebuilt: false, hoursRebuilt: 0 });
  expect(filesOf(directory), what).toEqual(before);
  return again;
}

describe('repairStore()', () => {
  it.each(STORE.indexes)('makes %s right again', LONG, (path) => {
    for (const [name, content] of damages(path, 71)) {
      const what = `${path}: ${name}`;
      const directory = STORE.copyWith(path, content);
      expect(repair(directory).lost, what).toEqual([]);
      expectAnswers(directory, STORE.sent, someQuestions(content?.length ?? 0, 3), what);
      expect(isWhole(directory), what).toBe(true);
      expect(expectRepaired(directory, what).lost).toEqual([]);
    }
  });

  it('makes the catalog again', LONG, () => {
    const { nextSequence } = readCatalog(STORE.directory);
    for (const [what, content] of damages(CATALOG, 11)) {
      const directory = STORE.copyWith(CATALOG, content);
      expect(repair(directory), what).toMatchObject({ catalogRebuilt: true, lost: [] });
      expectAnswers(directory, STORE.sent, someQuestions(content?.length ?? 0, 3), what);
      expect(isWhole(directory), what).toBe(true);
      expect(readCatalog(directory).nextSequence).toBe(nextSequence);
      expect(expectRepaired(directory, what).lost).toEqual([]);
    }
  });

  it('leaves a catalog of another version alone: a newer program may have made it', () => {
    for (const offset of [8, 9]) {
      const directory = STORE.copyWith(CATALOG, STORE.flipped(CATALOG, offset, 0x02));
      const before = filesOf(directory);
      expect(() => repair(directory)).toThrow('has format version');
      expect(filesOf(directory)).toEqual(before);
    }
  });

  it.each(STORE.logs)('reports what is lost of %s, and keeps the rest', LONG, (path) => {
    for (const [name, content] of damages(path, 197)) {
      const what = `${path}: ${name}`;
      const directory = STORE.copyWith(path, content);
      const before = answerOf(directory, EVERYTHING).lines;
      expect(repair(directory).lost.length, what).toBeGreaterThan(0);
      expect(answerOf(directory, EVERYTHING).lines, what).toEqual(before);
      const again = expectRepaired(directory, what);
      // An hour without its log is gone, and nobody asks for it any more.
      expect(again.lost.length > 0, what).toBe(content !== undefined);
      if (content === undefined) continue;
      const store = new DamagedStore(directory, STORE.sent);
      for (const question of someQuestions(content.length, 3))
        store.ask(question, [path], () => what);
      expect(directory.read(path), what).toEqual(content);
    }
  });

  it('removes no log when there is no catalog to go by, readable or not', LONG, () => {
    for (const path of STORE.logs) {
      const directory = STORE.copyWith(path, noise(STORE.bytesOf(path).length));
      directory.write(CATALOG, noise(100));
      const summary = repair(directory);
      expect(summary.catalogRebuilt).toBe(true);
      expect(summary.lost.length, path).toBeGreaterThan(0);
      for (const log of STORE.logs) expect(directory.size(log)).toBe(STORE.bytesOf(log).length);
      const others = STORE.sent.filter(({ time }) => hourOf(time) !== hourOfFile(path));
      expectAnswers(directory, others, someQuestions(0, 3), path);
    }
  });
});

describe('a writer in a damaged store', () => {
  it('goes on in all hours, and what it adds is found', LONG, () => {
    for (const path of [...STORE.logs, ...STORE.indexes])
      for (const offset of [3, STORE.committedBytes(path) >>> 1, STORE.committedBytes(path) - 9]) {
        const what = () => `${path}: byte ${offset} changed`;
        const directory = STORE.copyWith(path, STORE.flipped(path, offset, 0x04));
        const messages = Object.values(HOURS).flatMap((hour) => sentMessages(hour, 3, 'mixed', 9));
        const added = sendTo(directory, messages);
        const store = new DamagedStore(directory, [...STORE.sent, ...added]);
        for (const question of QUESTIONS) store.ask(question, [path], what);
        const found = new Set(store.ask(EVERYTHING, [path], what)?.lines);
        for (const line of new DamagedStore(directory, added).expected(EVERYTHING))
          if (!found.has(line)) expect.fail(`${what()}: lost ${line}`);
      }
  });

  it('refuses an hour whose log is gone, until repair has left the hour out', () => {
    const path = messageLogPath(HOURS.crowded);
    const directory = STORE.copyWith(path, undefined);
    const messages = sentMessages(HOURS.crowded, 3, 'mixed', 9);
    expect(() => sendTo(directory, messages)).toThrow(`${path} at offset 0`);
    repair(directory);
    sendTo(directory, messages);
    expect(answerOf(directory, everythingIn(HOURS.crowded)).lines).toHaveLength(3);
  });
});
