import { type Histogram, histogram } from '../../engine/histogram.js';
import { formatBucketWidth, leastMillis, parseBucketWidth } from '../../planner/bucket-width.js';
import { formatTime, type TimeZone } from '../../syslog/time-zones.js';
import { bar, isPlainLocale, outputColumns } from '../bars.js';
import { AUTOMATIC } from '../histogram-argument.js';
import { formatCount, plural } from '../numbers.js';
import { flagOption, textOption } from '../option-values.js';
import { isTerminal } from '../terminal.js';
import type { SearchSession } from './search-session.js';
import { finished } from './summary-steps.js';

/** Lines of a chart whose width is chosen: as many as fit the terminal, within these; the most where there is none. */
const FEWEST_LINES = 20;
const MOST_LINES = 40;
/** So many empty buckets in a row, or more, are one line. */
const FOLDED = 4;

/** `--histogram`: how many messages there are at which time. */
export function printHistogram(session: SearchSession): number {
  const { options, output } = session;
  const result = run(session);
  if (flagOption(options, 'json'))
    for (const { from, to, count } of result.buckets) {
      const time = (value: number) => formatTime(value, session.zone());
      output.line(JSON.stringify({ from: time(from), to: time(to), count }));
    }
  else if (result.total > 0) for (const line of chart(result, session.zone())) output.line(line);
  output.flush();
  return result.total;
}

function run({ options, reader, plan, zone, progress }: SearchSession): Histogram {
  const width = textOption(options, 'histogram') ?? AUTOMATIC;
  return finished(
    histogram(reader, plan, {
      zone: zone(),
      buckets: linesOfChart(),
      ...(width === AUTOMATIC ? {} : { width: parseBucketWidth(width) }),
    }),
    progress,
  );
}

function linesOfChart(): number {
  const rows = isTerminal() ? process.stdout.rows : undefined;
  return Math.min(MOST_LINES, Math.max(FEWEST_LINES, (rows ?? MOST_LINES + 4) - 4));
}

/** The lines of a chart: one a bucket, the total at the end. */
function chart({ buckets, total, width }: Histogram, zone: TimeZone): string[] {
  const most = buckets.reduce((max, { count }) => Math.max(max, count), 0);
  const digits = formatCount(most).length;
  const offset = zone.offsetAt(buckets[0]?.from ?? 0);
  const withOffset = buckets.some(({ from }) => zone.offsetAt(from) !== offset);
  const label = (time: number) => timeLabel(time, zone, leastMillis(width), withOffset);
  const columns = outputColumns() - label(0).length - digits - 5;
  const isPlain = isPlainLocale();
  const lines: string[] = [];
  for (let i = 0; i < buckets.length; ) {
    let end = i;
    while (end < buckets.length && buckets[end]?.count === 0) end++;
    if (end - i >= FOLDED) {
      lines.push(
        `${' '.repeat(label(0).length)}  ${'-'.padStart(digits)}  (${formatCount(end - i)} empty)`,
      );
      i = end;
      continue;
    }
    for (end = Math.max(end, i + 1); i < end; i++) {
      const { from, count } = buckets[i] ?? { from: 0, count: 0 };
      const text = formatCount(count).padStart(digits);
      lines.push(`${label(from)}  ${text}  ${bar(count, most, columns, isPlain)}`.trimEnd());
    }
  }
  lines.push(`${plural(total, 'message')}, ${formatBucketWidth(width)} a line, ${zone.name}`);
  return lines;
}

/** A time as far as buckets of such a width need it; with the offset where clocks change within the chart. */
function timeLabel(time: number, zone: TimeZone, millis: number, withOffset: boolean): string {
  const text = formatTime(time, zone);
  const date = text.indexOf('T');
  const zoneAt = date + '.000'.length + '00:00:00'.length + 1;
  const clock = text.slice(date + 1, zoneAt);
  const seconds = millis % 1000 !== 0 ? 12 : millis % 60_000 !== 0 ? 8 : 5;
  if (millis % 86_400_000 === 0) return text.slice(0, date);
  return `${text.slice(0, date)} ${clock.slice(0, seconds)}${withOffset ? text.slice(zoneAt) : ''}`;
}
