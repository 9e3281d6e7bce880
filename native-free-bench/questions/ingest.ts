import { POOL_TEXT_BYTES } from '../../src/base/limits.js';
import type { Corpus } from '../corpus/corpus.js';
import type { StoreOf } from '../engines/engine.js';
import { type Cost, canPin, onOneCore, runAll } from '../measure/command.js';
import type { Run } from './run.js';

/** Stores by the name of their engine. */
export type Stores = Map<string, StoreOf>;

/**
 * How fast is a corpus stored, until all is findable? Each turn every engine stores it anew: on all cores; once
 * more with one thread, of those that use several; and pinned to one core, core for core. Returns
 * what the last turn stored on all cores where that is one store, else what it stored on one.
 */
export async function askIngest(run: Run, corpus: Corpus): Promise<Stores> {
  const stores: Stores = new Map();
  if (!canPin()) run.notes.add('no taskset here: "one core" is one process that was not pinned');
  const { lines, rawBytes } = corpus.info;
  if (rawBytes < POOL_TEXT_BYTES)
    run.notes.add(
      `${corpus.name}: less than the ${POOL_TEXT_BYTES >> 20} MiB from which on --threads starts others: "all cores" is one thread here`,
    );
  for (let turn = 0; turn < run.repeats; turn++)
    for (const engine of run.engines) {
      const { ingest, info } = engine;
      if (ingest === undefined) continue;
      const add = (row: string, unit: string, better: 'less' | 'more', value: number) =>
        run.cells.add(
          { question: 'ingest', corpus: corpus.name, row, engine: info.name, unit, better },
          value,
        );
      const addCost = (suffix: string, { cpuSeconds, peakBytes }: Cost) => {
        add(`CPU per million lines${suffix}`, 's', 'less', (cpuSeconds / lines) * 1e6);
        add(`peak memory${suffix}`, 'MB', 'less', peakBytes / 1e6);
      };
      run.progress.step(`${corpus.name}: ingest, turn ${turn + 1} of ${run.repeats}: ${info.name}`);
      const all = ingest.commands(corpus, run.scratch.path('store'), run.cores);
      const cost = await runAll(all.commands);
      add('all cores', 'lines/s', 'more', lines / cost.wallSeconds);
      add('all cores, MB/s', 'MB/s', 'more', rawBytes / 1e6 / cost.wallSeconds);
      addCost('', cost);
      if (ingest.oneThread !== undefined) {
        const command = ingest.oneThread(corpus, run.scratch.path('store'));
        const alone = await runAll([command]);
        add('one thread', 'lines/s', 'more', lines / alone.wallSeconds);
        add('all cores / one thread', '×', 'more', alone.wallSeconds / cost.wallSeconds);
        addCost(', one thread', alone);
      }
      const one = ingest.commands(corpus, run.scratch.path('store'), 1);
      const pinned = await runAll(one.commands.map(onOneCore));
      add('one core', 'lines/s', 'more', lines / pinned.wallSeconds);
      add('one core, MB/s', 'MB/s', 'more', rawBytes / 1e6 / pinned.wallSeconds);
      addCost(', one core', pinned);
      stores.set(info.name, all.store.paths.length === 1 ? all.store : one.store);
    }
  return stores;
}
