import type { Engine } from '../engines/engine.js';
import type { Scratch } from '../measure/disk.js';
import type { BenchProgress } from '../measure/progress.js';
import type { Measurement, Question } from '../result/result.js';

/** What the questions of one run share. */
export type Run = {
  readonly engines: readonly Engine[];
  readonly scratch: Scratch;
  readonly progress: BenchProgress;
  readonly repeats: number;
  readonly seed: number;
  readonly cores: number;
  /** Fewer cells of every question. */
  readonly quick: boolean;
  readonly cells: Cells;
  readonly notes: Set<string>;
};

type Cell = Omit<Measurement, 'values'>;

/** Measurements as they come in: one value at a time, put to the cell that it belongs to. */
export class Cells {
  readonly #cells = new Map<string, Measurement>();

  /** What could not be measured, NaN, is no value: no result file could hold it. */
  add(cell: Cell, value: number): void {
    if (!Number.isFinite(value)) return;
    const key = JSON.stringify([cell.question, cell.corpus, cell.row, cell.x, cell.engine]);
    const measurement = this.#cells.get(key) ?? { ...cell, values: [] };
    measurement.values.push(value);
    this.#cells.set(key, measurement);
  }

  of(question: Question, corpus: string): Measurement[] {
    return this.all().filter((each) => each.question === question && each.corpus === corpus);
  }

  /** In the order in which their first values came. */
  all(): Measurement[] {
    return [...this.#cells.values()];
  }
}
