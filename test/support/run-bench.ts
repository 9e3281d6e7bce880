import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Measurement, Result } from '../../native-free-bench/result/result.js';
import { readResult } from '../../native-free-bench/result/result-file.js';
import { temporaryFolder } from './temporary-folder.js';

/** The real benchmark, as `global-setup.ts` has built it. */
const BENCH = fileURLToPath(new URL('../../dist/native-free-bench/bench.js', import.meta.url));

/** What stands in a folder of programs. */
type Programs = Readonly<Record<string, { script: string } | { link: string }>>;

/** A run where there is nothing but Node. */
export const NODE_ALONE: Programs = { node: { link: process.execPath }, sh: { link: '/bin/sh' } };

/** Folders of one run, gone after the test; stores are made in `scratch`, the result is written to `results`. */
export type BenchFolders = { folder: string; scratch: string; results: string };

export function benchFolders(): BenchFolders {
  const folder = temporaryFolder();
  const [scratch, results] = [join(folder, 'scratch'), join(folder, 'results')];
  mkdirSync(scratch);
  return { folder, scratch, results };
}

export type BenchRun = { status: number | null; stdout: string; stderr: string };

const argsOf = ({ scratch, results }: BenchFolders, args: readonly string[]) => [
  ...[BENCH, '--scratch', scratch, '--results', results],
  ...args,
];

/** Runs it to its end. */
export function runBench(
  folders: BenchFolders,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): BenchRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, argsOf(folders, args), {
    cwd: folders.folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

export function startBench(folders: BenchFolders, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, argsOf(folders, args), { cwd: folders.folder });
}

/** The one result that was written, and its charts by question. */
export function resultIn({ results }: BenchFolders): { result: Result; charts: string[] } {
  const files = readdirSync(results);
  const [json = '', ...others] = files.filter((file) => file.endsWith('.json'));
  if (json === '' || others.length > 0) throw new Error(`Expected one result, got ${files}`);
  const stem = json.replace(/json$/, '').replace(/\.$/, '-');
  const charts = files
    .filter((file) => file.endsWith('.svg'))
    .map((file) => file.slice(stem.length).replace('.svg', ''));
  return { result: readResult(join(results, json)), charts: charts.sort() };
}

export function rowsOf(
  { measurements }: Result,
  question: string,
  engine: string,
): Map<string, Measurement> {
  const own = measurements.filter((each) => each.question === question && each.engine === engine);
  return new Map(own.map((each) => [each.row, each]));
}

/** A PATH on which only these scripts and programs are. */
export function pathOf(folder: string, programs: Programs): string {
  const path = join(folder, 'bin');
  mkdirSync(path);
  for (const [name, what] of Object.entries(programs)) {
    const file = join(path, name);
    if ('link' in what) symlinkSync(what.link, file);
    else {
      writeFileSync(file, `#!/bin/sh\n${what.script}\n`);
      chmodSync(file, 0o755);
    }
  }
  return path;
}

/** Expects a run that ended well, with one result, and nothing left behind. */
export function expectMeasured(
  folders: BenchFolders,
  { status, stderr, stdout }: BenchRun,
): Result {
  expect({ status, stderr: stderr.replace(/^\[ *\d+ s\] .*\n/gm, '') }).toEqual({
    status: 0,
    stderr: '',
  });
  expect(readdirSync(folders.scratch)).toEqual([]);
  const { result, charts } = resultIn(folders);
  const questions = [...new Set(result.measurements.map(({ question }) => question))];
  expect(charts).toEqual(questions.sort());
  expect(stdout).toContain('Benchmark of ');
  for (const { values, row, unit } of result.measurements)
    expect(
      values.every((value) => Number.isFinite(value) && (value >= 0 || unit === 'exponent')),
      row,
    ).toBe(true);
  return result;
}
