import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCharts } from '../report/chart.js';
import type { Result } from './result.js';
import { parseResult } from './result-check.js';

/** What a run's files are called: `2026-11-21-amd-epyc-2c-1a2b3c4d`. No host, no folder. */
export function resultName({ date, machine }: Result): string {
  const commit = machine.commit.replace(/^([0-9a-f]{8})[0-9a-f]+/, '$1');
  return `${date.slice(0, 10)}-${cpuSlug(machine.cpu)}-${machine.cores}c-${commit}`;
}

/** `Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz` is `intel-core-i7-8550u`. */
function cpuSlug(cpu: string): string {
  const words = cpu
    .replace(/\((?:r|tm|c)\)/gi, ' ')
    .replace(/@.*$/, '')
    .replace(/\b(?:cpu|processor|\d+-core)\b/gi, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  let slug = words[0] ?? 'cpu';
  for (const word of words.slice(1))
    if (slug.length + word.length < 28) slug += `-${word}`;
    else break;
  return slug;
}

/**
 * Writes a result as JSON and its charts as SVG into a folder, which it makes when it is not there, and says the paths of
 * what it wrote, the JSON first. A run of the same day, machine and commit is kept: this one gets `-2`, `-3` … behind it.
 */
export function writeResult(folder: string, result: Result): string[] {
  mkdirSync(folder, { recursive: true });
  const text = resultText(result);
  const wanted = resultName(result);
  for (let serial = 1; ; serial++) {
    const name = serial === 1 ? wanted : `${wanted}-${serial}`;
    const path = join(folder, `${name}.json`);
    if (!createdFile(path, text)) continue;
    const charts = [...renderCharts(result)].map(([question, svg]) => {
      const chart = join(folder, `${name}-${question}.svg`);
      writeFileSync(chart, svg);
      return chart;
    });
    return [path, ...charts];
  }
}

/** A result as JSON with one measurement a line, so that two runs can be compared line by line. */
export function resultText(result: Result): string {
  const fields = Object.entries(result).map(([name, value]: [string, unknown]) => {
    const listed = Array.isArray(value) && value.length > 0;
    const items = listed ? value.map((item) => `    ${JSON.stringify(item)}`).join(',\n') : '';
    return `  ${JSON.stringify(name)}: ${listed ? `[\n${items}\n  ]` : JSON.stringify(value)}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** The result of a file; throws a sentence when it holds something else. */
export function readResult(path: string): Result {
  const text = readFileSync(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} is no result of the benchmark: expected JSON: ${why}`, { cause });
  }
  return parseResult(value, path);
}

/** Creates a file; false when there is one of that name. */
function createdFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
