import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contestants } from './contestants.js';
import {
  type CorpusSource,
  GENERATED,
  generated,
  HOSTILE,
  hostile,
  makeCorpus,
  realLog,
} from './corpus/make-corpus.js';
import type { Engine } from './engines/engine.js';
import type { HayabusaEngine } from './engines/hayabusa.js';
import { languageInfos } from './engines/language.js';
import { fileEngines } from './engines/many-files.js';
import { killRunning } from './measure/children.js';
import { Scratch } from './measure/disk.js';
import { thisMachine } from './measure/machine.js';
import { BenchProgress } from './measure/progress.js';
import { runMicro } from './micro/micro.js';
import { type BenchOptions, parseBenchOptions, USAGE } from './options.js';
import { QueryPicker } from './queries/pick-queries.js';
import { askGrowth } from './questions/growth.js';
import { askIngest } from './questions/ingest.js';
import { askLanguage } from './questions/language.js';
import { askPaper, OPEN } from './questions/paper.js';
import { Cells, type Run } from './questions/run.js';
import { askScale } from './questions/scale.js';
import { askSearch } from './questions/search.js';
import { askStore, PLAIN_FORMS } from './questions/store.js';
import { renderTable } from './report/table.js';
import { type CorpusInfo, type EngineInfo, PLAIN_TWIN, type Result } from './result/result.js';
import { writeResult } from './result/result-file.js';

/** Signals, and what a run ends with that they stop. */
const STOPPED_BY = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;
const NEED_STORES = ['ingest', 'store', 'search', 'language'] as const;
const HOURS = 4;
const QUICK_HOURS = 1;
const MICRO_MILLIS = 300;
const QUICK_MICRO_MILLIS = 30;
const RESULTS = fileURLToPath(new URL('../../native-free-bench/results', import.meta.url));

/** `npm run bench`: see options.ts. Exit codes: 0 measured, 2 anything else. */
async function main(): Promise<void> {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  // Where a machine names certificates of its own, each start of Node reads them (34 of 50 ms): nothing here has a use for any.
  delete process.env['NODE_EXTRA_CA_CERTS'];
  const results = options.results ?? RESULTS;
  checkWritable(results);
  const scratch = new Scratch(options.scratch);
  for (const [signal, status] of STOPPED_BY)
    process.once(signal, () => {
      killRunning();
      scratch.remove();
      process.exit(status);
    });
  try {
    const result = await measure(options, scratch);
    process.stdout.write(renderTable(result, options));
    const paths = writeResult(results, result);
    for (const path of paths) console.log(`wrote ${relative(process.cwd(), path)}`);
  } finally {
    killRunning();
    scratch.remove();
  }
}

/** Refuses a folder that cannot be made or written to, before minutes are spent on what could not be kept. */
function checkWritable(folder: string): void {
  let there = resolve(folder);
  while (!existsSync(there)) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    if (statSync(there).isDirectory()) return;
  } catch {}
  throw new Error(`--results: expected a folder that can be written to, got "${folder}"`);
}

async function measure(options: BenchOptions, scratch: Scratch): Promise<Result> {
  const machine = thisMachine();
  const date = new Date().toISOString();
  const progress = new BenchProgress();
  const { own, engines, absent } = contestants({
    commit: machine.commit,
    nativeFree: options.nativeFree,
    against: options.against,
  });
  const run: Run = {
    engines,
    scratch,
    progress,
    repeats: options.repeats,
    seed: options.seed,
    cores: options.cores,
    quick: options.quick,
    cells: new Cells(),
    notes: new Set(),
  };
  const corpora: CorpusInfo[] = [];
  if (options.scale !== undefined) corpora.push(await askScale(run, own, options.scale));
  if (options.paper)
    await askPaper(run, own, fileEngines(engines), options.minRecords, options.maxRecords);
  if (options.scale === undefined && !options.paper) {
    for (const source of sourcesOf(options))
      corpora.push(await measureCorpus(run, own, source, options));
    if (options.only.has('micro')) await measureMicro(run);
  }
  progress.end();
  return {
    schema: 1,
    date,
    durationSeconds: Math.round(progress.seconds),
    command: [
      'npm run bench --',
      ...process.argv.slice(2).map((word) => word.replace(/^(--[\w-]+=)?.*\//, '$1')),
    ].join(' '),
    machine,
    seed: options.seed,
    engines: enginesOf(run, own, engines),
    absent,
    corpora,
    measurements: run.cells.all(),
    notes: [...run.notes],
  };
}

async function measureMicro({ quick, seed, progress, cells }: Run): Promise<void> {
  const measurements = await runMicro({
    millis: quick ? QUICK_MICRO_MILLIS : MICRO_MILLIS,
    seed,
    onProgress: (name) => progress.step(`micro-benchmark: ${name}`),
  });
  for (const { values, ...cell } of measurements)
    for (const value of values) cells.add(cell, value);
}

function sourcesOf(options: BenchOptions): Iterable<CorpusSource> {
  const { corpora, year, seed, lines, hostileLines, quick } = options;
  const hours = quick ? QUICK_HOURS : HOURS;
  const sourceOf = (name: string) => {
    if (name === GENERATED) return generated(seed, lines, hours);
    return name === HOSTILE ? hostile(seed, hostileLines, hours) : realLog(name, year);
  };
  return (function* () {
    const names = new Set<string>();
    for (const wanted of corpora.length === 0 ? [GENERATED] : corpora) {
      const source = sourceOf(wanted);
      // Logs of one name from several folders are several corpora.
      let { name } = source;
      for (let serial = 2; names.has(name); serial++) name = `${source.name}-${serial}`;
      names.add(name);
      yield { ...source, name };
    }
  })();
}

/** Of all engines those that were measured. */
function enginesOf(run: Run, own: Engine, engines: readonly Engine[]): EngineInfo[] {
  const used = new Set(run.cells.all().map(({ engine }) => engine));
  const open: EngineInfo = {
    ...own.info,
    name: OPEN,
    settings: ['the store open in a process'],
  };
  const twin: EngineInfo = {
    name: PLAIN_TWIN,
    family: 'plain',
    version: '',
    settings: ['the same, written plainly'],
  };
  const listed = [...engines.map(({ info }) => info), ...languageInfos(engines)];
  return [...listed, open, ...PLAIN_FORMS, twin].filter(({ name }) => used.has(name));
}

async function measureCorpus(
  run: Run,
  own: HayabusaEngine,
  source: CorpusSource,
  { only }: BenchOptions,
): Promise<CorpusInfo> {
  run.progress.step(`${source.name}: reading`);
  const corpus = makeCorpus(source, run.scratch.path('corpus'));
  if (NEED_STORES.some((question) => only.has(question))) {
    const stores = await askIngest(run, corpus);
    if (only.has('store')) askStore(run, corpus, stores);
    if (only.has('search')) {
      run.progress.step(`${source.name}: drawing queries`);
      await askSearch(run, corpus, stores, new QueryPicker(corpus, run.seed));
    }
    if (only.has('language')) await askLanguage(run, own, corpus, stores);
  }
  if (only.has('growth'))
    await askGrowth(run, source.name, async (share) =>
      makeCorpus(source, run.scratch.path('corpus'), share),
    );
  return corpus.info;
}

try {
  await main();
} catch (error) {
  const lineEnd = process.stderr.isTTY ? '\n' : '';
  process.stderr.write(`${lineEnd}${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
