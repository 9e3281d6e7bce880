import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { type RepairSummary, repairStore } from '../../src/engine/repair.js';
import { verifyStore } from '../../src/engine/verify.js';
import { PACK_FOOTER_BYTES } from '../../src/pack/pack-format.js';
import type { Directory } from '../../src/storage/directory.js';
import { CATALOG, packPath, SET_ASIDE } from '../../src/storage/file-names.js';
import { noise } from '../support/bytes.js';
import { filesOf, HOURS, sendTo, smallStore } from '../support/small-store.js';
import {
  answerOf,
  expectAnswers,
  expectedAnswer,
  QUESTIONS,
  type Question,
  someQuestions,
} from '../support/small-store-answers.js';
import { sentMessages } from '../support/small-store-lines.js';
import { DamagedStore } from './damaged-store.js';
import { OriginalStore } from './original-store.js';

const LONG = { timeout: 120_000 };
const STORE = new OriginalStore();
/** The same packs without a log, which each search would make a pack of. */
const PACKS_ONLY = new OriginalStore({ log: false });
const EVERYTHING: Question = { text: '', matches: () => true };

const repair = (directory: Directory): RepairSummary => repairStore(directory, () => {});

/** Damages of a file from an offset on, spread over it: a byte, and the length. */
function* damages(path: string, from: number, step: number): Generator<[string, Uint8Array]> {
  for (let at = from; at < STORE.committedBytes(path); at += step) {
    yield [`byte ${at}`, STORE.flipped(path, at, 0x01)];
    if ((at - from) % (4 * step) === 0) yield [`cut to ${at}`, STORE.bytesOf(path).subarray(0, at)];
  }
}

function isWhole(directory: Directory): boolean {
  const reports = [...verifyStore(directory, readCatalog(directory), { deep: true })];
  return reports.every(({ findings }) => findings.length === 0);
}

/** Repairs once more: nothing is left to do, and nothing changes. */
function expectRepaired(directory: Directory, what: string): RepairSummary {
  const before = filesOf(directory);
  const again = repair(directory);
  expect(again, what).toMatchObject({ catalogRebuilt: false, packsRebuilt: 0 });
  expect(filesOf(directory), what).toEqual(before);
  return again;
}

describe('repairStore()', () => {
  it.each(STORE.packs)('makes the index of %s right again', LONG, (path) => {
    const { tablesOffset, tailBytes, messages } = STORE.infoOf(path);
    const whole = STORE.bytesOf(path);
    const second = Buffer.from(whole).lastIndexOf('HYBSATAB', undefined, 'latin1');
    const tableBytes = whole.length - tailBytes - second;
    const version = whole.length - PACK_FOOTER_BYTES + 28;
    for (const [name, content] of damages(path, tablesOffset, 37)) {
      const what = `${path}: ${name}`;
      // Without any of its two tables nobody can read it.
      if (name.startsWith('cut') && content.length < tablesOffset + tableBytes) continue;
      // A version that this program does not know is left alone.
      if ([`byte ${version}`, `byte ${version + 1}`].includes(name)) continue;
      const directory = PACKS_ONLY.copyWith(path, content);
      expect(repair(directory), what).toMatchObject({
        lost: [],
        packsRebuilt: 1,
        messagesIndexed: messages,
      });
      expectAnswers(directory, PACKS_ONLY.sent, someQuestions(content.length, 3), what);
      expect(isWhole(directory), what).toBe(true);
      expect(expectRepaired(directory, what).lost).toEqual([]);
    }
  });

  it('makes the header of a pack right again', () => {
    for (const path of STORE.packs) {
      const directory = STORE.copyWith(path, STORE.flipped(path, 3, 0x01));
      expect(repair(directory)).toMatchObject({ lost: [], packsRebuilt: 1 });
      expect(readCatalog(directory).id).toBe(STORE.catalog.id);
      expectAnswers(directory, STORE.sent, someQuestions(0, 3), path);
    }
  });

  it('makes the catalog again', LONG, () => {
    const { nextSequence, id } = STORE.catalog;
    const contents: [string, Uint8Array | undefined][] = [
      ...damages(CATALOG, 0, 11),
      ['missing', undefined],
    ];
    for (const [what, content] of contents) {
      const directory = STORE.copyWith(CATALOG, content);
      expect(repair(directory), what).toMatchObject({ catalogRebuilt: true, lost: [] });
      expectAnswers(directory, STORE.sent, someQuestions(content?.length ?? 0, 3), what);
      expect(isWhole(directory), what).toBe(true);
      expect(readCatalog(directory).nextSequence).toBe(nextSequence);
      // Cursors of before hold no more: nobody knows which numbers were given.
      expect(readCatalog(directory).id).not.toBe(id);
      expect(expectRepaired(directory, what).lost).toEqual([]);
    }
  });

  it('makes a catalog of what the lost one said', () => {
    const directory = STORE.copyWith(CATALOG, undefined);
    const { packs } = STORE.catalog;
    repair(directory);
    const found = readCatalog(directory);
    const known = new Set(packs.map(({ number }) => number));
    expect(found.packs.filter(({ number }) => known.has(number))).toEqual(packs);
    // The log became a pack, numbered above all others.
    expect(found.packs).toHaveLength(packs.length + 1);
    expect(found.nextNumber).toBeGreaterThan(STORE.catalog.nextNumber);
  });

  it('leaves a catalog of another version alone: a newer program may have made it', () => {
    for (const offset of [8, 9]) {
      const directory = STORE.copyWith(CATALOG, STORE.flipped(CATALOG, offset, 0x02));
      const before = filesOf(directory);
      expect(() => repair(directory)).toThrow('has format version');
      expect(filesOf(directory)).toEqual(before);
    }
  });

  it.each(STORE.packs)('reports what is lost of %s, and keeps the rest', LONG, (path) => {
    const { tablesOffset } = STORE.infoOf(path);
    for (let at = 16; at < tablesOffset; at += 97) {
      const what = `${path}: byte ${at}`;
      const content = PACKS_ONLY.flipped(path, at, 0x01);
      const directory = PACKS_ONLY.copyWith(path, content);
      const before = answerOf(directory, EVERYTHING).lines;
      expect(repair(directory).lost.length, what).toBeGreaterThan(0);
      expect(answerOf(directory, EVERYTHING).lines, what).toEqual(before);
      expect(expectRepaired(directory, what).lost.length, what).toBeGreaterThan(0);
      const store = new DamagedStore(directory, PACKS_ONLY.sent);
      for (const question of someQuestions(at, 3)) store.ask(question, [path], () => what);
      expect(directory.read(path), what).toEqual(content);
    }
  });

  it('reports what is lost of the log, and keeps the rest', LONG, () => {
    const path = STORE.log;
    for (const [name, content] of damages(path, 0, 97)) {
      const what = `${path}: ${name}`;
      const directory = STORE.copyWith(path, content);
      const before = answerOf(directory, EVERYTHING).lines;
      expect(repair(directory).lost.length, what).toBeGreaterThan(0);
      expect(answerOf(directory, EVERYTHING).lines, what).toEqual(before);
      expect(expectRepaired(directory, what).lost.length, what).toBeGreaterThan(0);
    }
  });

  it('forgets a pack or a log that is gone, and says so once', () => {
    for (const path of [...STORE.packs, STORE.log]) {
      const directory = STORE.copyWith(path, undefined);
      const before = answerOf(directory, EVERYTHING);
      expect(before.reports).toEqual([{ lost: true, error: expect.anything() }]);
      expect(repair(directory).lost, path).toHaveLength(1);
      expect(answerOf(directory, EVERYTHING), path).toEqual({ ...before, reports: [] });
      expect(expectRepaired(directory, path).lost).toEqual([]);
    }
  });

  it('removes nothing when there is no catalog to go by, readable or not', LONG, () => {
    for (const path of [...STORE.packs, STORE.log]) {
      const content = noise(STORE.bytesOf(path).length);
      const directory = STORE.copyWith(path, content);
      directory.write(CATALOG, noise(100));
      const before = new DamagedStore(STORE.directory, STORE.sent);
      const summary = repair(directory);
      expect(summary.catalogRebuilt).toBe(true);
      expect(summary.lost.length, path).toBeGreaterThan(0);
      expect(directory.read(path + SET_ASIDE), path).toEqual(content);
      const found = answerOf(directory, EVERYTHING).lines;
      const whole = before.expected(EVERYTHING);
      expect(found.length, path).toBeLessThan(whole.length);
      for (const line of found) expect(whole).toContain(line);
      expect(expectRepaired(directory, path).lost).toEqual([]);
    }
  });
});

describe('a catalog that is made again', () => {
  it('does not double what stands in the log and, sealed, in a pack', () => {
    const { directory, sent } = smallStore({ dense: false });
    const before = filesOf(directory);
    expect(repair(directory).lost).toEqual([]);
    // As if the writer had died before it could remove the log; and then somebody lost the catalog.
    for (const [path, bytes] of before) if (path.startsWith('log/')) directory.write(path, bytes);
    directory.remove(CATALOG);
    expect(repair(directory)).toMatchObject({ catalogRebuilt: true, lost: [] });
    expectAnswers(directory, sent, QUESTIONS, 'sealed twice');
    expect(isWhole(directory)).toBe(true);
    expect(directory.list('log')).toEqual([]);
  });

  it('does not double what stands in small packs and in the one that they were merged to', () => {
    const { directory, sent } = smallStore({ dense: false, scattered: true });
    const before = filesOf(directory);
    repair(directory);
    expect(readCatalog(directory).packs).toHaveLength(1);
    for (const [path, bytes] of before) if (path !== CATALOG) directory.write(path, bytes);
    directory.remove(CATALOG);
    expect(repair(directory)).toMatchObject({ catalogRebuilt: true, lost: [] });
    expectAnswers(directory, sent, QUESTIONS, 'merged twice');
    expect(isWhole(directory)).toBe(true);
    expect(directory.list('packs')).toHaveLength(1);
  });

  it('keeps small packs when the one that they were merged to was never finished', () => {
    const { directory, sent } = smallStore({ dense: false, scattered: true });
    const before = filesOf(directory);
    repair(directory);
    const { number, bytes } = readCatalog(directory).packs[0]!;
    const merged = packPath(number);
    for (const [path, content] of before) if (path !== CATALOG) directory.write(path, content);
    directory.write(merged, directory.read(merged).subarray(0, bytes >>> 1));
    directory.remove(CATALOG);
    expect(repair(directory).catalogRebuilt).toBe(true);
    expectAnswers(directory, sent, QUESTIONS, 'half merged');
  });
});

describe('a writer in a damaged store', () => {
  it('goes on, and what it adds is found', LONG, () => {
    for (const path of [...STORE.packs, STORE.log])
      for (const offset of [3, STORE.committedBytes(path) >>> 1, STORE.committedBytes(path) - 9]) {
        const what = () => `${path}: byte ${offset} changed`;
        const directory = STORE.copyWith(path, STORE.flipped(path, offset, 0x04));
        const messages = Object.values(HOURS).flatMap((hour) => sentMessages(hour, 3, 'mixed', 9));
        const added = sendTo(directory, messages);
        const store = new DamagedStore(directory, [...STORE.sent, ...added]);
        for (const question of QUESTIONS) store.ask(question, [path], what);
        const found = new Set(store.ask(EVERYTHING, [path], what)?.lines);
        for (const line of expectedAnswer(added, EVERYTHING))
          if (!found.has(line)) expect.fail(`${what()}: lost ${line}`);
      }
  });

  it('goes on when a pack is gone, and when the log is', () => {
    for (const path of [...STORE.packs, STORE.log]) {
      const directory = STORE.copyWith(path, undefined);
      const added = sendTo(directory, sentMessages(HOURS.partly, 3, 'mixed', 9));
      const store = new DamagedStore(directory, [...STORE.sent, ...added]);
      const found = new Set(store.ask(EVERYTHING, [path], () => path)?.lines);
      for (const line of expectedAnswer(added, EVERYTHING)) expect(found).toContain(line);
    }
  });
});
