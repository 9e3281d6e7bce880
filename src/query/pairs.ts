import type { PairOperator } from './ast.js';
import type { Lexeme } from './lexeme.js';
import { at, syntaxError } from './syntax-error.js';
import { readQuoted, wordEnd } from './word-scan.js';

const KEY = /([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(!=|<=|>=|=|<|>)/y;
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
