import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { SharedSearch } from '../../../src/engine/shared-search.js';
import type { Candidate } from '../../../src/executor/pack-search.js';
import type { PackReader } from '../../../src/pack/pack-reader.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('keeps nothing of a pack that has had its turn: what its templates say takes megabytes', async () => {
  const packs = Array.from({ length: 3 }, (_, number) => ({
    pack: { info: { number: number + 1, messages: 100 } } as PackReader,
    ranges: undefined,
  }));
  const shared = new SharedSearch(packs, {
    location: 'nowhere',
    query: { kind: 'all' },
    wanted: 'counts',
    newestFirst: false,
    threads: 2,
    afterMillis: Number.POSITIVE_INFINITY,
    onDamage: ({ error }) => expect.fail(error.message),
  });
  const searched: WeakRef<Candidate>[] = [];
  const search = (pack: PackReader) => {
    const candidate = { pack, block: { rows: 100 }, number: 0 } as unknown as Candidate;
    shared.lookUp(pack, () => ({ candidates: [candidate] }));
    shared.search(candidate, () => 1);
    searched.push(new WeakRef(candidate));
  };
  for (const { pack } of shared.turns()) search(pack);
  // What a reference was made to lives until the end of the turn of the event loop.
  await setImmediate();
  collectGarbage();
  expect(searched.map((each) => each.deref())).toEqual([undefined, undefined, undefined]);
  // It is still there itself.
  expect(shared.count(true)).toBe(0);
  shared.close();
});
