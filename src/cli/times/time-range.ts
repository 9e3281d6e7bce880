import { usage } from '../../base/errors.js';
import type { TimeRange } from '../../planner/plan.js';
import { parseDuration } from './duration.js';
import { parseTime } from './parse-time.js';
import type { TimeReference } from './time-reference.js';

/** The options that name a range of times, as typed. */
export type RangeOptions = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: string | undefined;
  readonly around?: string | undefined;
  readonly window?: string | undefined;
};

const DEFAULT_WINDOW = '5m';

/** The range that `--from`, `--to`, `--last` and `--around` name together; undefined when none is given. */
export function parseRange(options: RangeOptions, reference: TimeReference): TimeRange | undefined {
  const { from, to, last, around, window } = options;
  if (around !== undefined) return rangeAround(around, options, reference);
  if (window !== undefined)
    throw usage(
      '-w says how far to look on both sides of a time: expected --around with it, got none: whole words are found without it',
    );
  if (from === undefined && to === undefined && last === undefined) return undefined;
  if (last !== undefined && from !== undefined)
    throw usage(
      '--last and --from both say where the range begins: expected one of them, got both',
    );
  const end = to === undefined ? Number.MAX_SAFE_INTEGER : parseTime(to, reference, '--to');
  let begin = from === undefined ? Number.MIN_SAFE_INTEGER : parseTime(from, reference, '--from');
  if (last !== undefined) begin = (to === undefined ? reference.now : end) - parseDuration(last);
  if (begin >= end)
    throw usage(
      `The range from ${JSON.stringify(from ?? last)} to ${JSON.stringify(to ?? 'now')} is empty: expected --from to be before --to, which is not part of the range: a day alone is its 00:00`,
    );
  return { from: begin, to: end };
}

/** Both ends belong to it. */
function rangeAround(
  around: string,
  { from, to, last, window }: RangeOptions,
  reference: TimeReference,
): TimeRange {
  const other = from !== undefined ? '--from' : to !== undefined ? '--to' : '--last';
  if (from !== undefined || to !== undefined || last !== undefined)
    throw usage(
      `--around and ${other} both say which time is searched: expected one of them, got both`,
    );
  const middle = parseTime(around, reference, '--around');
  const millis = parseDuration(window ?? DEFAULT_WINDOW);
  return { from: middle - millis, to: middle + millis + 1 };
}
