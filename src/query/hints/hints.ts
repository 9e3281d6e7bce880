import type { Query } from '../ast.js';
import { queryOfLine } from '../pasted-line.js';
import { networkHint } from './addresses.js';
import { comparisonHint } from './comparisons.js';
import {
  fieldPairHint,
  levelHint,
  negatedPairHint,
  sourceHint,
  unknownFieldHint,
} from './fields.js';
import { keyListHint, listHint, pairValueHint, valueHint } from './values.js';
import {
  barHint,
  eitherHint,
  exclusionHint,
  expressionHint,
  firstHint,
  operatorHint,
  quoteHint,
  signHint,
  spacelessHint,
  timeHint,
} from './words.js';

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
    timeHint(text) ??
    operatorHint(text) ??
    hintForFound(text, query) ??
    eitherHint(text) ??
    listHint(query) ??
    quoteHint(text) ??
    networkHint(text, query) ??
    valueHint(text) ??
    fieldPairHint(query) ??
    pairValueHint(query) ??
    levelHint(query) ??
    sourceHint(query) ??
    spacelessHint(query) ??
    expressionHint(text) ??
    unknownFieldHint(text) ??
    signHint(text) ??
    firstHint(query)
  );
}

/**
 * What a person may have meant by a query that found something else, as one sentence: `!root` and `||` of other languages,
 * `len > 1000`, which compares there, `dpt:(22 OR 23)`, `NOT app=sshd`, which excludes nothing. Undefined when there is no guess.
 */
export function hintForFound(text: string, query: Query): string | undefined {
  if (!/[!<>|=]|:\(/.test(text) || queryOfLine(text) !== undefined) return undefined;
  return (
    exclusionHint(text) ??
    comparisonHint(text) ??
    barHint(text) ??
    keyListHint(text) ??
    negatedPairHint(query)
  );
}
