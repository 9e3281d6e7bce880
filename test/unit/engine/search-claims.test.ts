import { describe, expect, it } from 'vitest';
import { packTurns, SearchClaims, SearchCosts } from '../../../src/engine/search-claims.js';

describe('SearchClaims', () => {
  it('wakes those who wait when a pack is looked up, and when it is given back', () => {
    let news = 0;
    const claims = SearchClaims.of(2, 3, () => news++);
    expect(claims.takePack(1)).toBe(true);
    expect(claims.takePack(1)).toBe(false);
    expect(news).toBe(0);
    claims.giveBack(1);
    expect(news).toBe(1);
    expect(claims.takePack(1)).toBe(true);
    claims.lookedUp(1, 2);
    expect(news).toBe(2);
    expect(claims.left(1)).toBe(2);
    expect(claims.takeBlock(1, 2)).toBe(true);
    expect(claims.takeBlock(1, 2)).toBe(false);
    expect(claims.left(1)).toBe(1);
    expect(claims.mostLeft()).toEqual({ pack: 1, blocks: 1 });
  });
});

describe('packTurns()', () => {
  it('comes to a pack that another thread could not search, and ends when nothing is left', () => {
    let news = 0;
    const tellNews = () => {
      news++;
    };
    const ours = SearchClaims.of(2, 2, tellNews);
    const theirs = new SearchClaims(ours.shared, 2, tellNews);
    expect(theirs.takePack(1)).toBe(true);
    let waits = 0;
    const turns = packTurns(ours, [0, 1], new SearchCosts(), {
      seen: () => news,
      wait: (seen) => {
        waits++;
        theirs.giveBack(1);
        // A thread that is not told would wait for ever.
        expect(news).not.toBe(seen);
      },
    });
    const met: number[] = [];
    for (const { pack, isTaken } of turns) {
      expect(isTaken).toBe(true);
      met.push(pack);
      ours.lookedUp(pack, 0);
    }
    expect(met).toEqual([0, 1]);
    expect(waits).toBe(1);
  });
});
