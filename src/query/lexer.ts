import { HayabusaError } from '../base/errors.js';

/**
 * A piece of a query as typed: a quoted phrase, or a word between spaces. `column` counts characters from 0. With
 * `isPrefix` a star stood behind it, which is not part of `text`; then `text` ends in a letter, a digit or a character
 * beyond ASCII.
 */
export type Lexeme = {
  readonly quoted: boolean;
  readonly text: string;
  readonly column: number;
  readonly isPrefix: boolean;
};

/**
 * Splits a query. A quotation mark opens a phrase wherever it stands, and the next one closes it. A star outside of
 * quotation marks leaves the end of a word open, and stands nowhere else.
 */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (let i = 0; i < text.length; ) {
    if (/\s/.test(text[i] ?? '')) {
      i++;
      continue;
    }
    const quoted = text[i] === '"';
    const start = quoted ? i + 1 : i;
    let end: number;
    let next: number;
    if (quoted) {
      end = text.indexOf('"', start);
      if (end < 0) throw openQuote(text, i);
      next = end + 1;
    } else {
      const rest = text.slice(i).search(/[\s"*]/);
      end = rest < 0 ? text.length : i + rest;
      next = end;
    }
    const isPrefix = text[next] === '*';
    const lexeme = { quoted, text: text.slice(start, end), column: i, isPrefix };
    if (isPrefix) checkStar(text, lexeme, next++);
    lexemes.push(lexeme);
    i = next;
  }
  return lexemes;
}

/** Refuses a star that leaves no word's end open. */
function checkStar(text: string, lexeme: Lexeme, star: number): void {
  const last = lexeme.text.at(-1);
  if (last === undefined || !/[0-9A-Za-z\x80-\uffff]/.test(last))
    throw bareStar(text, lexeme, star);
  const next = text[star + 1];
  if (next !== undefined && !/[\s"]/.test(next)) throw innerStar(text, star);
}

const LITERAL = 'within quotation marks a star is punctuation, as all marks are';

function bareStar(text: string, { quoted, text: before }: Lexeme, star: number): HayabusaError {
  const expected = 'a letter or a digit before it';
  const words = before.replace(/[^0-9A-Za-z\x80-\uffff]+$/, '');
  const remedy =
    words === ''
      ? 'only the end of a word can be left open, as in fail*'
      : `leave the star out: ${quoted ? `"${words}"` : words} is found whatever stands behind it`;
  return syntaxError(
    text,
    star,
    expected,
    `The star at column ${star + 1} belongs to no word: expected ${expected}, got ` +
      `${before === '' ? 'none' : JSON.stringify(before.at(-1))}: ${remedy}; ${LITERAL}`,
  );
}

function innerStar(text: string, star: number): HayabusaError {
  const expected = 'a space or the end of the query behind it';
  return syntaxError(
    text,
    star,
    expected,
    `The star at column ${star + 1} is not at the end of its word: expected ${expected}, got ` +
      `${JSON.stringify(text[star + 1])}: only the end of a word can be left open, as in fail*; ${LITERAL}`,
  );
}

function openQuote(text: string, column: number): HayabusaError {
  const expected = 'a closing quotation mark';
  return syntaxError(
    text,
    column,
    expected,
    `The quotation mark at column ${column + 1} is never closed: expected ${expected}, got the end of the query: ` +
      `write ${text.trimEnd()}"`,
  );
}

/** A query that cannot be read, with a caret under the place. */
export function syntaxError(
  text: string,
  column: number,
  expected: string,
  message: string,
): HayabusaError {
  return new HayabusaError(`${message}\n  ${text}\n  ${' '.repeat(column)}^`, {
    code: 'query-syntax',
    text,
    column,
    expected,
  });
}
