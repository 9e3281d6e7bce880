import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderCharts } from './report/chart.js';
import { BENCH_FOLDER, chartFile } from './report/named-result.js';
import { numberFiles, withNumbers } from './report/readme.js';
import { readResult } from './result/result-file.js';

/**
 * Makes the numbers of README.md anew from the result files that its marker names, or from those that are given, and the
 * charts beside these files:
 *
 *     npm run bench:readme
 *     npm run bench:readme -- native-free-bench/results/2026-11-21-amd-epyc-2c-1a2b3c4d.json
 */
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const README = join(PROJECT, 'README.md');
const FOLDER = join(PROJECT, BENCH_FOLDER);

/** A result file as the marker names it: relative to the benchmark's folder, where it has to lie to be committed. */
function nameOf(given: string): string {
  const path = existsSync(resolve(given)) ? resolve(given) : join(FOLDER, given);
  const name = relative(FOLDER, path).split(sep).join('/');
  if (name.startsWith('..') || !existsSync(path))
    throw new Error(`Expected a result file in ${BENCH_FOLDER}/results, got "${given}"`);
  return name;
}

try {
  const page = readFileSync(README, 'utf8');
  const given = process.argv.slice(2).map(nameOf);
  const files = given.length > 0 ? given : (numberFiles(page) ?? []);
  const results = files.map((file) => ({ file, result: readResult(join(FOLDER, file)) }));
  const made = withNumbers(page, results);
  if (made !== page) writeFileSync(README, made);
  for (const { file, result } of results)
    for (const [question, svg] of renderCharts(result))
      writeFileSync(join(FOLDER, chartFile(file, question)), svg);
  process.stdout.write(
    made === page
      ? 'README.md is as the results say\n'
      : `README.md: numbers of ${files.join(', ')}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
