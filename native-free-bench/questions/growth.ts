import type { Corpus } from '../corpus/corpus.js';
import { onOneCore, runAll } from '../measure/command.js';
import { sizeOf } from '../measure/disk.js';
import { QueryPicker } from '../queries/pick-queries.js';
import type { QueryKind } from '../queries/query.js';
import { spreadOf } from '../result/spread.js';
import { Session } from '../sessions/session.js';
import type { Run } from './run.js';
import { checkSameHits, sortedLines } from './same-hits.js';
import { askOf } from './search.js';

const FACTORS: readonly number[] = [1, 2, 4, 8];
const QUICK_FACTORS: readonly number[] = [1, 4];
/** Queries of each kind before those that are timed: compilers need some time too. */
const WARM_UP = 5;
const ASKED: readonly QueryKind[] = ['rare', 'common', 'rare AND common', 'absent'];

/**
 * How do the costs grow with the lines? `corpusOf(share)` is the corpus's first so many lines. Rows have the times of
 * growth as x; a slope of 1 means twice the lines cost twice as much, 0 that they cost nothing more.
 */
export async function askGrowth(
  run: Run,
  name: string,
  corpusOf: (share: number) => Promise<Corpus>,
): Promise<void> {
  const factors = run.quick ? QUICK_FACTORS : FACTORS;
  const largest = factors[factors.length - 1]!;
  for (const factor of factors)
    await measureAt(run, name, factor, await corpusOf(factor / largest));
  addSlopes(run, name);
}

async function measureAt(run: Run, name: string, x: number, corpus: Corpus): Promise<void> {
  const picker = new QueryPicker(corpus, run.seed + x);
  const queries = ASKED.flatMap((kind) => picker.pick(kind, run.repeats));
  const others = ASKED.flatMap((kind) => picker.pick(kind, WARM_UP));
  const hits = new Map(queries.map((query) => [query, new Map<string, Uint32Array>()]));
  const sessions = new Map<string, Session>();
  try {
    for (const { info, ingest, warm } of run.engines) {
      if (ingest === undefined || warm === undefined) continue;
      run.progress.step(`${name}: growth, ${x} ×: ${info.name}`);
      const cell = { question: 'growth', corpus: name, x, engine: info.name } as const;
      const { commands, store } = ingest.commands(corpus, run.scratch.path('growth'), 1);
      const { wallSeconds } = await runAll(commands.map(onOneCore));
      run.cells.add({ ...cell, row: 'ingest, one core', unit: 's', better: 'less' }, wallSeconds);
      const bytes = store.paths.reduce((sum, path) => sum + sizeOf(path).allocated, 0);
      run.cells.add({ ...cell, row: 'store, allocated', unit: 'MB', better: 'less' }, bytes / 1e6);
      const session = await Session.open(warm.command(store));
      for (const query of queries) {
        const { lines = [] } = await session.ask(askOf(warm.query(query), 'hits', undefined));
        hits.get(query)!.set(info.name, sortedLines(lines));
      }
      session.close();
      const timed = await Session.open(warm.command(store));
      sessions.set(info.name, timed);
      for (const query of others) await timed.ask(askOf(warm.query(query), 'count', undefined));
    }
    for (const [query, found] of hits) checkSameHits(corpus, query, found);
    for (const query of queries)
      for (const { info, warm } of run.engines) {
        const session = sessions.get(info.name);
        if (warm === undefined || session === undefined) continue;
        const { millis } = await session.ask(askOf(warm.query(query), 'count', undefined));
        const row = `${query.kind}, count, warm`;
        run.cells.add(
          {
            question: 'growth',
            corpus: name,
            x,
            engine: info.name,
            row,
            unit: 'ms',
            better: 'less',
          },
          millis,
        );
      }
  } finally {
    for (const session of sessions.values()) session.close();
  }
}

function addSlopes(run: Run, name: string): void {
  const byRow = new Map<string, [number, number][]>();
  for (const { row, engine, x, values } of run.cells.of('growth', name)) {
    const key = JSON.stringify([row, engine]);
    const points = byRow.get(key) ?? [];
    points.push([Math.log2(x!), Math.log2(spreadOf(values).median)]);
    byRow.set(key, points);
  }
  for (const [key, points] of byRow) {
    const [row, engine] = JSON.parse(key) as [string, string];
    run.cells.add(
      {
        question: 'growth',
        corpus: name,
        row: `slope of ${row}`,
        engine,
        unit: 'exponent',
        better: 'less',
      },
      slope(points),
    );
  }
}

/** Slope of the line that fits the points best (least squares). */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  let above = 0;
  let below = 0;
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  return above / below;
}
