import type { Question, Result } from '../result/result.js';
import { spreadOf } from '../result/spread.js';
import { scaleOf } from './number-format.js';
import { type Block, blocksOf, groupByName, type Row, SLOPE } from './pivot.js';

/** One frame of a chart: engines side by side as bars in categories, or as lines over `x`. */
export type Panel = {
  title: string;
  unit: string;
  better: 'less' | 'more';
  kind: 'bars' | 'lines';
  /** Names of the groups of bars; for lines the values of x. */
  categories: string[];
  /** What x counts; empty for bars. */
  xName: string;
  series: { engine: string; points: (Point | undefined)[] }[];
};

export type Point = { median: number; least: number; most: number };

export type ChartPlan = {
  title: string;
  /** What the picture leaves out. */
  remark: string;
  /** Panels side by side. */
  columns: 1 | 2;
  panels: Panel[];
};

/** What the chart of a question shows; undefined where nothing was measured. */
export function planOf(result: Result, question: Question): ChartPlan | undefined {
  const blocks = blocksOf(result).filter((block) => block.question === question);
  if (blocks.length === 0) return undefined;
  const plan = (title: string, columns: 1 | 2, panels: Panel[], remark = ''): ChartPlan => ({
    title,
    remark,
    columns: panels.length === 1 ? 1 : columns,
    panels,
  });
  switch (question) {
    case 'ingest':
      return plan(
        'Ingest, synced and findable through sealed indexes',
        2,
        corporaPanels(blocks.map((one) => ({ ...one, rows: one.rows.filter(isIngestPanel) }))),
      );
    case 'store': {
      // The share of raw says the same again in another unit.
      const sizes = (block: Block) => block.rows.filter(({ unit }) => unit !== '×');
      return plan(
        'Size on disk, by part',
        1,
        blocks.flatMap((one) => barPanels(one, sizes(one))),
      );
    }
    case 'search':
      return searchPlan(blocks, plan);
    case 'language':
      return plan('Everything the language can ask', 1, blocks.flatMap(languagePanels));
    case 'growth':
      return plan(
        'Growth with the lines',
        2,
        blocks.flatMap((one) => linePanels(one, '× the lines')),
      );
    case 'paper':
      return plan("The paper's table: count of a keyword", 1, blocks.flatMap(paperPanels));
    case 'scale':
      return plan(
        'Big run',
        1,
        blocks.flatMap((one) => linePanels(one, 'million lines')),
        'Totals and sizes stand in the table.',
      );
    case 'micro':
      return plan(
        'Hot structures against their plain twins',
        1,
        blocks.flatMap((one) => barPanels(one, one.rows)),
      );
    default:
      return question satisfies never;
  }
}

/** What one thread, or one core, costs beside the default stands in the table. */
function isIngestPanel({ name }: Row): boolean {
  return !/^all cores[,\s/]+(?:MB|one)|one thread$|(?:lines|memory), one core$/.test(name);
}

/** A panel a row, its groups the corpora: rows of ingest differ in unit, corpora do not. */
function corporaPanels(blocks: readonly Block[]): Panel[] {
  const byName = groupByName(blocks.flatMap(({ rows }) => rows));
  const engines = [...new Set(blocks.flatMap((block) => block.engines))];
  return [...byName].map(([name, rows]) => bars(name, rows, engines, (row) => row.corpus || 'all'));
}

/** A panel for all rows of the same unit and direction. */
function barPanels(block: Block, rows: readonly Row[], title = ''): Panel[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.unit} ${row.better}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) =>
    bars([block.corpus, title].filter(Boolean).join(': '), group, block.engines, (row) =>
      row.x === undefined ? row.name : `${row.name}, ${row.x}`,
    ),
  );
}

/** Counts and the first 100 over the whole span, fresh beside warm; rows of another make all in one panel. */
function searchPlan(
  blocks: readonly Block[],
  plan: (title: string, columns: 1 | 2, panels: Panel[], remark?: string) => ChartPlan,
): ChartPlan {
  const panels = blocks.flatMap((block) =>
    [', count', ', first 100'].flatMap((count) =>
      [', fresh', ', warm'].flatMap((state) => {
        const end = `${count}, span${state}`;
        const rows = block.rows
          .filter(({ name }) => name.endsWith(end))
          .map((row) => ({ ...row, name: row.name.slice(0, -end.length) }));
        const title = `${count.slice(2)}, ${state === ', fresh' ? 'fresh process' : 'warm'}`;
        return barPanels(block, rows, title);
      }),
    ),
  );
  if (panels.length === 0)
    return plan(
      'Search',
      1,
      blocks.flatMap((block) => barPanels(block, block.rows)),
    );
  const remark = 'Over the whole span; single hours and all matches stand in the table.';
  return plan('Search', 2, panels, remark);
}

/** Counts and the first 100, and with the store open; what threads gain stands in the table. */
function languagePanels(block: Block): Panel[] {
  return [', count, fresh', ', first 100, fresh', ', count, warm'].flatMap((end) => {
    const rows = block.rows
      .filter(({ name }) => name.endsWith(end))
      .map((row) => ({ ...row, name: row.name.slice(0, -end.length).replace(/ \(.*/, '') }));
    return barPanels(block, rows, end.slice(2));
  });
}

/** A panel for each number of records a file, its groups the numbers of files. */
function paperPanels(block: Block): Panel[] {
  const groups = new Map<string, Row[]>();
  for (const row of block.rows) {
    const [files = row.name, records = ''] = row.name.split(' × ');
    groups.set(records, [...(groups.get(records) ?? []), { ...row, name: files }]);
  }
  return [...groups].flatMap(([records, rows]) =>
    barPanels(block, rows, records && `${records} a file`),
  );
}

/**
 * A panel of lines for each row with a course, and bars for times that were measured once; slopes, totals and sizes are
 * numbers, not pictures.
 */
function linePanels(block: Block, xName: string): Panel[] {
  const courses: Panel[] = [];
  const single: Row[] = [];
  for (const [name, rows] of groupByName(block.rows)) {
    if (name.startsWith(SLOPE)) continue;
    if (rows.length < 2) single.push(...rows.filter(({ unit }) => unit === 'ms'));
    else {
      const sorted = rows.toSorted((a, b) => (a.x ?? 0) - (b.x ?? 0));
      const title = [block.corpus, name].filter(Boolean).join(': ');
      const panel = bars(title, sorted, block.engines, (row) => String(row.x ?? ''));
      courses.push({ ...panel, kind: 'lines', xName });
    }
  }
  return [...courses, ...barPanels(block, single, 'at the end')];
}

/** One panel of rows of one unit; engines without a value in it are left out. */
function bars(
  title: string,
  rows: readonly Row[],
  engines: readonly string[],
  category: (row: Row) => string,
): Panel {
  const cells = new Map(
    rows.flatMap((row, i) => [...row.cells].map(([name, cell]) => [`${i} ${name}`, cell] as const)),
  );
  const scale = scaleOf({ ...rows[0]!, cells });
  const point = (row: Row, engine: string): Point | undefined => {
    const cell = row.cells.get(engine);
    if (cell === undefined) return undefined;
    return spreadOf(cell.values.map((value) => value / scale.divide));
  };
  return {
    title,
    unit: scale.unit,
    better: rows[0]!.better,
    kind: 'bars',
    categories: rows.map(category),
    xName: '',
    series: engines
      .filter((engine) => rows.some((row) => row.cells.has(engine)))
      .map((engine) => ({ engine, points: rows.map((row) => point(row, engine)) })),
  };
}
