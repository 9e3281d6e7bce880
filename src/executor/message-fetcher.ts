import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { epochMillis } from '../base/ids.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { FoundMessage } from './found-message.js';
import type { Hit } from './hit-merge.js';
import type { Candidate } from './pack-search.js';

/**
 * Reads the messages of hits, in their order. Each block of the batch is gone through once. Messages of damaged columns are
 * left out, and reported.
 */
export function fetchMessages(
  hits: readonly Hit[],
  open: (candidate: Candidate) => BlockReader,
  onDamage: (error: HayabusaError) => void,
): FoundMessage[] {
  const found = new Array<FoundMessage | undefined>(hits.length);
  const byBlock = new Map<Candidate, number[]>();
  hits.forEach(({ candidate }, i) => {
    const places = byBlock.get(candidate);
    if (places === undefined) byBlock.set(candidate, [i]);
    else places.push(i);
  });
  for (const [candidate, places] of byBlock) {
    places.sort((a, b) => hits[a]!.row - hits[b]!.row);
    for (const place of places) {
      try {
        found[place] = messageAt(open(candidate), hits[place]!.row);
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        onDamage(error);
      }
    }
  }
  return found.filter((message) => message !== undefined);
}

function messageAt(reader: BlockReader, row: number): FoundMessage {
  const { source, receivedAt, sequence } = reader.arrival().origin(row);
  return {
    time: epochMillis(reader.times()[row]!),
    raw: reader.wholeMessage(row),
    source,
    receivedAt: epochMillis(receivedAt),
    sequence,
  };
}
