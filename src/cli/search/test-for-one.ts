import type { SearchSession } from './search-session.js';

/** `--quiet`: whether there is any; the first one ends the search. */
export function testForOne({ reader, plan }: SearchSession): number {
  for (const batch of reader.search(plan, { limit: 1 })) return batch.length;
  return 0;
}
