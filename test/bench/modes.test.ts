import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { generated } from '../../native-free-bench/corpus/make-corpus.js';
import { versionOf } from '../../native-free-bench/measure/command.js';
import {
  benchFolders,
  expectMeasured,
  NODE_ALONE,
  pathOf,
  rowsOf,
  runBench,
} from '../support/run-bench.js';

const hasRipgrep = versionOf('rg', '--version') !== undefined;
const WASM = 'SQLite FTS5, wasm';

describe('npm run bench', () => {
  it('takes logs as they are and gzipped, several of them, two of one name', () => {
    const folders = benchFolders();
    const { raw } = generated(9, 400, 1);
    // One without its final LF.
    writeFileSync(join(folders.folder, 'net.log'), raw.subarray(0, raw.length - 1));
    writeFileSync(join(folders.folder, 'net.log.gz'), gzipSync(raw));
    // The quickest question that compares hits.
    const args = [
      '--quick',
      '--only=growth',
      `--corpus=${join(folders.folder, 'net.log')}`,
      'net.log.gz',
    ];
    const PATH = pathOf(folders.folder, NODE_ALONE);
    const result = expectMeasured(folders, runBench(folders, args, { PATH }));
    expect(result.corpora).toMatchObject([
      { name: 'net', lines: 400 },
      { name: 'net-2', lines: 400, rawBytes: raw.length },
    ]);
    expect(result.command).toContain(' --only=growth --corpus=net.log net.log.gz');
    for (const corpus of ['net', 'net-2'])
      expect(
        result.measurements.filter((each) => each.corpus === corpus && each.engine === WASM),
      ).not.toEqual([]);
  });

  it('--corpus hostile holds it against SQLite, and against an index word by word', () => {
    const folders = benchFolders();
    const PATH = pathOf(folders.folder, NODE_ALONE);
    const args = ['--quick', '--lines', '800', '--only', 'store,search', '--corpus', 'hostile'];
    const result = expectMeasured(folders, runBench(folders, args, { PATH }));
    expect(result.corpora).toMatchObject([{ name: 'hostile', lines: 800 }]);
    for (const engine of ['hayabusa', WASM, 'word by word'])
      expect(rowsOf(result, 'store', engine).get('all, bytes')?.values[0], engine).toBeGreaterThan(
        0,
      );
    expect([...rowsOf(result, 'search', WASM).keys()]).not.toEqual([]);
  });

  it('--only growth measures it and its slopes; --native-free does so beside', () => {
    const folders = benchFolders();
    const PATH = pathOf(folders.folder, NODE_ALONE);
    const args = ['--quick', '--lines', '2000', '--only', 'growth', '--native-free'];
    const { measurements, engines } = expectMeasured(folders, runBench(folders, args, { PATH }));
    for (const engine of ['hayabusa', 'hayabusa, native-free', WASM]) {
      const own = measurements.filter((each) => each.engine === engine);
      for (const row of ['ingest, one core', 'store, allocated', 'absent, count, warm'])
        expect(
          own.filter((each) => each.row === row).map(({ x }) => x),
          row,
        ).toEqual([1, 4]);
      expect(own.filter(({ row }) => row === 'slope of store, allocated')).toHaveLength(1);
    }
    const settings = engines.find(({ name }) => name === 'hayabusa, native-free')?.settings;
    expect(settings).toContain('HAYABUSA_NATIVE_FREE=1');
  });

  it('--paper has its cells, from --min-records to --max-records', () => {
    const empty = benchFolders();
    const none = runBench(empty, ['--paper', '--min-records', '2k', '--max-records', '3k']);
    expect(expectMeasured(empty, none).measurements).toEqual([]);
    const folders = benchFolders();
    const run = runBench(folders, ['--paper', '--max-records', '3k', '--repeats', '1']);
    const result = expectMeasured(folders, run);
    for (const engine of ['hayabusa', 'hayabusa, open', WASM])
      expect([...rowsOf(result, 'paper', engine).keys()]).toEqual(['1 file × 1,000 records']);
    expect(result.notes.join()).toContain('more than 3,000 records were left out');
  });

  it.skipIf(!hasRipgrep)('--scale searches beside ripgrep, if there is one', () => {
    const folders = benchFolders();
    const args = ['--scale', '20k', '--quick', '--against', 'ripgrep'];
    const result = expectMeasured(folders, runBench(folders, args));
    const rows = rowsOf(result, 'scale', 'ripgrep');
    // The counts were compared before the times were kept.
    for (const row of ['rare, count', 'common AND common, first 100', 'NOT, count', 'CIDR, count'])
      expect(rows.get(`${row}, fresh`)?.values, row).toHaveLength(1);
  });

  it('--scale tells the course of the ingest, then searches', () => {
    const folders = benchFolders();
    const args = ['--scale', '50k', '--quick'];
    const PATH = pathOf(folders.folder, NODE_ALONE);
    const result = expectMeasured(folders, runBench(folders, args, { PATH }));
    const course = (row: string) =>
      result.measurements.filter((each) => each.row === row).map(({ x }) => x);
    expect(course('ingest').length).toBeGreaterThan(4);
    expect(course('memory')).toEqual(course('ingest'));
    expect(course('ingest').at(-1)).toBeLessThanOrEqual(0.05);
    const rows = rowsOf(result, 'scale', 'hayabusa');
    for (const row of ['ingest, until sealed', 'ingest, peak memory', 'store, allocated'])
      expect(rows.get(row)?.values[0], row).toBeGreaterThan(0);
    for (const asked of ['rare, count', 'rare, first 100', 'absent, count', 'common, first 100'])
      for (const how of ['fresh', 'warm']) expect([...rows.keys()]).toContain(`${asked}, ${how}`);
    const rare = ['AND common', 'OR rare', 'NOT common', 'substring', 'regular expression'];
    const kinds = ['OR', 'NOT', 'phrase', 'prefix', 'address', 'CIDR'];
    for (const kind of [...rare.map((kind) => `rare ${kind}`), ...kinds])
      for (const how of ['count, fresh', 'first 100, fresh', 'count, warm'])
        expect([...rows.keys()]).toContain(`${kind}, ${how}`);
    expect([...rows.keys()]).toContain('histogram, fresh');
    expect(result.corpora).toMatchObject([{ name: 'big run', lines: 50_000 }]);
    expect(result.measurements.every(({ engine }) => engine === 'hayabusa')).toBe(true);
  });
});
