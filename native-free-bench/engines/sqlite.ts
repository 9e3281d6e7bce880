import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../corpus/corpus.js';
import type { Command } from '../measure/command.js';
import { ftsQuery } from '../queries/query.js';
import { PYTHON_LOOP, PYTHON_SESSION } from '../sessions/python-sqlite.js';
import type { Engine, IngestFace, StoreOf } from './engine.js';
import { nodeProgram } from './programs.js';

/** One database for each core, each filled by an insert loop in one transaction. */
function insertLoops(loop: (text: string, database: string) => Command): IngestFace {
  return {
    commands(corpus: Corpus, path: string, cores: number) {
      mkdirSync(path);
      const files = corpus.parts(cores).map((part) => corpus.partFile(part));
      const paths = files.map((_, i) => join(path, `${i}.db`));
      const commands = files.map((file, i) => loop(file, paths[i]!));
      return { commands, store: { corpus, paths } };
    },
  };
}

const LOOP_SETTINGS = [
  'the searched text, one insert a line, one transaction, one database a core',
  'PRAGMA synchronous=OFF, PRAGMA journal_mode=MEMORY (as the original); never synced, which favours it',
];

/** With more threads that compile WebAssembly, Node 20 now and then waits for ever for one of them. */
const WASM_FLAG = '--wasm-num-compilation-tasks=1';

/** The program of sessions/sqlite-wasm.ts. */
export function wasmProgram(...args: string[]): Command {
  const command = nodeProgram('sessions/sqlite-wasm.js', ...args);
  return { ...command, args: [WASM_FLAG, ...command.args] };
}

export function sqliteWasm(version: string): Engine {
  return {
    info: {
      name: 'SQLite FTS5, wasm',
      family: 'sqlite',
      version,
      settings: ["FTS5, tokenize='ascii' (it has no FTS3)", `node ${WASM_FLAG}`, ...LOOP_SETTINGS],
    },
    ingest: insertLoops((text, database) => wasmProgram('ingest', text, database)),
    fresh: {
      command({ paths }, query, mode, span) {
        if (mode !== 'count' || span !== undefined) return undefined;
        return wasmProgram('count', ftsQuery(query), ...paths);
      },
      hits: () => [],
    },
    warm: {
      command: ({ paths: [path = ''] }) => wasmProgram('serve', path),
      query: ftsQuery,
    },
  };
}

export function betterSqlite3(version: string): Engine {
  return {
    info: {
      name: 'SQLite FTS3, better-sqlite3',
      family: 'sqlite',
      version,
      settings: ['FTS3', ...LOOP_SETTINGS],
    },
    ingest: insertLoops((text, database) =>
      nodeProgram('sessions/better-sqlite3.js', 'ingest', text, database),
    ),
    warm: {
      command: ({ paths: [path = ''] }: StoreOf) =>
        nodeProgram('sessions/better-sqlite3.js', 'serve', path),
      query: ftsQuery,
    },
  };
}

export function pythonSqlite(version: string): Engine {
  const python = (...args: string[]): Command => ({ program: 'python3', args: ['-c', ...args] });
  return {
    info: {
      name: 'SQLite FTS3, python3',
      family: 'sqlite',
      version,
      settings: ["FTS3: the original's store loop", ...LOOP_SETTINGS],
    },
    ingest: insertLoops((text, database) => python(PYTHON_LOOP, text, database)),
    warm: {
      command: ({ paths: [path = ''] }) => python(PYTHON_SESSION, path),
      query: ftsQuery,
    },
  };
}
