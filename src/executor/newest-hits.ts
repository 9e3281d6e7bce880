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
