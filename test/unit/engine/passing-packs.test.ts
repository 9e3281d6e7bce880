import { afterEach, expect, it, vi } from 'vitest';
import { StoreReader } from '../../../src/engine/store-reader.js';
import { PackReader } from '../../../src/pack/pack-reader.js';
import { parseQuery } from '../../../src/query/parser.js';
import { HeaderTally } from '../../../src/tally/header-tally.js';
import { smallStore } from '../../support/small-store.js';

/** No block is kept: a search passes through all of them. */
vi.mock('../../../src/base/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  MAX_OPEN_BLOCKS: 0,
}));

afterEach(() => vi.restoreAllMocks());

it('forgets the templates of packs that it passes through: of thousands they take five megabytes a pack', () => {
  const reader = new StoreReader(smallStore().directory, ({ error }) => {
    throw error;
  });
  const asked = new Set<PackReader>();
  const decoded = new Set<PackReader>();
  const { templates, forgetTables } = PackReader.prototype;
  vi.spyOn(PackReader.prototype, 'templates').mockImplementation(function (this: PackReader, room) {
    asked.add(this);
    decoded.add(this);
    return templates.call(this, room);
  });
  vi.spyOn(PackReader.prototype, 'forgetTables').mockImplementation(function (this: PackReader) {
    decoded.delete(this);
    forgetTables.call(this);
  });
  const plan = { query: parseQuery('"a b" OR app:*'), ranges: undefined };
  const searches = [() => reader.count(plan), () => reader.tally(plan, new HeaderTally('app'))];
  for (const search of searches) {
    asked.clear();
    for (const _ of search());
    expect(asked.size).toBeGreaterThan(3);
    expect([...decoded].map(({ info }) => info.number)).toEqual([]);
  }
  reader.close();
});
