import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { leafAutomaton } from '../../src/match/leaf-automaton.js';
import { MATCHED, type TextAutomaton, UNKNOWN } from '../../src/match/text-automaton.js';
import { latin1 } from '../support/bytes.js';
import { regexSource } from '../support/random-regex.js';
import { randomRuns } from '../support/random-runs.js';

/** What RE2 reads and JavaScript does not, or not so, besides. */
const source = fc.oneof(
  { arbitrary: regexSource, weight: 3 },
  {
    arbitrary: fc
      .array(
        fc.oneof(
          regexSource,
          fc.constantFrom(
            '\\b',
            '\\B',
            '(?m)^',
            '(?m)$',
            '(?m:^a$)',
            '(?s).',
            '.',
            '.*',
            '\\A',
            '\\z',
          ),
          fc.constantFrom(
            '[[:alpha:]]',
            '[^[:^digit:]b]',
            '\\w+',
            '\\W',
            '\\S',
            '\\s',
            '[\\w-]',
            '\\D',
          ),
          fc.constantFrom(
            '(?i)k',
            '(?i:ſ)',
            '(?i)[^k]',
            '(?i)[ž-ƀ]',
            '(?i)[[:upper:]]',
            '(?-i)s',
            '\\Qa.b\\E+',
          ),
          fc.constantFrom('\\pL', '[\\PN1]', 'K', 'ſ', '\\x{212a}', '(?U)a+', 'é+'),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('')),
    weight: 2,
  },
);

const text = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom('a', 'b', 'k', 's', 'ab', 'ks', 'bas'), weight: 6 },
      {
        arbitrary: fc.constantFrom('A', 'K', 'S', '1', '12', ' ', '\t', '.', '_', '-', '/'),
        weight: 3,
      },
      { arbitrary: fc.constantFrom('\n', '\r\n', '\0', '\x7f'), weight: 1 },
      {
        arbitrary: fc.constantFrom('\xc3\xa9', '\xff', '\xe2\x84\xaa', '\xc5\xbf', '\xe2\x84'),
        weight: 1,
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const ASCII = /^[\0-\x7f]*$/;

/** Runs a text in pieces. */
function inPieces(automaton: TextAutomaton, from: number, whole: string, cuts: number[]): number {
  const bytes = latin1(`<${whole}>`);
  const ends = [...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  let state = from;
  let at = 0;
  for (const end of ends) {
    state = automaton.run(state, bytes, at + 1, end + 1);
    at = end;
  }
  return state;
}

describe('TextAutomaton', () => {
  it('says of texts of ASCII what RE2 does, however they are cut, and of others nothing else', () => {
    let decided = 0;
    let found = 0;
    fc.assert(
      fc.property(
        source,
        fc.boolean(),
        fc.array(text, { minLength: 6, maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (expression, ignoreCase, texts, cuts) => {
          const compiled = RE2JS.compile(expression, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
          const automaton = leafAutomaton({ kind: 'regex', source: expression, ignoreCase });
          if (automaton === undefined) return;
          const { begin, beginBehindBlanks } = automaton;
          for (const each of texts) {
            const check = (from: number, searched: string) => {
              const state = automaton.atEnd(inPieces(automaton, from, each, cuts));
              const hint = `/${expression}/${ignoreCase ? 'i' : ''} on ${JSON.stringify(searched)}`;
              if (ASCII.test(each)) expect(state, hint).not.toBe(UNKNOWN);
              if (state !== UNKNOWN)
                expect(state === MATCHED, hint).toBe(compiled.test(latin1(searched)));
              if (state !== UNKNOWN) decided++;
              if (state === MATCHED) found++;
            };
            check(begin, each);
            check(beginBehindBlanks, each.replace(/^[ \t]+/, ''));
          }
        },
      ),
      randomRuns(3000),
    );
    expect(decided).toBeGreaterThan(10_000);
    expect(found).toBeGreaterThan(2000);
  });

  it('finds bytes in any case of ASCII letters', () => {
    fc.assert(
      fc.property(
        text.filter((each) => each !== ''),
        text,
        fc.array(fc.nat(), { maxLength: 3 }),
        (wanted, whole, cuts) => {
          const fold = (each: string) => each.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          const automaton = leafAutomaton({ kind: 'substring', bytes: latin1(fold(wanted)) })!;
          const state = inPieces(automaton, automaton.begin, whole, cuts);
          expect(state === MATCHED).toBe(fold(whole).includes(fold(wanted)));
        },
      ),
      randomRuns(1000),
    );
  });

  it('closes(): whatever stands before, nothing is a match with these bytes, and nothing begun behind them', () => {
    let closing = 0;
    fc.assert(
      fc.property(
        source,
        fc.array(text, { minLength: 8, maxLength: 8 }),
        text,
        (expression, befores, literal) => {
          const automaton = leafAutomaton({ kind: 'regex', source: expression, ignoreCase: false });
          if (automaton === undefined) return;
          for (const isLast of [false, true]) {
            if (!automaton.closes(latin1(literal), isLast)) continue;
            closing++;
            for (const before of befores) {
              const state = inPieces(automaton, automaton.begin, before, []);
              if (state <= UNKNOWN || automaton.atEnd(state) === MATCHED) continue;
              // A match may have ended before, if only the right kind of byte stands behind it: that is not asked.
              const isAnyEnding = ['_', ' ', '\n'].some(
                (beside) => inPieces(automaton, state, beside, []) === MATCHED,
              );
              if (isAnyEnding) continue;
              const behind = inPieces(automaton, state, literal, []);
              const hint = `/${expression}/ ${JSON.stringify(before)} ${JSON.stringify(literal)}`;
              expect(isLast ? automaton.atEnd(behind) : behind, hint).not.toBe(MATCHED);
              if (!isLast) expect(automaton.isAtRest(behind), hint).toBe(true);
            }
          }
        },
      ),
      randomRuns(3000),
    );
    expect(closing).toBeGreaterThan(300);
  });

  it('gives up where it would take too many states, and goes on to say what it knows', () => {
    const automaton = leafAutomaton({
      kind: 'regex',
      source: 'a[ab]{20}c|xyz',
      ignoreCase: false,
    })!;
    expect(inPieces(automaton, automaton.begin, 'bbbxyz', [])).toBe(MATCHED);
    let seed = 1;
    const random = Array.from({ length: 5000 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 31 === 1 ? 'a' : 'b';
    }).join('');
    expect(inPieces(automaton, automaton.begin, random, [])).toBe(UNKNOWN);
    expect(inPieces(automaton, automaton.begin, 'bbbxyz', [])).toBe(MATCHED);
  });
});
