import type { Lexeme } from './lexeme.js';
import { withoutSigns } from './signs.js';
import { at, shown, syntaxError, without } from './syntax-error.js';

/** Marks without a partner: parts of a pasted line have them, and so has a query that was not finished. */

/** Quotation marks by whether they are at the end of a word that none before it opens: `Safari/537.36"`. */
export class UnpairedQuotes {
  readonly #text: string;
  /** How many marks stand from `#from` on. */
  #left = 0;
  #from = 0;

  constructor(text: string) {
    this.#text = text;
    for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) this.#left++;
  }

  /** Whether the mark at `i`, which opens a phrase otherwise, is such an end. `i` never decreases. */
  isEnd(i: number): boolean {
    const text = this.#text;
    for (; this.#from < i; this.#from++) if (text[this.#from] === '"') this.#left--;
    return this.#left % 2 === 1 && i > 0 && /[^\s"(=:,*^[{<]/.test(text.charAt(i - 1));
  }
}

/**
 * Lexemes without the parentheses that have no partner, which are at `unopened` and `open`. They change nothing where all
 * words must be there anyway; beside an operator, or within a list of values, they are refused.
 */
export function unbalanced(
  text: string,
  lexemes: readonly Lexeme[],
  unopened: number | undefined,
  open: readonly number[],
  isInList: boolean,
): Lexeme[] {
  const matters =
    isInList || lexemes.some((each) => each.kind === 'operator' && each.name !== 'AND');
  if (matters && unopened !== undefined) throw neverOpened(text, unopened);
  if (matters) throw neverClosed(text, open.at(-1) ?? 0, open.length);
  const alone = new Set(open);
  return lexemes.filter(({ kind, column }) => kind !== 'open' || !alone.has(column));
}

function neverClosed(text: string, column: number, count: number): Error {
  const expected = 'a closing parenthesis';
  const closed = `${shown(text).trimEnd()}${')'.repeat(count)}`;
  return syntaxError(
    text,
    column,
    expected,
    `The parenthesis ${at(column)} is never closed: expected ${expected}, got the end of the query: ` +
      `write ${closed}${orWords(closed)}`,
  );
}

/** A dash at the front of a pasted word excludes nothing in quotation marks. */
function orWords(query: string): string {
  const words = withoutSigns(query);
  return words === undefined ? '' : `, or ${words} for the words`;
}

function neverOpened(text: string, column: number): Error {
  const expected = 'an opening parenthesis before it';
  const rest = without(text, column, column + 1);
  return syntaxError(
    text,
    column,
    expected,
    `The parenthesis ${at(column)} was never opened: expected ${expected}, got none: ` +
      (rest === '' ? 'leave it out' : `write ${rest}${orWords(rest)}`),
  );
}
