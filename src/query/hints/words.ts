import type { Query } from '../ast.js';
import { lex } from '../lexer.js';
import { printQuery } from '../printer.js';
import { withoutSigns } from '../signs.js';
import { holds } from './holds.js';

/** Words of a query that stand by themselves, not in quotation marks. */
export function wordsOf(text: string): string[] {
  return lex(text).flatMap((lexeme) =>
    lexeme.kind === 'word' && !lexeme.isQuoted ? [lexeme.text] : [],
  );
}

/** `!root` */
export function exclusionHint(text: string): string | undefined {
  const word = wordsOf(text).find((each) => /^![A-Za-z0-9]/.test(each));
  if (word === undefined) return undefined;
  return `"${word}" was looked for as a word: to exclude it write NOT ${word.slice(1)}`;
}

export function operatorHint(text: string): string | undefined {
  const word = wordsOf(text).find((each) => /^(?:and|or|not)$/i.test(each));
  if (word === undefined) return undefined;
  const name = word.toUpperCase();
  return `"${word}" was looked for as a word: as an operator it is written ${name}`;
}

/** `CMD ( /usr/bin/x -C)`, pasted. */
export function signHint(text: string): string | undefined {
  const words = withoutSigns(text);
  if (words === undefined) return undefined;
  const lexemes = lex(text);
  const hasSign = lexemes.some((each) => each.kind === 'operator' && each.isSign);
  if (!hasSign || lexemes.some(({ kind }) => kind === 'field')) return undefined;
  return `A dash before a word excludes it: with it as a part of the text, write '${words}'`;
}

/** `failed || invalid`, of programmers. */
export function barHint(text: string): string | undefined {
  if (!wordsOf(text).includes('||')) return undefined;
  return '"||" was looked for as punctuation: as an operator it is written OR';
}

/** `failed|invalid`, of grep. */
export function eitherHint(text: string): string | undefined {
  const either = wordsOf(text).find((word) => /^[\w-]+(?:\\?\|[\w-]+)+$/.test(word));
  if (either === undefined) return undefined;
  const parts = either.split(/\\?\|/);
  return `"${either}" was looked for as a phrase: either of its words is found by ${parts.join(' OR ')}`;
}

/** `[0-9]+ms`, `user \\d+`, `/failed/g`: what only an expression means. */
export function expressionHint(text: string): string | undefined {
  const words = wordsOf(text);
  const flagged = words.find((each) => /^\/.+\/(?:gi?|ig|I|im)$/.test(each));
  if (flagged !== undefined) {
    const end = flagged.lastIndexOf('/');
    const flag = /i/i.test(flagged.slice(end)) ? '/i' : '/';
    return `"${flagged}" was looked for as words: a regular expression ends with / or /i, as in '${flagged.slice(0, end)}${flag}'`;
  }
  const word = words.find((each) =>
    /\\[dDwWsSb]|\[\^?\w-\w[^\s-]*\]|\.\+|[\])]\+|[^\w\s]\$$/.test(each),
  );
  if (word === undefined) return undefined;
  return `"${word}" was looked for as words: a regular expression stands between slashes, as in '/${word.replaceAll('/', '\\/')}/'`;
}

const CLOCK = /^\[?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\]?:?$/;
const DAY = /^\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d\/[A-Z][a-z]{2}\/\d{4}:)/;
/** At the front, before other words: seconds or milliseconds since 1970. */
const EPOCH = /^1\d{9}(?:\d{3}|\.\d+)?$/;
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;

export function timeHint(text: string): string | undefined {
  const words = wordsOf(text);
  const hasTime = words.some(
    (word, i) =>
      (i === 0 && words.length > 1 && EPOCH.test(word)) ||
      CLOCK.test(word) ||
      DAY.test(word) ||
      (MONTH.test(word) && /^\d{1,2}$/.test(words[i + 1] ?? '')),
  );
  if (!hasTime) return undefined;
  return 'The time at the front of a message is not part of its text: say it with --from, --to or --last';
}

/** Quotation marks of a word processor are bytes beyond ASCII, which belong to words. */
export function quoteHint(text: string): string | undefined {
  const mark = /[\u2018-\u201f\u00ab\u00bb]/.exec(text)?.[0];
  if (mark === undefined) return undefined;
  return `${mark} was looked for as a part of its word: a phrase stands between "quotation marks" of ASCII`;
}

export function spacelessHint(query: Query): string | undefined {
  const decoder = new TextDecoder();
  let word: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'word') return false;
    const text = decoder.decode(each.token);
    if (/[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/.test(text)) word = text;
    return word !== undefined;
  });
  if (word === undefined) return undefined;
  return `"${word}" was looked for as a whole word: within text without spaces it is found by *${word}*`;
}

/** `^sshd`: the searched text mostly begins with the host, which stands before the program and what it says. */
export function firstHint(query: Query): string | undefined {
  let first: string | undefined;
  holds(query, (each) => {
    if (each.kind === 'first') first = printQuery(each);
    return first !== undefined;
  });
  if (first === undefined) return undefined;
  return `${first} was looked for at the front of the text, where mostly the host stands: ${first.slice(1)} finds it anywhere, app:NAME what a program says`;
}
