#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/**
 * The program of a build, `dist/cli/main.js`: runs the bundle beside it. Its files are CommonJS and each may have a
 * `.cache` of V8 beside it, made by `.ci/bundle.mjs`: compiling them is a third of what a small search adds to Node's own
 * start. What an ingest runs of a file is not what others do: it has caches of its own. V8 refuses a cache of another
 * version of its own; then the file is compiled, as without one.
 */
const FOLDER = dirname(fileURLToPath(import.meta.url));
const CACHE = process.argv[2] === 'ingest' ? '.ingest.cache' : '.cache';
const requireOther = createRequire(import.meta.url);
const loaded = new Map<string, { exports: unknown }>();

type Wrapped = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
) => void;

function load(id: string): unknown {
  if (!id.startsWith('./')) return requireOther(id);
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(id, module);
  const filename = join(FOLDER, id);
  const cachedData = cacheOf(filename);
  // On one line, so that the lines of a stack are those of the file.
  const source = `(function (exports, require, module, __filename) { ${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(source, {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  (script.runInThisContext() as Wrapped)(module.exports, load, module, filename);
  return module.exports;
}

function cacheOf(filename: string): Buffer | undefined {
  try {
    return readFileSync(filename + CACHE);
  } catch {
    return undefined;
  }
}

load('./hayabusa.js');
