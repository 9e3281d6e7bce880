import { statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { GENERATED, HOSTILE } from './corpus/make-corpus.js';
import { thousands } from './report/number-format.js';

const QUICK_LINES = 30_000;
const LINES = 300_000;
/** Long lines: as many bytes as a third of the others. */
const QUICK_HOSTILE_LINES = 6000;
const HOSTILE_LINES = 40_000;

export const USAGE: string = `Usage: npm run bench -- [options]

Measures Hayabusa beside SQLite, grep and ripgrep on the same lines: ingest, size, search, language, growth. Ends with one table, and
writes the result with a chart a question to native-free-bench/results/.

  --quick             a smaller run of the same, under 40 s
  --corpus FILE…      real logs instead of generated lines (.gz too); for a FILE may also stand ${GENERATED}, the usual lines,
                      and ${HOSTILE}, lines that no template fits, full of words that never come again
  --year N            the year of their first lines, where dates name none
  --lines N           generated lines (${thousands(LINES)}; hostile ones ${thousands(HOSTILE_LINES)})
  --seed N            of the generator, and of the queries drawn (1)
  --repeats N         turns (3)
  --only QUESTION,…   ingest, store, search, language, growth, micro
  --every-row         print all rows of the table, not only those that tell most
  --against NAME,…    of the others only those whose names hold one of these, such as parallel,ripgrep
  --native-free       also Hayabusa without native code, beside itself
  --paper             the original's table: 1, 10, 100, 1000 files of 1 k, 10 k, 100 k records
  --min-records N     its smallest cell (1k)
  --max-records N     its largest cell (1M)
  --scale N           a big run: so many generated lines, ingested while they are generated (100M), then searched; beside
                      ripgrep, for which they are written as text then
  --results DIR       where the result goes (native-free-bench/results)
  --scratch DIR       where stores are made, and deleted at the end (${tmpdir()})
  --help

Numbers may end in k or M. What a baseline needs and is not there is named as absent.
`;

const MEASURED = ['ingest', 'store', 'search', 'language', 'growth', 'micro'] as const;
export type Measured = (typeof MEASURED)[number];

export type BenchOptions = {
  readonly corpora: readonly string[];
  readonly year: number | undefined;
  readonly lines: number;
  readonly hostileLines: number;
  readonly seed: number;
  readonly repeats: number;
  readonly only: ReadonlySet<Measured>;
  /** Parts of the names of those that are measured beside Hayabusa; undefined: all. */
  readonly against: readonly string[] | undefined;
  readonly nativeFree: boolean;
  readonly paper: boolean;
  readonly minRecords: number;
  readonly maxRecords: number;
  /** Lines of the big run; undefined when none is asked for. */
  readonly scale: number | undefined;
  readonly quick: boolean;
  readonly everyRow: boolean;
  readonly results: string | undefined;
  readonly scratch: string;
  readonly cores: number;
};

/** Of the smallest cell of the paper's table. */
const LEAST_RECORDS = 1000;

/** The command line as options; undefined when help is asked for. Throws an error whose message says what is wrong. */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      corpus: { type: 'string', multiple: true },
      year: { type: 'string' },
      lines: { type: 'string' },
      seed: { type: 'string', default: '1' },
      repeats: { type: 'string' },
      only: { type: 'string' },
      'every-row': { type: 'boolean', default: false },
      against: { type: 'string' },
      'native-free': { type: 'boolean', default: false },
      paper: { type: 'boolean', default: false },
      'min-records': { type: 'string', default: '1k' },
      'max-records': { type: 'string', default: '1M' },
      scale: { type: 'string' },
      results: { type: 'string' },
      scratch: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { quick } = values;
  const lines = values.lines === undefined ? undefined : number('--lines', values.lines);
  const corpora = [...(values.corpus ?? []), ...positionals];
  if (positionals.length > 0 && values.corpus === undefined)
    throw new Error(`Files of logs come behind --corpus: got "${positionals[0]}" without it`);
  for (const file of corpora)
    if (file !== GENERATED && file !== HOSTILE && isFolder(file))
      throw new Error(`${file} is a folder: expected a log`);
  if (!isFolder(values.scratch)) throw new Error(`${values.scratch} is a file: expected a folder`);
  return {
    corpora,
    year: values.year === undefined ? undefined : number('--year', values.year),
    lines: lines ?? (quick ? QUICK_LINES : LINES),
    hostileLines: lines ?? (quick ? QUICK_HOSTILE_LINES : HOSTILE_LINES),
    seed: number('--seed', values.seed),
    repeats: values.repeats === undefined ? (quick ? 1 : 3) : number('--repeats', values.repeats),
    only: new Set(values.only === undefined ? MEASURED : values.only.split(',').map(measured)),
    against: values.against?.split(','),
    nativeFree: values['native-free'],
    paper: values.paper,
    minRecords: number('--min-records', values['min-records']),
    maxRecords: number('--max-records', values['max-records'], LEAST_RECORDS),
    scale: values.scale === undefined ? undefined : number('--scale', values.scale),
    quick,
    everyRow: values['every-row'],
    results: values.results,
    scratch: values.scratch,
    cores: availableParallelism(),
  };
}

function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Error(`There is no ${path}: expected one that exists`);
  return stat.isDirectory();
}

function measured(name: string): Measured {
  const found = MEASURED.find((each) => each === name);
  if (found === undefined)
    throw new Error(`--only: expected some of ${MEASURED.join(', ')}, got "${name}"`);
  return found;
}

/** A whole number from `least` on, `100k` and `1M` included. */
function number(flag: string, text: string, least = 1): number {
  const match = /^(\d+)([kM]?)$/.exec(text);
  const factor = { '': 1, k: 1000, M: 1_000_000 }[match?.[2] ?? ''] ?? 1;
  const value = Number(match?.[1]) * factor;
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(
      `${flag}: expected a whole number from ${least} on, such as 5000, 100k or 1M, got "${text}"`,
    );
  return value;
}
