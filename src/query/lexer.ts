import { HayabusaError } from '../base/errors.js';

/** A piece of a query as typed: a quoted phrase, or a word between spaces. `column` counts characters from 0. */
export type Lexeme = { readonly quoted: boolean; readonly text: string; readonly column: number };

/** Splits a query. A quotation mark opens a phrase wherever it stands, and the next one closes it. */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (let i = 0; i < text.length; ) {
    if (/\s/.test(text[i] ?? '')) {
      i++;
    } else if (text[i] === '"') {
      const close = text.indexOf('"', i + 1);
      if (close < 0) throw openQuote(text, i);
      lexemes.push({ quoted: true, text: text.slice(i + 1, close), column: i });
      i = close + 1;
    } else {
      const rest = text.slice(i).search(/[\s"]/);
      const end = rest < 0 ? text.length : i + rest;
      lexemes.push({ quoted: false, text: text.slice(i, end), column: i });
      i = end;
    }
  }
  return lexemes;
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
