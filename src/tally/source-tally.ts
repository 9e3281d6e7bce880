import type { BlockAnswer } from '../executor/block-answer.js';
import type { Tally } from './tally.js';
import { type ValueCounts, ValueTable } from './value-table.js';

/** Counts messages by the file or peer that they came from. */
export class SourceTally implements Tally<ValueCounts> {
  readonly #table = new ValueTable();

  add(answer: BlockAnswer): number {
    const rows = answer.rows();
    if (rows?.length === 0) return 0;
    const arrival = answer.reader.arrival();
    const counts = new Map<string, number>();
    const add = (source: string, times: number) =>
      counts.set(source, (counts.get(source) ?? 0) + times);
    if (rows === undefined)
      for (const run of arrival.runs) add(arrival.sources[run.source] ?? '', run.count);
    else for (const row of rows) add(arrival.origin(row).source, 1);
    for (const [source, times] of counts) {
      const bytes = Buffer.from(source, 'utf8');
      this.#table.add(bytes, 0, bytes.length, times);
    }
    return rows?.length ?? answer.block.rows;
  }

  part(): ValueCounts {
    return this.#table.part();
  }

  merge(part: ValueCounts): void {
    this.#table.merge(part);
  }
}
