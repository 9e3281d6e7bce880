import type {
  EngineFamily,
  EngineInfo,
  Measurement,
  Question,
  Result,
} from '../../native-free-bench/result/result.js';

/** A measurement of a search in ms, unless told otherwise. */
export function measurement(
  row: string,
  engine: string,
  values: number[],
  more: Partial<Measurement> = {},
): Measurement {
  return {
    question: 'search',
    corpus: 'auth',
    row,
    engine,
    unit: 'ms',
    better: 'less',
    values,
    ...more,
  };
}

const engine = (name: string, family: EngineFamily, ...settings: string[]): EngineInfo => ({
  name,
  family,
  version: '1.2.3',
  settings,
});

/** A small result with only what a test gives it; the engines are always introduced. */
export function smallResult(measurements: Measurement[], more: Partial<Result> = {}): Result {
  return {
    schema: 1,
    date: '2026-11-21T10:20:30.000Z',
    durationSeconds: 215.4,
    command: 'npm run bench -- --corpus auth.log',
    machine: {
      cpu: 'AMD EPYC',
      cores: 2,
      memoryGiB: 7.6,
      system: 'Linux 6.1 x64',
      node: 'v20.20.2',
      commit: '0123456789abcdef0123456789abcdef01234567',
    },
    seed: 7,
    engines: [
      engine('hayabusa', 'hayabusa'),
      engine('node-sqlite3-wasm', 'sqlite', 'FTS5 ascii', 'journal_mode=MEMORY'),
      engine('better-sqlite3', 'sqlite', 'FTS5 ascii', 'synchronous=OFF'),
      engine('python3 FTS3', 'sqlite', 'one transaction'),
      engine('grep', 'scan', '-F'),
      engine('ripgrep', 'scan', '-j 1'),
      engine('raw', 'plain'),
      engine('gzip', 'plain', '-6'),
      engine('LZ4', 'plain'),
    ],
    absent: [{ name: 'parallel sqlite3', why: 'GNU parallel is not installed' }],
    corpora: [{ name: 'auth', lines: 800_123, rawBytes: 71e6, textBytes: 60e6, hours: 1361 }],
    measurements,
    notes: ['The page cache was warm.'],
    ...more,
  };
}

/** A result with every question, on as many corpora as are named: the same numbers every time. */
export function fullResult(corpora: readonly string[] = ['auth', 'syslog']): Result {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const all: Measurement[] = [];
  const add = (
    question: Question,
    corpus: string,
    row: string,
    unit: string,
    better: 'less' | 'more',
    medians: Record<string, number>,
    x?: number,
  ) => {
    for (const [name, median] of Object.entries(medians)) {
      const values = [0, 1, 2].map(() => Number((median * (0.94 + 0.12 * next())).toPrecision(6)));
      const more = { question, corpus, unit, better, ...(x === undefined ? {} : { x }) };
      all.push(measurement(row, name, values, more));
    }
  };
  for (const corpus of corpora) {
    const size = 0.8 + next() / 2;
    ingest(corpus, size, add);
    store(corpus, size, add);
    for (const kind of KINDS) for (const count of COUNTS) search(corpus, kind, count, add);
    language(corpus, add);
  }
  for (const x of [1, 2, 4, 8]) {
    add(
      'growth',
      '',
      'ingest',
      'lines/s',
      'more',
      { hayabusa: 4e5, 'better-sqlite3': 2e5 - 9e3 * x },
      x,
    );
    add(
      'growth',
      '',
      'store / raw',
      '×',
      'less',
      { hayabusa: 0.34 - 0.01 * x, 'better-sqlite3': 1.8 },
      x,
    );
    const rare = { hayabusa: 0.4 + 0.05 * x, 'better-sqlite3': 0.2 * x, grep: 80 * x };
    add('growth', '', 'rare, count, warm', 'ms', 'less', rare, x);
  }
  add('growth', '', 'slope of rare, count, warm', 'exponent', 'less', { hayabusa: 0.2, grep: 1 });
  for (const records of ['1,000', '10,000', '100,000'])
    for (const files of [1, 10, 100, 1000]) {
      const times = {
        hayabusa: 70 + files / 20,
        'hayabusa, open': 0.1 + files / 90,
        'better-sqlite3': 5 + 4 * files,
      };
      add('paper', '', `${files} files × ${records} records`, 'ms', 'less', times);
    }
  for (let x = 2; x <= 100; x += 2) {
    add('scale', '', 'ingest', 'lines/s', 'more', { hayabusa: 4e5 - 500 * x }, x);
    add('scale', '', 'memory', 'MB', 'less', { hayabusa: 300 + 60 * next() }, x);
  }
  add('scale', '', 'rare, count, span, warm', 'ms', 'less', { hayabusa: 30 });
  add('scale', '', 'common, first 100, span, warm', 'ms', 'less', { hayabusa: 70 });
  for (const structure of [
    'tokeniser',
    'posting list decode',
    'intersect',
    'term lookup',
    'block decompress',
  ])
    add('micro', '', structure, 'ops/s', 'more', {
      hayabusa: 9e5,
      'plain twin': 9e4 * (1 + next() * 5),
    });
  return smallResult(all, {
    corpora: corpora.map((name) => ({
      name,
      lines: 800_123,
      rawBytes: 71e6,
      textBytes: 60e6,
      hours: 1361,
    })),
  });
}

type Add = (
  question: Question,
  corpus: string,
  row: string,
  unit: string,
  better: 'less' | 'more',
  medians: Record<string, number>,
) => void;

const KINDS = [
  'rare',
  'common',
  'absent',
  'rare AND common',
  'common AND common',
  'phrase',
  'address',
  'prefix',
];
const COUNTS = ['count', 'first 100', 'all'];

function ingest(corpus: string, size: number, add: Add): void {
  const one = {
    hayabusa: 3e5,
    'node-sqlite3-wasm': 1.2e5,
    'better-sqlite3': 2.9e5,
    'python3 FTS3': 2.2e5,
  };
  const scaled = (factor: number) =>
    Object.fromEntries(Object.entries(one).map(([name, rate]) => [name, rate * factor * size]));
  add('ingest', corpus, 'one core', 'lines/s', 'more', scaled(1));
  add('ingest', corpus, 'all cores', 'lines/s', 'more', { hayabusa: 5e5 * size });
  add('ingest', corpus, 'one core, MB/s', 'MB/s', 'more', scaled(9e-5));
  const seconds = Object.entries(one).map(([name, rate]) => [name, 1e6 / rate / size]);
  add('ingest', corpus, 'CPU per million lines', 's', 'less', Object.fromEntries(seconds));
  add('ingest', corpus, 'peak memory', 'MB', 'less', {
    hayabusa: 310,
    'better-sqlite3': 92,
    'python3 FTS3': 40,
  });
}

function store(corpus: string, size: number, add: Add): void {
  const sqlite = { 'node-sqlite3-wasm': 95, 'better-sqlite3': 94, 'python3 FTS3': 130 };
  const mb = (row: string, medians: Record<string, number>) => {
    const scaled = Object.entries(medians).map(([name, value]) => [name, value * size]);
    add('store', corpus, row, 'MB', 'less', Object.fromEntries(scaled));
  };
  mb('all, allocated', { hayabusa: 27, ...sqlite });
  mb('all, bytes', { hayabusa: 24, ...sqlite, raw: 71, gzip: 6.1, LZ4: 13 });
  mb('messages', { hayabusa: 15 });
  mb('terms', { hayabusa: 3 });
  mb('postings', { hayabusa: 5 });
  mb('the rest', { hayabusa: 1 });
}

function language(corpus: string, add: Add): void {
  const times = { hayabusa: 80, 'better-sqlite3': 300, ripgrep: 120 };
  for (const kind of ['OR', 'substring (SQLite: LIKE)', 'CIDR']) {
    const row = (end: string) => add('language', corpus, `${kind}, ${end}`, 'ms', 'less', times);
    for (const end of ['count, fresh', 'first 100, fresh', 'count, warm']) row(end);
  }
  add('language', corpus, 'OR, count, fresh, all cores / one thread', '×', 'more', {
    hayabusa: 1.8,
  });
  add('language', corpus, 'histogram, fresh', 'ms', 'less', { hayabusa: 70 });
}

function search(corpus: string, kind: string, count: string, add: Add): void {
  const many = kind.startsWith('common') ? 20 : 1;
  for (const span of ['hour', 'span'])
    for (const state of ['fresh', 'warm']) {
      const start = state === 'fresh' ? 60 : 0;
      const wide = span === 'span' ? 10 : 1;
      add('search', corpus, `${kind}, ${count}, ${span}, ${state}`, 'ms', 'less', {
        hayabusa: start + 0.12 * many * wide,
        'node-sqlite3-wasm': start + 0.9 * many * wide,
        'better-sqlite3': start * 0.9 + 0.11 * many * many * wide,
        grep: 80,
        ripgrep: 22,
      });
    }
}
