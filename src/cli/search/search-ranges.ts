import type { TimeRange } from '../../planner/plan.js';
import { rangesOfGlob } from '../../planner/time-glob.js';
import type { TimeZone } from '../../syslog/time-zones.js';
import { type OptionValues, textOption } from '../option-values.js';
import { parseRange } from '../time-options.js';

/** The times that are searched; `hours` are those with messages. Undefined: all time. */
export function rangesOf(
  options: OptionValues,
  zone: () => TimeZone,
  hours: readonly TimeRange[],
): readonly TimeRange[] | undefined {
  const range = parseRange(
    {
      ...optional('from', textOption(options, 'from')),
      ...optional('to', textOption(options, 'to')),
      ...optional('last', textOption(options, 'last')),
    },
    zone,
  );
  const glob = textOption(options, 'time');
  if (glob === undefined) return range === undefined ? undefined : [range];
  const ranges = rangesOfGlob(glob, hours, (time) => zone().offsetAt(time));
  if (range === undefined) return ranges;
  return ranges
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(({ from, to }) => from < to);
}

function optional<Name extends string>(
  name: Name,
  value: string | undefined,
): { [K in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string };
}
