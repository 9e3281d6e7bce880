import { usage } from '../../base/errors.js';
import type { Query } from '../../query/ast.js';
import { hintForFound, hintForNothing } from '../../query/hints/hints.js';
import { parsePhrase, parseQuery } from '../../query/parser.js';
import type { TimeZone } from '../../syslog/time-zones.js';
import {
  countOption,
  flagOption,
  type OptionValues,
  textOption,
  zoneOption,
} from '../option-values.js';
import { contextOf } from './context-options.js';

/** What is asked, from the words of the command line. */
export function queryOf(words: readonly string[], options: OptionValues): Query {
  const text = queryText(words, options);
  return flagOption(options, 'exact') ? parsePhrase(text) : parseQuery(text);
}

/** What else may have been meant by a query, as a sentence; undefined when there is no guess. */
export function hintOfQuery(
  words: readonly string[],
  options: OptionValues,
  found: number,
): string | undefined {
  if (flagOption(options, 'exact')) return undefined;
  const text = queryText(words, options);
  const query = queryOf(words, options);
  return found > 0 ? hintForFound(text, query) : hintForNothing(text, query);
}

function queryText(words: readonly string[], options: OptionValues): string {
  const match = textOption(options, 'match');
  return [...words, ...(match === undefined ? [] : [match])].join(' ');
}

/** The zone of the options. One that was named is looked up at once: it may be none. */
export function lazyZone(options: OptionValues): () => TimeZone {
  const isNamed = textOption(options, 'timezone') !== undefined || flagOption(options, 'utc');
  let zone = isNamed ? zoneOption(options, 'timezone') : undefined;
  return () => {
    zone ??= zoneOption(options, 'timezone');
    return zone;
  };
}

/** Options that each say how a message is printed. */
const FORMS: readonly (readonly [string, string])[] = [
  ['--json', 'json'],
  ['--raw', 'raw'],
  ['--format', 'format'],
  ['-o', 'onlyMatching'],
];

/** `-n`, or grep's `-m`. */
export function limitOf(options: OptionValues): number | undefined {
  return (
    countOption(options, 'limit', '-n (how many of the newest)', 1) ??
    countOption(options, 'maxCount', '--max-count', 1)
  );
}

/** Refuses options that contradict each other. */
export function checkOptions(options: OptionValues): void {
  contextOf(options);
  const forms = FORMS.filter(([, name]) => options[name] !== undefined).map(([flag]) => flag);
  // The matches as they arrived.
  const isRawMatch = forms.join() === '--raw,-o';
  if (forms.length > 1 && !isRawMatch)
    throw usage(
      `${forms[0]} and ${forms[1]} both say how messages are printed: expected one of them, got both`,
    );
  if (textOption(options, 'framing') === 'octet' && !(flagOption(options, 'raw') && !isRawMatch))
    throw usage('--framing octet says how raw messages end: expected --raw with it, got none');
}
