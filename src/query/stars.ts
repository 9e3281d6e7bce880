import type { Lexeme, WordLexeme } from './lexeme.js';
import { at, shown, syntaxError } from './syntax-error.js';
import { isBoundary, readQuoted, wordEnd } from './word-scan.js';

/**
 * Reads the word at `start`, which begins with a star: what stands between its stars is looked for anywhere. Several
 * stars alone are punctuation.
 */
export function readSubstring(text: string, start: number): Lexeme {
  if (text[start + 1] === '"') return readQuotedSubstring(text, start);
  const end = wordEnd(text, start);
  const word = text.slice(start, end);
  const content = withoutStars(word);
  if (content === '' && word.length > 1)
    return {
      kind: 'word',
      text: word,
      isQuoted: false,
      isFirst: false,
      isPrefix: false,
      column: start,
      end,
    };
  if (content === '') throw bareStar(text, '', false, start);
  const inner = content.indexOf('*');
  if (inner >= 0) throw innerStar(text, word.indexOf(content) + start + inner);
  return { kind: 'substring', text: content, column: start, end };
}

function readQuotedSubstring(text: string, start: number): Lexeme {
  const quoted = readQuoted(text, start + 1);
  if (quoted.text === '') throw bareStar(text, '', false, start);
  const hasStar = text[quoted.end] === '*';
  const end = hasStar ? quoted.end + 1 : quoted.end;
  return { kind: 'substring', text: quoted.text, column: start, end };
}

/** Refuses the star at `star` unless it leaves open how the word before it ends; `end` is where the word ends. */
export function checkStarBehind(text: string, word: WordLexeme, star: number, end: number): void {
  const isLast = word.isQuoted
    ? isBoundary(text, star + 1) || text[star + 1] === '"'
    : star + 1 === end;
  if (!isLast) throw innerStar(text, star);
  const last = word.text.at(-1);
  if (last === undefined || !/[0-9A-Za-z\x80-\uffff]/.test(last))
    throw bareStar(text, word.text, word.isQuoted, star);
}

function withoutStars(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && word[start] === '*') start++;
  while (end > start && word[end - 1] === '*') end--;
  return word.slice(start, end);
}

/** `10.0.*`, `10.0.0.*`, `10.0.*.*`: the network that is meant; else undefined. */
function networkAround(text: string, star: number): string | undefined {
  const start = backTo(text, star, /[\s"()]/);
  const word = text.slice(start, wordEnd(text, start));
  if (!/^\d{1,3}(?:\.\d{1,3}){0,2}(?:\.\*)+$/.test(word)) return undefined;
  const octets = word.split('.').filter((octet) => octet !== '*');
  if (word.split('.').length > 4 || octets.some((octet) => Number(octet) > 255)) return undefined;
  const zeros = Array.from({ length: 4 - octets.length }, () => '0');
  return `${[...octets, ...zeros].join('.')}/${8 * octets.length}`;
}

const LITERAL = 'within quotation marks a star is punctuation, as all marks are';

function bareStar(text: string, before: string, isQuoted: boolean, star: number): Error {
  const expected = 'a letter or a digit before it';
  const words = before.slice(0, backTo(before, before.length, /[0-9A-Za-z\x80-\uffff]/));
  const network = networkAround(text, star);
  const remedy =
    network !== undefined
      ? `the addresses of that network are ${network}`
      : words === ''
        ? 'a star ends a word that may go on, as in fail*, or stands on both sides of what is looked for anywhere, as in *fail*'
        : `leave the star out: ${isQuoted || /[=<>]/.test(words) ? `'"${words}"'` : words} is found whatever stands behind it`;
  return syntaxError(
    text,
    star,
    expected,
    `The star ${at(star)} belongs to no word: expected ${expected}, got ` +
      `${before === '' ? 'none' : JSON.stringify(before.at(-1))}: ${remedy}; ${LITERAL}`,
  );
}

function innerStar(text: string, star: number): Error {
  const expected = 'a space or the end of the query behind it';
  const network = networkAround(text, star);
  const start = backTo(text, star, /[\s"()*]/);
  const [before = '', ...parts] = text.slice(start, wordEnd(text, start)).split('*');
  const plain = [before, ...parts].every((part) => /^[\w-]*$/.test(part));
  const example =
    plain && parts.length > 0
      ? [before, ...parts].filter((part) => part !== '').join('.*')
      : 'fa.*l';
  return syntaxError(
    text,
    star,
    expected,
    `The star ${at(star)} is not at the end of its word: expected ${expected}, got ` +
      `${JSON.stringify(text[star + 1])}: ` +
      (network === undefined
        ? `only a word's ends can be left open, as in fail* and *fail*; a regular expression says more, as in /${example}/`
        : `the addresses of that network are ${network}`) +
      `; within quotation marks a star is punctuation: write ${asWords(text, star)}`,
  );
}

/** The place behind the last character before `at` that a set has; 0 when there is none. */
function backTo(text: string, at: number, set: RegExp): number {
  let i = at;
  while (i > 0 && !set.test(text.charAt(i - 1))) i--;
  return i;
}

/** The query with the word around a star in quotation marks. */
function asWords(text: string, star: number): string {
  const start = backTo(text, star, /[\s"]/);
  let end = star;
  while (end < text.length && !/[\s"]/.test(text.charAt(end))) end++;
  return shown(`${text.slice(0, start)}"${text.slice(start, end)}"${text.slice(end)}`);
}
