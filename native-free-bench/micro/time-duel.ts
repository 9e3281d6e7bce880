import { Bench } from 'tinybench';
import { type Measurement, OURS, PLAIN_TWIN } from '../result/result.js';
import type { Duel } from './duel.js';

/** Turns of each duel: as many values has a measurement. */
export const TURNS = 5;

const NANOS_PER_MILLI = 1e6;

/**
 * Checks a duel and times both sides for `millis` each, after a third of that to warm up. The sides take turns, a fifth
 * of the time each: a value is the median latency of one turn, so that values in the same place of both lists saw the
 * same machine.
 */
export async function timeDuel(duel: Duel, millis: number): Promise<Measurement[]> {
  duel.check();
  const ours: number[] = [];
  const plain: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const bench = new Bench({
      time: millis / TURNS,
      iterations: 1,
      warmup: turn === 0,
      warmupTime: millis / 3,
      warmupIterations: 1,
      throws: true,
    });
    bench.add('hayabusa', () => {
      duel.hayabusa();
    });
    bench.add(PLAIN_TWIN, () => {
      duel.plain();
    });
    await bench.run();
    ours.push(nanosPerItem(bench, 'hayabusa', duel));
    plain.push(nanosPerItem(bench, PLAIN_TWIN, duel));
  }
  return [measurement(duel, OURS, ours), measurement(duel, PLAIN_TWIN, plain)];
}

function nanosPerItem(bench: Bench, name: string, duel: Duel): number {
  const result = bench.getTask(name)?.result;
  if (result?.state !== 'completed')
    throw new Error(`${duel.row}: ${name} was not timed to its end`);
  return (result.latency.p50 * NANOS_PER_MILLI) / duel.items;
}

function measurement({ row }: Duel, engine: string, values: number[]): Measurement {
  return { question: 'micro', corpus: '', row, engine, unit: 'ns', better: 'less', values };
}
