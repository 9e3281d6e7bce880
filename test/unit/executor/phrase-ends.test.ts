import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../src/analysis/tokenizer.js';
import { mayBeginIn, mayEndIn } from '../../../src/executor/phrase-ends.js';
import { asText, latin1 } from '../../support/bytes.js';

const words = (text: string) => tokenize(latin1(text)).map(asText);
const sameWords = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((word, i) => word === b[i]);

/** Texts of few different words, so that phrases often match. */
const text = fc
  .array(fc.constantFrom('a', 'B', 'ab', ' ', '-', '. ', '\xe9'), { maxLength: 8 })
  .map((parts) => parts.join(''));
const phrase = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 });

describe('a phrase over the end of a text', () => {
  it('may begin in it when its last words are the first of the phrase, and not all', () => {
    fc.assert(
      fc.property(text, phrase, (where, tokens) => {
        const found = words(where);
        const expected = tokens.some(
          (_, count) => count > 0 && sameWords(found.slice(-count), tokens.slice(0, count)),
        );
        const bytes = latin1(`x ${where} x`);
        expect(mayBeginIn(bytes, 2, bytes.length - 2, tokens.map(latin1))).toBe(expected);
      }),
    );
  });

  it('may end in it when its first words are the last of the phrase, and not all', () => {
    fc.assert(
      fc.property(text, phrase, (where, tokens) => {
        const found = words(where);
        const expected = tokens.some(
          (_, from) =>
            from > 0 && sameWords(found.slice(0, tokens.length - from), tokens.slice(from)),
        );
        const bytes = latin1(`x ${where} x`);
        expect(mayEndIn(bytes, 2, bytes.length - 2, tokens.map(latin1))).toBe(expected);
      }),
    );
  });
});
