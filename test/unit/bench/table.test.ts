import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../native-free-bench/report/table.js';
import type { Measurement } from '../../../native-free-bench/result/result.js';
import { fullResult, measurement, smallResult } from '../../support/fake-result.js';

/** The line of the table that starts with a label. */
function lineOf(table: string, label: string): string {
  return table.split('\n').find((line) => line.startsWith(label)) ?? `no line ${label}`;
}

const table = (...measurements: Measurement[]) => renderTable(smallResult(measurements));

describe('renderTable()', () => {
  it('names the denominator, and ties', () => {
    const text = table(
      measurement('rare, count, span, warm', 'hayabusa', [10, 10, 10]),
      measurement('rare, count, span, warm', 'better-sqlite3', [40, 41, 42]),
      measurement('rare, count, span, warm', 'python3 FTS3', [50, 51, 52]),
      measurement('common, count, span, warm', 'hayabusa', [10, 10, 10]),
      measurement('common, count, span, warm', 'better-sqlite3', [9, 10.4, 11]),
    );
    expect(lineOf(text, 'rare, count, span')).toContain('4.1 × better-sqlite3 (4.0–4.2)');
    expect(lineOf(text, 'common, count, span')).toContain('tie with better-sqlite3 (0.90–1.10)');
    expect(text).toContain('Search, warm [ms, less is better]');
    expect(text).toContain(
      'auth: search, warm: 2.1 × better-sqlite3 (the fastest SQLite of every row)',
    );
    expect(text).toContain('0 slower, 1 tie');
  });

  it('has a dash where nothing was measured, and the spread where it is wide', () => {
    const text = table(
      measurement('a', 'hayabusa', [80, 100, 120]),
      measurement('b', 'hayabusa', [5]),
      measurement('b', 'grep', [7]),
    );
    expect(lineOf(text, 'a ')).toMatch(/^a +100 ±20% +–$/);
    expect(lineOf(text, 'b ')).toMatch(/^b +5\.00 +7\.00$/);
  });

  it('has the unit of a row in its label where rows differ', () => {
    const ingest = (row: string, unit: string, values: number[]) =>
      measurement(row, 'hayabusa', values, { question: 'ingest', unit, better: 'more' });
    const text = table(
      ingest('one core', 'lines/s', [243_000]),
      ingest('one core, MB/s', 'MB/s', [22]),
    );
    expect(lineOf(text, 'one core [')).toMatch(/^one core \[k lines\/s\] +243$/);
    expect(lineOf(text, 'one core, MB/s')).toMatch(/^one core, MB\/s +22\.0$/);
  });

  it('tells machine, commit, command, seed, corpora, engines, what is absent and the notes', () => {
    const text = table(measurement('a', 'hayabusa', [1]));
    for (const part of [
      'AMD EPYC, 2 cores, 7.6 GiB, Linux 6.1 x64',
      'Node 20.20.2, commit 01234567, seed 7',
      '2026-11-21 10:20 UTC, 215 s',
      'npm run bench -- --corpus auth.log',
      'better-sqlite3 1.2.3: FTS5 ascii; synchronous=OFF',
      'absent: parallel sqlite3 (GNU parallel is not installed)',
      'note: The page cache was warm.',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/ auth +800,123 +71\.0 MB +60\.0 MB +1,361/);
  });

  it('says how small the store is, of raw and against which SQLite', () => {
    const store = { question: 'store', unit: 'MB' } as const;
    const text = table(
      measurement('all, allocated', 'hayabusa', [7.1], store),
      measurement('all, allocated', 'better-sqlite3', [71], store),
    );
    expect(text).toContain(
      'auth: store, allocated: 7.10 MB, 0.10 of raw, 10 × smaller than better-sqlite3',
    );
  });

  it('says what other ways of running ours cost', () => {
    const result = smallResult([
      measurement('CPU per million lines', 'hayabusa', [2, 2], { question: 'ingest', unit: 's' }),
      measurement('CPU per million lines', 'native-free', [3, 4], {
        question: 'ingest',
        unit: 's',
      }),
    ]);
    result.engines.push({ name: 'native-free', family: 'hayabusa', version: '', settings: [] });
    expect(renderTable(result)).toContain(
      'auth: ingest, CPU time of native-free: 1.75 × hayabusa (1.50–2.0)',
    );
  });

  it('fits 160 columns, also with more engines than fit side by side', () => {
    const wide = (text: string) => text.split('\n').filter((line) => [...line].length > 160);
    expect(wide(renderTable(fullResult()))).toEqual([]);
    const names = Array.from({ length: 20 }, (_, i) => `engine number-${i} of many`);
    const text = table(...names.map((name) => measurement('a', name, [10, 100, 1000])));
    expect(wide(text)).toEqual([]);
    expect(text.match(/100 \(10\.0–1,000\)/g)).toHaveLength(20);
  });

  it('shows a long course by its first, last and a few between', () => {
    const text = renderTable(fullResult());
    expect(text).toContain('ingest, at 2 M lines');
    expect(text).toContain('ingest, at 100 M lines');
    expect(text.match(/ingest, at \d+ M lines/g)).toHaveLength(8);
  });

  it('makes something of a run that measured nothing', () => {
    expect(renderTable(smallResult([], { corpora: [], engines: [] }))).toContain('AMD EPYC');
  });
});
