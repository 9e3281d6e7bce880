import { describe, expect, it } from 'vitest';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { LOG_HEADER_BYTES } from '../../src/messagelog/log-format.js';
import { LogReader } from '../../src/messagelog/log-reader.js';
import { PackReader } from '../../src/pack/pack-reader.js';
import { CATALOG } from '../../src/storage/file-names.js';
import { noise } from '../support/bytes.js';
import { filesOf } from '../support/small-store.js';
import { QUESTIONS, type Question, someQuestions } from '../support/small-store-answers.js';
import { DamagedStore, everythingIn, findingsIn } from './damaged-store.js';
import { OriginalStore } from './original-store.js';

const LONG = { timeout: 180_000 };
const MASKS = [0x01, 0xff];
const STORE = new OriginalStore();
/** The same packs without a log, which each search would make a pack of. */
const PACKS_ONLY = new OriginalStore({ log: false });

const originalOf = (path: string): OriginalStore => (path.endsWith('.pack') ? PACKS_ONLY : STORE);

/** A few questions, all to the times of files: to all of them, or to a part that cuts blocks. */
function questionsTo(paths: readonly string[], turn: number, count: number): Question[] {
  return paths.flatMap((path) => {
    const { from, to } = STORE.rangeOf(path);
    return someQuestions(turn, count).map((question, i) =>
      (i + turn) % 3 > 0
        ? { ...question, ranges: [{ from, to }] }
        : { ...question, ranges: [{ from: from + 100_000, to: from + 600_000 }] },
    );
  });
}

/** Every byte of a file; of the dense pack, which is slow, one in so many. */
function stepIn(path: string): number {
  return STORE.bytesOf(path).length > 6000 ? 3 : 1;
}

/** Expects verify to find something, or nothing, and answers to be right or the damage reported. */
function check(
  store: DamagedStore,
  path: string,
  isDamaged: boolean,
  turn: number,
  what: () => string,
): void {
  const damaged = isDamaged ? [path] : [];
  // Everything, or another question in turn.
  const asked = questionsTo([path], turn >>> 1, 1)[turn % 2];
  if (asked !== undefined) store.ask(asked, damaged, what);
  const findings = findingsIn(store.directory, [path], what);
  if (findings.length > 0 !== isDamaged) expect.fail(`${what()}: ${findings.length} findings`);
}

// No committed byte is exempt: the change of each is found.
describe('a changed byte is found by verify, and makes no answer wrong', () => {
  it.each(STORE.paths)('%s', LONG, (path) => {
    const original = originalOf(path);
    const store = new DamagedStore(original.directory, original.sent);
    const committed = original.committedBytes(path);
    const { length } = original.bytesOf(path);
    for (let offset = 0; offset < length; offset += stepIn(path))
      for (const [i, mask] of MASKS.entries()) {
        // In a large file either one or the other.
        if (length > 2000 && (offset + i) % 2 === 0) continue;
        original.withFile(path, original.flipped(path, offset, mask), () => {
          const what = () => `${path}: byte ${offset} changed by ${mask}`;
          check(store, path, offset < committed, offset * 3 + i, what);
        });
      }
  });
});

describe('a file that was cut is found by verify, and makes no answer wrong', () => {
  it.each(STORE.paths)('%s', LONG, (path) => {
    const original = originalOf(path);
    const store = new DamagedStore(original.directory, original.sent);
    const committed = original.committedBytes(path);
    const bytes = original.bytesOf(path);
    for (let length = 0; length < bytes.length; length += stepIn(path))
      original.withFile(path, bytes.subarray(0, length), () => {
        check(store, path, length < committed, length, () => `${path}: cut to ${length} bytes`);
      });
  });
});

const numberOf = (line: string) => Number.parseInt(line, 10);

/** Part of a file with the messages that are lost with it, by the number of arrival of their first piece. */
type Part = { readonly offset: number; readonly end: number; readonly lost: ReadonlySet<number> };

/** The messages that have one of the pieces, by number of arrival. */
function messagesOf(pieces: ReadonlySet<number>): Set<number> {
  const lost = STORE.sent.filter(({ sequence, searched }) =>
    searched.some((_, piece) => pieces.has(sequence + piece)),
  );
  return new Set(lost.map(({ sequence }) => sequence));
}

function blocksOfLog(): Part[] {
  const file = STORE.directory.open(STORE.log);
  const log = new LogReader(file, STORE.log, STORE.committedBytes(STORE.log));
  const parts: Part[] = [];
  let offset = LOG_HEADER_BYTES;
  for (const { end, messages } of log.blocks((error) => expect.fail(error.message))) {
    parts.push({ offset, end, lost: messagesOf(new Set(messages.map((each) => each.sequence))) });
    offset = end;
  }
  return parts;
}

function blocksOfPack(path: string): Part[] {
  const reader = new PackReader(STORE.directory.open(path), path, STORE.infoOf(path));
  return reader.blocks.map((block) => {
    const arrival = reader.block(block).arrival();
    const pieces = Array.from({ length: block.rows }, (_, row) => arrival.sequence(row));
    return {
      offset: block.offset,
      end: block.offset + block.bytes,
      lost: messagesOf(new Set(pieces)),
    };
  });
}

describe('damage to messages', () => {
  it.each([...STORE.packs, STORE.log])('takes only those of its block away: %s', LONG, (path) => {
    const original = originalOf(path);
    const store = new DamagedStore(original.directory, original.sent);
    const everything = everythingIn(STORE.rangeOf(path));
    const whole = store.expected(everything);
    const blocks = path === STORE.log ? blocksOfLog() : blocksOfPack(path);
    for (const { offset, end, lost } of blocks) {
      const kept = whole.filter((line) => !lost.has(numberOf(line)));
      for (let at = offset; at < end; at += 5 * stepIn(path))
        original.withFile(path, original.flipped(path, at, 0x10), () => {
          const answer = store.ask(everything, [path], () => `${path}: byte ${at}`);
          const found = new Set(answer?.lines);
          for (const line of kept) if (!found.has(line)) expect.fail(`${at}: lost ${line}`);
          expect(answer?.reports.some((report) => report.lost)).toBe(true);
        });
    }
  });

  it('leaves the blocks of the log before a cut searchable', () => {
    const path = STORE.log;
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const everything: Question = { text: '', matches: () => true };
    const whole = store.expected(everything);
    const blocks = blocksOfLog();
    for (let length = LOG_HEADER_BYTES; length < STORE.committedBytes(path); length += 7) {
      const cut = blocks.filter(({ end }) => end > length).flatMap(({ lost }) => [...lost]);
      STORE.withFile(path, STORE.bytesOf(path).subarray(0, length), () => {
        const answer = store.ask(everything, [path], () => `cut to ${length}`);
        expect(answer?.lines).toEqual(whole.filter((line) => !cut.includes(numberOf(line))));
        expect(answer?.reports.some((report) => report.lost)).toBe(true);
      });
    }
  });

  it('takes nothing away when it is the head of the log', () => {
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const everything: Question = { text: '', matches: () => true };
    STORE.withFile(STORE.log, STORE.bytesOf(STORE.log).fill(0, 0, LOG_HEADER_BYTES), () => {
      const answer = store.ask(everything, [STORE.log], () => 'head');
      expect(answer?.lines).toEqual(store.expected(everything));
      expect(answer?.reports).toHaveLength(1);
    });
  });
});

describe('damage to the index of a pack', () => {
  /** Where each table stands, and the index between and behind them. */
  const regionsOf = (path: string) => {
    const bytes = STORE.bytesOf(path);
    const { tablesOffset } = STORE.infoOf(path);
    const second = Buffer.from(bytes).lastIndexOf('HYBSATAB', undefined, 'latin1');
    const tail = bytes.length - STORE.infoOf(path).tailBytes;
    return { bytes, tablesOffset, tableBytes: tail - second, second, tail };
  };

  it.each(STORE.packs)('costs nothing but time: %s', LONG, (path) => {
    const store = new DamagedStore(PACKS_ONLY.directory, PACKS_ONLY.sent);
    const { bytes, tablesOffset } = regionsOf(path);
    for (let at = tablesOffset, turn = 0; at < bytes.length; at += 2 * stepIn(path), turn++) {
      PACKS_ONLY.withFile(path, PACKS_ONLY.flipped(path, at, 0x20), () => {
        const what = () => `${path}: byte ${at}`;
        for (const question of questionsTo([path], turn, 1).slice(turn % 2)) {
          const answer = store.ask(question, [path], what);
          expect(answer?.lines, what()).toEqual(store.expected(question));
          expect(
            answer?.reports.filter((report) => report.lost),
            what(),
          ).toEqual([]);
        }
        for (const { of } of findingsIn(PACKS_ONLY.directory, [path], what))
          expect(of).toBe('index');
      });
    }
  });

  it.each(STORE.packs)(
    'is not even noticed by a search when one of two tables is gone: %s',
    (path) => {
      const store = new DamagedStore(STORE.directory, STORE.sent);
      const { bytes, tablesOffset, tableBytes, second } = regionsOf(path);
      expect(bytes.subarray(tablesOffset, tablesOffset + tableBytes)).toEqual(
        bytes.subarray(second, second + tableBytes),
      );
      for (const at of [tablesOffset, second])
        STORE.withFile(path, bytes.slice().fill(0, at, at + tableBytes), () => {
          for (const question of questionsTo([path], 0, QUESTIONS.length)) {
            const answer = store.ask(question, [path], () => path);
            expect(answer).toEqual({ lines: store.expected(question), reports: [] });
          }
          expect(findingsIn(STORE.directory, [path], () => path)).toHaveLength(1);
        });
      const both = bytes.slice().fill(0, tablesOffset, tablesOffset + tableBytes);
      STORE.withFile(path, both.fill(0, second, second + tableBytes), () => {
        const answer = store.ask(everythingIn(STORE.rangeOf(path)), [path], () => path);
        expect(answer?.reports.some((report) => report.lost)).toBe(true);
        const findings = findingsIn(STORE.directory, [path], () => path);
        expect(findings.some(({ of }) => of === 'messages')).toBe(true);
      });
    },
  );
});

describe('files as a whole', () => {
  it('missing, empty, longer, or something else', LONG, () => {
    for (const path of STORE.paths) {
      const store = new DamagedStore(STORE.directory, STORE.sent);
      const bytes = STORE.bytesOf(path);
      const contents: Record<string, Uint8Array | undefined> = {
        missing: undefined,
        empty: new Uint8Array(0),
        zeros: new Uint8Array(bytes.length),
        noise: noise(bytes.length),
        twice: Uint8Array.from([...bytes, ...bytes]),
      };
      for (const [name, content] of Object.entries(contents))
        STORE.withFile(path, content, () => {
          const what = () => `${path}: ${name}`;
          for (const question of [...QUESTIONS, ...questionsTo([path], 0, QUESTIONS.length)])
            store.ask(question, [path], what);
          // What stands behind the committed length of a log is nobody's concern.
          const isFine = name === 'twice' && path === STORE.log;
          expect(findingsIn(STORE.directory, [path], what).length > 0, what()).toBe(!isFine);
        });
    }
  });

  it('exchanged', LONG, () => {
    const files = [...STORE.packs, STORE.log];
    for (const [i, one] of files.entries())
      for (const other of files.slice(i + 1)) {
        const store = new DamagedStore(STORE.directory, STORE.sent);
        const what = () => `${one} and ${other} exchanged`;
        STORE.withFile(one, STORE.bytesOf(other), () =>
          STORE.withFile(other, STORE.bytesOf(one), () => {
            for (const question of questionsTo([one, other], 0, QUESTIONS.length))
              store.ask(question, [one, other], what);
            expect(findingsIn(STORE.directory, [one, other], what).length).toBeGreaterThan(1);
          }),
        );
      }
  });

  it('a store that lost its catalog is not taken for a new one', () => {
    const directory = STORE.copyWith(CATALOG, undefined);
    const before = filesOf(directory);
    expect(() => new StoreWriter(directory, { create: true })).toThrow('Catalog missing');
    expect(filesOf(directory)).toEqual(before);
  });
});
