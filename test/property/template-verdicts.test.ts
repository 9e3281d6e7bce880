import { describe, expect, it } from 'vitest';
import { BlockAnswer } from '../../src/executor/block-answer.js';
import { countBlock, rowsOfBlock } from '../../src/executor/block-rows.js';
import { compileQuery } from '../../src/executor/compiled-query.js';
import { candidateBlocks, countInDictionary } from '../../src/executor/pack-search.js';
import { viewMessage } from '../../src/match/message-view.js';
import { queryTest } from '../../src/match/query-test.js';
import type { PackReader } from '../../src/pack/pack-reader.js';
import { TimeBuckets } from '../../src/planner/time-buckets.js';
import { parseQuery } from '../../src/query/parser.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { TimeTally } from '../../src/tally/time-tally.js';
import { Choices } from '../support/oracle-random.js';
import { openPack, type PackedMessage, packed, writePack } from '../support/packs.js';
import { randomRuns } from '../support/random-runs.js';
import { passingBlocks } from '../support/search-room.js';

const ROUNDS = 25;
const QUESTIONS = 40;
const WORDS = ['alpha', 'beta', 'gamma', 'delta'];
const ADDRESSES = [
  '10.0.0.1',
  '10.0.0.2',
  '10.0.0.0',
  '10.0.0.3',
  '10.0.1.255',
  '10.0.2.0',
  '10.0.1.9',
  '192.168.7.1',
  '2001:db8::1',
  '::ffff:10.0.0.2',
];
const NUMBERS = ['0', '1', '7', '42', '300', '4000000000', '007'];

/** A value: words that literals have, too; numbers, addresses, and texts that only begin as these. */
function value(choices: Choices): string {
  const word = choices.of(WORDS);
  return choices.of([
    choices.of(NUMBERS),
    choices.of(NUMBERS),
    choices.of(ADDRESSES),
    choices.of(ADDRESSES),
    `${word}.${choices.of(NUMBERS)}`,
    `${choices.of(NUMBERS)}:${word}`,
    `${choices.of(NUMBERS)}.${choices.of(NUMBERS)}`,
    `${choices.of(ADDRESSES)}:${choices.of(NUMBERS)}`,
    '-',
  ]);
}

/** A message of few words and values: one word stands in literals of some templates and in columns of others. */
function line(choices: Choices, shapes: readonly string[]): string {
  // With a word before it no number is taken for a timestamp.
  return `theta ${choices.of(shapes).replace(/#/g, () => value(choices))}`;
}

function shape(choices: Choices): string {
  const parts = Array.from({ length: choices.between(1, 6) }, () =>
    choices.of([choices.of(WORDS), choices.of(WORDS), '#', `${choices.of(WORDS)}=#`, '-']),
  );
  return parts.join(choices.of([' ', ' ', ', ']));
}

function leaf(choices: Choices): string {
  const word = choices.of(WORDS);
  const number = choices.of(NUMBERS);
  return choices.of([
    word,
    word,
    number,
    choices.of(ADDRESSES),
    '10.0.0.0/23',
    '10.0.0.0/30',
    '192.0.0.0/3',
    '2001:db8::/32',
    `${word.slice(0, 2)}*`,
    `*${word.slice(1, 4)}*`,
    `"${word} ${choices.of(WORDS)}"`,
    `"${word} ${number}"`,
    `"${number} ${word}"`,
    `"${choices.of(WORDS)} ${word} ${choices.of(WORDS)}"`,
    `"${word} ${choices.of(WORDS).slice(0, 1)}"*`,
    `*"${word.slice(2)} ${choices.of(WORDS).slice(0, 2)}"*`,
    `/${word} [0-9]+/`,
    `${word}=${number}`,
  ]);
}

function question(choices: Choices, depth: number): string {
  if (depth === 0 || choices.chance(0.3)) return leaf(choices);
  const parts = Array.from({ length: choices.between(2, 3) }, () => {
    const part = question(choices, depth - 1);
    return choices.chance(0.25) ? `NOT (${part})` : `(${part})`;
  });
  return parts.join(choices.of([' ', ' OR ']));
}

/** What each message of a pack's blocks answers, by block and row. */
function asked(pack: PackReader, text: string): boolean[][] {
  const test = queryTest(parseQuery(text));
  return pack.blocks.map((info) => {
    const block = pack.block(info);
    return Array.from({ length: block.rows }, (_, row) =>
      test([viewMessage(block.messageOf(row))]),
    );
  });
}

/** Counts of the messages that answer, by bucket. */
function bars(pack: PackReader, buckets: TimeBuckets, expected: boolean[][]): number[] {
  const counts = new Map<number, number>();
  pack.blocks.forEach((info, number) => {
    pack
      .block(info)
      .times()
      .forEach((time, row) => {
        const { from } = buckets.at(time);
        if (expected[number]![row]) counts.set(from, (counts.get(from) ?? 0) + 1);
      });
  });
  return [...counts].sort(([a], [b]) => a - b).flat();
}

describe('what templates decide', () => {
  const { seed, numRuns } = randomRuns(ROUNDS);
  it(`is what messages answer (${numRuns} rounds from seed ${seed})`, () => {
    let decided = 0;
    for (let run = 0; run < numRuns; run++) {
      const choices = new Choices(seed + run);
      const shapes = Array.from({ length: choices.of([1, 4, 12, 60]) }, () => shape(choices));
      let sequence = 0;
      const blocks = Array.from({ length: 2 }, () =>
        Array.from(
          { length: choices.of([1, 20, 300]) },
          (): PackedMessage => packed(line(choices, shapes), sequence++),
        ),
      );
      const pack = openPack(writePack(blocks));
      const passing = passingBlocks(pack);
      for (let i = 0; i < QUESTIONS; i++) {
        const text = question(choices, choices.between(0, 2));
        const expected = asked(pack, text);
        const counts = expected.map((rows) => rows.filter(Boolean).length);
        const hint = `HAYABUSA_TEST_SEED=${seed + run}: ${text}`;
        const query = compileQuery(parseQuery(text));
        const buckets = new TimeBuckets({ unit: 'ms', count: 7 }, timeZone('UTC'));
        const tally = new TimeTally(buckets);
        const found = candidateBlocks(pack, query, undefined, false);
        const got = counts.map(() => 0);
        for (const candidate of found) {
          const open = () => pack.block(candidate.block);
          got[candidate.number] = countBlock(candidate, query, passing);
          const rows = [...rowsOfBlock(candidate, query, open())];
          const answering = expected[candidate.number]!.flatMap((is, row) => (is ? [row] : []));
          expect(rows, hint).toEqual(answering);
          expect(tally.add(new BlockAnswer(candidate, query, open)), hint).toBe(rows.length);
        }
        expect(got, hint).toEqual(counts);
        expect(tally.part(), hint).toEqual(bars(pack, buckets, expected));
        const known = countInDictionary(pack, query, undefined);
        if (known === undefined) continue;
        const overlapping = known.overlapping.map((each) => countBlock(each, query, passing));
        decided++;
        expect(
          overlapping.reduce((sum, each) => sum + each, known.count),
          hint,
        ).toBe(counts.reduce((sum, each) => sum + each));
      }
    }
    expect(decided).toBeGreaterThan(numRuns);
  }, 120_000);
});
