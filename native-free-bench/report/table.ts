import { OURS, PLAIN_TWIN, type Question, type Result } from '../result/result.js';
import { headline } from './headline.js';
import {
  formatBytes,
  formatCell,
  formatComparison,
  MISSING,
  scaleOf,
  thousands,
} from './number-format.js';
import { type Block, blocksOf, compare, type Row, rowLabel, SLOPE, thinned } from './pivot.js';
import { dateText, machineText, softwareText } from './provenance.js';
import { isTelling } from './telling-rows.js';
import { renderGrid, wrapText } from './text-grid.js';

/** Columns of the terminal that the table is made for. */
const WIDTH = 160;

/** Points of a course over time that are printed; the chart has all of them. */
const POINTS = 8;

const READING =
  'Cells are medians of the repeats; ± is half of their range in percent, shown where it is over 10 %, and the ends ' +
  'where it is over 50 %. A ratio is the median of the turns, with the least and the most; a tie is one that crosses 1.';

const TITLES: Readonly<Record<Question, string>> = {
  ingest: 'Ingest',
  store: 'Store',
  search: 'Search',
  language: 'Language',
  growth: 'Growth',
  paper: "The paper's table: count of a keyword",
  scale: 'Big run',
  micro: 'Structures',
};

/**
 * A result as plain text for a terminal of 160 columns: what was run with which settings, a table per corpus and question,
 * what it means. Of searches and growth a selection of rows, unless every row is wanted.
 */
export function renderTable(result: Result, options: { everyRow?: boolean } = {}): string {
  const out: string[] = [...about(result), '', ...settings(result), ''];
  let corpus: string | undefined;
  let hidden = 0;
  for (const whole of blocksOf(result)) {
    const block = options.everyRow === true ? whole : selectionOf(whole);
    hidden += whole.rows.length - block.rows.length;
    if (block.corpus !== corpus) {
      corpus = block.corpus;
      out.push(rule(corpus === '' ? 'input of their own' : corpus), '');
    }
    for (const part of partsOf(block)) out.push(...renderBlock(result, part), '');
  }
  out.push(...wrapText(READING, WIDTH, '    '));
  if (hidden > 0)
    out.push(`${hidden} more rows stand in the result file; --every-row prints them too.`);
  const lines = headline(result);
  if (lines.length > 0) out.push('', rule('what to remember'), '');
  for (const line of lines) out.push(...wrapText(line, WIDTH, '    '));
  return `${out.join('\n').trimEnd()}\n`;
}

function about(result: Result): string[] {
  const out = [
    `Benchmark of ${dateText(result)}, ${Math.round(result.durationSeconds)} s`,
    `  command  ${result.command}`,
    `  machine  ${machineText(result)}`,
    `           ${softwareText(result)}, seed ${result.seed}`,
  ];
  if (result.corpora.length === 0) return out;
  const rows = result.corpora.map(({ name, lines, rawBytes, textBytes, hours }) => ({
    label: `  ${name}`,
    cells: [
      thousands(lines),
      formatBytes(rawBytes),
      textBytes === undefined ? MISSING : formatBytes(textBytes),
      thousands(hours),
    ],
    remark: '',
  }));
  const columns = ['lines', 'raw', 'searched text', 'hours'];
  return [...out, '', ...renderGrid({ title: '  corpus', columns, rows, remark: '' }, WIDTH)];
}

/** The rows of a block that tell most; all of them where none is of that kind. */
function selectionOf(block: Block): Block {
  if (block.question !== 'search' && block.question !== 'growth') return block;
  const rows = block.rows.filter(({ name }) =>
    block.question === 'search' ? isTelling(name) : name.startsWith(SLOPE),
  );
  return rows.length === 0 ? block : { ...block, rows };
}

type Part = Block & { title: string };

/** Searches of a fresh process apart from warm ones: their times do not compare, and the labels get shorter. */
function partsOf(block: Block): Part[] {
  const title = TITLES[block.question];
  if (block.question !== 'search' && block.question !== 'language') return [{ ...block, title }];
  const parts: Part[] = [];
  const add = (heading: string, rows: Row[]) => {
    const engines = block.engines.filter((name) => rows.some(({ cells }) => cells.has(name)));
    if (rows.length > 0) parts.push({ ...block, title: heading, rows, engines });
  };
  const ending = (end: string) =>
    block.rows
      .filter(({ name }) => name.endsWith(end))
      .map((row) => ({ ...row, name: row.name.slice(0, -end.length) }));
  add(`${title}, fresh process`, ending(', fresh'));
  add(`${title}, warm`, ending(', warm'));
  add(
    title,
    block.rows.filter(({ name }) => !/, (?:fresh|warm)$/.test(name)),
  );
  return parts;
}

function renderBlock(result: Result, part: Part): string[] {
  const shown = thinned(part.rows, POINTS);
  const scales = shown.map(scaleOf);
  const units = new Set(shown.map(({ better }, i) => `${scales[i]!.unit}, ${better} is better`));
  const [unit] = units;
  const common = units.size === 1;
  const rows = shown.map((row, i) => ({
    label:
      common || row.name.endsWith(scales[i]!.unit)
        ? rowLabel(row)
        : `${rowLabel(row)} [${scales[i]!.unit}]`,
    cells: part.engines.map((name) => formatCell(row.cells.get(name)?.values, scales[i]!.divide)),
    remark: formatComparison(compare(result, row)),
  }));
  const comparable = shown.some((row) => compare(result, row) !== undefined);
  const twin = part.question === 'micro' && part.engines.includes(PLAIN_TWIN);
  const remark = `${OURS} against the ${twin ? PLAIN_TWIN : 'fastest SQLite'}`;
  const title = common ? `${part.title} [${unit}]` : part.title;
  const columns = part.engines;
  const grid = renderGrid({ title: '', columns, rows, remark: comparable ? remark : '' }, WIDTH);
  return [title, ...grid];
}

function settings(result: Result): string[] {
  const out = [rule('engines and their settings'), ''];
  for (const { name, version, settings } of result.engines) {
    const set = settings.length === 0 ? '' : `: ${settings.join('; ')}`;
    out.push(...wrapText(`${name} ${version}${set}`.trim(), WIDTH, '    '));
  }
  for (const { name, why } of result.absent)
    out.push(...wrapText(`absent: ${name} (${why})`, WIDTH, '    '));
  for (const note of result.notes) out.push(...wrapText(`note: ${note}`, WIDTH, '    '));
  return out;
}

/** A heading that is seen when scrolling: `── auth ─────`. */
function rule(title: string): string {
  return `── ${title} ${'─'.repeat(Math.max(0, WIDTH - title.length - 4))}`;
}
