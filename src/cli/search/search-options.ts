import { usage } from '../../base/errors.js';
import type { Query } from '../../query/ast.js';
import { parsePhrase, parseQuery } from '../../query/parser.js';
import { type TimeZone, UTC } from '../../syslog/time-zones.js';
import { flagOption, type OptionValues, textOption, zoneOption } from '../option-values.js';

/** What is asked, from the words of the command line. */
export function queryOf(words: readonly string[], options: OptionValues): Query {
  const match = textOption(options, 'match');
  const text = [...words, ...(match === undefined ? [] : [match])].join(' ');
  return flagOption(options, 'exact') ? parsePhrase(text) : parseQuery(text);
}

/** The zone of --timezone or --utc. A name that is none is told at once. */
export function lazyZone(options: OptionValues): () => TimeZone {
  let zone: TimeZone | undefined;
  if (flagOption(options, 'utc')) {
    if (textOption(options, 'timezone') !== undefined)
      throw usage('--utc and --timezone both name the zone: expected one of them, got both');
    zone = UTC;
  } else if (textOption(options, 'timezone') !== undefined) zone = zoneOption(options, 'timezone');
  return () => {
    zone ??= zoneOption(options, 'timezone');
    return zone;
  };
}

/** Refuses options that contradict each other. */
export function checkOptions(options: OptionValues): void {
  if (flagOption(options, 'json') && flagOption(options, 'raw'))
    throw usage(
      '--json and --raw both say how messages are printed: expected one of them, got both',
    );
  if (textOption(options, 'framing') === 'octet' && !flagOption(options, 'raw'))
    throw usage('--framing octet says how raw messages end: expected --raw with it, got none');
}
