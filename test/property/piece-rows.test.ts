import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { countBlock, rowsOfBlock } from '../../src/executor/block-rows.js';
import { compileQuery } from '../../src/executor/compiled-query.js';
import { candidateBlocks } from '../../src/executor/pack-search.js';
import { viewMessage } from '../../src/match/message-view.js';
import { regexStart } from '../../src/match/regex.js';
import type { Leaf, Query } from '../../src/query/ast.js';
import { asText, latin1 } from '../support/bytes.js';
import { Choices } from '../support/oracle-random.js';
import { openPack, type PackedMessage, packed, writePack } from '../support/packs.js';
import { randomRuns } from '../support/random-runs.js';

const ROUNDS = 30;
const QUESTIONS = 60;
const VALUES = [
  '10.0.0.1',
  '110.0.0.10',
  '10.0.0',
  '0',
  '0.0',
  '10',
  '0:41:07',
  '7',
  'eth0',
  'Xy',
  'é1',
  '4.50',
  '0x\xff1',
  'ſ1',
];
/** Values that stand where no others do. */
const NAMES = ['aFrom', 'xDuration', 'Seth0', 'anEth'];
const TEXTS = [
  'duration ',
  'from ',
  '.',
  '.0.',
  '=',
  ' ',
  ' (',
  ') ',
  ': ',
  ' k',
  'S ',
  ' é ',
  '10.',
  '\r',
  '\n',
  ' 0 ',
];

/** A message's bytes, as Latin-1 of its UTF-8, and where what is cut from its searched text lies. */
function message(choices: Choices, shapes: readonly string[], sequence: number): PackedMessage {
  const body = choices
    .of(shapes)
    .replace(/#/g, () => choices.of(VALUES))
    .replace(/@/g, () => choices.of(NAMES));
  const rest = asText(new Uint8Array(Buffer.from(body, 'utf8')));
  const prefix = choices.of(['<13>', '<13>', '']);
  const stamp = choices.of(['Aug 31 09:00:01', 'Aug 31 09:00:01', '']);
  const raw = `${prefix}${stamp}${stamp === '' ? '' : choices.of([' ', '  '])}${rest}`;
  const { header } = viewMessage(latin1(raw));
  const { prefixStart, prefixEnd, timeStart, timeEnd, hostStart, hostEnd } = header;
  const timeAt = timeEnd > timeStart ? timeStart : prefixEnd;
  const restAt = timeEnd > timeStart ? timeEnd : prefixEnd;
  return packed('', sequence, {
    cut: {
      front: raw.slice(0, prefixStart),
      prefix: raw.slice(prefixStart, prefixEnd),
      middle: raw.slice(prefixEnd, timeAt),
      stamp: raw.slice(timeAt, restAt),
      rest: raw.slice(restAt),
      host: hostEnd > hostStart ? hostStart - restAt : undefined,
    },
  });
}

function shape(choices: Choices): string {
  return Array.from({ length: choices.between(1, 7) }, () =>
    choices.of([...TEXTS, '@', '@', '#', '#', '#', '#', '#', '#']),
  ).join('');
}

/** An excerpt of a text, some of it left open, or one that begins with a word. */
function expression(choices: Choices, text: string): string {
  const words = [...text.matchAll(/[a-z]{3,}/gi)].map(({ index }) => index);
  const isPlain = words.length > 0 && choices.chance(0.3);
  const from = isPlain ? choices.of(words) : choices.below(text.length);
  const source = [...text.slice(from, from + choices.between(1, isPlain ? 24 : 14))]
    .map((character) => {
      if (!isPlain && choices.chance(0.15)) return choices.of(['.', '\\S', '[^ ]', '\\w', '.?']);
      if (/\d/.test(character) && choices.chance(0.4))
        return choices.of(['\\d', '[0-9]', '\\d+', '[[:digit:]]']);
      if (!isPlain && /[a-z]/i.test(character) && choices.chance(0.1))
        return choices.of(['[a-z]', '\\w+', `(?:${character}|zz)`]);
      return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    })
    .join('');
  return (
    choices.of(['', '', '', '', '^', '\\b', '(?m)^', '(?s).*', '\\s?']) +
    source +
    choices.of(['', '', '', '', '$', '\\b', '\\B', '(?m)$', '.*0', '\\s'])
  );
}

/** A leaf, and a test of a searched text and of where an expression takes it to begin. */
function leaf(
  choices: Choices,
  text: string,
): { leaf: Leaf; test: (bytes: Uint8Array, start: number) => boolean } {
  const ignoreCase = choices.chance(0.3);
  if (choices.chance(0.6)) {
    const source = expression(choices, text);
    const compiled = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return {
      leaf: { kind: 'regex', source, ignoreCase },
      test: (bytes, start) => compiled.test(bytes.subarray(start)),
    };
  }
  const fold = (each: string) => each.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const from = choices.below(text.length);
  const part = fold(
    asText(new Uint8Array(Buffer.from(text.slice(from, from + choices.between(1, 12)), 'utf8'))),
  );
  return {
    leaf: { kind: 'substring', bytes: latin1(part) },
    test: (bytes) => fold(asText(bytes)).includes(part),
  };
}

describe('what literals and values say of expressions and substrings', () => {
  const { seed, numRuns } = randomRuns(ROUNDS);
  it(`is what messages answer (${numRuns} rounds from seed ${seed})`, () => {
    let found = 0;
    for (let run = 0; run < numRuns; run++) {
      const choices = new Choices(seed + run);
      const shapes = Array.from({ length: choices.of([1, 4, 12]) }, () => shape(choices));
      const messages = Array.from({ length: choices.of([5, 60, 300]) }, (_, i) =>
        message(choices, shapes, i),
      );
      const pack = openPack(writePack([messages]));
      const [info] = pack.blocks;
      const block = pack.block(info!);
      const views = Array.from({ length: block.rows }, (_, row) =>
        viewMessage(block.messageOf(row)),
      );
      for (let i = 0; i < QUESTIONS; i++) {
        const { text } = choices.of(views);
        const first = leaf(choices, Buffer.from(text).toString('utf8'));
        const second = leaf(choices, Buffer.from(choices.of(views).text).toString('utf8'));
        const kind = choices.of(['leaf', 'leaf', 'leaf', 'and', 'or', 'not'] as const);
        const query: Query =
          kind === 'leaf'
            ? first.leaf
            : kind === 'not'
              ? { kind, part: first.leaf }
              : { kind, parts: [first.leaf, second.leaf] };
        const expected = views.flatMap((view, row) => {
          const a = first.test(view.text, regexStart(view));
          const b = second.test(view.text, regexStart(view));
          const is = kind === 'leaf' ? a : kind === 'not' ? !a : kind === 'and' ? a && b : a || b;
          return is ? [row] : [];
        });
        const compiled = compileQuery(query);
        const got = candidateBlocks(pack, compiled, undefined, false).flatMap((candidate) => {
          const open = () => pack.block(candidate.block);
          const rows = [...rowsOfBlock(candidate, compiled, open())];
          expect(countBlock(candidate, compiled, open)).toBe(rows.length);
          return rows;
        });
        const hint = `HAYABUSA_TEST_SEED=${seed + run}: ${kind} ${JSON.stringify([first.leaf, second.leaf])}`;
        expect(got, hint).toEqual(expected);
        found += expected.length > 0 && expected.length < views.length ? 1 : 0;
      }
    }
    expect(found).toBeGreaterThan(numRuns * 10);
  }, 120_000);
});
