import type { Corpus } from '../corpus/corpus.js';
import type { Engine, FreshFace, Span, StoreOf } from '../engines/engine.js';
import { sumOf } from '../engines/programs.js';
import { type Command, describe, runAll } from '../measure/command.js';
import type { QueryPicker } from '../queries/pick-queries.js';
import {
  type BenchQuery,
  FIRST,
  type Mode,
  QUERY_KINDS,
  type QueryKind,
} from '../queries/query.js';
import type { Ask } from '../sessions/protocol.js';
import { Session } from '../sessions/session.js';
import type { Stores } from './ingest.js';
import type { Run } from './run.js';
import { checkSameHits, sortedLines } from './same-hits.js';

type SpanName = 'hour' | 'span';
type ProcessName = 'fresh' | 'warm';
/** One kind of query asked in one way, with a query of its own for each turn. */
type Cell = {
  readonly kind: QueryKind;
  readonly mode: Mode;
  readonly span: SpanName;
  readonly process: readonly ProcessName[];
  readonly queries: readonly BenchQuery[];
};

type Asked = Pick<Cell, 'mode' | 'span' | 'process'>;

/** Fresh processes are asked fewer things: what differs between the others is the same as in a warm one. */
const ASKED: readonly Asked[] = [
  { mode: 'count', span: 'span', process: ['fresh', 'warm'] },
  { mode: 'first 100', span: 'span', process: ['fresh', 'warm'] },
  { mode: 'all', span: 'span', process: ['fresh', 'warm'] },
  { mode: 'count', span: 'hour', process: ['fresh', 'warm'] },
  { mode: 'first 100', span: 'hour', process: ['warm'] },
  { mode: 'all', span: 'hour', process: ['warm'] },
];

const ASKED_QUICKLY: readonly Asked[] = [
  { mode: 'count', span: 'span', process: ['fresh', 'warm'] },
  { mode: 'first 100', span: 'span', process: ['warm'] },
];

/** Queries of each kind that a session answers before it is timed: compilers need some time too. */
const WARM_UP = 12;
const QUICK_WARM_UP = 3;

export const HITS_NOTE: string =
  'search: page cache warm; every repeat draws a new term of the same frequency band; "first 100" are the newest, ' +
  'for grep and ripgrep the first in the file; fresh: start of the process included; warm: a process that has answered other queries before; hits of every query were compared ' +
  'between all engines before the timing, and each timed answer is counted';

/** How fast is a question answered? All engines must agree on every hit before anything is timed. */
export async function askSearch(
  run: Run,
  corpus: Corpus,
  stores: Stores,
  picker: QueryPicker,
): Promise<void> {
  run.notes.add(HITS_NOTE);
  const cells = drawCells(picker, run);
  for (const kind of QUERY_KINDS)
    if (!cells.some((cell) => cell.kind === kind && cell.queries.length > 0))
      run.notes.add(`${corpus.name}: no ${kind} query can be drawn from its lines`);
  const search = new CorpusSearch(run, corpus, stores);
  await search.prepare();
  try {
    await search.openSessions();
    await search.compare(cells);
    // Others than those that have seen the queries.
    search.closeSessions();
    await search.openSessions();
    await search.warmUp(picker);
    await search.time(cells);
  } finally {
    search.closeSessions();
  }
}

function drawCells(picker: QueryPicker, { repeats, quick }: Run): Cell[] {
  return QUERY_KINDS.flatMap((kind) =>
    (quick ? ASKED_QUICKLY : ASKED).map((asked) => ({
      ...asked,
      kind,
      queries: picker.pick(kind, repeats),
    })),
  );
}

class CorpusSearch {
  readonly #run: Run;
  readonly #corpus: Corpus;
  readonly #stores: Stores;
  readonly #freshStores = new Map<string, StoreOf>();
  readonly #sessions = new Map<string, Session>();
  readonly #counts = new Map<string, number>();

  constructor(run: Run, corpus: Corpus, stores: Stores) {
    this.#run = run;
    this.#corpus = corpus;
    this.#stores = stores;
  }

  /** Stores that only fresh processes use. */
  async prepare(): Promise<void> {
    for (const { info, fresh } of this.#run.engines) {
      if (fresh === undefined) continue;
      this.#run.progress.step(`${this.#corpus.name}: preparing ${info.name}`);
      const store =
        fresh.prepare === undefined
          ? this.#stores.get(info.name)
          : await fresh.prepare(this.#corpus, this.#run.scratch.path('fresh'));
      if (store !== undefined) this.#freshStores.set(info.name, store);
    }
  }

  async openSessions(): Promise<void> {
    for (const { info, warm } of this.#run.engines) {
      const store = this.#stores.get(info.name);
      if (warm === undefined || store === undefined) continue;
      this.#sessions.set(info.name, await Session.open(warm.command(store)));
    }
  }

  /** Asks every session the same other queries, in all ways. */
  async warmUp(picker: QueryPicker): Promise<void> {
    const queries = QUERY_KINDS.flatMap((kind) =>
      picker.pick(kind, this.#run.quick ? QUICK_WARM_UP : WARM_UP),
    );
    for (const { info, warm } of this.#run.engines) {
      const session = this.#sessions.get(info.name);
      if (warm === undefined || session === undefined) continue;
      this.#run.progress.step(`${this.#corpus.name}: warming up ${info.name}`);
      for (const [i, query] of queries.entries()) {
        const mode = i % 4 === 0 ? 'all' : i % 4 === 1 ? 'first 100' : 'count';
        await session.ask(askOf(warm.query(query), mode, undefined));
      }
    }
  }

  closeSessions(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
  }

  /** Gathers the hits of every query from every engine that can say them. */
  async compare(cells: readonly Cell[]): Promise<void> {
    let done = 0;
    const all = cells.reduce((sum, cell) => sum + cell.queries.length, 0);
    for (const cell of cells)
      for (const query of cell.queries) {
        this.#run.progress.step(`${this.#corpus.name}: comparing hits, query ${++done} of ${all}`);
        const span = this.#spanOf(cell, query);
        const hits = new Map<string, Uint32Array>();
        for (const engine of this.#run.engines) {
          const lines = await this.#hits(engine, cell, query, span);
          if (lines !== undefined) hits.set(engine.info.name, sortedLines(lines));
        }
        checkSameHits(this.#corpus, query, hits);
        const [first] = hits.values();
        this.#counts.set(keyOf(query, span), first?.length ?? 0);
      }
  }

  async #hits(
    { info, warm, fresh }: Engine,
    cell: Cell,
    query: BenchQuery,
    span: Span,
  ): Promise<Iterable<number> | undefined> {
    const session = this.#sessions.get(info.name);
    if (warm !== undefined && session !== undefined) {
      const answer = await session.ask(askOf(warm.query(query), 'hits', span));
      return answer.lines ?? [];
    }
    const store = this.#freshStores.get(info.name);
    if (fresh === undefined || store === undefined || !cell.process.includes('fresh'))
      return undefined;
    // What is not asked need not be compared.
    if (fresh.command(store, query, cell.mode, span) === undefined) return undefined;
    const command = fresh.command(store, query, 'hits', span);
    if (command === undefined) return undefined;
    const output: Buffer[] = [];
    await runAll([command], (bytes) => output.push(bytes));
    return fresh.hits(store, Buffer.concat(output), span);
  }

  async time(cells: readonly Cell[]): Promise<void> {
    for (const cell of cells) {
      const where = `${this.#corpus.name}: ${cell.kind}, ${cell.mode}, ${cell.span}`;
      for (const process of cell.process)
        for (const [turn, query] of cell.queries.entries())
          for (const engine of this.#run.engines) {
            this.#run.progress.step(
              `${where}, ${process}, turn ${turn + 1} of ${cell.queries.length}: ${engine.info.name}`,
            );
            const millis =
              process === 'fresh'
                ? await this.#timeFresh(engine, cell, query)
                : await this.#timeWarm(engine, cell, query);
            if (millis === undefined) continue;
            this.#run.cells.add(
              {
                question: 'search',
                corpus: this.#corpus.name,
                row: `${cell.kind}, ${cell.mode}, ${cell.span}, ${process}`,
                engine: engine.info.name,
                unit: 'ms',
                better: 'less',
              },
              millis,
            );
          }
    }
  }

  async #timeFresh(engine: Engine, cell: Cell, query: BenchQuery): Promise<number | undefined> {
    const { fresh, info } = engine;
    const store = this.#freshStores.get(info.name);
    if (fresh === undefined || store === undefined) return undefined;
    const span = this.#spanOf(cell, query);
    const answer = await timeFresh(fresh, store, query, cell.mode, span);
    if (answer === undefined) return undefined;
    this.#checkCount(info.name, cell, query, span, answer.count);
    return answer.millis;
  }

  async #timeWarm(engine: Engine, cell: Cell, query: BenchQuery): Promise<number | undefined> {
    const session = this.#sessions.get(engine.info.name);
    if (engine.warm === undefined || session === undefined) return undefined;
    const span = this.#spanOf(cell, query);
    const { millis, count } = await session.ask(askOf(engine.warm.query(query), cell.mode, span));
    this.#checkCount(engine.info.name, cell, query, span, count);
    return millis;
  }

  #spanOf(cell: Cell, query: BenchQuery): Span {
    return cell.span === 'span' ? undefined : this.#corpus.hourOf(query.line);
  }

  #checkCount(engine: string, cell: Cell, query: BenchQuery, span: Span, got: number): void {
    const all = this.#counts.get(keyOf(query, span)) ?? 0;
    const expected = cell.mode === 'first 100' ? Math.min(FIRST, all) : all;
    if (got !== expected)
      throw new Error(
        `${engine} answers ${JSON.stringify(query.clauses)} (${cell.mode}) with ${got} in ${this.#corpus.name}: expected ${expected}`,
      );
  }
}

/** One question to a fresh process: what it counted, or how many lines it printed. */
export async function timeFresh(
  fresh: FreshFace,
  store: StoreOf,
  query: BenchQuery,
  mode: Mode,
  span: Span,
): Promise<{ millis: number; count: number } | undefined> {
  const command = fresh.command(store, query, mode, span);
  return command && timeCommand(command, mode);
}

/** A fresh process: what it counted, or how many lines it printed. */
export async function timeCommand(
  command: Command,
  mode: Mode,
): Promise<{ millis: number; count: number }> {
  const output: Buffer[] = [];
  const { wallSeconds } = await runAll([command], (bytes) => output.push(bytes));
  const millis = wallSeconds * 1000;
  if (mode !== 'count')
    return { millis, count: output.reduce((sum, bytes) => sum + lineFeeds(bytes), 0) };
  const count = sumOf(Buffer.concat(output).toString('latin1'));
  if (Number.isNaN(count)) throw new Error(`${describe(command)}: expected a number`);
  return { millis, count };
}

function lineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

export function askOf(query: string, mode: Mode, span: Span): Ask {
  if (span === undefined) return { query, mode };
  const { first, end, time } = span;
  return { query, mode, span: { first, end, from: time, to: time + 3_600_000 } };
}

function keyOf(query: BenchQuery, span: Span): string {
  return JSON.stringify([query.clauses, span?.first]);
}
