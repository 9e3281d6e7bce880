import type { Engine } from './engines/engine.js';
import { type HayabusaEngine, hayabusa } from './engines/hayabusa.js';
import { nodeProgram } from './engines/programs.js';
import { compressedScanners, grep, ripgrep } from './engines/scanners.js';
import { betterSqlite3, pythonSqlite, sqliteWasm, wasmProgram } from './engines/sqlite.js';
import { parallelSqlite, sqliteShell } from './engines/sqlite-cli.js';
import { versionOf } from './measure/command.js';
import { OURS } from './result/result.js';

export type Contestants = {
  /** Hayabusa as it is, which is the first of the engines. */
  readonly own: HayabusaEngine;
  readonly engines: readonly Engine[];
  readonly absent: { name: string; why: string }[];
};

const PYTHON_VERSION =
  'import platform, sqlite3; sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING FTS3(x)");' +
  'print("SQLite", sqlite3.sqlite_version, "Python", platform.python_version())';

/**
 * Every engine that can run here, and what is missing of the others; where `against` has parts of names, only those whose
 * names hold one. Throws when a part is in no name.
 */
export function contestants(options: {
  commit: string;
  nativeFree: boolean;
  against: readonly string[] | undefined;
}): Contestants {
  const { own, engines, absent } = allContestants(options);
  const { against } = options;
  if (against === undefined) return { own, engines, absent };
  const names = [...engines.map(({ info }) => info.name), ...absent.map(({ name }) => name)];
  const holds = (part: string) => (name: string) => name.toLowerCase().includes(part.toLowerCase());
  const unknown = against.find((part) => !names.some(holds(part)));
  if (unknown !== undefined)
    throw new Error(`--against: expected parts of ${names.join('; ')}, got "${unknown}"`);
  const isWanted = (name: string) => against.some((part) => holds(part)(name));
  return {
    own,
    engines: engines.filter(({ info }) => info.family === own.info.family || isWanted(info.name)),
    absent: absent.filter(({ name }) => isWanted(name)),
  };
}

function allContestants(options: { commit: string; nativeFree: boolean }): Contestants {
  const absent: { name: string; why: string }[] = [];
  const version = options.commit;
  const own = hayabusa({ name: OURS, version, nativeFree: false });
  const engines: Engine[] = [own];
  if (options.nativeFree)
    engines.push(hayabusa({ name: 'hayabusa, native-free', version, nativeFree: true }));

  const versioned = wasmProgram('version');
  const wasm = versionOf(versioned.program, ...versioned.args);
  if (wasm === undefined)
    absent.push({ name: 'SQLite FTS5, wasm', why: 'node-sqlite3-wasm is not installed: npm ci' });
  else engines.push(sqliteWasm(wasm));

  const { program, args } = nodeProgram('sessions/better-sqlite3.js', 'version');
  const better = versionOf(program, ...args);
  if (better === undefined)
    absent.push({
      name: 'SQLite FTS3, better-sqlite3',
      why: 'the package cannot be loaded: npm install --no-save better-sqlite3 (needs a compiler)',
    });
  else engines.push(betterSqlite3(`SQLite ${better}`));

  const python = versionOf('python3', '-c', PYTHON_VERSION);
  if (python === undefined)
    absent.push({ name: 'SQLite FTS3, python3', why: 'no python3 with an SQLite that has FTS3' });
  else engines.push(pythonSqlite(python));

  const shell = versionOf('sqlite3', '--version')?.split(' ', 1)[0];
  if (shell === undefined)
    absent.push({ name: 'SQLite FTS3, sqlite3', why: 'no sqlite3 in the path' });
  else engines.push(sqliteShell(`SQLite ${shell}`));
  const parallel = versionOf('parallel', '--version');
  if (shell === undefined || parallel === undefined || !parallel.startsWith('GNU'))
    absent.push({ name: 'SQLite FTS3, parallel', why: 'no sqlite3 and GNU parallel in the path' });
  else engines.push(parallelSqlite(`${parallel}, SQLite ${shell}`));

  const grepVersion = versionOf('grep', '--version');
  if (grepVersion === undefined) absent.push({ name: 'grep', why: 'not in the path' });
  else engines.push(grep(grepVersion));
  const ripgrepVersion = versionOf('rg', '--version');
  if (ripgrepVersion === undefined) absent.push({ name: 'ripgrep', why: 'no rg in the path' });
  else engines.push(ripgrep(ripgrepVersion));
  const gzip = versionOf('gzip', '--version');
  const lz4 = /\bv[\d.]+/.exec(versionOf('lz4', '--version') ?? '')?.[0];
  if (gzip === undefined || grepVersion === undefined)
    absent.push({ name: 'gzip -dc | grep', why: 'no gzip and grep in the path' });
  if (lz4 === undefined || grepVersion === undefined)
    absent.push({ name: 'lz4 -dc | grep', why: 'no lz4 and grep in the path' });
  if (gzip === undefined || ripgrepVersion === undefined)
    absent.push({ name: 'ripgrep -z, gzip', why: 'no gzip and rg in the path' });
  engines.push(
    ...compressedScanners({
      ...(gzip === undefined || grepVersion === undefined ? {} : { gzip }),
      ...(lz4 === undefined || grepVersion === undefined ? {} : { lz4 }),
      ...(gzip === undefined || ripgrepVersion === undefined ? {} : { ripgrep: ripgrepVersion }),
    }),
  );
  return { own, engines, absent };
}
