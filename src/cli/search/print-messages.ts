import { flagOption } from '../option-values.js';
import { messagePrinter } from './message-printer.js';
import type { SearchSession } from './search-session.js';

/** The messages themselves. */
export async function printMessages(session: SearchSession): Promise<number> {
  const { options, reader, plan, limit, output, progress } = session;
  const print = await messagePrinter(session);
  const batches = reader.search(plan, {
    newestFirst: flagOption(options, 'newestFirst'),
    ...(limit === undefined ? {} : { limit }),
  });
  let found = 0;
  for (const batch of batches) {
    progress.end();
    for (const message of batch) print(message);
    found += batch.length;
    output.flush();
  }
  progress.end();
  return found;
}
