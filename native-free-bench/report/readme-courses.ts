import { OURS, PLAIN_TWIN, type Question } from '../result/result.js';
import { markdownTable } from './markdown.js';
import type { NamedResult } from './named-result.js';
import { formatCell, formatComparison, scaleOf } from './number-format.js';
import { compare, compareWith, type Row, rowLabel, SCANNER, SLOPE, thinned } from './pivot.js';
import { blocksAbout, chartsOf, type FoundBlock, folded } from './readme-sections.js';

/** Growth, the paper's table, the big run and the hot structures, each where it was measured. */
export function otherSections(results: readonly NamedResult[]): string[] {
  return [
    ...section(results, 'growth', 'Growth', 'The same at 1, 2, 4 and 8 × the lines.', grown),
    ...section(
      results,
      'paper',
      "The paper's table",
      'Count of a keyword in so many files of so many records, as the original published it; a file is a segment here.',
      (rows) => rows,
    ),
    // The chart shows the course.
    ...section(results, 'scale', 'A big run', 'Ingested while it is generated.', (rows) =>
      rows.filter(({ x }) => x === undefined),
    ),
    ...section(
      // Results of other inputs repeat it.
      results.filter((_, i) => i === firstWith(results, 'micro')),
      'micro',
      'Hot structures',
      'Each against its plain twin, which does the same in the simplest way.',
      (rows) => rows,
    ),
  ];
}

function firstWith(results: readonly NamedResult[], question: Question): number {
  return results.findIndex(({ result }) =>
    result.measurements.some((measurement) => measurement.question === question),
  );
}

/** Of growth the slopes; where there are none, the first and the last of each course. */
function grown(rows: readonly Row[]): Row[] {
  const slopes = rows.filter(({ name }) => name.startsWith(SLOPE));
  return slopes.length > 0 ? slopes : thinned(rows, 2);
}

function section(
  results: readonly NamedResult[],
  question: Question,
  title: string,
  text: string,
  select: (rows: readonly Row[]) => readonly Row[],
): string[] {
  const found = blocksAbout(results, question);
  if (found.length === 0) return [];
  const tables = found.flatMap((one, i) => {
    const table = pivotTable(one, select(one.block.rows));
    // One table open, as with the searches.
    return i === 0 ? ['', ...table] : folded(`The same in ${one.label}`, table);
  });
  const charts =
    question === 'growth' || question === 'scale' ? chartsOf(found, question, title) : [];
  return [`### ${title}`, '', text, ...tables, '', ...charts, ''];
}

/** Rows as they are, a column an engine; a ratio for each engine of ours that has a denominator, and against who scans. */
function pivotTable({ result, block }: FoundBlock, rows: readonly Row[]): string[] {
  const engines = block.engines.filter((name) => rows.some(({ cells }) => cells.has(name)));
  const ours = engines.filter(
    (name) => name.startsWith(OURS) && rows.some((row) => compare(result, row, name)),
  );
  const scanner = engines.includes(SCANNER) && engines.includes(OURS) ? [SCANNER] : [];
  const scales = rows.map(scaleOf);
  const units = new Set(scales.map(({ unit }) => unit));
  const common = units.size === 1;
  const twin = engines.includes(PLAIN_TWIN) ? PLAIN_TWIN : 'the fastest SQLite';
  const corner = [block.corpus, ...(common ? units : [])].filter(Boolean).join(', ');
  return markdownTable(
    [
      corner,
      ...engines,
      ...ours.map((name) => `${name} against ${twin}`),
      ...scanner.map((name) => `${OURS} against ${name}`),
    ],
    rows.map((row, i) => [
      common ? rowLabel(row) : `${rowLabel(row)}, ${scales[i]!.unit}`,
      ...engines.map((name) => formatCell(row.cells.get(name)?.values, scales[i]!.divide)),
      ...ours.map((name) => formatComparison(compare(result, row, name))),
      ...scanner.map((name) => formatComparison(compareWith(row, name))),
    ]),
  );
}
