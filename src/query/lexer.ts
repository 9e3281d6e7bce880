import { MAX_QUERY_DEPTH } from '../base/limits.js';
import { fieldAt } from './field-names.js';
import type { FieldLexeme, Lexeme, OperatorName, WordLexeme } from './lexeme.js';
import { listKeyAt, pairAt } from './pairs.js';
import { checkStarBehind, readSubstring } from './stars.js';
import { at, shown, syntaxError } from './syntax-error.js';
import { UnpairedQuotes, unbalanced } from './unpaired.js';
import { isBoundary, isSpace, RegexEnds, readQuoted, wordEnd } from './word-scan.js';

const OPERATOR = /(AND|OR|NOT)(?=[\s()"]|$)/y;

/**
 * Splits a query. What a piece is, its first characters say: a parenthesis, a quotation mark, an operator in capitals, a `-`
 * that negates what follows, `^`, `*`, `/`, a field's name with its colon, a key with its `=`. All else is a word, with
 * whatever punctuation it holds. Between the parentheses of a list of values there are values and operators only. A mark
 * whose partner was cut off with the rest of a line is passed over where it can mean nothing else.
 */
export function lex(text: string): Lexeme[] {
  return new Lexer(text).run();
}

class Lexer {
  readonly #text: string;
  readonly #lexemes: Lexeme[] = [];
  readonly #quotes: UnpairedQuotes;
  readonly #regexes: RegexEnds;
  /** Where the parentheses that are open stand. */
  readonly #open: number[] = [];
  /** Where the first parenthesis stands that closes none. */
  #unopened: number | undefined;
  /** How many were open where the list of values began; -1: in none. */
  #listDepth = -1;

  constructor(text: string) {
    this.#text = text;
    this.#quotes = new UnpairedQuotes(text);
    this.#regexes = new RegexEnds(text);
  }

  run(): Lexeme[] {
    const text = this.#text;
    for (let i = 0; i < text.length; ) {
      if (isSpace(text[i]) || this.#isPassedOver(i)) i++;
      else {
        const lexeme = this.#read(i);
        this.#lexemes.push(lexeme);
        i = lexeme.end;
        if (lexeme.kind === 'field') i = this.#openField(lexeme);
      }
    }
    if (this.#unopened === undefined && this.#open.length === 0) return this.#lexemes;
    return unbalanced(text, this.#lexemes, this.#unopened, this.#open, this.#listDepth >= 0);
  }

  /** Whether nothing is meant by the mark at `i`: its partner was cut off, or it is a star by itself. */
  #isPassedOver(i: number): boolean {
    const text = this.#text;
    if (text[i] === '"') return this.#quotes.isEnd(i);
    if (text[i] === ')' && this.#open.length === 0) {
      this.#unopened ??= i;
      return true;
    }
    return text[i] === '*' && this.#listDepth < 0 && isBoundary(text, i + 1) && isStart(text, i);
  }

  /** The piece that begins at `i`. */
  #read(i: number): Lexeme {
    const text = this.#text;
    if (text[i] === '(') return this.#openAt(i);
    if (text[i] === ')') return this.#closeAt(i);
    OPERATOR.lastIndex = i;
    const name = OPERATOR.exec(text)?.[1];
    if (name !== undefined)
      return {
        kind: 'operator',
        name: name as OperatorName,
        isSign: false,
        column: i,
        end: i + name.length,
      };
    if (isSign(text, i, this.#lexemes.at(-1)))
      return { kind: 'operator', name: 'NOT', isSign: true, column: i, end: i + 1 };
    if (this.#listDepth >= 0) return this.#value(i);
    switch (text[i]) {
      case '"':
        return word(text, i, i, false);
      case '^':
        if (text[i + 1] === '(') throw firstOfGroup(text, i);
        return word(text, i, i + 1, true);
      case '*':
        return readSubstring(text, i);
      case '/': {
        const close = this.#regexes.endOf(i);
        return close < 0 ? word(text, i, i, false) : regex(text, i, close);
      }
    }
    return fieldAt(text, i) ?? listKeyAt(text, i) ?? pairAt(text, i) ?? word(text, i, i, false);
  }

  #openAt(i: number): Lexeme {
    if (this.#open.length === MAX_QUERY_DEPTH) throw tooDeep(this.#text, i);
    this.#open.push(i);
    return { kind: 'open', column: i, end: i + 1 };
  }

  #closeAt(i: number): Lexeme {
    this.#open.pop();
    if (this.#open.length === this.#listDepth) this.#listDepth = -1;
    return { kind: 'close', column: i, end: i + 1 };
  }

  /** Reads the value right behind a field's name, or notes that a list begins; returns where to go on. */
  #openField(field: FieldLexeme): number {
    const { end: i } = field;
    const isList = this.#text[i] === '(';
    if (isList && field.operator === '!=') throw excludedList(this.#text, field);
    const lexeme = isList ? undefined : this.#value(i);
    if (lexeme === undefined) this.#listDepth = this.#open.length;
    else this.#lexemes.push(lexeme);
    return lexeme?.end ?? i;
  }

  #value(i: number): Lexeme {
    const text = this.#text;
    const isQuoted = text[i] === '"';
    const quoted = isQuoted ? readQuoted(text, i) : undefined;
    const end = quoted?.end ?? wordEnd(text, i, true);
    const isPrefix = isQuoted && text[end] === '*';
    return {
      kind: 'value',
      text: quoted?.text ?? text.slice(i, end),
      isQuoted,
      isPrefix,
      column: i,
      end: isPrefix ? end + 1 : end,
    };
  }
}

/** What makes punctuation of a dash before it. An address may begin with two colons. */
const NOT_NEGATED = /^(?:[-<>=+[{,.;!?|]|:(?!:[0-9A-Fa-f]))/;

/**
 * Whether the dash at `i` negates what follows: `--color`, `->`, `-[Class method]` and a dash between spaces are punctuation,
 * and so is that of a number which the word before it announces: `boot = -157`, `(4, -442, 1)`.
 */
function isSign(text: string, i: number, before: Lexeme | undefined): boolean {
  if (text[i] !== '-' || isBoundary(text, i + 1)) return false;
  if (NOT_NEGATED.test(text.slice(i + 1, i + 4))) return false;
  const isAnnounced =
    before?.kind === 'word' && /[=:,+]$/.test(text.slice(before.column, before.end));
  return !(isAnnounced && /[0-9]/.test(text.charAt(i + 1)));
}

/** Whether a word may begin at `i`. */
function isStart(text: string, i: number): boolean {
  return i === 0 || text[i - 1] === '(' || isSpace(text[i - 1]);
}

/** The word, or the phrase, at `start`; `column` is where the `^` before it stands, if there is one. */
function word(text: string, column: number, start: number, isFirst: boolean): Lexeme {
  const isQuoted = text[start] === '"';
  const quoted = isQuoted ? readQuoted(text, start) : undefined;
  const end = quoted?.end ?? wordEnd(text, start);
  const star = isQuoted ? end : start + `${text.slice(start, end)}*`.indexOf('*');
  const isPrefix = isQuoted ? text[star] === '*' : star < end;
  const lexeme: WordLexeme = {
    kind: 'word',
    text: quoted?.text ?? text.slice(start, star),
    isQuoted,
    isFirst,
    isPrefix,
  };
  if (!isPrefix) return { ...lexeme, column, end };
  checkStarBehind(text, lexeme, star, end);
  return { ...lexeme, column, end: star + 1 };
}

function regex(text: string, column: number, close: number): Lexeme {
  const ignoreCase = text[close + 1] === 'i';
  return {
    kind: 'regex',
    source: text
      .slice(column + 1, close)
      .replace(/\\[\s\S]/g, (pair) => (pair === '\\/' ? '/' : pair)),
    ignoreCase,
    column,
    end: close + (ignoreCase ? 2 : 1),
  };
}

function tooDeep(text: string, column: number): Error {
  const expected = `at most ${MAX_QUERY_DEPTH} parentheses within each other`;
  return syntaxError(
    text,
    column,
    expected,
    `The parenthesis ${at(column)} is one too many: expected ${expected}, got ${MAX_QUERY_DEPTH + 1}: ` +
      'leave out those that change nothing',
  );
}

function firstOfGroup(text: string, column: number): Error {
  const expected = 'a word or a phrase behind it';
  return syntaxError(
    text,
    column,
    expected,
    `The ^ ${at(column)} stands before a parenthesis: expected ${expected}, got "(": write it within, ` +
      'before each word, as in (^a OR ^b)',
  );
}

/** Of any two values each message lacks one. */
function excludedList(text: string, { name, column, end }: FieldLexeme): Error {
  const expected = 'one value behind !=';
  return syntaxError(
    text,
    end,
    expected,
    `The list ${at(end)} stands behind "!=": expected ${expected}, got "(": write ` +
      shown(`${text.slice(0, column)}NOT ${name}=${text.slice(end)}`),
  );
}
