import { OURS, type Question, type Result } from '../result/result.js';
import { isTie, ratioOf, spreadOf } from '../result/spread.js';
import { formatComparison, formatNumber, formatRange, formatRatio } from './number-format.js';
import {
  type Block,
  blocksOf,
  type Comparison,
  compare,
  corpusNames,
  familyOf,
  type Row,
} from './pivot.js';

/** What several rows come to. */
export type Summary = {
  rows: number;
  /** Geometric mean of the rows' ratios. */
  mean: number;
  least: Comparison;
  most: Comparison;
  slower: number;
  ties: number;
  /** How many rows each denominator was the fastest in, most often first. */
  against: [engine: string, rows: number][];
};

/** The few sentences to remember of a run, each ratio with its denominator. */
export function headline(result: Result): string[] {
  const blocks = blocksOf(result);
  const lines: string[] = [];
  for (const corpus of corpusNames(result)) {
    const block = (question: Question) =>
      blocks.find((one) => one.question === question && one.corpus === corpus);
    const parts = [
      ingestSentence(result, block('ingest')),
      ...costSentences(result, block('ingest')),
      sizeSentence(result, block('store')),
      ...searchSentences(result, block('search'), 'search'),
      ...searchSentences(result, block('language'), 'language'),
      ...paperSentences(result, block('paper')),
      scaleSentence(block('scale')),
    ].filter((part) => part !== undefined);
    lines.push(...parts.map((part) => (corpus === '' ? part : `${corpus}: ${part}`)));
  }
  return lines;
}

/** What several rows come to against the fastest SQLite of each; undefined where nothing is comparable. */
export function summaryOf(
  result: Result,
  rows: readonly Row[],
  engine: string = OURS,
): Summary | undefined {
  return summarise(rows.flatMap((row) => compare(result, row, engine) ?? []));
}

/** What comparisons come to; undefined where there are none. */
export function summarise(all: readonly Comparison[]): Summary | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const { against } of all) counts.set(against, (counts.get(against) ?? 0) + 1);
  const by = (better: (a: number, b: number) => boolean) =>
    all.reduce((best, one) => (better(one.ratio.median, best.ratio.median) ? one : best), first);
  return {
    rows: all.length,
    mean: Math.exp(all.reduce((sum, { ratio }) => sum + Math.log(ratio.median), 0) / all.length),
    least: by((a, b) => a < b),
    most: by((a, b) => a > b),
    slower: all.filter(({ tie, ratio }) => !tie && ratio.median < 1).length,
    ties: all.filter(({ tie }) => tie).length,
    against: [...counts].sort(([, a], [, b]) => b - a),
  };
}

/** Whom a summary is against, where it is the fastest SQLite. */
function fastestText({ against }: Summary): string {
  return against.length === 1
    ? `${against[0]![0]} (the fastest SQLite of every row)`
    : `the fastest SQLite of each row (${against.map(([name, count]) => `${name} in ${count}`).join(', ')})`;
}

/** A summary as a sentence without its subject. */
export function summaryText(summary: Summary, who: string = fastestText(summary)): string {
  const { rows, mean, least, most, slower, ties } = summary;
  return (
    `${formatRatio(mean)} × ${who}, geometric mean of ${rows} ${rows === 1 ? 'row' : 'rows'}; ` +
    `from ${formatRatio(least.ratio.median)} × (${least.row.name}) ` +
    `to ${formatRatio(most.ratio.median)} × (${most.row.name}); ` +
    `${slower} slower, ${ties} ${ties === 1 ? 'tie' : 'ties'}`
  );
}

function ingestSentence(result: Result, block: Block | undefined): string | undefined {
  const row = block?.rows.find(({ name }) => name.startsWith('CPU per million lines'));
  const comparison = row && compare(result, row);
  return comparison && `ingest, lines per CPU second: ${formatComparison(comparison)}`;
}

/** What other ways of running ours cost: without native code, for one. */
function costSentences(result: Result, block: Block | undefined): string[] {
  const row = block?.rows.find(({ name }) => name.startsWith('CPU per million lines'));
  const ours = row?.cells.get(OURS);
  if (row === undefined || ours === undefined) return [];
  return [...row.cells.values()].flatMap(({ engine, values }) => {
    if (engine === OURS || familyOf(result, engine) !== 'hayabusa') return [];
    const cost = ratioOf(ours.values, values, 'less');
    if (!Number.isFinite(cost.median)) return [];
    const times = isTie(cost) ? 'tie with' : `${formatRatio(cost.median)} ×`;
    return `ingest, CPU time of ${engine}: ${times} ${OURS} (${formatRange(cost, formatRatio)})`;
  });
}

function sizeSentence(result: Result, block: Block | undefined): string | undefined {
  const row =
    block?.rows.find(({ name }) => name === 'all, allocated') ??
    block?.rows.find(({ name }) => name === 'all, bytes');
  if (block === undefined || row === undefined) return undefined;
  const ours = row.cells.get(OURS);
  if (ours === undefined) return undefined;
  const raw = rawMegabytes(result, block);
  const { median } = spreadOf(ours.values);
  const share = raw === undefined ? '' : `, ${formatNumber(median / raw)} of raw`;
  const comparison = compare(result, row);
  const against = comparison === undefined ? '' : `, ${smallerText(comparison)}`;
  return `store, ${row.name.replace('all, ', '')}: ${formatNumber(median)} ${row.unit}${share}${against}`;
}

function smallerText(comparison: Comparison): string {
  const text = formatComparison(comparison);
  return comparison.tie ? text : text.replace(' × ', ' × smaller than ');
}

/** A fresh process apart from a warm one: the start of the process hides the difference of the engines. */
function searchSentences(result: Result, block: Block | undefined, name: string): string[] {
  if (block === undefined) return [];
  const endings = [', fresh', ', warm'];
  const rest = block.rows.filter(({ name }) => !endings.some((ending) => name.endsWith(ending)));
  const sentence = (title: string, rows: Row[]) => {
    const summary = summaryOf(result, rows);
    return summary === undefined ? [] : [`${title}: ${summaryText(summary)}`];
  };
  const ending = (end: string) => block.rows.filter(({ name }) => name.endsWith(end));
  return [
    ...sentence(`${name}, fresh process`, ending(', fresh')),
    ...sentence(`${name}, warm`, ending(', warm')),
    ...sentence(name, rest),
  ];
}

/** From the command line, and with the store open already. */
function paperSentences(result: Result, block: Block | undefined): string[] {
  if (block === undefined) return [];
  const ours = block.engines.filter((name) => familyOf(result, name) === 'hayabusa');
  return ours.flatMap((engine) => {
    const summary = summaryOf(result, block.rows, engine);
    return summary === undefined ? [] : [`count of a keyword, ${engine}: ${summaryText(summary)}`];
  });
}

/** How fast a big run was, and whether it sagged. */
function scaleSentence(block: Block | undefined): string | undefined {
  const of = (name: string) => {
    const values = block?.rows.find((row) => row.name === name)?.cells.get(OURS)?.values;
    return values && spreadOf(values).median;
  };
  const rate = of('ingest, until sealed');
  if (rate === undefined) return undefined;
  const course = of('ingest, last tenth / first tenth') ?? Number.NaN;
  const peak = of('ingest, peak memory') ?? Number.NaN;
  return (
    `${formatNumber(rate / 1000)} k lines/s from the first line until all is sealed; ` +
    `the last tenth at ${formatRatio(course)} × the speed of the first; at most ${formatNumber(peak)} MB of memory`
  );
}

/** The raw text of a block's corpus in MB: as it was measured, else as the corpus says. */
export function rawMegabytes(result: Result, block: Block): number | undefined {
  const measured = block.rows.find(({ name }) => name === 'all, bytes')?.cells.get('raw');
  if (measured !== undefined) return spreadOf(measured.values).median;
  const corpus = result.corpora.find(({ name }) => name === block.corpus);
  return corpus && corpus.rawBytes / 1e6;
}
