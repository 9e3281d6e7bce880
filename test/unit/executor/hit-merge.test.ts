import { describe, expect, it } from 'vitest';
import { type HitOrder, mergeHits } from '../../../src/executor/hit-merge.js';
import type { Candidate } from '../../../src/executor/pack-search.js';
import type { BlockInfo } from '../../../src/pack/pack-format.js';
import { openPack, packed, writePack } from '../../support/packs.js';

/** Blocks whose times overlap: block b has every fifth message of its own, its neighbours' lie between them. */
const BLOCKS = Array.from({ length: 12 }, (_, block) =>
  Array.from({ length: 100 }, (__, i) =>
    packed(`message ${i} of ${block}`, 100 * block + i, {
      time: 1_629_190_000_000 + 60_000 * block + 5_000 * i,
    }),
  ),
);
const PACK_READER = openPack(writePack(BLOCKS));
const candidates = PACK_READER.blocks.map(
  (block, number) => ({ pack: PACK_READER, block, number }) as unknown as Candidate,
);

function merged(order: HitOrder, isEmpty: (block: BlockInfo) => boolean = () => false) {
  const done: Candidate[] = [];
  const rowsOf = ({ block }: Candidate) => ({
    rows: isEmpty(block)
      ? new Uint32Array(0)
      : Uint32Array.from({ length: block.rows }, (_, i) => i),
    reader: PACK_READER.block(block),
  });
  const source = { span: PACK_READER.info, candidates: () => candidates };
  const batches = mergeHits([source], order, rowsOf, (candidate) => done.push(candidate));
  return { batches, done };
}

describe('mergeHits()', () => {
  it.each(['oldest first', 'newest first', 'arrival'] as const)(
    'says once of each block that it is done with, %s, when no later batch has hits of it',
    (order) => {
      const { batches, done } = merged(order);
      let before: Candidate[] = [];
      let hits = 0;
      for (const batch of batches) {
        hits += batch.length;
        // Of those that were done when the last batch was given out, this one has no hits.
        for (const { candidate } of batch) expect(before).not.toContain(candidate);
        before = [...done];
      }
      expect(hits).toBe(1200);
      expect(done.length).toBe(12);
      expect(new Set(done).size).toBe(12);
    },
  );

  it('is done with a block in which nothing is found, and gives out behind it what it has', () => {
    const { batches, done } = merged('oldest first', ({ firstSequence }) => firstSequence >= 300);
    const all = [...batches];
    expect(all.flat().length).toBe(300);
    expect(new Set(done).size).toBe(12);
    // Nine blocks hold nothing: nobody waits for them to hear of what is in the others.
    expect(all.length).toBeGreaterThan(9);
  });
});
