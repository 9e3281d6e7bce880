import { OURS, type Question, type Result } from '../result/result.js';
import { spreadOf } from '../result/spread.js';
import { rawMegabytes, summaryOf, summaryText } from './headline.js';
import { markdownTable } from './markdown.js';
import { BENCH_FOLDER, chartFile, type NamedResult } from './named-result.js';
import { formatCell, formatComparison, formatNumber, MISSING, thousands } from './number-format.js';
import { type Block, blocksOf, compare, engineNames, familyOf, type Row } from './pivot.js';
import { shortCommit } from './provenance.js';
import { isTelling } from './telling-rows.js';

/** `label` is the corpus as a reader tells it from others: of two with one name, with what tells them apart: lines, commit. */
export type FoundBlock = NamedResult & { block: Block; label: string };

/** The blocks of one question in all results. */
export function blocksAbout(results: readonly NamedResult[], question: Question): FoundBlock[] {
  const found = results.flatMap(({ file, result }) =>
    blocksOf(result)
      .filter((block) => block.question === question)
      .map((block) => ({ file, result, block, label: block.corpus })),
  );
  return found.map((one) => {
    const { corpus } = one.block;
    const lines = linesOf(one);
    const others = found.filter((other) => other.block.corpus === corpus && other !== one);
    const parts = [
      ...(lines !== undefined && others.some((other) => linesOf(other) !== lines)
        ? [`${thousands(lines)} lines`]
        : []),
      ...(others.some((other) => linesOf(other) === lines && commitOf(other) !== commitOf(one))
        ? [`commit ${commitOf(one)}`]
        : []),
    ];
    return { ...one, label: [corpus, ...parts].join(', ') };
  });
}

function linesOf({ result, block }: FoundBlock): number | undefined {
  return result.corpora.find(({ name }) => name === block.corpus)?.lines;
}

function commitOf({ result }: FoundBlock): string {
  return shortCommit(result.machine.commit);
}

/** The charts of one question, of each result that asked it. */
export function chartsOf(
  found: readonly FoundBlock[],
  question: Question,
  title: string,
): string[] {
  const files = new Set(found.map(({ file }) => chartFile(file, question)));
  return [...files].map((file) => `![${title}](${BENCH_FOLDER}/${file})`);
}

/** Lines per CPU second core for core, then what a run takes on the clock. */
export function ingestSection(results: readonly NamedResult[]): string[] {
  const found = blocksAbout(results, 'ingest');
  if (found.length === 0) return [];
  const engines = enginesIn(found, 'hayabusa', 'sqlite');
  const perCpu = found.flatMap(({ result, block, label }) => {
    const row = block.rows.find(({ name }) => name.startsWith('CPU per million lines'));
    if (row === undefined) return [];
    const cells = engines.map((name) =>
      formatCell(row.cells.get(name)?.values.map((seconds) => 1000 / seconds)),
    );
    return [[label, ...cells, formatComparison(compare(result, row))]];
  });
  const named = (block: Block, name: string, divide: number) => {
    const row = block.rows.find((one) => one.name === name);
    return formatCell(row?.cells.get(OURS)?.values, divide);
  };
  const columns: [title: string, row: string, divide: number][] = [
    ['one core, k lines/s', 'one core', 1000],
    ['MB/s', 'one core, MB/s', 1],
    ['all cores, k lines/s', 'all cores', 1000],
    ['all cores, MB/s', 'all cores, MB/s', 1],
    ['times as fast as one thread', 'all cores / one thread', 1],
    ['peak memory, MB', 'peak memory', 1],
  ];
  // Older results have not all of them.
  const shown = columns.filter(([, name]) =>
    found.some(({ block }) => block.rows.some((row) => row.name === name)),
  );
  const clock = found.map(({ block, label }) => [
    label,
    ...shown.map(([, name, divide]) => named(block, name, divide)),
  ]);
  return [
    '### Ingest',
    '',
    'Headers parsed, everything synced and findable through sealed indexes; CPU time of all threads.',
    '',
    ...markdownTable(
      ['thousand lines per CPU second', ...engines, `${OURS} against the fastest SQLite`],
      perCpu,
    ),
    '',
    ...markdownTable([`${OURS} on the clock`, ...shown.map(([title]) => title)], clock),
    '',
    ...chartsOf(found, 'ingest', 'Ingest by corpus and engine'),
    '',
  ];
}

/** Results of stores that kept an index apart from the messages tell of terms, postings and the rest. */
const PARTS = [
  ...['messages', 'terms', 'postings', 'the rest'],
  ...['index', 'index: tables', 'index: dictionary', 'index: lists', 'index: tail'],
  ...['log', 'catalog'],
];

/** Sizes as shares of the raw text, a column a corpus. */
export function storeSection(results: readonly NamedResult[]): string[] {
  const found = blocksAbout(results, 'store');
  if (found.length === 0) return [];
  const rows: string[][] = [];
  const add = (label: string, cellOf: (one: FoundBlock) => string) => {
    const cells = found.map(cellOf);
    if (cells.some((cell) => cell !== MISSING)) rows.push([label, ...cells]);
  };
  const share =
    (row: string, engine: string) =>
    ({ result, block }: FoundBlock) => {
      const raw = rawMegabytes(result, block);
      const values = block.rows.find(({ name }) => name === row)?.cells.get(engine)?.values;
      if (raw === undefined || values === undefined) return MISSING;
      return formatNumber(spreadOf(values).median / raw);
    };
  add('raw, MB', ({ result, block }) => formatNumber(rawMegabytes(result, block) ?? Number.NaN));
  add(`**${OURS}, allocated**`, share('all, allocated', OURS));
  add(`${OURS}, bytes`, share('all, bytes', OURS));
  for (const part of PARTS) add(`– ${part}`, share(part, OURS));
  for (const engine of enginesIn(found, 'plain').filter((name) => name !== 'raw'))
    add(engine, share('all, bytes', engine));
  for (const engine of enginesIn(found, 'sqlite'))
    add(`${engine}, allocated`, share('all, allocated', engine));
  add('times smaller than the smallest SQLite', ({ result, block }) => {
    const row = block.rows.find(({ name }) => name === 'all, allocated');
    return formatComparison(row && compare(result, row));
  });
  return [
    '### Store',
    '',
    'As a share of the raw text; messages and index together, by part in bytes.',
    '',
    ...markdownTable(['size / raw', ...found.map(({ label }) => label)], rows),
    '',
  ];
}

/** A selection of searches for each corpus, below what all of them come to. */
export function searchSection(results: readonly NamedResult[]): string[] {
  const found = blocksAbout(results, 'search');
  if (found.length === 0) return [];
  const out = ['### Search', ''];
  for (const { result, block } of found) {
    const state = (end: string, title: string) => {
      const summary = summaryOf(
        result,
        block.rows.filter(({ name }) => name.endsWith(end)),
      );
      if (summary !== undefined) out.push(`- ${title}: ${summaryText(summary)}.`);
    };
    const corpus = block.corpus === '' ? '' : `${block.corpus}, `;
    state(', fresh', `${corpus}fresh process`);
    state(', warm', `${corpus}warm`);
  }
  found.forEach(({ result, block }, i) => {
    const table = searchTable(result, block);
    // One table open; a reader in a hurry need not scroll past the others.
    if (i === 0) out.push('', ...table);
    else out.push(...folded(`The same searches in ${block.corpus || 'input of its own'}`, table));
  });
  return [...out, '', ...chartsOf(found, 'search', 'Search by kind, corpus and engine'), ''];
}

/** Lines that a reader unfolds when they are wanted. */
export function folded(title: string, lines: readonly string[]): string[] {
  return ['', `<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}

function searchTable(result: Result, block: Block): string[] {
  const selected = block.rows.filter(({ name }) => isTelling(name));
  const rows = selected.length > 0 ? selected : block.rows;
  const others = block.engines.filter(
    (name) => familyOf(result, name) === 'scan' && rows.some(({ cells }) => cells.has(name)),
  );
  const fastest = (row: Row) => {
    const comparison = compare(result, row);
    return comparison === undefined ? MISSING : formatCell(comparison.theirs.values);
  };
  return markdownTable(
    [
      `${block.corpus || 'search'}, ${rows[0]?.unit ?? 'ms'}`,
      OURS,
      'fastest SQLite',
      'ratio, against which',
      ...others,
    ],
    rows.map((row) => [
      row.name,
      formatCell(row.cells.get(OURS)?.values),
      fastest(row),
      formatComparison(compare(result, row)),
      ...others.map((name) => formatCell(row.cells.get(name)?.values)),
    ]),
  );
}

/** The engines of some families that have a value in any of these blocks, in the order they are listed. */
function enginesIn(found: readonly FoundBlock[], ...families: string[]): string[] {
  const names = found.flatMap(({ result, block }) =>
    engineNames(result).filter(
      (name) => block.engines.includes(name) && families.includes(familyOf(result, name) ?? ''),
    ),
  );
  return [...new Set(names)];
}
