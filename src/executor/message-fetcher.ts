import { type HayabusaError, isHayabusaError } from '../base/errors.js';
import { epochMillis } from '../base/ids.js';
import type { BlockReader } from '../pack/block-reader.js';
import type { BlockInfo } from '../pack/pack-format.js';
import type { ContextHit } from './context.js';
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
  return fetchEach(hits, open, onDamage).filter((message) => message !== undefined);
}

/** Reads the messages of hits and their context likewise. */
export function* fetchContext(
  batches: Iterable<readonly ContextHit[]>,
  open: (candidate: Candidate) => BlockReader,
  onDamage: (error: HayabusaError) => void,
): Generator<FoundMessage[]> {
  // Of a message that is left out the next one says it.
  let beginsGroup = false;
  for (const batch of batches) {
    const messages: FoundMessage[] = [];
    const fetched = fetchEach(batch, open, onDamage);
    for (let i = 0; i < batch.length; i++) {
      const message = fetched[i];
      const { isContext } = batch[i]!;
      beginsGroup ||= batch[i]!.beginsGroup;
      if (message === undefined) continue;
      const { time, raw, source, receivedAt, sequence } = message;
      messages.push({ time, raw, source, receivedAt, sequence, isContext, beginsGroup });
      beginsGroup = false;
    }
    yield messages;
  }
}

function fetchEach(
  hits: readonly Hit[],
  open: (candidate: Candidate) => BlockReader,
  onDamage: (error: HayabusaError) => void,
): (FoundMessage | undefined)[] {
  const found = new Array<FoundMessage | undefined>(hits.length);
  const byBlock = new Map<BlockInfo, number[]>();
  hits.forEach(({ candidate }, i) => {
    const places = byBlock.get(candidate.block);
    if (places === undefined) byBlock.set(candidate.block, [i]);
    else places.push(i);
  });
  for (const places of byBlock.values()) {
    places.sort((a, b) => hits[a]!.row - hits[b]!.row);
    let reader: BlockReader | undefined;
    for (const place of places) {
      try {
        reader ??= open(hits[place]!.candidate);
        found[place] = messageAt(reader, hits[place]!.row);
      } catch (error) {
        if (!isHayabusaError(error, 'corruption')) throw error;
        onDamage(error);
      }
    }
  }
  return found;
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
