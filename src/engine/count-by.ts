import { usage } from '../base/errors.js';
import { parseBucketWidth } from '../planner/bucket-width.js';
import type { Plan } from '../planner/plan.js';
import { TimeBuckets } from '../planner/time-buckets.js';
import type { Query } from '../query/ast.js';
import { formatTime, type TimeZone } from '../syslog/time-zones.js';
import { CaptureTally } from '../tally/capture-tally.js';
import { HEADER_FIELDS, type HeaderField, HeaderTally } from '../tally/header-tally.js';
import { SourceTally } from '../tally/source-tally.js';
import { captureQuery, type TextCapture } from '../tally/text-capture.js';
import { TimeTally } from '../tally/time-tally.js';
import { topValues } from '../tally/value-list.js';
import type { ValueCounts } from '../tally/value-table.js';
import { type Patterns, patterns } from './patterns.js';
import type { StoreReader } from './store-reader.js';

export type TimeUnit = 'day' | 'hour' | 'minute';
export const TIME_UNITS: readonly TimeUnit[] = ['day', 'hour', 'minute'];

/** The names of what is counted by, as `countKeyOf` knows them. */
export const COUNTED_BY: readonly string[] = [...HEADER_FIELDS, 'source', 'pattern', ...TIME_UNITS];

/** What messages are counted by: a field of the header, where they came from, what they have in their text, when they were. */
export type CountKey =
  | { readonly kind: 'header'; readonly field: HeaderField }
  | { readonly kind: 'source' | 'pattern' }
  | { readonly kind: 'capture'; readonly capture: TextCapture }
  | { readonly kind: 'time'; readonly unit: TimeUnit };

export type CountOptions = {
  /** How many values, most messages first; times come all, in their order. */
  top: number;
  /** Where days and hours begin. */
  zone: TimeZone;
};

/** Messages by value. `share` is of all messages that were found. */
export type ValueRow = {
  /** Undefined: the messages that have none. */
  readonly value: string | undefined;
  readonly count: number;
  readonly share: number;
};

export type CountsByValue = {
  readonly rows: readonly ValueRow[];
  /** Messages found. */
  readonly total: number;
  /** Distinct values, and how many of them, of how many messages, are not among the rows. */
  readonly values: number;
  readonly left: { readonly values: number; readonly messages: number };
  /** Messages whose values were not kept apart, since there are too many different ones: then counts may be too low. */
  readonly uncounted: number;
};

/** A key of `key=value`, as `eachPair` knows keys; behind it the `=` may stand, which a name that is a field's needs. */
const PAIR_KEY = /^([A-Za-z_][A-Za-z0-9_.-]{0,47})=?$/;

/**
 * The key of a name such as `host` or `hour`, of an expression such as `/from (\S+)/i`; any other name is that of a key of
 * `key=value`, such as `SRC`.
 */
export function countKeyOf(name: string): CountKey {
  const field = HEADER_FIELDS.find((each) => each === name);
  if (field !== undefined) return { kind: 'header', field };
  const unit = TIME_UNITS.find((each) => each === name);
  if (unit !== undefined) return { kind: 'time', unit };
  if (name === 'source' || name === 'pattern') return { kind: name };
  const regex = /^\/(.+)\/(i?)$/s.exec(name);
  if (regex !== null) {
    const [, source = '', flag] = regex;
    return { kind: 'capture', capture: { kind: 'regex', source, ignoreCase: flag === 'i' } };
  }
  const key = PAIR_KEY.exec(name)?.[1];
  if (key !== undefined) return { kind: 'capture', capture: { kind: 'pair', key } };
  throw usage(
    `Nothing is counted by ${JSON.stringify(name)}: expected ${COUNTED_BY.join(', ')}, a key of key=value such as SRC, or a regular expression such as '/from (\\S+)/'`,
  );
}

/** Counts what a plan finds by a value of each message; yields numbers of messages as they become known. */
export function* countBy(
  reader: StoreReader,
  plan: Plan,
  key: CountKey,
  { top, zone }: CountOptions,
): Generator<number, CountsByValue> {
  if (key.kind === 'time') return yield* countByTime(reader, plan, key.unit, { top, zone });
  if (key.kind === 'pattern') return countsOf(yield* patterns(reader, plan, { top }));
  if (key.kind === 'capture') return rowsOf(yield* countCaptures(reader, plan, key.capture), top);
  const tally = key.kind === 'header' ? new HeaderTally(key.field) : new SourceTally();
  yield* reader.tally(plan, tally, key);
  return rowsOf(tally.part(), top);
}

function countsOf({ rows, total, patterns: values, left, uncounted }: Patterns): CountsByValue {
  return {
    rows: rows.map(({ pattern, count, share }) => ({ value: pattern, count, share })),
    total,
    values,
    left: { values: left.patterns, messages: left.messages },
    uncounted,
  };
}

/** Only what may have a value is looked at: the index knows where that is, and how many messages there are besides. */
function* countCaptures(
  reader: StoreReader,
  plan: Plan,
  capture: TextCapture,
): Generator<number, ValueCounts> {
  const tally = new CaptureTally(capture);
  const leaf = captureQuery(capture);
  const parts = plan.query.kind === 'and' ? plan.query.parts : [plan.query];
  const query: Query = plan.query.kind === 'all' ? leaf : { kind: 'and', parts: [...parts, leaf] };
  let matching = 0;
  for (const count of reader.tally({ ...plan, query }, tally, { kind: 'capture', capture })) {
    matching += count;
    yield count;
  }
  let total = 0;
  for (const count of reader.count(plan)) total += count;
  const part = tally.part();
  return { ...part, none: part.none + Math.max(0, total - matching) };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function rowsOf(part: ValueCounts, top: number): CountsByValue {
  const { counts, none, others } = part;
  const total = counts.reduce((sum, count) => sum + count, none + others);
  const rows: ValueRow[] = topValues(part, top).map(({ value, count }) => ({
    value: decoder.decode(value),
    count,
    share: count / total,
  }));
  // Messages without a value stand among the values, by their number.
  const place = rows.findIndex(({ count }) => count < none);
  const noneRow = { value: undefined, count: none, share: none / total };
  if (none > 0) rows.splice(place < 0 ? rows.length : place, 0, noneRow);
  const shown = rows.reduce((sum, { count }) => sum + count, 0);
  const left = { values: Math.max(0, counts.length - top), messages: total - others - shown };
  return { rows, total, values: counts.length, left, uncounted: others };
}

/** All in order of time; of so many, those of most messages first. */
function* countByTime(
  reader: StoreReader,
  plan: Plan,
  unit: TimeUnit,
  { top, zone }: CountOptions,
): Generator<number, CountsByValue> {
  const width = parseBucketWidth({ day: '1d', hour: '1h', minute: '1m' }[unit]);
  const tally = new TimeTally(new TimeBuckets(width, zone));
  yield* reader.tally(plan, tally, { kind: 'time', width, zone: zone.name });
  const counts = tally.part();
  let total = 0;
  for (let i = 1; i < counts.length; i += 2) total += counts[i] ?? 0;
  const rows: ValueRow[] = [];
  for (let i = 0; i < counts.length; i += 2) {
    const count = counts[i + 1] ?? 0;
    rows.push({ value: timeText(counts[i] ?? 0, unit, zone), count, share: count / total });
  }
  const values = rows.length;
  if (Number.isFinite(top)) rows.sort((a, b) => b.count - a.count);
  const rest = rows.splice(top);
  const messages = rest.reduce((sum, { count }) => sum + count, 0);
  return { rows, total, values, left: { values: rest.length, messages }, uncounted: 0 };
}

/** `2021-08-17`, `2021-08-17T09:00+02:00`. */
function timeText(time: number, unit: TimeUnit, zone: TimeZone): string {
  const text = formatTime(time, zone);
  return unit === 'day' ? text.replace(/T.*/, '') : text.replace(/:\d\d\.\d{3}/, '');
}
