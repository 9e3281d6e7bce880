import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, runAll } from '../measure/command.js';
import type { EngineInfo } from '../result/result.js';
import type { Engine } from './engine.js';
import { wasmProgram } from './sqlite.js';
import { parallelProgram, runShell, sql, storeScript } from './sqlite-cli.js';

/** An engine that keeps a database a file, for the paper's table. */
export interface FileEngine {
  readonly info: EngineInfo;
  /** Stores each text in a database of its own; returns the fresh process that counts a word in all of them. */
  prepare(texts: readonly string[], folder: string): Promise<(word: string) => Command>;
}

/** Those of the engines that can keep a database a file. */
export function fileEngines(engines: readonly Engine[]): FileEngine[] {
  const makers: Readonly<Record<string, (info: EngineInfo) => FileEngine>> = {
    'SQLite FTS5, wasm': wasmFiles,
    'SQLite FTS3, parallel': parallelFiles,
    ripgrep: ripgrepFiles,
  };
  return engines.flatMap(({ info }) => makers[info.name]?.(info) ?? []);
}

const databases = (texts: readonly string[], folder: string) =>
  texts.map((_, i) => join(folder, `${i}.db`));

function wasmFiles(info: EngineInfo): FileEngine {
  return {
    info,
    async prepare(texts, folder) {
      mkdirSync(folder);
      const paths = databases(texts, folder);
      const pairs = texts.flatMap((text, i) => [text, paths[i]!]);
      await runAll([wasmProgram('ingest', ...pairs)]);
      return (word) => wasmProgram('count', word, ...paths);
    },
  };
}

/** The original to the letter. */
function parallelFiles(info: EngineInfo): FileEngine {
  return {
    info,
    async prepare(texts, folder) {
      mkdirSync(folder);
      const paths = databases(texts, folder);
      const scripts = texts.map((text, i) => storeScript(paths[i]!, text));
      await runShell(folder, scripts.join(''));
      return (word) => parallelProgram(paths, sql(word, 'count', undefined));
    },
  };
}

/** Searches the texts themselves. */
function ripgrepFiles(info: EngineInfo): FileEngine {
  return {
    info,
    prepare: async (texts) => (word) => ({
      program: 'rg',
      args: ['--no-config', '-a', '-i', '-w', '-c', '-I', '--no-unicode', word, ...texts],
    }),
  };
}
