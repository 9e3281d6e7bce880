// Writes what users run and import, each of a few files: Node takes longer to find and load a hundred small modules than
// a small search takes. `dist/src` is what tsc makes of the same sources, for the types, the benchmark and the tests.
//
// dist/cli/main.js  the command line; it loads hayabusa.js, and that what a command needs, each with V8's code cache.
//                   CommonJS, because Node starts its loader of ES modules, and completes the built-in modules for
//                   them, only when the first one is loaded.
// dist/index.js     the library.
// …/*-worker.js     beside both: the threads that build packs, and those that search.
// …/kernel.wasm     beside both: src/kernel, AssemblyScript compiled to WebAssembly; lines.wasm is its way in, search.wasm has
//                   the loops of a search. In dist/cli with the machine code that V8 makes of them.
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const CLI = 'dist/cli';
const DRAFT = `${CLI}.${process.pid}`;
const WORKERS = ['pack-worker', 'search-worker'];
const LEGAL_ONLY = { legal: true, annotation: false, jsdoc: false };

/** Commander needs this for commands that are programs of their own. Here are none, and with it come net and streams. */
const withoutChildProcess = {
  name: 'without-child-process',
  resolveId: (source, importer) =>
    source === 'node:child_process' && /[\\/]commander[\\/]/.test(importer ?? '')
      ? '\0without-child-process'
      : undefined,
  load: (id) => (id === '\0without-child-process' ? 'module.exports = {};' : undefined),
};

async function bundle(input, output) {
  const build = await rolldown({
    input,
    // Looked for at run time, where the source says so: one is native, the other is needed by few searches.
    external: ['lz4-napi', 're2js'],
    platform: 'node',
    // Nobody imports from the command's files; rolldown asks for it where a group of modules is cut without what they import.
    preserveEntrySignatures: input.hayabusa === undefined ? 'exports-only' : 'allow-extension',
    plugins: [withoutChildProcess],
  });
  await build.write({ sourcemap: true, comments: LEGAL_ONLY, ...output });
  await build.close();
}

/**
 * Writes what is not ASCII as escapes: V8 keeps a text with one such character in two bytes each, and of UTF-8 it takes long
 * to make. The bundler has no option for it, and undoes what a plugin of it does.
 */
function escapeNonAscii(folder) {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    const escaped = text.replace(
      /[^\0-\x7f]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    if (escaped !== text) writeFileSync(`${folder}/${name}`, escaped);
  }
}

/**
 * What a search and an ingest compile, kept for the next one, and the machine code of the kernels. Without, they are only
 * slower: a failure does not fail the build.
 */
function writeCodeCache() {
  const folder = mkdtempSync(join(tmpdir(), 'hayabusa-build-'));
  const store = join(folder, 'store');
  const lines = join(folder, 'sample.log');
  writeFileSync(lines, gunzipSync(readFileSync('fixtures/sample.log.gz')));
  const hayabusa = (options, command, ...args) =>
    spawnSync(
      process.execPath,
      [...options, `${DRAFT}/main.js`, command, '--store', store, '-q', ...args],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ).status === 0;
  const cached = ['--require', './.ci/write-code-cache.cjs'];
  const done = [
    hayabusa(cached, 'ingest', '--year', '2026', lines),
    hayabusa(cached, 'search', 'failed', 'password'),
  ];
  if (done.includes(false))
    process.stderr.write('No code cache: the build is whole, but starts slower.\n');
  rmSync(folder, { recursive: true });
}

/** A module of the kernel. The compiler runs in a process of its own, beside the bundler. */
function compileKernel(entry, outFile) {
  const child = spawn(process.execPath, ['.ci/compile-kernel.mjs', entry, outFile], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${entry} does not compile: ${code}`)),
    );
  });
}

// Whole before it is where it is run from; with the old files go their caches, for V8 tells a cache of another text only by
// its length.
const commonJs = { dir: DRAFT, format: 'cjs', chunkFileNames: '[name].js' };
/**
 * Modules that several commands share are one file: each set of commands that share some would otherwise have one of its own.
 * Not so what the version needs, and what every command line is read with.
 */
const shared = {
  name: 'shared',
  test: /src\/(?!cli\/(?:main|output|version)|base\/(?:errors|time-units))/,
  minShareCount: 2,
};
/** What shared modules use and else only a search does: with the search it would need them, and they it, before either is there. */
const usedByShared = { name: 'shared', test: /src\/cli\/terminal-text/ };
mkdirSync(DRAFT, { recursive: true });
await Promise.all([
  compileKernel('src/kernel/index.ts', `${DRAFT}/kernel.wasm`),
  compileKernel('src/kernel/lines.ts', `${DRAFT}/lines.wasm`),
  compileKernel('src/kernel/search.ts', `${DRAFT}/search.wasm`),
  bundle({ main: 'src/cli/start.ts', demo: 'src/cli/demo.ts' }, commonJs),
  bundle(
    { hayabusa: 'src/cli/main.ts' },
    {
      ...commonJs,
      codeSplitting: { groups: [shared, usedByShared], includeDependenciesRecursively: false },
    },
  ),
  // By itself: what it shares with the commands would otherwise be cut into files of its own, and these load slower.
  ...WORKERS.flatMap((name) => [
    bundle(`src/engine/${name}.ts`, {
      file: `${DRAFT}/${name}.js`,
      format: 'cjs',
      codeSplitting: false,
    }),
    bundle(`src/engine/${name}.ts`, {
      file: `dist/${name}.js`,
      format: 'esm',
      codeSplitting: false,
    }),
  ]),
  bundle('src/index.ts', { file: 'dist/index.js', format: 'esm', codeSplitting: false }),
]);
writeFileSync(`${DRAFT}/package.json`, '{ "type": "commonjs" }\n');
for (const name of ['kernel.wasm', 'lines.wasm', 'search.wasm'])
  copyFileSync(`${DRAFT}/${name}`, `dist/${name}`);
escapeNonAscii(DRAFT);
writeCodeCache();
rmSync(CLI, { recursive: true, force: true });
renameSync(DRAFT, CLI);
