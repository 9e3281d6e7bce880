import {
  COUNTED_BY,
  type CountsByValue,
  countBy,
  countKeyOf,
  type ValueRow,
} from '../../engine/count-by.js';
import { bar, isPlainLocale, outputColumns } from '../bars.js';
import { jsonText } from '../message-json.js';
import { formatCount, formatPercent, plural } from '../numbers.js';
import { countOption, flagOption, textOption } from '../option-values.js';
import { warn } from '../output.js';
import { columnsOf, visible } from '../terminal-text.js';
import type { SearchSession } from './search-session.js';
import { finished } from './summary-steps.js';

/** Values that are printed unless --top says otherwise. */
const TOP = 20;

/** How wide a value is at most beside its bar, and how wide a bar is at least; a longer value has none. */
const VALUE_COLUMNS = 48;
const BAR_COLUMNS = 10;

/** `--by`: how many messages there are of each value, most first; of each time in order of time, unless `--top` is given. */
export function printCounts(session: SearchSession): number {
  const { options, output, reader, plan, progress } = session;
  const key = countKeyOf(textOption(options, 'by') ?? '');
  const isOfAllTime = key.kind === 'time' && textOption(options, 'top') === undefined;
  const top = isOfAllTime ? Number.POSITIVE_INFINITY : topOf(session);
  const counts = finished(countBy(reader, plan, key, { top, zone: session.zone() }), progress);
  if (flagOption(options, 'json'))
    for (const { value, count, share } of counts.rows)
      output.line(jsonText({ value: value ?? null, count, share: rounded(share) }));
  else for (const line of table(counts)) output.line(line);
  output.flush();
  if (counts.uncounted > 0)
    warn(
      `more than ${formatCount(counts.values)} different values: ${plural(counts.uncounted, 'message')} of ${formatCount(counts.total)} could not be told apart any more, and counts may be too low: narrow the query or the time`,
    );
  if (key.kind === 'capture' && key.capture.kind === 'pair' && isNowhere(counts))
    warn(
      `no message that was found has ${key.capture.key}=: besides keys of key=value, which hayabusa fields lists, there are ${COUNTED_BY.join(', ')}`,
    );
  return counts.total;
}

/** Whether messages were found, and none of them has the value. */
function isNowhere({ rows: [row], values, total }: CountsByValue): boolean {
  return total > 0 && values === 0 && row?.value === undefined;
}

/** `--top`: how many rows; 0 for all. */
export function topOf({ options }: SearchSession): number {
  const top = countOption(options, 'top', '--top', 0) ?? TOP;
  return top === 0 ? Number.POSITIVE_INFINITY : top;
}

/** A share as it is printed in JSON: six digits say enough. */
export function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}

function table({ rows, total, left, uncounted }: CountsByValue): string[] {
  const most = rows.reduce((max, { count }) => Math.max(max, count), 0);
  const digits = formatCount(most).length;
  const room = outputColumns() - digits - 14;
  const longest = rows.reduce((max, row) => Math.max(max, columnsOf(textOf(row))), 0);
  const columns = Math.min(longest, Math.max(VALUE_COLUMNS, room - BAR_COLUMNS));
  const width = room - columns;
  const isPlain = isPlainLocale();
  const lines = rows.map((row) => {
    const count = formatCount(row.count).padStart(digits);
    const share = formatPercent(row.count, total).padStart(7);
    const text = textOf(row);
    const rest = columns - columnsOf(text);
    const shown = rest < 0 ? '' : bar(row.count, most, width, isPlain);
    return `${count}  ${share}  ${text}${' '.repeat(Math.max(0, rest))}  ${shown}`.trimEnd();
  });
  const rest = (messages: number, text: string) =>
    lines.push(
      `${formatCount(messages).padStart(digits)}  ${formatPercent(messages, total).padStart(7)}  ${text}`,
    );
  if (left.values > 0)
    rest(left.messages, `(${plural(left.values, 'other value')}: --top 0 prints all)`);
  if (uncounted > 0) rest(uncounted, '(values that could not be told apart any more)');
  return lines;
}

function textOf({ value }: ValueRow): string {
  return value === undefined ? '(none)' : visible(value);
}
