import { type FieldRow, type Fields, fields } from '../../engine/fields.js';
import { openReader } from '../../engine/open-reader.js';
import { reportDamage } from '../damage-report.js';
import { EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING } from '../exit-codes.js';
import { formatCount, formatPercent, plural } from '../numbers.js';
import { countOption, flagOption, type OptionValues, storeFolder } from '../option-values.js';
import { Output, warn } from '../output.js';
import { Progress } from '../progress.js';
import { hintOfQuery, lazyZone, queryOf } from '../search/search-options.js';
import { hintOfRange, rangesOf } from '../search/search-ranges.js';
import { finished } from '../search/summary-steps.js';
import { visible } from '../terminal-text.js';

/** Keys that are printed unless --top says otherwise. */
const TOP = 40;
/** How much of a value is shown among others. */
const EXAMPLE_COLUMNS = 28;

/** Runs `hayabusa fields`; returns the exit code. */
export async function runFields(words: readonly string[], options: OptionValues): Promise<number> {
  const zone = lazyZone(options);
  const query = queryOf(words, options);
  const top = countOption(options, 'top', '--top', 0) ?? TOP;
  const damage = { lost: false };
  const reader = openReader(storeFolder(options), (report) => reportDamage(report, damage));
  const ranges = await rangesOf(options, zone, reader.catalog);
  const isQuiet = flagOption(options, 'quiet');
  const result = finished(
    fields(reader, { query, ranges }, { all: flagOption(options, 'all') }),
    new Progress(!isQuiet, 'reading'),
  );
  const { total } = result;
  if (!isQuiet) {
    print(result, top === 0 ? Number.POSITIVE_INFINITY : top, flagOption(options, 'json'));
    const hint =
      total > 0
        ? undefined
        : (hintOfRange(ranges, options, zone, reader.catalog) ?? hintOfQuery(words, options, 0));
    if (hint !== undefined) warn(hint);
  }
  if (damage.lost) return EXIT_ERROR;
  return total > 0 ? EXIT_FOUND : EXIT_NOTHING;
}

function print({ rows, read, total }: Fields, top: number, isJson: boolean): void {
  const output = new Output();
  const header = rows.filter(({ kind }) => kind === 'header');
  const keys = rows.filter(({ kind }) => kind === 'key');
  const shown = [...header, ...keys.slice(0, top)];
  if (isJson)
    for (const { kind, name, messages, values, isMore, examples } of shown)
      output.line(
        JSON.stringify({
          field: name,
          kind,
          messages,
          values,
          more: isMore,
          examples,
          read,
          of: total,
        }),
      );
  else {
    if (header.length > 0) table(output, 'header', header, read);
    if (header.length > 0 && keys.length > 0) output.line('');
    if (keys.length > 0) table(output, 'key=value', keys.slice(0, top), read);
    if (keys.length > top)
      output.line(`(${plural(keys.length - top, 'other key')}: --top 0 prints all)`);
    if (read < total)
      output.line(
        `from ${formatCount(read)} of ${plural(total, 'message')}, evenly apart: --all reads every one`,
      );
  }
  output.end();
}

function table(output: Output, title: string, rows: readonly FieldRow[], read: number): void {
  const names = rows.map(({ name }) => text(name));
  const width = Math.max(title.length, ...names.map((name) => name.length));
  output.line(`${title.padEnd(width)}    messages    share      values  most frequent`);
  rows.forEach(({ name, messages, values, isMore, examples }, i) => {
    const count = formatCount(messages).padStart(12);
    const share = formatPercent(messages, read).padStart(9);
    const different = `${formatCount(values)}${isMore ? '+' : ''}`.padStart(12);
    const some = examples.map((each) => short(text(each), name === 'source')).join(', ');
    output.line(`${(names[i] ?? '').padEnd(width)}${count}${share}${different}  ${some}`.trimEnd());
  });
}

function text(value: string): string {
  return visible(value);
}

/** A path is told by its end. */
function short(value: string, isPath: boolean): string {
  if (value.length <= EXAMPLE_COLUMNS) return value;
  const rest = EXAMPLE_COLUMNS - 1;
  return isPath ? `…${value.slice(-rest)}` : `${value.slice(0, rest)}…`;
}
