import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BenchQuery,
  type Clause,
  ftsQuery,
  hayabusaQuery,
  patterns,
} from '../../../native-free-bench/queries/query.js';
import { wordsIn } from '../../../native-free-bench/queries/vocabulary.js';
import { isHit, latin1Tokens, queryOf } from '../../support/bench-corpus.js';
import { trickyText } from '../../support/tricky-text.js';

const SEED = 20_261_121;
const address: Clause = { kind: 'address', address: '10.0.0.1' };
const phrase: Clause = { kind: 'phrase', words: ['link', 'is', 'down'] };
const prefix: Clause = { kind: 'prefix', prefix: 'eth' };
const word: Clause = { kind: 'word', word: 'sshd' };

/** As engines/scanners.ts calls them, but for what numbers the lines. */
const PROGRAMS = [
  { dialect: 'grep', program: 'grep', args: ['-a', '-i', '-E', '-n'] },
  {
    dialect: 'ripgrep',
    program: 'rg',
    args: '--no-config -a -i -n -I --no-unicode --encoding none --color never'.split(' '),
  },
] as const;

/** Fragments between tokens, and tokens that are nearly those asked for. */
const near = fc.constantFrom(
  ...['_', '[', ']', '\\', '^', '$', '\r', '\t', '\x7f', '\x01', '-', '`', '@', '{', '|', ')', '.'],
  ...[
    ' ',
    ' ',
    'a',
    'A',
    'ab',
    'AB',
    '1',
    '10',
    '0',
    'a1',
    '1a',
    'b',
    'aa',
    'a_a',
    'a\xe9',
    '\xe9',
  ],
  ...[
    '10.0.0.1',
    '10-0-0-1',
    '10.0.0.10',
    '110.0.0.1',
    '10.0.0.1a',
    '10. 0.0.1',
    '\xc3\xa9',
    '\xff',
  ],
);
const line = fc
  .oneof(
    fc.array(near, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.array(near, { maxLength: 8 }).map((parts) => parts.join(' ')),
    trickyText,
  )
  // As a corpus has them.
  .map((text) => text.replace(/[\0\n]/g, ' '));
const plainWord = fc.constantFrom(
  'a',
  'ab',
  'b',
  'aa',
  '1',
  '10',
  'a1',
  '0',
  'src',
  'abcde',
  'mac',
);
const clause: fc.Arbitrary<Clause> = fc.oneof(
  plainWord.map((text): Clause => ({ kind: 'word', word: text })),
  plainWord.map((text): Clause => ({ kind: 'prefix', prefix: text })),
  fc
    .array(plainWord, { minLength: 2, maxLength: 3 })
    .map((words): Clause => ({ kind: 'phrase', words })),
  fc
    .constantFrom('10.0.0.1', '1.2.3.4', '192.168.0.1')
    .map((text): Clause => ({ kind: 'address', address: text })),
);

describe('patterns()', () => {
  for (const { dialect, program, args } of PROGRAMS) {
    const isThere = spawnSync(program, ['--version']).status === 0;
    const skipped = isThere ? '' : `: SKIPPED, there is no ${program} here`;

    const linesFound = (query: BenchQuery, text: Buffer) => {
      const found = patterns(query, dialect).map((pattern) => {
        const { status, stdout, stderr } = spawnSync(program, [...args, pattern, '-'], {
          input: text,
          env: { ...process.env, LC_ALL: 'C' },
        });
        expect(stderr.toString()).toBe('');
        expect([0, 1]).toContain(status);
        return [...stdout.toString('latin1').matchAll(/^(\d+):/gm)].map(([, n]) => Number(n) - 1);
      });
      return found.reduce((kept, next) => kept.filter((each) => next.includes(each)));
    };
    const check = (query: BenchQuery, lines: readonly string[]) => {
      const text = Buffer.from(lines.map((each) => `${each}\n`).join(''), 'latin1');
      const expected = lines.flatMap((each, i) =>
        isHit(query, latin1Tokens(Buffer.from(each, 'latin1'))) ? [i] : [],
      );
      expect(linesFound(query, text)).toEqual(expected);
      return expected;
    };

    it.skipIf(!isThere)(`${program} finds the lines that the tokens say${skipped}`, () => {
      let hits = 0;
      fc.assert(
        fc.property(
          fc.array(line, { minLength: 20, maxLength: 40 }),
          fc.array(clause, { minLength: 1, maxLength: 2 }),
          (lines, clauses) => {
            hits += check(queryOf(...clauses), lines).length;
          },
        ),
        { seed: SEED, numRuns: 250 },
      );
      // The property must not hold of nothing.
      expect(hits).toBeGreaterThan(500);
    });

    it.skipIf(!isThere)(
      `every byte bounds a word for ${program} or belongs to it${skipped}`,
      () => {
        const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
        const asked = bytes.filter((byte) => byte !== '\0' && byte !== '\n');
        const lines = asked.flatMap((byte) => [
          `x ab${byte}`,
          `${byte}ab x`,
          `a${byte}b`,
          `x ${byte}ab${byte}${byte}1${byte} x`,
        ]);
        const ab: Clause = { kind: 'word', word: 'ab' };
        expect(check(queryOf(ab), lines).length).toBeGreaterThan(100);
        check(queryOf({ kind: 'phrase', words: ['a', 'b'] }), lines);
        check(queryOf({ kind: 'phrase', words: ['ab', '1'] }), lines);
        check(queryOf({ kind: 'prefix', prefix: 'ab' }), lines);
      },
    );

    it.skipIf(!isThere)(`${program} needs all words of an address, in order${skipped}`, () => {
      const lines = ['from 10.0.0.1 port', '10.0.0.1', '10.0.0.12', 'x10.0.0.1', '10.0.1.0'];
      expect(check(queryOf(address), [...lines, '10.0.0.1\r', 'a\xe910.0.0.1'])).toEqual([0, 1, 5]);
    });
  }
});

describe('wordsIn()', () => {
  it('cuts text into the words of the tokenizer', () => {
    fc.assert(
      fc.property(trickyText, fc.nat(5), fc.nat(5), (text, skipped, cut) => {
        const bytes = Buffer.from(text, 'latin1');
        const start = Math.min(skipped, bytes.length);
        const end = Math.max(start, bytes.length - cut);
        expect(wordsIn(bytes, start, end)).toEqual(latin1Tokens(bytes, start, end));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('a query', () => {
  function check(clauses: Clause[], hayabusa: string, fts: string): void {
    expect(hayabusaQuery(queryOf(...clauses))).toBe(hayabusa);
    expect(ftsQuery(queryOf(...clauses))).toBe(fts);
  }

  it('is written for Hayabusa and for FTS', () => {
    check([word], 'sshd', '"sshd"');
    check([phrase], '"link is down"', '"link is down"');
    check([prefix], 'eth*', 'eth*');
    check([address], '10.0.0.1', '"10 0 0 1"');
    check([word, phrase, prefix], 'sshd "link is down" eth*', '"sshd" "link is down" eth*');
    check([{ kind: 'word', word: 'or' }, word], 'or sshd', '"or" "sshd"');
  });

  it('has a pattern for each clause', () => {
    expect(patterns(queryOf(word, phrase), 'grep')).toHaveLength(2);
    expect(patterns(queryOf(prefix), 'ripgrep')).toHaveLength(1);
  });
});
