import { describe, expect, it } from 'vitest';
import {
  numberFiles,
  renderNumbers,
  withNumbers,
} from '../../../native-free-bench/report/readme.js';
import { QUESTIONS } from '../../../native-free-bench/result/result.js';
import { fullResult, measurement, smallResult } from '../../support/fake-result.js';

const PAGE =
  '# A\n\n<!-- numbers: results/a.json results/b.json -->\nold\n<!-- /numbers -->\n\nB\n';
const SMALL = smallResult([
  measurement('rare, count, span, warm', 'hayabusa', [10, 10]),
  measurement('rare, count, span, warm', 'better-sqlite3', [40, 42]),
  measurement('rare, count, span, warm', 'grep', [80, 80]),
]);

describe('numberFiles()', () => {
  it('reads the names in the marker', () => {
    expect(numberFiles(PAGE)).toEqual(['results/a.json', 'results/b.json']);
    expect(numberFiles('<!-- numbers: -->')).toEqual([]);
    expect(numberFiles('# A')).toBeUndefined();
  });
});

describe('withNumbers()', () => {
  const named = [{ file: 'results/c.json', result: SMALL }];

  it('replaces what stands between the markers, and nothing else', () => {
    const made = withNumbers(PAGE, named);
    expect(made.startsWith('# A\n\n<!-- numbers: results/c.json -->\n\n### Search')).toBe(true);
    expect(made.endsWith('\n\n<!-- /numbers -->\n\nB\n')).toBe(true);
    expect(made).not.toContain('old');
  });

  it('changes nothing the second time', () => {
    const made = withNumbers(PAGE, named);
    expect(withNumbers(made, named)).toBe(made);
  });

  it('refuses a page without a place for them, and no results', () => {
    expect(() => withNumbers('# A', named)).toThrow('README.md has no place for the numbers');
    expect(() => withNumbers('<!-- numbers: a -->', named)).toThrow('<!-- /numbers -->');
    expect(() => withNumbers(PAGE, [])).toThrow('README.md names no result file');
  });
});

describe('renderNumbers()', () => {
  it('has ours, the fastest SQLite by name, the ratio with its spread, and grep', () => {
    expect(renderNumbers([{ file: 'results/c.json', result: SMALL }])).toContain(
      '| rare, count, span, warm | 10.0 | 41.0 | 4.1 × better-sqlite3 (4.0–4.2) | 80.0 |',
    );
  });

  it('has the language against SQLite and ripgrep, with what else was asked of ours beside it', () => {
    const language = { question: 'language' } as const;
    const result = smallResult([
      measurement('OR, count, fresh', 'hayabusa', [10, 10], language),
      measurement('OR, count, fresh', 'better-sqlite3', [40, 42], language),
      measurement('OR, count, fresh', 'ripgrep', [80, 90], language),
      measurement('OR, first 100, fresh', 'hayabusa', [20, 20], language),
      measurement('OR, count, warm', 'hayabusa', [3, 3], language),
      measurement('OR, count, fresh, all cores / one thread', 'hayabusa', [1.7, 1.7], {
        ...language,
        unit: '×',
        better: 'more',
      }),
      measurement('histogram, fresh', 'hayabusa', [30, 30], language),
    ]);
    const text = renderNumbers([{ file: 'results/c.json', result }]);
    expect(text).toContain(
      '| OR | 10.0 | 41.0 | 4.1 × better-sqlite3 (4.0–4.2) | 85.0 | 8.5 × ripgrep (8.0–9.0) | 20.0 | 3.00 | 1.70 |',
    );
    expect(text).toContain('- auth, fresh process: 4.1 × better-sqlite3 (the fastest SQLite of');
    expect(text).toContain('- auth, fresh process: 8.5 × ripgrep, geometric mean of 1 row; from');
    expect(text).toContain('| histogram | 30.0 | – | – | – | – | – | – | – |');
    expect(text).toContain('c-language.svg');
  });

  it('turns CPU seconds per million lines into lines per CPU second', () => {
    const ingest = { question: 'ingest', unit: 's' } as const;
    const result = smallResult([
      measurement('CPU per million lines', 'hayabusa', [2, 2], ingest),
      measurement('CPU per million lines', 'python3 FTS3', [4, 4], ingest),
    ]);
    expect(renderNumbers([{ file: 'results/c.json', result }])).toContain(
      '| auth | 500 | 250 | 2.0 × python3 FTS3 (2.0) |',
    );
  });

  it('tells how much faster the default is than one thread, where that was measured', () => {
    const ingest = { question: 'ingest', unit: '×', better: 'more' } as const;
    const alone = measurement('one core', 'hayabusa', [2e5], { ...ingest, unit: 'lines/s' });
    const text = (...more: (typeof alone)[]) =>
      renderNumbers([{ file: 'results/c.json', result: smallResult([alone, ...more]) }]);
    const ratio = measurement('all cores / one thread', 'hayabusa', [1.7, 1.7], ingest);
    expect(text(ratio)).toContain(
      '| hayabusa on the clock | one core, k lines/s | times as fast as one thread |',
    );
    expect(text(ratio)).toContain('| auth | 200 | 1.7');
    expect(text()).not.toContain('one thread');
  });

  it('tells the parts of a store that a result has', () => {
    const store = { question: 'store', unit: 'MB' } as const;
    const raw = measurement('all, bytes', 'raw', [50], store);
    const text = (part: string) =>
      renderNumbers([
        {
          file: 'results/c.json',
          result: smallResult([raw, measurement(part, 'hayabusa', [5], store)]),
        },
      ]);
    for (const part of ['terms', 'the rest', 'index', 'index: dictionary', 'catalog'])
      expect(text(part)).toContain(`| – ${part} | 0.1`);
    expect(text('index')).not.toContain('– terms');
  });

  it('shows sizes as shares of raw', () => {
    const store = { question: 'store', unit: 'MB' } as const;
    const result = smallResult([
      measurement('all, bytes', 'raw', [50], store),
      measurement('all, bytes', 'gzip', [5], store),
      measurement('all, allocated', 'hayabusa', [10], store),
      measurement('all, allocated', 'better-sqlite3', [80], store),
    ]);
    const text = renderNumbers([{ file: 'results/c.json', result }]);
    expect(text).toContain('| raw, MB | 50.0 |');
    expect(text).toContain('| **hayabusa, allocated** | 0.20 |');
    expect(text).toContain('| gzip | 0.10 |');
    expect(text).toContain('| better-sqlite3, allocated | 1.60 |');
    expect(text).toContain('| times smaller than the smallest SQLite | 8.0 × better-sqlite3 |');
    expect(text).not.toContain('postings');
  });

  it('says where the figures come from, and links files and charts', () => {
    const text = renderNumbers([{ file: 'results/c.json', result: SMALL }]);
    for (const part of [
      '`npm run bench -- --corpus auth.log`, 2026-11-21 10:20 UTC',
      'AMD EPYC, 2 cores',
      'Node 20.20.2, commit 01234567',
      '[results/c.json](native-free-bench/results/c.json)',
      '![Search by kind, corpus and engine](native-free-bench/results/c-search.svg)',
      'Absent: parallel sqlite3 (GNU parallel is not installed)',
      'better-sqlite3 1.2.3: `FTS5 ascii`, `synchronous=OFF`',
    ])
      expect(text).toContain(part);
  });

  it('works on any one question, and on several results', () => {
    const full = fullResult();
    const titles = [
      'Ingest',
      'Store',
      'Search',
      'Language',
      'Growth',
      "The paper's table",
      'A big run',
      'Hot structures',
    ];
    QUESTIONS.forEach((question, i) => {
      const measurements = full.measurements.filter((one) => one.question === question);
      const text = renderNumbers([{ file: 'results/c.json', result: { ...full, measurements } }]);
      const headings = Array.from(text.matchAll(/^### (.*)$/gm), ([, title]) => title);
      expect(headings).toEqual([titles[i], 'How it was measured']);
      expect(text).not.toMatch(/NaN|undefined|\n\n\n/);
    });
    const both = renderNumbers([
      { file: 'results/c.json', result: full },
      { file: 'results/d.json', result: fullResult(['gen']) },
    ]);
    expect(both).toContain('c-ingest.svg');
    expect(both).toContain('d-ingest.svg');
    expect(both).toMatch(/^\| gen \|/m);
  });

  it('tells results of one corpus apart by what differs: lines, commit', () => {
    const result = fullResult(['gen']);
    const more = {
      ...result,
      corpora: result.corpora.map((one) => ({ ...one, lines: 2_000_000 })),
    };
    const newer = { ...result, machine: { ...result.machine, commit: 'abcdef0123456789' } };
    const labels = (...results: (typeof result)[]) => {
      const named = results.map((one, i) => ({ file: `results/${i}.json`, result: one }));
      const [ingest = ''] = renderNumbers(named).split('### Store');
      return new Set(Array.from(ingest.matchAll(/^\| (gen[^|]*?) \|/gm), ([, label]) => label));
    };
    expect(labels(result)).toEqual(new Set(['gen']));
    expect(labels(result, more)).toEqual(new Set(['gen, 800,123 lines', 'gen, 2,000,000 lines']));
    expect(labels(result, newer)).toEqual(
      new Set(['gen, commit 01234567', 'gen, commit abcdef01']),
    );
    expect(labels(result, more, newer)).toEqual(
      new Set([
        'gen, 800,123 lines, commit 01234567',
        'gen, 2,000,000 lines',
        'gen, 800,123 lines, commit abcdef01',
      ]),
    );
  });
});
