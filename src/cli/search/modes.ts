import { flagOption, type OptionValues } from '../option-values.js';
import { countMessages } from './count-messages.js';
import { printMessages } from './print-messages.js';
import type { SearchMode } from './search-session.js';
import { testForOne } from './test-for-one.js';

/** The mode that the options ask for. A mode that few searches need is imported here, when it is asked for. */
export async function modeOf(options: OptionValues): Promise<SearchMode> {
  if (options['cursor'] !== undefined) return (await import('./print-arrivals.js')).printArrivals;
  if (flagOption(options, 'count')) return countMessages;
  if (flagOption(options, 'quiet')) return testForOne;
  return printMessages;
}
