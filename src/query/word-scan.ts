import { at, shown, syntaxError } from './syntax-error.js';

const SPACE = /\s/;

export function isSpace(character: string | undefined): boolean {
  return character !== undefined && SPACE.test(character);
}

/** Whether a word cannot go on behind `i`: the end of the query, a space, a closing parenthesis. */
export function isBoundary(text: string, i: number): boolean {
  return i >= text.length || text[i] === ')' || isSpace(text[i]);
}

/**
 * Where the word that begins at `start` ends: at a space, at a quotation mark, or at a parenthesis whose partner is not
 * in the word, so that `pam_unix(sshd:session)` is one and the parentheses of `(a OR b)` belong to none. With
 * `hasEscapes` a backslash takes the character behind it along.
 */
export function wordEnd(text: string, start: number, hasEscapes = false): number {
  const open: number[] = [];
  let i = start;
  for (; i < text.length; i++) {
    const character = text[i];
    if (character === '"' || isSpace(character)) break;
    if (hasEscapes && character === '\\') i++;
    else if (character === '(') open.push(i);
    else if (character === ')' && open.pop() === undefined) return i;
  }
  return open[0] ?? Math.min(i, text.length);
}

/** Reads what stands between the quotation mark at `start` and its partner; one within is doubled. */
export function readQuoted(text: string, start: number): { text: string; end: number } {
  let content = '';
  for (let from = start + 1; ; ) {
    const close = text.indexOf('"', from);
    if (close < 0) throw openQuote(text, start);
    content += text.slice(from, close);
    if (text[close + 1] !== '"') return { text: content, end: close + 1 };
    content += '"';
    from = close + 2;
  }
}

/** Where regular expressions end, asked for from the front of a text to its back. */
export class RegexEnds {
  readonly #text: string;
  /** From here on no expression is closed: what was searched to the end once is not searched again. */
  #noneFrom = Number.POSITIVE_INFINITY;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Where the regular expression that a `/` at `start` opens is closed: at the first `/` that no backslash stands before
   * and that ends its word, an `i` between allowed. It may hold spaces, but not begin with one or with a `)`, and no word
   * in it begins with a `/`: `/var/log /tmp/` is a path and an expression. -1: it is none, but a path.
   */
  endOf(start: number): number {
    const text = this.#text;
    if (start >= this.#noneFrom || text[start + 1] === '/' || isBoundary(text, start + 1))
      return -1;
    for (let i = start + 1; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '/') {
        if (isBoundary(text, i + 1) || (text[i + 1] === 'i' && isBoundary(text, i + 2))) return i;
        if (isSpace(text[i - 1])) return -1;
      }
    }
    this.#noneFrom = start;
    return -1;
  }
}

function openQuote(text: string, column: number): Error {
  const expected = 'a closing quotation mark';
  // A value that was cut off is no value: its beginning is found as a phrase.
  let key = column;
  while (text[column - 1] === '=' && key > 0 && /[\w.=-]/.test(text.charAt(key - 1))) key--;
  const closed = `${shown(text.slice(0, key))}"${shown(text.slice(key).replace('"', '')).trimEnd()}"`;
  return syntaxError(
    text,
    column,
    expected,
    `The quotation mark ${at(column)} is never closed: expected ${expected}, got the end of the query: ` +
      `write ${closed}`,
  );
}
