import type { Plan } from '../planner/plan.js';
import { patternText } from '../tally/pattern.js';
import { PatternTally } from '../tally/pattern-tally.js';
import type { StoreReader } from './store-reader.js';

/** Messages that have a pattern in common; `share` is of all messages that were found. */
export type PatternRow = {
  /** With `<num>`, `<ip>` and `<*>` for what differs. */
  readonly pattern: string;
  readonly count: number;
  readonly share: number;
  /** One of the messages; of a long one the first 4 KiB. */
  readonly example: Uint8Array;
};

export type Patterns = {
  /** Most messages first. */
  readonly rows: readonly PatternRow[];
  /** Messages found. */
  readonly total: number;
  /** Patterns, and how many of them, of how many messages, are not among the rows. */
  readonly patterns: number;
  readonly left: { readonly patterns: number; readonly messages: number };
  /** Messages whose patterns were not kept apart, since there are too many different ones. */
  readonly uncounted: number;
};

/** Counts what a plan finds by pattern; yields numbers of messages as they become known. */
export function* patterns(
  reader: StoreReader,
  plan: Plan,
  { top }: { top: number },
): Generator<number, Patterns> {
  const tally = new PatternTally();
  yield* reader.tally(plan, tally, { kind: 'pattern' });
  const { patterns: found, others } = tally.part();
  const total = found.reduce((sum, { count }) => sum + count, others);
  const all = found
    // One that was learnt of a message whose app was told apart has none of its own.
    .filter(({ count }) => count > 0)
    .map(({ texts, looks, count, example }) => {
      const pattern = patternText(texts, looks);
      return { pattern, count, share: count / total, example };
    });
  all.sort((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1));
  const rows = all.slice(0, top);
  const shown = rows.reduce((sum, { count }) => sum + count, 0);
  const left = { patterns: all.length - rows.length, messages: total - others - shown };
  return { rows, total, patterns: all.length, left, uncounted: others };
}
