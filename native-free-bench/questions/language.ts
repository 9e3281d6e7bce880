import type { Corpus } from '../corpus/corpus.js';
import type { HayabusaEngine } from '../engines/hayabusa.js';
import type { LanguageEngine } from '../engines/language.js';
import { languageEngines } from '../engines/language.js';
import { runAll } from '../measure/command.js';
import { LANGUAGE_LISTS } from '../queries/language-lists.js';
import {
  LANGUAGE_KINDS,
  type LanguageKind,
  type LanguageList,
  type LanguageQuery,
} from '../queries/language-query.js';
import { FIRST, type Mode } from '../queries/query.js';
import { Session } from '../sessions/session.js';
import type { Stores } from './ingest.js';
import { addOneThread, timeHistogram, timeOneThread } from './own-language.js';
import type { Run } from './run.js';
import { checkSameLines, sortedLines } from './same-hits.js';
import { timeCommand } from './search.js';

export const LANGUAGE_NOTE: string =
  'language: the page cache is warm; every turn asks the next query of its kind (queries/language-lists.ts), one that ' +
  'its session was not asked before; "first 100" are the newest, for ripgrep the first in the file; SQLite finds a substring by ' +
  'LIKE, which reads every row; a row lacks who cannot express it; the lines that each finds were compared before the timing, ' +
  'and each timed answer is counted';

const MODES = ['count', 'first 100'] as const;
const QUICK_MODES = ['count'] as const;

/**
 * How fast is everything answered that the language can ask? Corpora without a list of questions are left out. All engines
 * that can express a question must agree on every hit before anything is timed.
 */
export async function askLanguage(
  run: Run,
  own: HayabusaEngine,
  corpus: Corpus,
  stores: Stores,
): Promise<void> {
  const list = LANGUAGE_LISTS.get(corpus.name);
  if (list === undefined) {
    run.notes.add(`${corpus.name}: no list of questions in the language for it: not asked`);
    return;
  }
  run.notes.add(LANGUAGE_NOTE);
  const engines = languageEngines(own, run.engines, corpus, stores);
  const counts = await compare(run, corpus, engines, list);
  const language = new CorpusLanguage(run, own, corpus, stores, counts);
  for (let turn = 0; turn < run.repeats; turn++) {
    const sessions = await openSessions(engines);
    try {
      await warmUp(run, corpus, sessions, list, turn);
      for (const kind of LANGUAGE_KINDS) {
        run.progress.step(`${corpus.name}: ${kind}, turn ${turn + 1} of ${run.repeats}`);
        const query = queryAt(list, kind, turn);
        if (kind === 'histogram') await language.timeHistogram(query);
        else await language.time(kind, query, engines, sessions);
      }
    } finally {
      for (const session of sessions.values()) session.close();
    }
  }
}

export function queryAt(list: LanguageList, kind: LanguageKind, turn: number): LanguageQuery {
  const queries = list[kind];
  return queries[turn % queries.length]!;
}

type Sessions = ReadonlyMap<LanguageEngine, Session>;

async function openSessions(engines: readonly LanguageEngine[]): Promise<Sessions> {
  const sessions = new Map<LanguageEngine, Session>();
  for (const engine of engines)
    if (engine.session !== undefined)
      sessions.set(engine, await Session.open(engine.session.command));
  return sessions;
}

/** Asks every session what other turns ask: compilers need some time too. */
async function warmUp(
  run: Run,
  corpus: Corpus,
  sessions: Sessions,
  list: LanguageList,
  turn: number,
): Promise<void> {
  for (const [{ info, session: face }, session] of sessions) {
    run.progress.step(`${corpus.name}: warming up ${info.name}`);
    for (const kind of LANGUAGE_KINDS) {
      const timed = queryAt(list, kind, turn);
      const others = list[kind].filter((query) => query !== timed);
      for (const query of run.quick ? others.slice(0, 1) : others) {
        const ask = face?.ask(query);
        if (ask !== undefined) await session.ask({ ...ask, mode: 'count' });
      }
    }
  }
}

/** How many lines each query finds, after all engines that can express it found the same ones. */
async function compare(
  run: Run,
  corpus: Corpus,
  engines: readonly LanguageEngine[],
  list: LanguageList,
): Promise<Map<LanguageQuery, number>> {
  const counts = new Map<LanguageQuery, number>();
  const sessions = await openSessions(engines);
  try {
    for (const kind of LANGUAGE_KINDS) {
      run.progress.step(`${corpus.name}: comparing hits, ${kind}`);
      for (const query of list[kind].slice(0, run.repeats)) {
        const hits = new Map<string, Uint32Array>();
        for (const engine of engines) {
          const lines = await hitsOf(engine, query, sessions.get(engine));
          if (lines !== undefined) hits.set(engine.info.name, sortedLines(lines));
        }
        checkSameLines(corpus, { kind, text: query.text }, hits);
        const [first] = hits.values();
        counts.set(query, first?.length ?? 0);
      }
    }
  } finally {
    for (const session of sessions.values()) session.close();
  }
  return counts;
}

async function hitsOf(
  { session: face, fresh, hits }: LanguageEngine,
  query: LanguageQuery,
  session: Session | undefined,
): Promise<readonly number[] | undefined> {
  const ask = face?.ask(query);
  if (session !== undefined) return ask && (await session.ask({ ...ask, mode: 'hits' })).lines;
  const command = fresh?.(query, 'hits');
  if (command === undefined || hits === undefined) return undefined;
  const output: Buffer[] = [];
  await runAll([command], (bytes) => output.push(bytes));
  return hits(Buffer.concat(output));
}

/** The timing of one corpus's questions. */
class CorpusLanguage {
  readonly #run: Run;
  readonly #own: HayabusaEngine;
  readonly #corpus: Corpus;
  readonly #path: string;
  readonly #counts: ReadonlyMap<LanguageQuery, number>;

  constructor(
    run: Run,
    own: HayabusaEngine,
    corpus: Corpus,
    stores: Stores,
    counts: ReadonlyMap<LanguageQuery, number>,
  ) {
    this.#run = run;
    this.#own = own;
    this.#corpus = corpus;
    this.#path = stores.get(own.info.name)?.paths[0] ?? '';
    this.#counts = counts;
  }

  async time(
    kind: LanguageKind,
    query: LanguageQuery,
    engines: readonly LanguageEngine[],
    sessions: Sessions,
  ): Promise<void> {
    const name = kind === 'substring' ? 'substring (SQLite: LIKE)' : kind;
    for (const mode of this.#run.quick ? QUICK_MODES : MODES)
      for (const { info, fresh } of engines) {
        const command = fresh?.(query, mode);
        if (command === undefined) continue;
        const { millis, count } = await timeCommand(command, mode);
        this.#check(info.name, query, mode, count);
        this.#add(`${name}, ${mode}, fresh`, info.name, millis);
        if (info.name === this.#own.info.name && mode === 'count')
          await this.#timeOneThread(`${name}, count, fresh`, query, { millis, count });
      }
    for (const [{ info, session: face }, session] of sessions) {
      const ask = face?.ask(query);
      if (ask === undefined) continue;
      const { millis, count } = await session.ask({ ...ask, mode: 'count' });
      this.#check(info.name, query, 'count', count);
      this.#add(`${name}, count, warm`, info.name, millis);
    }
  }

  /** What the threads of a long search gain. */
  #timeOneThread(row: string, query: LanguageQuery, allCores: { millis: number; count: number }) {
    const cell = this.#cell(this.#own.info.name);
    return addOneThread(this.#run, cell, row, allCores, () =>
      timeOneThread(this.#own, this.#path, query),
    );
  }

  async timeHistogram(query: LanguageQuery): Promise<void> {
    const { millis, count } = await timeHistogram(this.#own, this.#path, query);
    const engine = this.#own.info.name;
    this.#check(engine, query, 'count', count);
    this.#add('histogram, fresh', engine, millis);
  }

  #cell(engine: string) {
    return { question: 'language', corpus: this.#corpus.name, engine } as const;
  }

  #add(row: string, engine: string, millis: number): void {
    this.#run.cells.add({ ...this.#cell(engine), row, unit: 'ms', better: 'less' }, millis);
  }

  #check(engine: string, query: LanguageQuery, mode: Mode, got: number): void {
    const all = this.#counts.get(query) ?? Number.NaN;
    const expected = mode === 'first 100' ? Math.min(FIRST, all) : all;
    if (got !== expected)
      throw new Error(
        `${engine} answers ${query.text} (${mode}) with ${got} in ${this.#corpus.name}: expected ${expected}`,
      );
  }
}
