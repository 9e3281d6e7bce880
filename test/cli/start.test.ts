import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, folderOfTestFile, MAIN } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/**
 * What the command loads before it answers: that, and not what it does, is how long a small search takes. Counted and not
 * timed, for this machine may be busy.
 */
const BUILD = dirname(MAIN);
const folder = folderOfTestFile();
const PROBE = join(folder, 'probe.cjs');
const LOADED = join(folder, 'loaded.json');

/** Loaded first, it leaves behind what was loaded after it. */
const PROBE_SOURCE = `
  const fs = require('node:fs');
  const vm = require('node:vm');
  const loaded = { files: [], caches: [], modules: [], kernels: 0 };
  const before = new Set(process.moduleLoadList);
  const { readFileSync, writeFileSync } = fs;
  fs.readFileSync = (path, ...options) => {
    if (/\\.(js|cjs|mjs|node)$/.test(path)) loaded.files.push(path);
    return readFileSync(path, ...options);
  };
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      if (this.cachedDataRejected === false) loaded.caches.push(options.filename);
    }
  };
  WebAssembly.Module = class extends WebAssembly.Module {
    constructor(bytes) {
      super(bytes);
      loaded.kernels++;
    }
  };
  process.on('exit', () => {
    loaded.modules = process.moduleLoadList.filter((name) => !before.has(name));
    writeFileSync(${JSON.stringify(LOADED)}, JSON.stringify(loaded));
  });
`;

type Loaded = { files: string[]; caches: string[]; modules: string[]; kernels: number };

/**
 * The files of the build that a run reads and those of them that V8 has a cache of, Node's own modules, and how many modules
 * of the kernel were compiled.
 */
function loadedBy(...args: string[]): Loaded {
  return loadedWith([], MAIN, ...args);
}

function loadedWith(options: string[], ...args: string[]): Loaded {
  const { stderr } = spawnSync(process.execPath, [...options, '--require', PROBE, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { files, caches, modules, kernels } = JSON.parse(readFileSync(LOADED, 'utf8')) as Loaded;
  const names = (paths: string[]) => paths.map((path) => relative(BUILD, path)).sort();
  return { files: names(files), caches: names(caches), modules, kernels };
}

/** Of Node's own modules, those that take milliseconds and that no small search needs. */
const SLOW = /^NativeModule (?:net|tty|child_process|worker_threads|crypto|perf_hooks)$/;

const SEARCHES = [
  ['-c', 'opened'],
  ['-c', 'nowhere'],
  ['opened'],
  ['opened', '--histogram'],
  ['opened', '--by', 'host'],
];

/** Enough for a pack. */
const LARGE: string = Array.from(
  { length: 14_000 },
  (_, i) =>
    `2021-08-17T09:00:00Z gw${i % 7} sshd[${i}]: session opened for 192.0.2.${i % 251} port ${(i * 7919) % 65_536}\n`,
).join('');

beforeAll(() => {
  writeFileSync(PROBE, PROBE_SOURCE);
  writeFileSync(join(folder, 'in.log'), '2021-08-17T09:00:00Z gw1 sshd[11]: session opened\n');
  cliIn(folder)('ingest', '-q', 'in.log');
  writeFileSync(join(folder, 'large.log'), LARGE);
});

describe('the command as it is built', () => {
  it('tells its version from two small files', () => {
    const { files, caches, modules } = loadedBy('--version');
    expect(files).toEqual(['hayabusa.js', 'main.js']);
    expect(caches).toEqual(['hayabusa.js']);
    // Without commander and all that a command needs, which are in files of their own.
    expect(statSync(join(BUILD, 'hayabusa.js')).size).toBeLessThan(20_000);
    expect(modules.filter((name) => /\b(?:stream|zlib)\b/.test(name))).toEqual([]);
  });

  it('searches from ten files at most, none of a package, all of which V8 has compiled before', () => {
    for (const args of SEARCHES) {
      const { files, caches, modules } = loadedBy('search', ...args);
      expect(files.length).toBeLessThanOrEqual(10);
      expect(files.filter((file) => file !== basename(file))).toEqual([]);
      // The histogram is a small file of its own.
      expect(['main.js', ...caches].sort()).toEqual(
        files.filter((file) => !/histogram/.test(file)),
      );
      // Others V8 would keep in two bytes a character; and they are read as what they are.
      for (const file of files)
        expect(readFileSync(join(BUILD, file), 'latin1'), file).toMatch(/^[\0-\x7f]*$/);
      expect(files.filter((file) => /ingest|inspect|repair|stats|verify/.test(file))).toEqual([]);
      expect(modules.filter((name) => SLOW.test(name))).toEqual([]);
    }
  });
});

describe('an ingest', () => {
  const ingest = (options: string[], main: string) =>
    loadedWith(options, main, 'ingest', '-q', '--store', temporaryFolder(), 'large.log');

  it('compiles neither its files nor the kernel: V8 has done both before', () => {
    const { files, caches, modules, kernels } = ingest([], MAIN);
    expect(['main.js', ...caches].sort()).toEqual(files);
    expect(modules.filter((name) => SLOW.test(name))).toEqual([]);
    expect(kernels).toBe(0);
  });

  it('compiles the kernel when V8 runs otherwise, and when the code is damaged or of another Node', () => {
    expect(ingest(['--no-opt'], MAIN).kernels).toBe(2);
    const build = join(temporaryFolder(), 'cli');
    cpSync(BUILD, build, { recursive: true });
    const damage = (name: string, at: number) => {
      const code = readFileSync(join(build, name));
      code[at]! ^= 1;
      writeFileSync(join(build, name), code);
    };
    damage('kernel.wasm.code', 0);
    expect(ingest([], join(build, 'main.js')).kernels).toBe(1);
    damage('lines.wasm.code', 10_000);
    expect(ingest([], join(build, 'main.js')).kernels).toBe(2);
  });
});

describe('a search', () => {
  it('compiles no kernel either, unless the code of it is of no use', () => {
    const store = temporaryFolder();
    cliIn(folder)('ingest', '-q', '--store', store, 'large.log');
    const kernels = (options: string[], main: string) =>
      loadedWith(options, main, 'search', '--store', store, '-n', '5', 'session').kernels;
    expect(kernels([], MAIN)).toBe(0);
    expect(kernels(['--no-opt'], MAIN)).toBe(1);
    const build = join(temporaryFolder(), 'cli');
    cpSync(BUILD, build, { recursive: true });
    rmSync(join(build, 'search.wasm.code'));
    expect(kernels([], join(build, 'main.js'))).toBe(1);
  });
});

describe('a cache of V8 that is of no use', () => {
  const run = (build: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(build, 'main.js'), ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 2 * LARGE.length,
      },
    );
    return { status, stdout, stderr };
  };
  const ingestAndSearch = (build: string) => {
    const store = temporaryFolder();
    const ingested = run(build, 'ingest', '-q', '--store', store, 'large.log');
    expect(ingested).toEqual({ status: 0, stdout: '', stderr: '' });
    return run(build, 'search', '--store', store, 'session');
  };
  const answer = { status: 0, stdout: LARGE, stderr: '' };
  const copyOfBuild = () => {
    const build = join(temporaryFolder(), 'cli');
    cpSync(BUILD, build, { recursive: true });
    const caches = readdirSync(build).filter((name) => /\.(?:cache|code)$/.test(name));
    expect(caches).toEqual(
      expect.arrayContaining([
        'hayabusa.js.cache',
        'ingest.js.ingest.cache',
        'kernel.wasm.code',
        'search.wasm.code',
      ]),
    );
    return { build, caches: caches.map((name) => join(build, name)) };
  };

  it('is there: the answer is what was read', () => {
    expect(ingestAndSearch(copyOfBuild().build)).toEqual(answer);
  });

  it('is gone: the answer is the same', () => {
    const { build, caches } = copyOfBuild();
    for (const cache of caches) rmSync(cache);
    expect(existsSync(join(build, 'hayabusa.js.cache'))).toBe(false);
    expect(ingestAndSearch(build)).toEqual(answer);
  });

  it('is of another version of V8, cut off or empty: the answer is the same', () => {
    const { build, caches } = copyOfBuild();
    caches.forEach((cache, index) => {
      const bytes = readFileSync(cache);
      // The version stands in the second four bytes.
      if (index % 3 === 0) bytes[4]! ^= 1;
      writeFileSync(cache, bytes.subarray(0, [bytes.length, bytes.length >> 1, 0][index % 3]));
    });
    expect(ingestAndSearch(build)).toEqual(answer);
  });
});
