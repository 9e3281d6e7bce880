import { workerData } from 'node:worker_threads';
import { isSystemError } from '../base/errors.js';
import { SEARCH_AHEAD_BLOCKS } from '../base/limits.js';
import type { CompiledQuery } from '../executor/compiled-query.js';
import { takeModulesFrom } from '../pack/wasm.js';
import { openFsDirectory } from '../storage/fs-directory.js';
import type { Tally } from '../tally/tally.js';
import { tallyOf } from '../tally/tally-spec.js';
import { PackCache } from './pack-cache.js';
import { PackSearcher } from './pack-searcher.js';
import { packTurns, SearchClaims, SearchCosts } from './search-claims.js';
import {
  FIRST_BEGUN,
  GIVEN,
  type JobPack,
  NEWS,
  type SearchAnswer,
  type SearchWorkerData,
  TAKEN,
  tellNews,
} from './search-job.js';
import { serializeError } from './thread-error.js';

/** A thread of `SharedSearch`: searches the blocks that it can claim, and says what it finds. */
const { job, place, port, kernel } = workerData as SearchWorkerData;
const { packs, progress } = job;
takeModulesFrom(() => kernel);
Atomics.store(progress, FIRST_BEGUN + place, 1);

function say(answer: SearchAnswer): void {
  port.postMessage(answer, answer.kind === 'rows' ? [answer.rows.buffer as ArrayBuffer] : []);
  Atomics.add(progress, GIVEN, 1);
  tellNews(progress);
}

const cache = new PackCache(openFsDirectory(job.location));
const searcher = new PackSearcher(
  cache,
  ({ error, lost }) => say({ kind: 'damage', error: serializeError(error), lost }),
  undefined,
);

const shared = new SearchClaims(job.claims, packs.length, () => tellNews(progress));
const costs = new SearchCosts();

/** Rows in the order of the output: the thread that asks goes through all packs, and so do the others. */
function findRows(query: CompiledQuery): void {
  for (const [number, pack] of packs.entries()) {
    if (shared.left(number) === 0) continue;
    const reader = openUnlessGone(pack);
    if (reader === undefined) continue;
    const candidates = searcher.candidates(reader, query, pack.ranges);
    shared.lookedUp(number, candidates.length);
    for (const candidate of job.newestFirst ? candidates.reverse() : candidates) {
      const block = pack.firstBlock + candidate.number;
      if (!shared.takeBlock(number, block)) continue;
      const found = searcher.rows(candidate, query);
      say({ kind: 'rows', block, rows: found?.rows.slice() ?? new Uint32Array(0) });
      cache.done(candidate);
      stayNear();
    }
  }
}

/** Counts, from the end on, where the thread that asks has not been. */
function findCounts(query: CompiledQuery, tally: Tally<unknown> | undefined): void {
  const order = [...packs.keys()].reverse();
  const news = {
    seen: () => Atomics.load(progress, NEWS),
    wait: (seen: number) => void Atomics.wait(progress, NEWS, seen),
  };
  for (const { pack: number, isTaken } of packTurns(shared, order, costs, news)) {
    const pack = packs[number];
    const reader = pack && openUnlessGone(pack);
    if (pack === undefined || reader === undefined) {
      if (!isTaken) return;
      shared.giveBack(number);
      continue;
    }
    const isCount = tally === undefined;
    const { known, candidates } = costs.packs.of(() =>
      searcher.countable(reader, query, pack.ranges, isCount),
    );
    shared.lookedUp(number, candidates.length);
    let count = isTaken ? known : 0;
    for (const candidate of candidates.reverse()) {
      if (!shared.takeBlock(number, pack.firstBlock + candidate.number)) continue;
      count += costs.blocks.of(() =>
        isCount
          ? searcher.count(candidate, query, true)
          : searcher.tally(candidate, query, tally, true),
      );
    }
    reader.forgetTables();
    if (count > 0) say({ kind: 'count', count });
  }
}

function search(): void {
  const query = searcher.compile(job.query);
  const { wanted } = job;
  if (wanted === 'rows') {
    findRows(query);
    return;
  }
  const tally = wanted === 'counts' ? undefined : tallyOf(wanted);
  findCounts(query, tally);
  if (tally !== undefined) say({ kind: 'part', part: tally.part() });
}

/** A pack that the writer has replaced in the meantime is searched by the thread that asks: it has it open. */
function openUnlessGone({ info }: JobPack): ReturnType<PackCache['pack']> | undefined {
  try {
    return cache.pack(info);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
    return undefined;
  }
}

/** Waits while too many answers wait to be taken. */
function stayNear(): void {
  for (;;) {
    const taken = Atomics.load(progress, TAKEN);
    if (Atomics.load(progress, GIVEN) - taken < SEARCH_AHEAD_BLOCKS) return;
    Atomics.wait(progress, TAKEN, taken);
  }
}

try {
  search();
} catch (error) {
  say({ kind: 'failed', error: serializeError(error) });
}
cache.close();
say({ kind: 'done' });
port.close();
