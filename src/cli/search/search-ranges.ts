import { usage } from '../../base/errors.js';
import type { Catalog } from '../../catalog/catalog-format.js';
import { hoursOf } from '../../engine/hours.js';
import { storeSpan } from '../../engine/store-span.js';
import type { TimeRange } from '../../planner/plan.js';
import { rangesOfGlob } from '../../planner/time-glob.js';
import { formatTime, type TimeZone } from '../../syslog/time-zones.js';
import { type OptionValues, textOption } from '../option-values.js';

/** The times that are searched; undefined: all time. How times are read is loaded when one was typed. */
export async function rangesOf(
  options: OptionValues,
  zone: () => TimeZone,
  catalog: Catalog,
): Promise<readonly TimeRange[] | undefined> {
  const range = await rangeOf(options, zone, catalog);
  const glob = textOption(options, 'time');
  if (glob === undefined) return range === undefined ? undefined : [range];
  const ranges = rangesOfGlob(glob, hoursOf(catalog), (time) => zone().offsetAt(time));
  if (range === undefined) return ranges;
  return ranges
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(({ from, to }) => from < to);
}

async function rangeOf(
  options: OptionValues,
  zone: () => TimeZone,
  catalog: Catalog,
): Promise<TimeRange | undefined> {
  const typed = {
    from: eitherOption(options, 'from', 'since'),
    to: eitherOption(options, 'to', 'until'),
    last: textOption(options, 'last'),
    around: textOption(options, 'around'),
    window: textOption(options, 'window'),
  };
  if (Object.values(typed).every((value) => value === undefined)) return undefined;
  const { parseRange } = await import('../times/time-range.js');
  const now = Date.now();
  return parseRange(typed, { now, zone, newest: () => storeSpan(catalog)?.to ?? now });
}

/** An option, or what it is called elsewhere. */
function eitherOption(options: OptionValues, name: string, other: string): string | undefined {
  const value = textOption(options, name);
  const second = textOption(options, other);
  if (value !== undefined && second !== undefined)
    throw usage(`--${name} and --${other} say the same: expected one of them, got both`);
  return value ?? second;
}

/** Why a search of times of which the store has no messages found none, as a sentence; else undefined. */
export function hintOfRange(
  ranges: readonly TimeRange[] | undefined,
  options: OptionValues,
  zone: () => TimeZone,
  catalog: Catalog,
): string | undefined {
  if (ranges === undefined) return undefined;
  const span = storeSpan(catalog);
  if (span === undefined) return undefined;
  const time = (millis: number) => formatTime(millis, zone());
  if (ranges.some(({ from, to }) => from < span.to && to > span.from))
    return hintOfGap(ranges, hoursOf(catalog), time);
  const last = textOption(options, 'last');
  const advice =
    last === undefined || (textOption(options, 'to') ?? textOption(options, 'until')) !== undefined
      ? ''
      : `: for their last ${last} add --to ${time(span.to)}`;
  return `no message is of the time that was asked for: the store's are from ${time(span.from)} to ${time(span.to - 1)}${advice}`;
}

/** The same where the store has earlier and later ones: as of `Aug 30`, when that is not the year that was meant. */
function hintOfGap(
  ranges: readonly TimeRange[],
  hours: readonly TimeRange[],
  time: (millis: number) => string,
): string | undefined {
  const [range] = ranges;
  if (range === undefined || ranges.length > 1) return undefined;
  const before = hours.filter(({ from }) => from < range.to).at(-1);
  const after = hours.find(({ from }) => from >= range.to);
  if (before === undefined || after === undefined || before.to > range.from) return undefined;
  return (
    `no message is of the time that was asked for, from ${time(range.from)} to ${time(range.to)}: ` +
    `the last before it are of the hour ${time(before.from)}, the first after it of ${time(after.from)}`
  );
}
