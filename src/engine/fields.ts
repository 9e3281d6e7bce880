import type { Plan } from '../planner/plan.js';
import { FieldsTally } from '../tally/fields-tally.js';
import { topValues } from '../tally/value-list.js';
import type { StoreReader } from './store-reader.js';

/** Messages that are read at least, where not all are: blocks of them, evenly apart. */
const SAMPLE = 150_000;
const EXAMPLES = 3;

export type FieldRow = {
  /** A field of the header, or a key of `key=value` in the text. */
  readonly kind: 'header' | 'key';
  readonly name: string;
  /** How many of the messages read have it. */
  readonly messages: number;
  readonly share: number;
  /** Different values in the messages read; with `isMore` there are more. */
  readonly values: number;
  readonly isMore: boolean;
  /** The most frequent values. */
  readonly examples: readonly string[];
};

export type Fields = {
  /** Fields of the header first; each kind by messages, most first. */
  readonly rows: readonly FieldRow[];
  /** Messages found, and how many of them were read. */
  readonly total: number;
  readonly read: number;
};

/** Which fields messages have that a plan finds; yields numbers of messages as they become known. */
export function* fields(
  reader: StoreReader,
  plan: Plan,
  { all }: { all: boolean },
): Generator<number, Fields> {
  let total = 0;
  for (const count of reader.count(plan)) total += count;
  const tally = new FieldsTally(all || total <= SAMPLE ? 1 : SAMPLE / total);
  yield* reader.tally(plan, tally);
  const { read, fields: found } = tally.part();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const rows = found.map(({ kind, name, messages, values }) => ({
    kind,
    name,
    messages,
    share: messages / read,
    values: values.counts.length,
    isMore: values.others > 0,
    examples: topValues(values, EXAMPLES).map(({ value }) => decoder.decode(value)),
  }));
  rows.sort(
    (a, b) =>
      Number(a.kind === 'key') - Number(b.kind === 'key') ||
      b.messages - a.messages ||
      (a.name < b.name ? -1 : 1),
  );
  return { rows, total, read };
}
