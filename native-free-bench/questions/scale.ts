import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Corpus } from '../corpus/corpus.js';
import { makeCorpus } from '../corpus/make-corpus.js';
import type { StoreOf } from '../engines/engine.js';
import type { HayabusaEngine } from '../engines/hayabusa.js';
import { createGenerator } from '../generator/generator.js';
import type { Needle } from '../generator/needles.js';
import { watched } from '../measure/children.js';
import { childCpuSeconds, memoryOf } from '../measure/command.js';
import { sizeOf } from '../measure/disk.js';
import { QueryPicker } from '../queries/pick-queries.js';
import { type BenchQuery, type Mode, patterns, type QueryKind } from '../queries/query.js';
import type { CorpusInfo } from '../result/result.js';
import { Session } from '../sessions/session.js';
import type { Run } from './run.js';
import { askScaleLanguage } from './scale-language.js';
import { type BigText, bigText } from './scale-text.js';
import { askOf, timeFresh } from './search.js';

export const BIG_RUN = 'big run';
const START = Date.UTC(2026, 5, 10);
const HOUR = 3_600_000;
/** The day is as long as that many lines an hour make it, but at least this. */
const LINES_PER_HOUR = 4_000_000;
/** Of the course of the ingest, so many points are kept. */
const POINTS = 20;
/** Common words are drawn from so many of the first lines. */
const SAMPLE_LINES = 50_000;
const NEEDLES: readonly Needle[] = [
  'falcon',
  'kestrel',
  'merlin',
  'hobbyx',
  'osprey',
  'goshawk',
].map((name) => ({ sort: 'keyword', text: `${name}needle`, count: 20 }));
const MB = 1e6;

/**
 * Generates so many lines and ingests them at the same time through a pipe; tells speed and memory over the run, then
 * searches. Only where somebody searches text are the same lines written as text, after that.
 */
export async function askScale(
  run: Run,
  engine: HayabusaEngine,
  lines: number,
): Promise<CorpusInfo> {
  const path = run.scratch.path('big-store');
  const spanMillis = Math.max(1, Math.ceil(lines / LINES_PER_HOUR)) * HOUR;
  const options = { seed: run.seed, lines, start: START, spanMillis, needles: fitting(lines) };
  const generator = createGenerator(options);
  const add = (row: string, unit: string, better: 'less' | 'more', value: number, x?: number) =>
    run.cells.add(
      {
        question: 'scale',
        corpus: BIG_RUN,
        row,
        engine: engine.info.name,
        unit,
        better,
        ...(x === undefined ? {} : { x }),
      },
      value,
    );
  const cpuBefore = childCpuSeconds();
  const started = performance.now();
  const { program, args, env } = engine.store('-', ['--input-timezone', 'UTC', '--quiet'], path);
  const child = watched(
    spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, ...env } }),
  );
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-4000);
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'exit');
  const rates: number[] = [];
  let written = 0;
  let peak = 0;
  let mark = { lines: 0, millis: started };
  let rawBytes = 0;
  for (const chunk of generator) {
    if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, 'drain'), ended]);
    if (child.exitCode !== null || child.signalCode !== null) break;
    rawBytes += chunk.length;
    written = generator.report().lines;
    if (written - mark.lines < lines / POINTS) continue;
    const now = performance.now();
    const rate = ((written - mark.lines) / (now - mark.millis)) * 1000;
    mark = { lines: written, millis: now };
    rates.push(rate);
    peak = memoryOf(child.pid, 'peak');
    add('ingest', 'lines/s', 'more', rate, written / 1e6);
    add('memory', 'MB', 'less', memoryOf(child.pid, 'resident') / MB, written / 1e6);
    run.progress.step(
      `big run: ${(written / 1e6).toFixed(1)} M lines, ${(rate / 1000).toFixed(0)} k lines/s`,
    );
  }
  child.stdin.end();
  const timer = setInterval(() => {
    const now = memoryOf(child.pid, 'peak');
    if (now > peak) peak = now;
  }, 50);
  const [status] = await ended;
  clearInterval(timer);
  if (status !== 0) throw new Error(`big run: ingest ended with ${status}: ${complaint.trim()}`);
  const seconds = (performance.now() - started) / 1000;
  const report = generator.report();
  add('ingest, until sealed', 'lines/s', 'more', lines / seconds);
  add(
    'ingest, last tenth / first tenth',
    '×',
    'more',
    meanOf(rates.slice(-2)) / meanOf(rates.slice(0, 2)),
  );
  add(
    'ingest, CPU per million lines',
    's',
    'less',
    ((childCpuSeconds() - cpuBefore) / lines) * 1e6,
  );
  add('ingest, peak memory', 'MB', 'less', peak / MB);
  const size = sizeOf(path);
  add('store, allocated', 'MB', 'less', size.allocated / MB);
  add('store, allocated / raw', '×', 'less', size.allocated / rawBytes);
  run.notes.add(
    "big run: generator and ingest run side by side and share the cores; the ingest's speed is that of the pipe between them; " +
      "counts of rare terms are those that the generator says it wrote, others are held against a second process's",
  );

  const raw = Buffer.concat([
    ...createGenerator({
      ...options,
      needles: [],
      lines: Math.min(lines, SAMPLE_LINES),
      spanMillis: HOUR,
    }),
  ]);
  const sample = makeCorpus({ name: BIG_RUN, raw, year: undefined }, run.scratch.path('sample'));
  const counts = new Map(report.needles.map(({ text, count }) => [text, count]));
  const text = await bigText(run, BIG_RUN, options);
  await search(
    run,
    engine,
    { corpus: sample, paths: [path] },
    text,
    queriesOf(run, sample, counts),
    counts,
  );
  await askScaleLanguage(run, engine, BIG_RUN, path, text, counts);
  return { name: BIG_RUN, lines, rawBytes, hours: spanMillis / HOUR };
}

function fitting(lines: number): readonly Needle[] {
  return lines >= 10_000 ? NEEDLES : [];
}

type Asked = { kind: QueryKind; mode: Mode; query: BenchQuery };

function queriesOf(run: Run, sample: Corpus, needles: ReadonlyMap<string, number>): Asked[] {
  const picker = new QueryPicker(sample, run.seed);
  const words = [...needles.keys()];
  const asked: Asked[] = [];
  const word = (text: string) => ({ kind: 'word', word: text }) as const;
  for (let turn = 0; turn < run.repeats; turn++) {
    const [common] = picker.pick('common', 1);
    const [both] = picker.pick('common AND common', 1);
    const [absent] = picker.pick('absent', 1);
    const rare = (offset: number): BenchQuery | undefined => {
      const text = words[(turn + offset) % Math.max(1, words.length)];
      return text === undefined ? undefined : { kind: 'rare', clauses: [word(text)], line: 0 };
    };
    for (const [query, modes] of [
      [rare(0), ['count']],
      [rare(3), ['first 100']],
      [absent, ['count']],
      [common, ['count', 'first 100']],
      [both, ['count', 'first 100']],
    ] as const)
      if (query !== undefined)
        for (const mode of modes) asked.push({ kind: query.kind, mode, query });
  }
  return asked;
}

async function search(
  run: Run,
  { info, fresh, warm }: HayabusaEngine,
  store: StoreOf,
  text: BigText | undefined,
  asked: readonly Asked[],
  needles: ReadonlyMap<string, number>,
): Promise<void> {
  const session = await Session.open(warm.command(store));
  try {
    for (const { kind, mode, query } of asked) {
      run.progress.step(`big run: ${kind}, ${mode}`);
      const answer = await timeFresh(fresh, store, query, mode, undefined);
      const warmAnswer = await session.ask(askOf(warm.query(query), mode, undefined));
      const [clause] = query.clauses;
      const known = clause?.kind === 'word' ? needles.get(clause.word) : undefined;
      for (const count of [answer?.count, warmAnswer.count])
        if (count !== (known ?? warmAnswer.count))
          throw new Error(
            `big run: ${kind} ${warm.query(query)}: expected ${known ?? warmAnswer.count}, got ${count}`,
          );
      const cell = {
        question: 'scale',
        corpus: BIG_RUN,
        engine: info.name,
        unit: 'ms',
        better: 'less',
      } as const;
      const row = `${kind}, ${mode}, fresh`;
      if (answer !== undefined) run.cells.add({ ...cell, row }, answer.millis);
      const stages = patterns(query, 'ripgrep').map((pattern) => ({ pattern }));
      await text?.time(row, stages, mode, warmAnswer.count);
      run.cells.add({ ...cell, row: `${kind}, ${mode}, warm` }, warmAnswer.millis);
    }
  } finally {
    session.close();
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
