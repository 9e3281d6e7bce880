import { parseAddress } from '../analysis/network-terms.js';
import { tokenize } from '../analysis/tokenizer.js';
import { Header, parseHeader } from '../syslog/header.js';
import { searchedText } from '../syslog/searched-text.js';
import type { Query } from './ast.js';
import { combine } from './combine.js';
import { phraseOf } from './leaves.js';
import type { Lexeme } from './lexeme.js';
import { lex } from './lexer.js';
import { utf8 } from './utf8.js';

/**
 * What a query asks for that is a line of a log, pasted: the words, phrases and addresses of its searched text. Its prefix
 * and its time are cut as at ingest, and no mark in it is an operator. Undefined for a query that is none.
 */
export function queryOfLine(text: string): Query | undefined {
  const line = Buffer.from(text.replace(/[\r\n]+$/, ''), 'utf8');
  parseHeader(line, 0, line.length, header);
  const hasPrefix = header.prefixEnd > header.prefixStart;
  const hasTime = header.timeEnd > header.timeStart;
  if (!(hasPrefix || hasTime) || text.startsWith('(')) return undefined;
  const searched = Buffer.from(searchedText(line, 0, line.length, header)).toString('utf8');
  // As the tokenizer has it: spaces beyond ASCII belong to words.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are between words, as spaces are
  const words = searched.split(/[\x00-\x20]+/);
  const parts = words.flatMap((word) => queryOfWord(word) ?? []);
  if (parts.length === 0 || !(hasPrefix || isLine(text, line, tokenize(utf8(searched)).length)))
    return undefined;
  return combine('and', distinct(parts));
}

const header = new Header();

/** So many words beside a time that reads as one by its place alone make a line: a number of ten digits is no time by itself. */
const LINE_WORDS = 4;

/** What may stand before the time of a line: a PRI, a sequence number, an address, brackets. */
const BEFORE_TIME = /^[\s\d<>.:[\]-]*$/;

/** Whether a text with a time, which is in `header`, is a line and not a query that asks for a time. */
function isLine(text: string, line: Buffer, words: number): boolean {
  const before = line.toString('utf8', 0, header.timeStart);
  const time = line.toString('utf8', header.timeStart, header.timeEnd);
  if (BEFORE_TIME.test(before)) return /\d:\d\d/.test(time) || words >= LINE_WORDS;
  return words >= LINE_WORDS && !asksForTime(text, before.length);
}

/** Whether a text asks for something as only a query does, or asks for the time at `column` by its marks. */
function asksForTime(text: string, column: number): boolean {
  let lexemes: readonly Lexeme[];
  try {
    lexemes = lex(text);
  } catch {
    return false;
  }
  return lexemes.some((lexeme) => {
    if (lexeme.kind === 'operator') return !lexeme.isSign;
    if (lexeme.kind === 'field') return lexeme.operator !== '=';
    if (column < lexeme.column || column >= lexeme.end) return false;
    if (lexeme.kind === 'word') return lexeme.isQuoted && !isListed(text, lexeme);
    return lexeme.kind !== 'pair';
  });
}

/** Whether what is quoted is a value of JSON (`"time":"2021-…"`) or CSV: that of a query stands between spaces. */
function isListed(text: string, { column, end }: Lexeme): boolean {
  return /[=:,]$/.test(text.slice(0, column)) || /^[,;|\t]/.test(text.slice(end));
}

function queryOfWord(word: string): Query | undefined {
  const address = parseAddress(word);
  return address === undefined ? phraseOf(word, false) : { kind: 'address', term: address };
}

/** Lines repeat words: each is asked for once. */
function distinct(parts: readonly Query[]): Query[] {
  const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...seen.values()];
}
