import { workerData } from 'node:worker_threads';
import { isSystemError } from '../base/errors.js';
import { SEARCH_AHEAD_BLOCKS } from '../base/limits.js';
import { tallyOf } from '../executor/tally-spec.js';
import { openFsDirectory } from '../storage/fs-directory.js';
import { PackCache } from './pack-cache.js';
import { PackSearcher } from './pack-searcher.js';
import {
  FIRST_BEGUN,
  GIVEN,
  type JobPack,
  type SearchAnswer,
  type SearchWorkerData,
  TAKEN,
} from './search-job.js';
import { serializeError } from './thread-error.js';

/** A thread of `SharedSearch`: searches the blocks that it can claim, and says what it finds. */
const { job, place, port } = workerData as SearchWorkerData;
const { claims, progress } = job;
Atomics.store(progress, FIRST_BEGUN + place, 1);

function say(answer: SearchAnswer): void {
  port.postMessage(answer, answer.kind === 'rows' ? [answer.rows.buffer as ArrayBuffer] : []);
  Atomics.add(progress, GIVEN, 1);
  Atomics.notify(progress, GIVEN);
}

const cache = new PackCache(openFsDirectory(job.location));
const searcher = new PackSearcher(
  cache,
  ({ error, lost }) => say({ kind: 'damage', error: serializeError(error), lost }),
  undefined,
);

/** Rows are found in the order of the output; counts from the end on, where the thread that asks has not been. */
function search(): void {
  const query = searcher.compile(job.query);
  const { wanted } = job;
  const wantsRows = wanted === 'rows';
  const tally = typeof wanted === 'object' ? tallyOf(wanted) : undefined;
  for (const pack of wantsRows ? job.packs : [...job.packs].reverse()) {
    const reader = openUnlessGone(pack);
    if (reader === undefined) continue;
    const candidates = searcher.candidates(reader, query, pack.ranges);
    let count = 0;
    for (const candidate of wantsRows && !job.newestFirst ? candidates : candidates.reverse()) {
      const claim = pack.firstClaim + candidate.number;
      if (Atomics.compareExchange(claims, claim, 0, 1) !== 0) continue;
      if (!wantsRows) {
        count +=
          tally === undefined
            ? searcher.count(candidate, query, true)
            : searcher.tally(candidate, query, tally, true);
        continue;
      }
      const found = searcher.rows(candidate, query);
      say({ kind: 'rows', claim, rows: found?.rows.slice() ?? new Uint32Array(0) });
      cache.done(candidate);
      stayNear();
    }
    if (count > 0) say({ kind: 'count', count });
  }
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
