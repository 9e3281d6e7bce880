import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type BenchFolders,
  type BenchRun,
  benchFolders,
  NODE_ALONE,
  pathOf,
  runBench,
  startBench,
} from '../support/run-bench.js';
import { ended, waitUntil } from '../support/run-cli.js';

const SEARCH = ['--quick', '--lines', '1000', '--only', 'search'];
const withoutProgress = (stderr: string) => stderr.replace(/^\[ *\d+ s\] .*\n/gm, '');
const whereIs = (name: string) =>
  spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
const realRg = whereIs('rg');

/** Expects a run that failed: nothing written, nothing left. Returns what it said. */
function expectFailed(folders: BenchFolders, { status, stdout, stderr }: BenchRun): string {
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(existsSync(folders.results)).toBe(false);
  expect(readdirSync(folders.scratch)).toEqual([]);
  return withoutProgress(stderr);
}

/** A run in which `rg` is this script. */
function withRipgrep(script: string): string {
  const folders = benchFolders();
  const PATH = pathOf(folders.folder, {
    ...NODE_ALONE,
    cut: { link: whereIs('cut') },
    rg: { script: `[ "$1" = --version ] && { echo ripgrep 99; exit; }\n${script}` },
  });
  const run = runBench(folders, SEARCH, { PATH });
  return expectFailed(folders, run);
}

describe('a lying engine fails the run', () => {
  it('that finds nothing', () => {
    const said = withRipgrep('exit 1');
    expect(said).toMatch(
      /^Different hits for rare query \w+ in generated: hayabusa finds (\d+) lines, ripgrep 0\n/,
    );
    expect(said).toMatch(/\n {2}only hayabusa, line \d+: .+\n/);
  });

  const skipped = realRg === '' ? ': SKIPPED, there is no rg here' : '';
  it.skipIf(realRg === '')(`that loses its first line${skipped}`, () => {
    const said = withRipgrep(`'${realRg}' "$@" | '${whereIs('tail')}' -n +2`);
    expect(said).toMatch(/^Different hits for rare query \w+ in generated: hayabusa finds /);
    expect(said).toMatch(/\n {2}only hayabusa, line \d+: .+\n/);
    expect(said).not.toContain('only ripgrep');
  });

  it.skipIf(realRg === '')(`that prints what is no hit${skipped}`, () => {
    // Line 1 of the file, which is the last word of the command line.
    const script = `'${realRg}' "$@"; status=$?; for file; do :; done; echo "$file:1:"; exit $status`;
    expect(withRipgrep(script)).toMatch(/\n {2}only ripgrep, line \d+: .+\n/);
  });

  it.skipIf(realRg === '')(`that says the hits but counts others${skipped}`, () => {
    const script = `case " $* " in *" -c "*) echo 999999;; *) exec '${realRg}' "$@";; esac`;
    expect(withRipgrep(script)).toMatch(
      /^ripgrep answers .*"word":"\w+".* \(count\) with 999999 in generated: expected \d+\n$/,
    );
  });

  it('that breaks', () => {
    expect(withRipgrep('echo no memory >&2; exit 2')).toMatch(/^sh -c .*ended with .*no memory/);
  });
});

describe('what is asked wrongly ends with exit code 2 and a sentence', () => {
  const check = (args: string[], sentence: RegExp) => {
    const folders = benchFolders();
    mkdirSync(join(folders.folder, 'folder'));
    writeFileSync(join(folders.folder, 'empty.log'), '');
    writeFileSync(join(folders.folder, 'long.log'), 'x'.repeat(3 << 20));
    const said = expectFailed(folders, runBench(folders, args));
    expect(said).toMatch(sentence);
    expect(said).toMatch(/^[^\n]+\n$/);
  };

  it.each<[string[], RegExp]>([
    [['--fast'], /^Unknown option '--fast'/],
    [['--lines', 'many'], /^--lines: expected a whole number from 1 on, .*got "many"/],
    [['--only', 'ingest,speed'], /^--only: expected some of ingest, .*got "speed"/],
    [['auth.log'], /^Files of logs come behind --corpus: got "auth\.log"/],
    [['--corpus', 'absent.log'], /^There is no absent\.log/],
    [['--corpus', 'folder'], /^folder is a folder: expected a log/],
    [['--corpus', 'empty.log'], /^empty\.log is empty: expected a log/],
    [
      ['--results', 'empty.log'],
      /^--results: expected a folder that can be written to, got "empty\.log"/,
    ],
    [['--results', 'empty.log/in'], /^--results: expected a folder that can be written to/],
    [['--corpus', 'long.log'], /has a line over 1 MiB, .*leave it out of a benchmark/],
  ])('%j', check);
});

describe('a run that is stopped', () => {
  it.each<[NodeJS.Signals, number, string[]]>([
    ['SIGINT', 130, ['--lines', '30k', '--only', 'ingest']],
    ['SIGTERM', 143, ['--scale', '1M']],
  ])('by %s leaves nothing in its scratch folder', async (signal, status, args) => {
    const folders = benchFolders();
    const child = startBench(folders, args);
    const end = ended(child);
    const stores = () => readdirSync(folders.scratch, { recursive: true }).map(String);
    await waitUntil('a store', () => {
      try {
        return stores().some((path) => path.endsWith('CATALOG'));
      } catch {
        return false;
      }
    });
    child.kill(signal);
    expect(await end).toMatchObject({ status, signal: null });
    expect(readdirSync(folders.scratch)).toEqual([]);
    // Nor does a program that goes on make it anew.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(readdirSync(folders.scratch)).toEqual([]);
    expect(existsSync(folders.results)).toBe(false);
  });
});
