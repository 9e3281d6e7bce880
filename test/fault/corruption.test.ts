import { describe, expect, it } from 'vitest';
import { StoreWriter } from '../../src/engine/store-writer.js';
import { LOG_HEADER_BYTES } from '../../src/messagelog/message-block-format.js';
import { MessageLogReader } from '../../src/messagelog/message-log-reader.js';
import { CATALOG, messageLogPath } from '../../src/storage/file-names.js';
import { noise } from '../support/bytes.js';
import { filesOf, HOURS } from '../support/small-store.js';
import { QUESTIONS, type Question, someQuestions } from '../support/small-store-answers.js';
import { DamagedStore, everythingIn, findingsIn, hourOfFile, hourRange } from './damaged-store.js';
import { OriginalStore } from './original-store.js';

const LONG = { timeout: 120_000 };
const MASKS = [0x01, 0xff];
const STORE = new OriginalStore();

/** A few questions, to the hours of files. */
function questionsTo(paths: readonly string[], turn: number, count: number): Question[] {
  const hours = new Set(paths.map(hourOfFile));
  return [...hours].flatMap((hour) =>
    someQuestions(turn, count).map((question, i) =>
      hour === undefined ? question : { ...question, ranges: hourRange(hour, (i + turn) % 3 > 0) },
    ),
  );
}

/** The question to ask of a change: everything, or another one in turn. The dense hour is slow: one to two changes. */
function questionsInTurn(path: string, turn: number): Question[] {
  const [everything, other] = questionsTo([path], turn >>> 1, 1);
  const isDense = hourOfFile(path) === HOURS.dense;
  const asked =
    isDense && turn % 2 === 1
      ? undefined
      : (turn >>> Number(isDense)) % 2 === 0
        ? everything
        : other;
  return asked === undefined ? [] : [asked];
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
  for (const question of questionsInTurn(path, turn)) store.ask(question, damaged, what);
  const findings = findingsIn(STORE.directory, [path], what);
  if (findings.length > 0 !== isDamaged) expect.fail(`${what()}: ${findings.length} findings`);
}

// No committed byte is exempt: the change of each is found.
describe('a changed byte is found by verify, and makes no answer wrong', () => {
  it.each(STORE.paths)('%s', LONG, (path) => {
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const committed = STORE.committedBytes(path);
    const { length } = STORE.bytesOf(path);
    for (let offset = 0; offset < length; offset++)
      for (const [i, mask] of MASKS.entries())
        STORE.withFile(path, STORE.flipped(path, offset, mask), () => {
          const what = () => `${path}: byte ${offset} changed by ${mask}`;
          check(store, path, offset < committed, offset * 3 + i, what);
        });
  });
});

describe('a file that was cut is found by verify, and makes no answer wrong', () => {
  it.each(STORE.paths)('%s', LONG, (path) => {
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const committed = STORE.committedBytes(path);
    const bytes = STORE.bytesOf(path);
    for (let length = 0; length < bytes.length; length++)
      STORE.withFile(path, bytes.subarray(0, length), () => {
        check(store, path, length < committed, length, () => `${path}: cut to ${length} bytes`);
      });
  });
});

describe('damage to a message log', () => {
  const numberOf = (line: string) => Number.parseInt(line, 10);

  /** The blocks of a log, each with the messages that are lost with it. */
  const blocksOf = (path: string) => {
    const file = STORE.directory.open(path);
    const log = new MessageLogReader(file, path, STORE.committedBytes(path));
    return [...log.blocks()].map(({ offset, block }) => {
      const pieces = new Set(
        Array.from({ length: block.count }, (_, i) => block.origin(i).sequence),
      );
      const lost = STORE.sent.filter(({ sequence, searched }) =>
        searched.some((_, piece) => pieces.has(sequence + piece)),
      );
      const numbers = new Set(lost.map(({ sequence }) => sequence));
      return { offset, end: offset + block.length, lost: numbers };
    });
  };

  it.each(STORE.logs)('takes only the messages of the damaged block away: %s', LONG, (path) => {
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const everything = everythingIn(hourOfFile(path));
    const whole = store.expected(everything);
    for (const { offset, end, lost } of blocksOf(path)) {
      const kept = whole.filter((line) => !lost.has(numberOf(line)));
      for (let at = offset; at < end; at += 5 + (lost.size >>> 4))
        STORE.withFile(path, STORE.flipped(path, at, 0x10), () => {
          const found = new Set(store.ask(everything, [path], () => `${path}: byte ${at}`)?.lines);
          for (const line of kept) if (!found.has(line)) expect.fail(`${at}: lost ${line}`);
        });
    }
  });

  it('leaves the blocks before a cut searchable', () => {
    const path = messageLogPath(HOURS.crowded);
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const everything = everythingIn(HOURS.crowded);
    const whole = store.expected(everything);
    const blocks = blocksOf(path);
    for (let length = LOG_HEADER_BYTES; length < STORE.committedBytes(path); length += 7) {
      const cut = blocks.filter(({ end }) => end > length).flatMap(({ lost }) => [...lost]);
      STORE.withFile(path, STORE.bytesOf(path).subarray(0, length), () => {
        const answer = store.ask(everything, [path], () => `cut to ${length}`);
        expect(answer?.lines).toEqual(whole.filter((line) => !cut.includes(numberOf(line))));
        expect(answer?.reports.length).toBeGreaterThan(0);
      });
    }
  });

  it('takes nothing away when it is the head of the file; but the log of another hour gives nothing', () => {
    const path = messageLogPath(HOURS.crowded);
    const store = new DamagedStore(STORE.directory, STORE.sent);
    const everything = everythingIn(HOURS.crowded);
    STORE.withFile(path, STORE.bytesOf(path).fill(0, 0, LOG_HEADER_BYTES), () => {
      const answer = store.ask(everything, [path], () => 'head');
      expect(answer?.lines).toEqual(store.expected(everything));
      expect(answer?.reports).toHaveLength(1);
    });
    STORE.withFile(path, STORE.bytesOf(messageLogPath(HOURS.partly)), () => {
      const answer = store.ask(everything, [path], () => 'other');
      expect(answer?.lines).toEqual([]);
      expect(answer?.reports[0]?.error.message).toContain('Hour of a message log');
    });
  });
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
          const isFine = name === 'twice' && path.endsWith('.log');
          expect(findingsIn(STORE.directory, [path], what).length > 0, what()).toBe(!isFine);
        });
    }
  });

  it('exchanged', LONG, () => {
    const oneHour = STORE.paths.filter((path) => hourOfFile(path) === HOURS.crowded);
    for (const group of [STORE.logs, STORE.indexes, oneHour])
      for (const [i, one] of group.entries())
        for (const other of group.slice(i + 1)) {
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
