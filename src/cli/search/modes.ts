import { flagOption, type OptionValues } from '../option-values.js';
import { countMessages } from './count-messages.js';
import { printMessages } from './print-messages.js';
import type { SearchMode } from './search-session.js';
import { checkSummary } from './summary-options.js';
import { testForOne } from './test-for-one.js';

/** The mode that the options ask for. A mode that few searches need is imported here, when it is asked for. */
export async function modeOf(options: OptionValues): Promise<SearchMode> {
  checkSummary(options);
  if (options['cursor'] !== undefined) return (await import('./print-arrivals.js')).printArrivals;
  if (flagOption(options, 'explain')) return (await import('./explain-plan.js')).explainPlan;
  if (flagOption(options, 'count')) return countMessages;
  if (flagOption(options, 'quiet')) return testForOne;
  if (options['histogram'] !== undefined) return (await import('./histogram.js')).printHistogram;
  if (options['by'] !== undefined) return (await import('./count-by.js')).printCounts;
  if (flagOption(options, 'patterns')) return (await import('./patterns.js')).printPatterns;
  return printMessages;
}
