import type { EngineFamily, Measurement, Question, Result } from '../result/result.js';
import { OURS, PLAIN_TWIN, QUESTIONS } from '../result/result.js';
import { isTie, ratioOf, type Spread, spreadOf } from '../result/spread.js';

/** How the rows of growth begin that tell how a cost grows. */
export const SLOPE = 'slope of ';
/** Who reads the text itself, and fastest. */
export const SCANNER = 'ripgrep';

/** One row of a table: what each engine answered to the same thing. */
export type Row = {
  question: Question;
  corpus: string;
  name: string;
  x?: number;
  unit: string;
  better: 'less' | 'more';
  cells: Map<string, Measurement>;
};

/** All rows of one question on one corpus, and the engines that have a value in any of them. */
export type Block = { question: Question; corpus: string; rows: Row[]; engines: string[] };

/** A row's ratio and what it is against; `ratio` counts how many times better ours is. */
export type Comparison = {
  row: Row;
  against: string;
  ours: Measurement;
  theirs: Measurement;
  ratio: Spread;
  tie: boolean;
};

/**
 * The blocks of a result: corpora as they are listed, then questions in their order, rows as they first appear, with those
 * that differ only in `x` together.
 */
export function blocksOf(result: Result): Block[] {
  const blocks = new Map<string, { block: Block; rows: Map<string, Row> }>();
  for (const measurement of result.measurements) {
    if (measurement.values.length === 0) continue;
    const { question, corpus, row: name, x, unit, better } = measurement;
    const blockKey = JSON.stringify([question, corpus]);
    const found = blocks.get(blockKey) ?? {
      block: { question, corpus, rows: [], engines: [] },
      rows: new Map<string, Row>(),
    };
    blocks.set(blockKey, found);
    const rowKey = JSON.stringify([name, x ?? null]);
    let row = found.rows.get(rowKey);
    if (row === undefined) {
      row = { question, corpus, name, unit, better, cells: new Map() };
      if (x !== undefined) row.x = x;
      found.rows.set(rowKey, row);
      found.block.rows.push(row);
    }
    row.cells.set(measurement.engine, measurement);
  }
  const names = engineNames(result);
  for (const { block } of blocks.values()) {
    block.engines = names.filter((name) => block.rows.some(({ cells }) => cells.has(name)));
    block.rows = [...groupByName(block.rows).values()].flat();
  }
  const corpora = corpusNames(result);
  return [...blocks.values()]
    .map(({ block }) => block)
    .sort(
      (a, b) =>
        corpora.indexOf(a.corpus) - corpora.indexOf(b.corpus) ||
        QUESTIONS.indexOf(a.question) - QUESTIONS.indexOf(b.question),
    );
}

/** Every engine with a measurement or an introduction: as they are listed, then as they appear. */
export function engineNames(result: Result): string[] {
  const listed = result.engines.map(({ name }) => name);
  return [...new Set([...listed, ...result.measurements.map(({ engine }) => engine)])];
}

/** Every corpus: as they are listed, then as they appear; the empty name, of no corpus, last. */
export function corpusNames(result: Result): string[] {
  const listed = result.corpora.map(({ name }) => name);
  const all = new Set([...listed, ...result.measurements.map(({ corpus }) => corpus)]);
  all.delete('');
  return [...all, ''];
}

export function familyOf(result: Result, engine: string): EngineFamily | undefined {
  return result.engines.find(({ name }) => name === engine)?.family;
}

/**
 * A row's ratio against the fastest SQLite that ran in it: the one with the best median. Where none did, against the
 * plain twin; undefined where there is neither, or nothing of ours, and for slopes, which are no amounts.
 */
export function compare(result: Result, row: Row, engine: string = OURS): Comparison | undefined {
  const ours = row.cells.get(engine);
  if (ours === undefined || row.name.startsWith(SLOPE)) return undefined;
  let rivals = [...row.cells.values()].filter(
    ({ engine: name }) => familyOf(result, name) === 'sqlite',
  );
  if (rivals.length === 0)
    rivals = [...row.cells.values()].filter(({ engine: name }) => name === PLAIN_TWIN);
  const median = ({ values }: Measurement) => spreadOf(values).median;
  const theirs = rivals.reduce<Measurement | undefined>((best, rival) => {
    if (best === undefined) return rival;
    const gain = median(rival) - median(best);
    return (row.better === 'less' ? gain < 0 : gain > 0) ? rival : best;
  }, undefined);
  return theirs && comparisonOf(row, ours, theirs);
}

/** A row's ratio against one other engine, of whatever family; undefined where either has no value. */
export function compareWith(
  row: Row,
  rival: string,
  engine: string = OURS,
): Comparison | undefined {
  const [ours, theirs] = [row.cells.get(engine), row.cells.get(rival)];
  return ours && theirs && comparisonOf(row, ours, theirs);
}

function comparisonOf(row: Row, ours: Measurement, theirs: Measurement): Comparison | undefined {
  const ratio = ratioOf(ours.values, theirs.values, row.better);
  if (!Number.isFinite(ratio.least) || !Number.isFinite(ratio.most)) return undefined;
  return { row, against: theirs.engine, ours, theirs, ratio, tie: isTie(ratio) };
}

/** At most `count` of the rows that differ only in `x`, first and last among them, evenly chosen; others all. */
export function thinned(rows: readonly Row[], count: number): Row[] {
  const kept = new Set<Row>();
  for (const group of groupByName(rows).values())
    for (let i = 0; i < Math.min(count, group.length); i++) {
      const step = group.length <= count ? i : Math.round((i * (group.length - 1)) / (count - 1));
      kept.add(group[step]!);
    }
  return rows.filter((row) => kept.has(row));
}

/** Rows by name, in order of first appearance. */
export function groupByName(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return groups;
}

/** A row's name with where it stands: `ingest, 4 ×` in growth, `ingest, at 40 M lines` in a big run. */
export function rowLabel({ question, name, x }: Row): string {
  if (x === undefined) return name;
  return question === 'growth'
    ? `${name}, ${x} ×`
    : `${name}, at ${Number(x.toPrecision(3))} M lines`;
}
