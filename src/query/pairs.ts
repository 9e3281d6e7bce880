import type { PairOperator, Query } from './ast.js';
import type { FieldLexeme, Lexeme, ValueLexeme } from './lexeme.js';
import { at, syntaxError } from './syntax-error.js';
import { readQuoted, wordEnd } from './word-scan.js';

const NAME = '([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)';
const KEY = new RegExp(`${NAME}(!=|<=|>=|=|<|>)`, 'y');
const IN_LIST = '(?:"[^"]*"|[^\\s()"]+)';
/** Values with OR between them; other parentheses are text, as in `exe=(null)`. */
const LIST_KEY = new RegExp(
  `${NAME}(!?=)(?=\\(\\s*${IN_LIST}(?:\\s+OR\\s+${IN_LIST})+\\s*\\))`,
  'y',
);
/** Marks behind it end a sentence; an angle bracket, as in `worker<17>`, makes it no number. */
const NUMBER = /^(-?[0-9]+(?:\.[0-9]+)?)[,;:.!?]*$/;

/**
 * A value as typed, without the single quotation marks around it, or else without the marks behind it that end a sentence, close
 * a bracket or divide a list: they are none of it, and match/ leaves them away likewise in a message.
 */
export function bareValue(typed: string): string {
  const inner = /^'([^']+)'$/.exec(typed)?.[1];
  if (inner !== undefined) return inner;
  let end = typed.length;
  while (end > 0 && MARKS_BEHIND.includes(typed.charAt(end - 1))) end--;
  return typed.slice(0, end);
}

const MARKS_BEHIND = ',;)]}>"\'&|.:!?';

/**
 * `key=value` at `start`; undefined where it is none, but a word like any other: nothing behind the sign (`OUT=`), signs only
 * (`a==`), no number where numbers are compared, or a star, which leaves a phrase open at its end.
 */
export function pairAt(text: string, start: number): (Lexeme & { kind: 'pair' }) | undefined {
  KEY.lastIndex = start;
  const match = KEY.exec(text);
  if (match === null) return undefined;
  const key = match[1] ?? '';
  const operator = match[2] as PairOperator;
  const from = start + match[0].length;
  const isQuoted = text[from] === '"';
  const quoted = isQuoted ? readQuoted(text, from) : undefined;
  const end = quoted?.end ?? wordEnd(text, from);
  const typed = quoted?.text ?? text.slice(from, end);
  const value = comparedValue(typed, operator, isQuoted);
  if (value === '' || (!isQuoted && (/^[=<>]/.test(value) || goesOn(text, end, value))))
    return undefined;
  if (!isQuoted && value.includes('*')) {
    if (operator === '!=') throw openValue(text, from + value.indexOf('*'), key, value);
    return undefined;
  }
  return { kind: 'pair', key, operator, value, column: start, end };
}

/** The key at `start` of a list of values, `dpt=(22 OR 23)`; undefined where there is none. */
export function listKeyAt(
  text: string,
  start: number,
): (FieldLexeme & { kind: 'field' }) | undefined {
  LIST_KEY.lastIndex = start;
  const match = LIST_KEY.exec(text);
  if (match === null) return undefined;
  const [all, name = '', operator] = match;
  return {
    kind: 'field',
    isKey: true,
    name,
    operator: operator as PairOperator,
    column: start,
    end: start + all.length,
  };
}

/** What a value in the list of a key asks for; `text` is the whole query. */
export function pairOfList(text: string, { name }: FieldLexeme, value: ValueLexeme): Query {
  const { isQuoted, isPrefix, column } = value;
  const typed = isQuoted ? value.text : bareValue(value.text);
  if (typed === '' || isPrefix || (!isQuoted && /[*]|^[=<>]/.test(typed)))
    throw noListValue(text, name, text.slice(column, value.end), column);
  return { kind: 'pair', key: name, operator: '=', value: typed };
}

/** The value that is compared: a number, for the signs that compare numbers; empty where there is none. */
function comparedValue(typed: string, operator: PairOperator, isQuoted: boolean): string {
  if (operator !== '=' && operator !== '!=') return NUMBER.exec(typed)?.[1] ?? '';
  return isQuoted ? typed : bareValue(typed);
}

/** Whether a value, which ends at `end`, goes on in a phrase or in parentheses, or is a list in parentheses: then it is none. */
function goesOn(text: string, end: number, value: string): boolean {
  return text[end] === '"' || text[end] === '(' || (text[end] === ')' && /[,;&|']/.test(value));
}

/** Whether a value reads as itself without quotation marks. */
export function isPlainValue(value: string): boolean {
  return !/^$|[\s"()*,;&|']|^[=<>]/.test(value) && bareValue(value) === value;
}

function openValue(text: string, star: number, key: string, value: string): Error {
  const expected = 'a value without a star behind !=';
  return syntaxError(
    text,
    star,
    expected,
    `The star ${at(star)} leaves a value open: expected ${expected}, got ${JSON.stringify(value)}: ` +
      `write NOT ${key}=${value}`,
  );
}

function noListValue(text: string, key: string, typed: string, column: number): Error {
  const expected = 'a value as it stands behind the key';
  return syntaxError(
    text,
    column,
    expected,
    `The value ${at(column)} of the list of ${key} is none: expected ${expected}, got ${JSON.stringify(typed)}: ` +
      `write OR between pairs, as in (${key}=1 OR ${key}=2*)`,
  );
}
