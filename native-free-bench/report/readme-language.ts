import { OURS } from '../result/result.js';
import { summarise, summaryOf, summaryText } from './headline.js';
import { markdownTable } from './markdown.js';
import type { NamedResult } from './named-result.js';
import { formatCell, formatComparison, MISSING } from './number-format.js';
import { compare, compareWith, type Row, SCANNER } from './pivot.js';
import { blocksAbout, chartsOf, type FoundBlock, folded } from './readme-sections.js';

const COUNT = ', count, fresh';

/** Everything the language can ask, a table a corpus, below what all rows come to. */
export function languageSection(results: readonly NamedResult[]): string[] {
  const found = blocksAbout(results, 'language');
  if (found.length === 0) return [];
  const out = [
    '### Language',
    '',
    'What words alone do not say. A row lacks who cannot express it; the questions of each corpus stand in ' +
      '`native-free-bench/queries/language-lists.ts`.',
    '',
  ];
  for (const { result, block, label } of found)
    for (const [end, title] of [
      [', fresh', 'fresh process'],
      [', warm', 'store open'],
    ] as const) {
      const rows = block.rows.filter(({ name }) => name.endsWith(end));
      const add = (text: string) => out.push(`- ${label}, ${title}: ${text}.`);
      const sqlite = summaryOf(result, rows);
      if (sqlite !== undefined) add(summaryText(sqlite));
      const scanner = summarise(rows.flatMap((row) => compareWith(row, SCANNER) ?? []));
      if (scanner !== undefined) add(summaryText(scanner, SCANNER));
    }
  found.forEach((one, i) => {
    const table = languageTable(one);
    if (i === 0) out.push('', ...table);
    else out.push(...folded(`The same in ${one.label}`, table));
  });
  return [...out, '', ...chartsOf(found, 'language', 'Language by kind, corpus and engine'), ''];
}

/** Counts of a fresh process against everybody; beside them our other ways of asking. */
function languageTable({ result, block, label }: FoundBlock): string[] {
  const byName = new Map(block.rows.map((row) => [row.name, row]));
  const ours = (name: string) => formatCell(byName.get(name)?.cells.get(OURS)?.values);
  const rows = block.rows.filter(({ name }) => name.endsWith(COUNT) || name === 'histogram, fresh');
  const line = (row: Row) => {
    const kind = row.name.slice(0, row.name.endsWith(COUNT) ? -COUNT.length : -', fresh'.length);
    const comparison = compare(result, row);
    return [
      kind,
      formatCell(row.cells.get(OURS)?.values),
      comparison === undefined ? MISSING : formatCell(comparison.theirs.values),
      formatComparison(comparison),
      formatCell(row.cells.get(SCANNER)?.values),
      formatComparison(compareWith(row, SCANNER)),
      ours(`${kind}, first 100, fresh`),
      ours(`${kind}, count, warm`),
      ours(`${kind}, count, fresh, all cores / one thread`),
    ];
  };
  return markdownTable(
    [
      `${label}, count, fresh process, ms`,
      OURS,
      'fastest SQLite',
      'ratio, against which',
      SCANNER,
      'ratio',
      `${OURS}, first 100`,
      'store open',
      'times as fast as one thread',
    ],
    rows.map(line),
  );
}
