import { planPacks, type TimeRange } from '../../planner/plan.js';
import { printQuery } from '../../query/printer.js';
import { formatTime, type TimeZone } from '../../syslog/time-zones.js';
import { plural } from '../numbers.js';
import { warn } from '../output.js';
import { visible } from '../terminal-text.js';
import type { SearchSession } from './search-session.js';

/** `--verbose`: how the query and the times were read, on standard error, as the original's flag does. */
export function describePlan({ plan, reader, zone }: SearchSession): void {
  const { packs, log } = reader.catalog;
  warn(`query: ${visible(printQuery(plan.query)) || '(every message)'}`);
  warn(`time: ${describeRanges(plan.ranges, zone)}`);
  const unsealed = log.messages === 0 ? '' : ` and ${plural(log.messages, 'message')} of the log`;
  warn(`packs: ${planPacks(plan, packs).length} of ${packs.length}${unsealed}`);
  warn('-v explains; NOT before a word excludes the messages that hold it');
}

function describeRanges(ranges: readonly TimeRange[] | undefined, zone: () => TimeZone): string {
  if (ranges === undefined) return 'all';
  const [first] = ranges;
  const last = ranges[ranges.length - 1];
  if (first === undefined || last === undefined) return 'none';
  const from =
    first.from === Number.MIN_SAFE_INTEGER ? '' : `from ${formatTime(first.from, zone())}`;
  const to = last.to === Number.MAX_SAFE_INTEGER ? '' : `before ${formatTime(last.to, zone())}`;
  const parts = ranges.length === 1 ? '' : `, in ${plural(ranges.length, 'part')}`;
  return `${[from, to].filter((text) => text !== '').join(' ')}${parts}`;
}
