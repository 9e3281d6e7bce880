import { parseIpAddress } from '../analysis/address-ranges.js';
import { type Query, TEXT_FIELDS } from './ast.js';
import { FIELD_NAMES } from './field-names.js';
import type { Lexeme } from './lexeme.js';
import { lex } from './lexer.js';
import { queryOfLine } from './pasted-line.js';
import { withoutSigns } from './signs.js';

/**
 * What a person may have meant by a query that found nothing, as one sentence; undefined when there is no guess. `text` is
 * the query as typed and must be one that `parseQuery` reads.
 */
export function hintForNothing(text: string, query: Query): string | undefined {
  if (queryOfLine(text) !== undefined)
    return (
      'The query was read as a line of a log, since it holds a date and time: its words are looked for, its time is not; ' +
      'say the time with --from and --to, and put the query in parentheses to have its marks as operators'
    );
  return (
    operatorHint(text) ??
    hintForFound(text) ??
    barHint(text) ??
    listHint(query) ??
    timeHint(text) ??
    quoteHint(text) ??
    networkHint(query) ??
    fieldPairHint(query) ??
    levelHint(query) ??
    sourceHint(query) ??
    spacelessHint(query) ??
    expressionHint(text) ??
    unknownFieldHint(text) ??
    signHint(text)
  );
}

/**
 * What a person may have meant by a query that found something else, as one sentence: `!root` of other languages, which
 * excludes there what it finds here, and `len > 1000`, which compares there. Undefined when there is no guess.
 */
export function hintForFound(text: string): string | undefined {
  if (!/[!<>]/.test(text) || queryOfLine(text) !== undefined) return undefined;
  const words = wordsOf(text);
  return exclusionHint(words) ?? comparisonHint(words);
}

function exclusionHint(words: readonly string[]): string | undefined {
  const word = words.find((each) => /^![A-Za-z0-9]/.test(each));
  if (word === undefined) return undefined;
  return `"${word}" was looked for as a word: to exclude it write NOT ${word.slice(1)}`;
}

function comparisonHint(words: readonly string[]): string | undefined {
  const at = words.findIndex(
    (each, i) =>
      /^(?:[<>]=?|!=)$/.test(each) &&
      /^[A-Za-z_][\w.-]*$/.test(words[i - 1] ?? '') &&
      /^\d+(?:\.\d+)?$/.test(words[i + 1] ?? ''),
  );
  if (at < 1) return undefined;
  const [key, operator, value] = words.slice(at - 1);
  return `"${operator}" by itself was passed over as punctuation: to compare write ${key}${operator}${value}, without blanks`;
}

function operatorHint(text: string): string | undefined {
  const word = wordsOf(text).find((each) => /^(?:and|or|not)$/i.test(each));
  if (word === undefined) return undefined;
  const name = word.toUpperCase();
  return `"${word}" was looked for as a word: as an operator it is written ${name}`;
}

/** `CMD ( /usr/bin/x -C)`, pasted. */
function signHint(text: string): string | undefined {
  const words = withoutSigns(text);
  if (words === undefined) return undefined;
  const lexemes = lex(text);
  const hasSign = lexemes.some((each) => each.kind === 'operator' && each.isSign);
  if (!hasSign || lexemes.some(({ kind }) => kind === 'field')) return undefined;
  return `A dash before a word excludes it: with it as a part of the text, write '${words}'`;
}

/** Words that stand by themselves, not in quotation marks. */
function wordsOf(text: string): string[] {
  const isPlain = (lexeme: Lexeme) => lexeme.kind === 'word' && !lexeme.isQuoted;
  return lex(text).flatMap((lexeme) =>
    lexeme.kind === 'word' && isPlain(lexeme) ? [lexeme.text] : [],
  );
}

/** `failed|invalid`, `failed || invalid`, of grep and of programmers. */
function barHint(text: string): string | undefined {
  const words = wordsOf(text);
  if (words.includes('||'))
    return '"||" was looked for as punctuation: as an operator it is written OR';
  const either = words.find((word) => /^[\w-]+(?:\\?\|[\w-]+)+$/.test(word));
  if (either === undefined) return undefined;
  const parts = either.split(/\\?\|/);
  return `"${either}" was looked for as a phrase: either of its words is found by ${parts.join(' OR ')}`;
}

/** `[0-9]+ms`, `user \\d+`: what only an expression means. */
function expressionHint(text: string): string | undefined {
  const word = wordsOf(text).find((each) =>
    /\\[dDwWsSb]|\[\^?\w-\w[^\s-]*\]|\.\+|[\])]\+|[^\w\s]\$$/.test(each),
  );
  if (word === undefined) return undefined;
  return `"${word}" was looked for as words: a regular expression stands between slashes, as in '/${word.replaceAll('/', '\\/')}/'`;
}

/** What fields are called elsewhere. */
const OTHER_FIELDS: Readonly<Record<string, string>> = {
  hostname: 'host',
  level: 'severity',
  priority: 'severity',
  program: 'app',
  process: 'app',
  ident: 'app',
  tag: 'app',
  file: 'source',
  filename: 'source',
};

/** `level:error`, `Host:gw1`: only names of fields take a colon, in small letters. */
function unknownFieldHint(text: string): string | undefined {
  for (const word of wordsOf(text)) {
    const [, name = '', value = ''] = /^([A-Za-z][\w.]*):([\w.*-]+)$/.exec(word) ?? [];
    const lower = name.toLowerCase();
    const field = FIELD_NAMES.includes(lower) ? lower : OTHER_FIELDS[lower];
    if (field !== undefined)
      return `"${name}:" was looked for as a word: the field is written ${field}:${value}`;
    if (value !== '' && !/^\d/.test(value))
      return `"${name}:" was looked for as a word: fields are ${FIELD_NAMES.join(', ')}; of key=value in the text write ${name}=${value}`;
  }
  return undefined;
}

/** `app:(sshd su)`: no message has two values of one field. */
function listHint(query: Query): string | undefined {
  let name: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'and') return false;
    const fields = each.parts.flatMap((part) =>
      part.kind === 'field' && !/[*?]/.test(part.glob) ? [part.field] : [],
    );
    name = fields.find((field, i) => fields.indexOf(field) < i);
    return name !== undefined;
  });
  if (name === undefined) return undefined;
  return `A message has one ${name}: write OR between values, as in ${name}:(a OR b)`;
}

const CLOCK = /^\[?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\]?$/;
const DAY = /^\[?\d{4}[-/]\d\d[-/]\d\d/;
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;

function timeHint(text: string): string | undefined {
  const words = wordsOf(text);
  const hasTime = words.some(
    (word, i) =>
      CLOCK.test(word) ||
      DAY.test(word) ||
      (MONTH.test(word) && /^\d{1,2}$/.test(words[i + 1] ?? '')),
  );
  if (!hasTime) return undefined;
  return 'The time at the front of a message is not part of its text: say it with --from, --to or --last';
}

/** Quotation marks of a word processor are bytes beyond ASCII, which belong to words. */
function quoteHint(text: string): string | undefined {
  const mark = /[\u2018-\u201f\u00ab\u00bb]/.exec(text)?.[0];
  if (mark === undefined) return undefined;
  return `${mark} was looked for as a part of its word: a phrase stands between "quotation marks" of ASCII`;
}

/** `SRC=10.0.0.0/8`: a pair is looked for as it is written. */
function networkHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'pair') return false;
    const [, address = '', bits] = /^(.+)\/(\d+)$/.exec(each.value) ?? [];
    if (bits === undefined || parseIpAddress(address) === undefined) return false;
    hint = `"${each.key}=${each.value}" was looked for as text: addresses of a network are found by ${each.value} alone`;
    return true;
  });
  return hint;
}

/** `host=gw1`: what the header says is no pair of the text. */
function fieldPairHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'pair' || each.operator !== '=' || each.value === '') return false;
    const name = each.key.toLowerCase();
    const field = OTHER_FIELDS[name] ?? name;
    if (field !== 'source' && !TEXT_FIELDS.some((known) => known === field)) return false;
    const value = /^[\w.*?-]+$/.test(each.value) ? each.value : JSON.stringify(each.value);
    hint = `"${each.key}=${each.value}" was looked for as text: the field is written ${field}:${value}`;
    return true;
  });
  return hint;
}

/** Only a PRI says a level, and what writes files mostly leaves it out. */
function levelHint(query: Query): string | undefined {
  const name = levelAskedFor(query);
  if (name === undefined) return undefined;
  return `A message without a PRI at its front has no ${name}: "hayabusa fields" says how many have one`;
}

function levelAskedFor(query: Query): string | undefined {
  if (query.kind === 'level') return query.field;
  if (query.kind !== 'and' && query.kind !== 'or') return undefined;
  return query.parts.map(levelAskedFor).find((name) => name !== undefined);
}

function sourceHint(query: Query): string | undefined {
  if (!holds(query, ({ kind }) => kind === 'source')) return undefined;
  return 'A source is a file or a peer by the name that it was ingested with: "hayabusa search --by source" says which there are';
}

function spacelessHint(query: Query): string | undefined {
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

/** Whether a query or some part of it passes a test. */
function holds(query: Query, test: (query: Query) => boolean): boolean {
  if (test(query)) return true;
  if (query.kind === 'not') return holds(query.part, test);
  if (query.kind !== 'and' && query.kind !== 'or') return false;
  return query.parts.some((part) => holds(part, test));
}
