import { usage } from '../../base/errors.js';
import { type OptionValues, textOption } from '../option-values.js';

/** Options that ask for a summary in place of messages, and those that are about messages and mean nothing with it. */
const SUMMARIES: readonly (readonly [name: string, flag: string])[] = [
  ['histogram', '--histogram'],
  ['by', '--by'],
  ['patterns', '--patterns'],
];
const OF_MESSAGES: readonly (readonly [name: string, flag: string])[] = [
  ['count', '--count'],
  ['limit', '-n'],
  ['newestFirst', '--newest-first'],
  ['raw', '--raw'],
  ['cursor', '--cursor'],
  ['onlyMatching', '-o'],
  ['format', '--format'],
  ['afterContext', '-A'],
  ['beforeContext', '-B'],
  ['context', '-C'],
  ['sameHost', '--same-host'],
];

/** Refuses options that contradict a summary, or have no summary to be about. */
export function checkSummary(options: OptionValues): void {
  const isGiven = ([name]: readonly [string, string]) =>
    options[name] !== undefined && options[name] !== false;
  const [summary, other] = SUMMARIES.filter(isGiven);
  if (summary === undefined) {
    if (textOption(options, 'top') !== undefined)
      throw usage('--top says how many counts are printed: expected --by or --patterns with it');
    return;
  }
  if (other !== undefined)
    throw usage(`${summary[1]} and ${other[1]} are two summaries: expected one of them, got both`);
  const message = OF_MESSAGES.find(isGiven);
  if (message !== undefined)
    throw usage(
      `${message[1]} is about messages, and ${summary[1]} prints counts: expected one of them, got both`,
    );
}
