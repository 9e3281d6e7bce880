import { code } from './markdown.js';
import { askedOf, BENCH_FOLDER, chartFile, type NamedResult } from './named-result.js';
import { thousands } from './number-format.js';
import { dateText, machineText, softwareText } from './provenance.js';
import { otherSections } from './readme-courses.js';
import { languageSection } from './readme-language.js';
import { ingestSection, searchSection, storeSection } from './readme-sections.js';

const START = /<!-- numbers:([^>]*?)-->/;
const END = '<!-- /numbers -->';

/** Names of the result files that a page's numbers are made of; undefined where the page has no marker. */
export function numberFiles(page: string): string[] | undefined {
  const files = START.exec(page)?.[1];
  return files?.split(/\s+/).filter((name) => name !== '');
}

/**
 * A page with its numbers made anew between `<!-- numbers: results/FILE.json … -->` and `<!-- /numbers -->`. Throws when it
 * has no such place.
 */
export function withNumbers(page: string, results: readonly NamedResult[]): string {
  const start = START.exec(page);
  const end = start === null ? -1 : page.indexOf(END, start.index + start[0].length);
  if (start === null || end < 0)
    throw new Error(
      `README.md has no place for the numbers: expected <!-- numbers: results/FILE.json --> and, below it, ${END}`,
    );
  if (results.length === 0)
    throw new Error('README.md names no result file: expected <!-- numbers: results/FILE.json -->');
  const marker = `<!-- numbers: ${results.map(({ file }) => file).join(' ')} -->`;
  const made = renderNumbers(results);
  return `${page.slice(0, start.index)}${marker}\n${made}${page.slice(end)}`;
}

/** The numbers of several results in Markdown, for a reader in a hurry; each question that any of them asked. */
export function renderNumbers(results: readonly NamedResult[]): string {
  const sections = [
    ...ingestSection(results),
    ...storeSection(results),
    ...searchSection(results),
    ...languageSection(results),
    ...otherSections(results),
    ...sourceSection(results),
  ];
  return `\n${sections
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n\n`;
}

/** Where the figures come from: the exact command, machine and commit, the files, what was missing. */
function sourceSection(results: readonly NamedResult[]): string[] {
  const out = ['### How it was measured', ''];
  for (const { file, result } of results) {
    const corpora = result.corpora
      .map(({ name, lines }) => `${name} (${thousands(lines)} lines)`)
      .join(', ');
    const charts = askedOf(result).map(
      (question) => `[${question}](${BENCH_FOLDER}/${chartFile(file, question)})`,
    );
    out.push(
      `- ${code(result.command)}, ${dateText(result)}, ${Math.round(result.durationSeconds)} s, seed ${result.seed}` +
        `${corpora === '' ? '' : `: ${corpora}`}. ${machineText(result)}; ${softwareText(result)}. ` +
        `Every repeat: [${file}](${BENCH_FOLDER}/${file})${charts.length === 0 ? '' : `; charts: ${charts.join(', ')}`}.`,
    );
    for (const { name, why } of result.absent) out.push(`  - Absent: ${name} (${why}).`);
    for (const note of result.notes) out.push(`  - ${note}`);
  }
  out.push('', ...engineLines(results));
  out.push(
    '',
    'Figures are medians of the repeats, with the least and the most behind them where these are more than 10 % off. A ratio ' +
      'is the median of the turns, with the least and the most; where that crosses 1 it is a tie. `npm run bench:readme` writes ' +
      'these tables from the files named here, and a test fails when they differ.',
  );
  return out;
}

/** Every engine with its settings, so that a reader can tell whether a baseline was made weak. */
function engineLines(results: readonly NamedResult[]): string[] {
  const lines = new Set(
    results.flatMap(({ result }) =>
      result.engines.map(({ name, version, settings }) => {
        const set = settings.length === 0 ? '' : `: ${settings.map(code).join(', ')}`;
        return `- ${`${name} ${version}`.trim()}${set}`;
      }),
    ),
  );
  return ['<details><summary>Engines and their settings</summary>', '', ...lines, '', '</details>'];
}
