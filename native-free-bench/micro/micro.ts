import type { Measurement } from '../result/result.js';
import { blockDuels } from './block.js';
import { columnDuels } from './column.js';
import { generatedLines } from './generated-lines.js';
import { headerDuels } from './header.js';
import { packDuels } from './pack.js';
import { postingListDuels } from './posting-list.js';
import { termLookupDuels } from './term-lookup.js';
import { timeDuel } from './time-duel.js';
import { tokenizerDuels } from './tokenizer.js';

export type MicroOptions = {
  /** How long each side of each duel is timed. */
  millis: number;
  /** The same seed gives the same input, on every machine. */
  seed: number;
  /** Told the row that is next. */
  onProgress?: (name: string) => void;
};

/**
 * Times each hot structure against its plain twin: two measurements a row, ours and then the twin's. Throws before a
 * structure is timed whose twin has another result.
 */
export async function runMicro({ millis, seed, onProgress }: MicroOptions): Promise<Measurement[]> {
  const lines = generatedLines(seed);
  // Made one after the other: a dictionary of decoded terms kept alive would cost the rows behind it garbage collection.
  const structures = [
    () => headerDuels(lines),
    () => tokenizerDuels(lines),
    () => postingListDuels(seed),
    () => columnDuels(seed),
    () => blockDuels(lines),
    () => packDuels(lines),
    () => termLookupDuels(seed),
  ];
  const measurements: Measurement[] = [];
  for (const duelsOf of structures)
    for (const duel of duelsOf()) {
      onProgress?.(duel.row);
      measurements.push(...(await timeDuel(duel, millis)));
    }
  return measurements;
}
