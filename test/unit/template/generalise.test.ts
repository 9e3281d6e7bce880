import { describe, expect, it } from 'vitest';
import { Contexts } from '../../../src/template/contexts.js';
import { type GeneralShape, generalise } from '../../../src/template/generalise.js';
import {
  LineScanner,
  SLOT_KIND,
  SLOT_TIME,
  SLOT_VALUE,
} from '../../../src/template/line-scanner.js';
import { asText } from '../../support/bytes.js';
import { type CutMessage, rangeOf, uncut } from '../../support/plain-runs.js';

const scanner = new LineScanner();

function shapeOf(message: CutMessage, contexts: Contexts): GeneralShape {
  const { text, range } = rangeOf(message);
  scanner.scan(text, range);
  return generalise(text, range, scanner, contexts);
}

/** Literals with `*` for a value and `@` for a time between them. */
function shown(message: CutMessage, contexts: Contexts): string {
  const { literals, kinds } = shapeOf(message, contexts);
  expect(literals).toHaveLength(kinds.length + 1);
  const mark = (slot: number) => (kinds[slot] === SLOT_VALUE ? '*' : '@');
  return literals
    .map((literal, slot) => asText(literal) + (slot < kinds.length ? mark(slot) : ''))
    .join('');
}

/** Forty different words of letters. */
const WORDS = Array.from(
  { length: 40 },
  (_, i) => `w${String.fromCharCode(97 + (i % 26), 97 + ((i / 26) | 0))}`,
);

const text = (rest: string) => uncut(rest, 9999);

describe('generalise()', () => {
  it('keeps what was scanned while no context is variable', () => {
    const contexts = new Contexts();
    const shape = shapeOf(text('user root from 10.0.0.1 port 22'), contexts);
    expect(shape.literals.map(asText)).toEqual(['user root from ', ' port ', '']);
    expect(shape.kinds).toEqual([SLOT_VALUE, SLOT_VALUE]);
    expect(shape.plan).toEqual([]);
    expect(shapeOf(text(''), contexts)).toMatchObject({ kinds: [], plan: [] });
  });

  it('takes a word for a value behind a word that 41 words followed', () => {
    const contexts = new Contexts();
    for (const word of WORDS)
      expect(shown(text(`for user ${word} from 1`), contexts)).toBe(`for user ${word} from *`);
    expect(shown(text('for user bob from 1'), contexts)).toBe('for user * from *');
    expect(shown(text('for user root from 1'), contexts)).toBe('for user * from *');
    expect(shown(text('user alice'), contexts)).toBe('user *');
    // What stands between is part of the context, and so is the word behind the value.
    expect(shown(text('for user=bob from 1'), contexts)).toBe('for user=bob from *');
    expect(shown(text('for users bob'), contexts)).toBe('for users bob');
  });

  it('plans where the words of the shape are', () => {
    const contexts = new Contexts();
    for (const word of WORDS) shapeOf(text(`1 user ${word} x`), contexts);
    const { plan, literals, kinds } = shapeOf(text('1 user bob x'), contexts);
    expect(literals.map(asText)).toEqual(['', ' user ', ' x']);
    expect(kinds).toEqual([SLOT_VALUE, SLOT_VALUE]);
    // Two slots: the scanned one; then, 6 bytes behind it, a word of 3.
    expect(plan).toEqual([2, 0, 0, -1, 0, 0, 6, 3, 0]);
    const start = shapeOf(text('user bob 1'), contexts);
    expect(start.plan).toEqual([2, -1, 5, 3, 0, 0, 0, -1, 0]);
  });

  it('leaves marks at the ends of words to the literals', () => {
    const contexts = new Contexts();
    for (const word of WORDS) shapeOf(text(`user ${word}`), contexts);
    expect(shown(text('user bob.'), contexts)).toBe('user *.');
    expect(shown(text('user bob:'), contexts)).toBe('user *:');
    expect(shown(text('user bob..'), contexts)).toBe('user *');
    expect(shown(text('user bob-'), contexts)).toBe('user *');
    expect(shown(text('user :bob'), contexts)).toBe('user :*');
    expect(shown(text('user .'), contexts)).toBe('user .');
    expect(shown(text('user'), contexts)).toBe('user');
    expect(shown(text('user '), contexts)).toBe('user ');
  });

  it('learns behind values and behind times too', () => {
    const contexts = new Contexts();
    const message = (word: string) => ({ ...text(` ${word} 5 ${word}`), stamp: 'now' });
    // The second word has one context once the first one is a value.
    for (const word of [...WORDS, 'bob', ...WORDS]) shapeOf(message(word), contexts);
    const { kinds } = shapeOf(message('bob'), contexts);
    expect(kinds.map((kind) => kind & SLOT_KIND)).toEqual([
      SLOT_TIME,
      SLOT_VALUE,
      SLOT_VALUE,
      SLOT_VALUE,
    ]);
    expect(shown(message('bob'), contexts)).toBe('@ * * *');
  });
});
