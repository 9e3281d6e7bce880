import { flagOption, textOption } from '../option-values.js';
import { contextOf } from './context-options.js';
import { messagePrinter } from './message-printer.js';
import type { SearchSession } from './search-session.js';

/** The messages themselves, and those around them. */
export async function printMessages(session: SearchSession): Promise<number> {
  const { options, reader, plan, limit, output, progress } = session;
  const context = contextOf(options);
  const print = await messagePrinter(session);
  const batches = reader.search(plan, {
    newestFirst: flagOption(options, 'newestFirst'),
    ...(limit === undefined ? {} : { limit }),
    ...(context === undefined ? {} : { context }),
  });
  const separates = !flagOption(options, 'json') && textOption(options, 'framing') !== 'octet';
  let found = 0;
  for (const batch of batches) {
    progress.end();
    for (const message of batch) {
      if (message.beginsGroup === true && separates) output.line('--');
      print(message);
      if (message.isContext !== true) found++;
    }
    output.flush();
    await output.hear();
  }
  progress.end();
  return found;
}
