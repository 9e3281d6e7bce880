import type { Lexeme, OperatorLexeme } from './lexeme.js';
import { at, shown, syntaxError, without } from './syntax-error.js';

const OPERAND = 'a word, a phrase or a parenthesis';

export function nothingBefore(text: string, operator: OperatorLexeme): Error {
  return lonely(text, operator, 'before');
}

export function nothingBehind(text: string, operator: OperatorLexeme): Error {
  return lonely(text, operator, 'behind');
}

function lonely(text: string, operator: OperatorLexeme, side: 'before' | 'behind'): Error {
  const { name, column, end } = operator;
  const expected = `${OPERAND} ${side} it`;
  const rest = withoutListOfOne(without(text, column, end));
  const asWord = shown(text.slice(0, column) + name.toLowerCase() + text.slice(end)).trim();
  return syntaxError(
    text,
    column,
    expected,
    `The operator ${name} ${at(column)} has nothing to look for ${side} it: expected ${expected}, got ` +
      `${neighbour(text, operator, side)}: write ${rest === '' ? '' : `${rest}, or `}${asWord} for the word`,
  );
}

/** `dpt=(22)` asks for the text "(22)": a list has an operator. */
function withoutListOfOne(text: string): string {
  return text.replace(/=\(\s*([^\s()"]+)\s*\)/, '=$1');
}

/** What stands beside an operator in place of an operand. */
function neighbour(
  text: string,
  { column, end }: OperatorLexeme,
  side: 'before' | 'behind',
): string {
  const beside = side === 'before' ? text.slice(0, column).trimEnd() : text.slice(end).trimStart();
  if (beside === '') return side === 'before' ? 'the start of the query' : 'the end of the query';
  const word = side === 'before' ? /\S$/.exec(beside) : /^(?:AND|OR|NOT)\b|^\S/.exec(beside);
  return JSON.stringify(word?.[0] ?? beside);
}

export function nothingInside(text: string, { column }: Lexeme): Error {
  const expected = `${OPERAND} within`;
  const close = text.indexOf(')', column);
  const rest = without(text, column, close + 1);
  return syntaxError(
    text,
    column,
    expected,
    `The parentheses ${at(column)} are empty: expected ${expected}, got none: ` +
      (rest === '' ? 'leave the query out to get every message' : `write ${rest}`),
  );
}

export function onlyMarks(text: string): Error {
  const expected = 'a letter or a digit';
  return syntaxError(
    text,
    0,
    expected,
    `The query has nothing to look for: expected ${expected}, got only punctuation: ` +
      'add a word, or leave the query out to get every message',
  );
}
