import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../src/executor/compiled-query.js';
import { candidateBlocks, countInDictionary } from '../../../src/executor/pack-search.js';
import { parseQuery } from '../../../src/query/parser.js';
import { openPack, packed, writePack } from '../../support/packs.js';

const MESSAGES = Array.from({ length: 20 }, (_, i) =>
  packed(`from ${i % 5} to ${(i + 1) % 5} port ${i}`, i, { host: `core${i % 2}` }),
);
const WRITTEN = writePack([MESSAGES, MESSAGES.slice(0, 10)]);
/** The same; a message of each block goes on in the next row. */
const IN_PIECES = writePack([
  MESSAGES.map((message, i) => ({ ...message, isPiece: i === 7 })),
  MESSAGES,
]);
const query = (text: string) => compileQuery(parseQuery(text));
const counted = (text: string, written = WRITTEN) => {
  const pack = openPack(written);
  const found = countInDictionary(pack, query(text), undefined);
  const blocks = pack.blocksRead.length;
  return found === undefined
    ? { blocks }
    : { count: found.count, overlapping: found.overlapping.length, blocks };
};

describe('candidateBlocks(), countInDictionary()', () => {
  it('ask for no blocks where the index says that nothing answers', () => {
    for (const text of ['nowhere', '*nowhere*', 'host:nowhere', '10.0.0.1', 'nowhere port']) {
      const pack = openPack(WRITTEN);
      expect(candidateBlocks(pack, query(text), undefined, false), text).toEqual([]);
      expect(pack.blocksRead, text).toEqual([]);
      if (text !== 'nowhere port')
        for (const written of [WRITTEN, IN_PIECES])
          expect(counted(text, written), text).toEqual({ count: 0, overlapping: 0, blocks: 0 });
    }
  });

  it('count what the index counts, but not of messages in pieces', () => {
    expect(counted('port')).toEqual({ count: 30, overlapping: 0, blocks: 2 });
    expect(counted('19')).toEqual({ count: 1, overlapping: 0, blocks: 2 });
    expect(counted('host:core0')).toEqual({ count: 15, overlapping: 0, blocks: 2 });
    for (const text of ['port', '19', 'host:core0'])
      expect(counted(text, IN_PIECES), text).toEqual({ blocks: 2 });
  });

  it('leave blocks to be counted where a term stands in several columns, in all of them too', () => {
    expect(counted('3')).toEqual({ count: 0, overlapping: 2, blocks: 2 });
  });
});
