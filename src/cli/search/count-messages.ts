import { plural } from '../numbers.js';
import { flagOption } from '../option-values.js';
import type { SearchSession } from './search-session.js';

/** `--count`: only how many. */
export function countMessages(session: SearchSession): number {
  const { options, reader, plan, limit, output, progress } = session;
  let found = 0;
  for (const count of reader.count(plan)) {
    found += count;
    progress.show(undefined, `${plural(found, 'message')} so far`);
  }
  progress.end();
  if (limit !== undefined) found = Math.min(found, limit);
  if (!flagOption(options, 'quiet')) output.line(String(found));
  output.flush();
  return found;
}
