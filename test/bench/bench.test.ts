import { describe, expect, it } from 'vitest';
import { QUERY_KINDS } from '../../native-free-bench/queries/query.js';
import {
  benchFolders,
  expectMeasured,
  NODE_ALONE,
  pathOf,
  rowsOf,
  runBench,
} from '../support/run-bench.js';

const WASM = 'SQLite FTS5, wasm';
const OTHERS = [
  'SQLite FTS3, python3',
  'SQLite FTS3, sqlite3',
  'SQLite FTS3, parallel',
  'grep',
  'ripgrep',
  'gzip -dc | grep',
  'lz4 -dc | grep',
  'ripgrep -z, gzip',
];

const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name);

describe('npm run bench', () => {
  it('measures every question for Hayabusa and SQLite, and agrees with all that is there', () => {
    const folders = benchFolders();
    const run = runBench(folders, ['--lines', '3000', '--quick', '--only', 'ingest,store,search']);
    const result = expectMeasured(folders, run);
    for (const heading of ['Ingest', 'Store', 'Search, fresh process', 'Search, warm'])
      expect(run.stdout).toMatch(new RegExp(`^${heading}`, 'm'));
    expect(result.command).toBe(
      'npm run bench -- --scratch scratch --results results --lines 3000 --quick --only ingest,store,search',
    );
    expect(result.corpora).toMatchObject([{ name: 'generated', lines: 3000, hours: 1 }]);
    for (const engine of ['hayabusa', WASM]) {
      expect([...rowsOf(result, 'ingest', engine).keys()]).toEqual(
        expect.arrayContaining(['one core', 'one core, MB/s', 'all cores']),
      );
      expect([...rowsOf(result, 'store', engine).keys()]).toEqual(
        expect.arrayContaining(['all, allocated', 'all, bytes', 'allocated / raw']),
      );
      const rows = [...rowsOf(result, 'search', engine).keys()];
      for (const kind of QUERY_KINDS)
        expect(rows).toEqual(
          expect.arrayContaining([
            `${kind}, count, span, fresh`,
            `${kind}, count, span, warm`,
            `${kind}, first 100, span, warm`,
          ]),
        );
    }
    const ingest = rowsOf(result, 'ingest', 'hayabusa');
    for (const row of ['one thread', 'all cores / one thread', 'CPU per million lines, one thread'])
      expect(ingest.get(row)?.values[0], row).toBeGreaterThan(0);
    const parts = rowsOf(result, 'store', 'hayabusa');
    const sum = (...names: string[]) =>
      names.reduce((total, name) => total + parts.get(name)!.values[0]!, 0);
    expect(sum('messages', 'index', 'log', 'catalog')).toBeCloseTo(sum('all, bytes'), 6);
    expect(sum('index: tables', 'index: dictionary', 'index: lists', 'index: tail')).toBeCloseTo(
      sum('index'),
      6,
    );
    expect(sum('packs, allocated', 'log, allocated', 'catalog, allocated')).toBeLessThanOrEqual(
      sum('all, allocated'),
    );
    expect(new Set([...namesOf(result.absent), ...namesOf(result.engines)])).toEqual(
      new Set([
        ...['hayabusa', WASM, 'SQLite FTS3, better-sqlite3', 'raw', 'gzip', 'LZ4'],
        ...OTHERS,
      ]),
    );
  });

  it('works where there is nothing but Node, in all ways of asking, and names what is absent', () => {
    const folders = benchFolders();
    const PATH = pathOf(folders.folder, NODE_ALONE);
    const run = runBench(folders, ['--lines', '1500', '--repeats', '1', '--only', 'search'], {
      PATH,
    });
    const result = expectMeasured(folders, run);
    expect(namesOf(result.absent)).toEqual(expect.arrayContaining(OTHERS));
    for (const { name, why } of result.absent) expect(why, name).not.toBe('');
    expect(result.machine.commit).toBe('unknown');
    expect(namesOf(result.absent)).not.toContain(WASM);
    expect(result.corpora).toMatchObject([{ hours: 4 }]);
    const hours = (engine: string) =>
      [...rowsOf(result, 'search', engine).keys()].filter((row) => row.includes(', hour, '));
    // Count, first 100 and all, warm; of Hayabusa one of them fresh too.
    expect(hours('hayabusa')).toHaveLength(4 * QUERY_KINDS.length);
    expect(hours(WASM)).toHaveLength(3 * QUERY_KINDS.length);
    for (const name of OTHERS) expect(run.stdout).toContain(name);
  });
});

describe('the build that is measured', () => {
  it('prints its usage', () => {
    const { status, stdout } = runBench(benchFolders(), ['--help']);
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 0,
      first: 'Usage: npm run bench -- [options]',
    });
  });
});
