import type { Corpus } from '../corpus/corpus.js';
import { type Command, versionOf } from '../measure/command.js';
import { outputLines } from '../measure/output-lines.js';
import type { LanguageQuery } from '../queries/language-query.js';
import type { Mode } from '../queries/query.js';
import type { EngineInfo } from '../result/result.js';
import type { Ask } from '../sessions/protocol.js';
import { PYTHON_SESSION } from '../sessions/python-sqlite.js';
import type { Engine, StoreOf } from './engine.js';
import { FLAGS, type HayabusaEngine } from './hayabusa.js';
import { nodeProgram } from './programs.js';
import { RIPGREP_NAME, ripgrepOver } from './scanners.js';
import { wasmProgram } from './sqlite.js';
import { sql } from './sqlite-cli.js';

/** A contestant as it is asked the whole language, on the store of one corpus. */
export interface LanguageEngine {
  readonly info: EngineInfo;
  /** A fresh process; undefined when it cannot express the question. */
  readonly fresh?: (query: LanguageQuery, mode: Mode) => Command | undefined;
  /** The lines in what its `hits` command printed. */
  readonly hits?: (output: Buffer) => number[];
  /** Opens the store once, and then answers; undefined when it cannot express the question. */
  readonly session?: {
    readonly command: Command;
    readonly ask: (query: LanguageQuery) => Pick<Ask, 'query' | 'operator'> | undefined;
  };
}

/** What others call the database that all of them ask. */
const WASM = 'SQLite FTS5, wasm';
const SETTINGS = [`the FTS5 database of ${WASM}`, 'substrings by LIKE, which reads every row'];

/** Which engine's program asks FTS5, and as whom it is listed. */
const FTS5_NAMES: Readonly<Record<string, string>> = {
  [WASM]: WASM,
  'SQLite FTS3, better-sqlite3': 'SQLite FTS5, better-sqlite3',
  'SQLite FTS3, python3': 'SQLite FTS5, python3',
  'SQLite FTS3, sqlite3': 'SQLite FTS5, sqlite3',
};

const MAKE_FTS5 = 'CREATE VIRTUAL TABLE t USING fts5(x)';

/** Whether the SQLite of an engine has FTS5: those that are packed with Node have it. */
function hasFts5(name: string): boolean {
  switch (name) {
    case 'SQLite FTS3, python3': {
      const script = `import sqlite3; sqlite3.connect(":memory:").execute("${MAKE_FTS5}"); print(5)`;
      return versionOf('python3', '-c', script) !== undefined;
    }
    case 'SQLite FTS3, sqlite3':
      return versionOf('sqlite3', ':memory:', MAKE_FTS5) !== undefined;
    default:
      return true;
  }
}

/** As the engines of a run are listed when they are asked the language. */
export function languageInfos(engines: readonly Engine[]): EngineInfo[] {
  return engines.flatMap(({ info }) => {
    const name = FTS5_NAMES[info.name];
    if (name === undefined || name === info.name) return [];
    return [{ ...info, name, settings: SETTINGS }];
  });
}

/** Hayabusa first, then those of a run's engines that can be asked more than words; the stores are those of the ingest. */
export function languageEngines(
  own: HayabusaEngine,
  engines: readonly Engine[],
  corpus: Corpus,
  stores: ReadonlyMap<string, StoreOf>,
): LanguageEngine[] {
  const all: LanguageEngine[] = [];
  const store = stores.get(own.info.name);
  if (store !== undefined) all.push(ownEngine(own, store));
  const [database] = stores.get(WASM)?.paths ?? [];
  const infos = new Map(languageInfos(engines).map((info) => [info.name, info]));
  for (const { info } of engines) {
    if (info.name === RIPGREP_NAME) all.push(scanner(info, corpus));
    const name = FTS5_NAMES[info.name];
    if (name === undefined || database === undefined || !hasFts5(info.name)) continue;
    const listed = infos.get(name) ?? info;
    all.push({ info: listed, ...sqliteFace(info.name, database) });
  }
  return all;
}

function ownEngine({ info, ask, session }: HayabusaEngine, store: StoreOf): LanguageEngine {
  const [path = ''] = store.paths;
  return {
    info,
    fresh: ({ text }, mode) => (mode === 'hits' ? undefined : ask(path, text, FLAGS[mode])),
    session: {
      command: session(path, store.corpus.lineOfArrivalFile),
      ask: ({ text }) => ({ query: text }),
    },
  };
}

function scanner(info: EngineInfo, corpus: Corpus): LanguageEngine {
  const { command, hits } = ripgrepOver(corpus);
  return { info, fresh: ({ ripgrep }, mode) => ripgrep && command(ripgrep, mode), hits };
}

/** How each program is asked the same database. */
function sqliteFace(name: string, database: string): Omit<LanguageEngine, 'info'> {
  const session = (command: Command) => ({ command, ask: sqliteAsk });
  switch (name) {
    case WASM:
      return {
        fresh: ({ sqlite }, mode) =>
          sqlite?.operator === 'MATCH' && mode === 'count'
            ? wasmProgram('count', sqlite.value, database)
            : undefined,
        session: session(wasmProgram('serve', database)),
      };
    case 'SQLite FTS3, python3':
      return {
        session: session({ program: 'python3', args: ['-c', PYTHON_SESSION, database] }),
      };
    case 'SQLite FTS3, better-sqlite3':
      return { session: session(nodeProgram('sessions/better-sqlite3.js', 'serve', database)) };
    default:
      return {
        fresh: ({ sqlite }, mode) =>
          sqlite && {
            program: 'sqlite3',
            args: ['-readonly', database, sql(sqlite.value, mode, undefined, sqlite.operator)],
          },
        hits: (output) => Array.from(outputLines(output), (row) => Number(row) - 1),
      };
  }
}

function sqliteAsk({ sqlite }: LanguageQuery): Pick<Ask, 'query' | 'operator'> | undefined {
  if (sqlite === undefined) return undefined;
  const { operator, value } = sqlite;
  return operator === 'LIKE' ? { query: value, operator } : { query: value };
}
