import type { FoundMessage } from './found-message.js';
import { HIT_BATCH, type Hit } from './hit-merge.js';

/** The first `limit` hits of a stream that comes newest first, in the order asked for. */
export function newestHits(hits: Iterable<Hit[]>, limit: number, newestFirst: boolean): Hit[][] {
  const found: Hit[] = [];
  for (const batch of hits) {
    found.push(...batch.slice(0, limit - found.length));
    if (found.length >= limit) break;
  }
  if (!newestFirst) found.reverse();
  const batches: Hit[][] = [];
  for (let i = 0; i < found.length; i += HIT_BATCH) batches.push(found.slice(i, i + HIT_BATCH));
  return batches;
}

/**
 * The messages of the first `limit` hits of a stream that comes newest first, in the order asked for. Those of few are made as
 * they are found, whatever their order: later the templates of their packs would have to be decoded once more.
 */
export function* newestMessages(
  hits: Iterable<Hit[]>,
  limit: number,
  newestFirst: boolean,
  fetch: (hits: readonly Hit[]) => FoundMessage[],
): Generator<FoundMessage[]> {
  if (!newestFirst && limit > HIT_BATCH) {
    for (const batch of newestHits(hits, limit, newestFirst)) yield fetch(batch);
    return;
  }
  const kept: FoundMessage[] = [];
  let left = limit;
  for (const batch of hits) {
    const messages = fetch(batch.slice(0, left));
    left -= Math.min(left, batch.length);
    if (newestFirst) yield messages;
    else kept.push(...messages);
    if (left === 0) break;
  }
  if (!newestFirst) yield kept.reverse();
}
