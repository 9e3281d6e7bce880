import type { Corpus } from '../corpus/corpus.js';
import type { StoreOf } from '../engines/engine.js';
import { canPin, onOneCore, runAll } from '../measure/command.js';
import type { Run } from './run.js';

/** Stores by the name of their engine. */
export type Stores = Map<string, StoreOf>;

/**
 * How fast is a corpus stored, until all is findable? Each turn every engine stores it anew, once on one core and once on
 * all. CPU time and memory are those of the run on one core. Returns what the last turn stored on one core.
 */
export async function askIngest(run: Run, corpus: Corpus): Promise<Stores> {
  const stores: Stores = new Map();
  if (!canPin()) run.notes.add('no taskset here: "one core" is one process that was not pinned');
  const { lines, rawBytes } = corpus.info;
  for (let turn = 0; turn < run.repeats; turn++)
    for (const engine of run.engines) {
      const { ingest, info } = engine;
      if (ingest === undefined) continue;
      const add = (row: string, unit: string, better: 'less' | 'more', value: number) =>
        run.cells.add(
          { question: 'ingest', corpus: corpus.name, row, engine: info.name, unit, better },
          value,
        );
      run.progress.step(`${corpus.name}: ingest, turn ${turn + 1} of ${run.repeats}: ${info.name}`);
      const one = ingest.commands(corpus, run.scratch.path('store'), 1);
      const cost = await runAll(one.commands.map(onOneCore));
      add('one core', 'lines/s', 'more', lines / cost.wallSeconds);
      add('one core, MB/s', 'MB/s', 'more', rawBytes / 1e6 / cost.wallSeconds);
      const all = ingest.commands(corpus, run.scratch.path('store'), run.cores);
      const { wallSeconds } = await runAll(all.commands);
      add('all cores', 'lines/s', 'more', lines / wallSeconds);
      add('CPU per million lines', 's', 'less', (cost.cpuSeconds / lines) * 1e6);
      add('peak memory', 'MB', 'less', cost.peakBytes / 1e6);
      stores.set(info.name, one.store);
    }
  return stores;
}
