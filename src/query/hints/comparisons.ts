import type { Lexeme } from '../lexeme.js';
import { lex } from '../lexer.js';

const KEY = /^[A-Za-z_][\w.-]*$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * What compares in other languages and does not here: `len > 1000`, `dpt = 22`, `len >=1000`, `dpt>20 <25`, `len=>60`, `len>1k`.
 * Undefined where nothing does.
 */
export function comparisonHint(text: string): string | undefined {
  let before: Lexeme | undefined;
  const lexemes = lex(text);
  for (const [i, lexeme] of lexemes.entries()) {
    const next = lexemes[i + 1];
    const hint =
      apart(plain(before), plain(lexeme), plain(next)) ??
      secondBound(before, plain(lexeme)) ??
      reversed(plain(lexeme)) ??
      noNumber(plain(lexeme)) ??
      endless(plain(lexeme), next);
    if (hint !== undefined) return hint;
    before = lexeme;
  }
  return undefined;
}

/** The text of a word that stands by itself; else empty. */
function plain(lexeme: Lexeme | undefined): string {
  return lexeme?.kind === 'word' && !lexeme.isQuoted ? lexeme.text : '';
}

/** A sign with blanks before it, behind it, or both. */
function apart(before: string, word: string, next: string): string | undefined {
  const isKey = KEY.test(before);
  if (/^(?:[<>]=?|!=)$/.test(word) && isKey && NUMBER.test(next))
    return `"${word}" by itself was passed over as punctuation: to compare write ${before}${word}${next}, without blanks`;
  if (word === '=' && isKey && /^[\w.:-]+$/.test(next))
    return `"=" by itself was passed over as punctuation, its sides are words: for the pair write ${before}=${next}, without blanks`;
  const [, sign] = /^([<>]=?|!=)-?\d+(?:\.\d+)?$/.exec(word) ?? [];
  if (sign !== undefined && isKey)
    return `The "${sign}" of "${word}" was passed over as punctuation: to compare write ${before}${word}, without a blank`;
  const [, ending] = /^[A-Za-z_][\w.-]*?([<>]=|!=|[<>])$/.exec(word) ?? [];
  if (ending === undefined || !NUMBER.test(next)) return undefined;
  return `The "${ending}" of "${word}" was passed over as punctuation: to compare write ${word}${next}, without a blank`;
}

/** `dpt>20 <25` */
function secondBound(before: Lexeme | undefined, word: string): string | undefined {
  if (before?.kind !== 'pair' || !/^[<>]=?\d+(?:\.\d+)?$/.test(word)) return undefined;
  return `"${word}" was looked for as the word ${word.replace(/^\D+/, '')}: a second comparison names its key too, ${before.key}${word}`;
}

/** `len=>60` */
function reversed(word: string): string | undefined {
  const [, key, sign, value] = /^([A-Za-z_][\w.-]*)=([<>])(-?\d+(?:\.\d+)?)$/.exec(word) ?? [];
  if (key === undefined) return undefined;
  return `"${word}" was looked for as words: to compare write ${key}${sign}=${value}`;
}

/** `len>1k`, `len>1,000`, `len>0x10` */
function noNumber(word: string): string | undefined {
  const [, key, sign, value = ''] = /^([A-Za-z_][\w.-]*)([<>]=?)(\d[\w,.]*\w)$/.exec(word) ?? [];
  if (key === undefined || NUMBER.test(value)) return undefined;
  return `"${word}" was looked for as words: to compare, a number such as 1000 stands behind "${sign}", got "${value}"`;
}

/** `len>=` with nothing behind it. */
function endless(word: string, next: Lexeme | undefined): string | undefined {
  if (next !== undefined || !/^[A-Za-z_][\w.-]*(?:[<>]=|!=)$/.test(word)) return undefined;
  return `"${word}" was looked for as a word: to compare, a value stands right behind it`;
}
