import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, PROJECT, packageOf, sourceFiles, targetOf } from './support/source-code.js';

/**
 * The architecture. A file may import from its own folder and from any folder of a layer below; folders of one layer do
 * not know each other.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['base'],
  ['codec', 'storage'],
  ['syslog', 'analysis', 'input', 'postings'],
  // These stand on one of the layer before: a query reads addresses as analysis does, the term dictionary stores
  // posting lists, a batch of messages takes what headers say, a column makes timestamps by the calendar.
  ['query', 'termdict', 'messagelog', 'template', 'column'],
  ['pack', 'match'],
  // What a header says is searched as expressions are, in a pack's templates.
  ['catalog', 'header'],
  ['planner'],
  ['executor'],
  ['tally'],
  ['engine', 'inspect'],
  ['index.ts'],
  ['cli'],
];

/** The one folder that may import a package; what is not here is not imported by src at all. */
const OWNERS: Readonly<Record<string, string>> = {
  commander: 'cli',
  fzstd: 'input',
  'lz4-napi': 'codec',
  re2js: 'match',
  msgpackr: 'codec',
};

/** What only the command line may use: it alone prints, reads arguments and ends the process. */
const OF_THE_CLI = /\bconsole\b|\bprocess\s*\??\.\s*(?:stdout|stderr|exit|exitCode|argv)\b/;

const FILES = sourceFiles();
const folderOf = (path: string) => path.split('/', 1)[0]!;
const layerOf = (folder: string) => LAYERS.findIndex((layer) => layer.includes(folder));

describe('src', () => {
  it('has the folders of the diagram, and no others', () => {
    const folders = new Set(FILES.map(({ path }) => folderOf(path)));
    expect([...folders].sort()).toEqual(LAYERS.flat().sort());
  });

  it('imports from its own folder or from a layer below', () => {
    const wrong: string[] = [];
    for (const { path, imports } of FILES) {
      const folder = folderOf(path);
      for (const { name: imported } of imports) {
        const target = targetOf(path, imported);
        if (target === undefined || folderOf(target) === folder) continue;
        const layer = layerOf(folderOf(target));
        if (layer < 0 || layer >= layerOf(folder)) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('imports only files that are there, by names that end in .js', () => {
    const paths = new Set(FILES.map(({ path }) => path));
    const wrong: string[] = [];
    for (const { path, imports } of FILES)
      for (const { name: imported } of imports) {
        const target = targetOf(path, imported);
        if (target !== undefined && !(imported.endsWith('.js') && paths.has(target)))
          wrong.push(`${path} imports ${imported}`);
      }
    expect(wrong).toEqual([]);
  });

  it('has no cycles of files at run time', () => {
    const graph = new Map(
      FILES.map(({ path, imports }) => [
        path,
        imports.flatMap(({ name, typeOnly }) => (typeOnly ? [] : (targetOf(path, name) ?? []))),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      if (done.has(path)) return;
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('imports each package from the one folder that owns it, and every dependency has an owner', () => {
    const wrong: string[] = [];
    for (const { path, imports } of FILES)
      for (const { name: imported } of imports) {
        const name = packageOf(imported);
        if (name !== undefined && OWNERS[name] !== folderOf(path))
          wrong.push(`${path} imports ${name}`);
      }
    expect(wrong).toEqual([]);
    const manifest: unknown = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ dependencies: expect.anything() });
    const { dependencies } = manifest as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).sort()).toEqual(Object.keys(OWNERS).sort());
  });

  it('prints, reads arguments and exits in cli only', () => {
    const wrong = FILES.filter(
      ({ path, code }) => folderOf(path) !== 'cli' && OF_THE_CLI.test(code),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('importsOf()', () => {
  it('finds every kind of import, and none in comments', () => {
    const check = (text: string, ...expected: string[]) =>
      expect(importsOf(text).map(({ name }) => name)).toEqual(expected);
    check(`import { a } from './a.js';\nimport type { B } from "../b.js";`, './a.js', '../b.js');
    check(`import {\n  a,\n  b,\n} from 'x';\nimport 'y';\nimport * as z from 'z';`, 'x', 'y', 'z');
    check(`export { a } from './a.js';\nexport type { B } from './b.js';`, './a.js', './b.js');
    check(`export * from './a.js';`, './a.js');
    check(`type A = typeof import('a');\nconst b = await import("./b.js");`, 'a', './b.js');
    check(`const c = process.getBuiltinModule('node:child_process');`, 'node:child_process');
    check(`// import { a } from './a.js'\n/* import 'b';\n * from 'c' */`);
    check(`const text = "from 'd'";`);
    check(`export const text = 'from';\nexport const other = 5;\nconst c = 'd';`);
    check(`export const TMP = '.tmp';\nexport const text: string =\n  'x';`);
    check(`const pattern = /['"]/;\nimport { a } from './a.js';`, './a.js');
  });

  it('tells imports of types alone', () => {
    const check = (text: string, typeOnly: boolean) =>
      expect(importsOf(text)).toEqual([{ name: './a.js', typeOnly }]);
    check(`import type { A } from './a.js';`, true);
    check(`export type { A } from './a.js';`, true);
    check(`type A = typeof import('./a.js');`, true);
    check(`import { type A } from './a.js';`, false);
    check(`import './a.js';`, false);
    check(`await import('./a.js');`, false);
  });
});
