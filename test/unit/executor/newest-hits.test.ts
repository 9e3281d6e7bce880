import { describe, expect, it } from 'vitest';
import type { FoundMessage } from '../../../src/executor/found-message.js';
import type { Hit } from '../../../src/executor/hit-merge.js';
import { newestHits, newestMessages } from '../../../src/executor/newest-hits.js';

const hit = (row: number) => ({ row }) as Hit;
/** What is found in a hit; nothing where a column is damaged. */
const fetch = (hits: readonly Hit[]) =>
  hits
    .filter(({ row }) => row % 7 !== 3)
    .map(({ row }) => ({ sequence: row }) as unknown as FoundMessage);

describe('newestMessages()', () => {
  it.each([true, false])('are the messages of newestHits(), newest first: %s', (newestFirst) => {
    for (const sizes of [[], [0, 5, 0, 300, 500, 1], [512, 512, 512]])
      for (const limit of [1, 5, 100, 512, 513, 1000, 5000]) {
        let row = 0;
        const batches = sizes.map((size) => Array.from({ length: size }, () => hit(row++)));
        const wanted = newestHits(batches, limit, newestFirst).flatMap(fetch);
        expect([...newestMessages(batches, limit, newestFirst, fetch)].flat()).toEqual(wanted);
      }
  });

  it('gives out what comes first before it looks for more', () => {
    function* hits(): Generator<Hit[]> {
      yield [hit(1)];
      throw new Error('looked for more');
    }
    expect(newestMessages(hits(), 2, true, fetch).next().value).toHaveLength(1);
  });
});
