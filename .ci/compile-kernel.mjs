// Compiles an entry of src/kernel, AssemblyScript, to WebAssembly: node .ci/compile-kernel.mjs ENTRY OUTPUT.
//
// Headers are read, and blocks are searched, by the same files here and in the bundle: what a kernel imports from outside
// src/kernel is TypeScript, and is rewritten as AssemblyScript while it is read. Such files keep to what both languages
// have (loops, functions, numbers, no object that is made on the way); an integer is a `number`, any other number a `Real`;
// and the kernel's twins of `Uint8Array`, `Uint16Array`, `Int32Array` and `Float64Array` are `Bytes`, `Shorts`, `Ints`
// and `Reals`, addresses.
// test/property/line-kernel.test.ts, search-loops.test.ts and head-loops.test.ts hold the two to each other.
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const KERNEL = resolve('src/kernel');

/** What of TypeScript is written otherwise in AssemblyScript, in this order. */
const REWRITES = [
  // What only TypeScript has use for: types of its own, and the class behind the record.
  [/^export type .*;$/gm, ''],
  [/^export class .*?^}$/gms, ''],
  // A closed set of codes is a namespace of constants.
  [
    /^export const (\w+) = \{\n(.*?)^\} as const;/gms,
    (_, name, codes) =>
      `export namespace ${name} {\n${codes.replace(/^ {2}(\w+): (\d+),$/gm, '  export const $1: i32 = $2;')}}`,
  ],
  [/^export interface (\w+) \{(.*?)^\}/gms, '@unmanaged export class $1 {$2}'],
  [/\b(zoneMinutes|epoch): number;/g, '$1: f64;'],
  [/^import type \{ Real \}.*\n/gm, ''],
  [/\bimport type\b/g, 'import'],
  [/( from '[^']*)\.js'/g, "$1'"],
  // Compared as unsigned.
  [/ >>> 0 (?=[<>])/g, ' as u32 '],
  [/\bMath\.min\(/g, 'min<i32>('],
  [/\bMath\.imul\(/g, 'imul('],
  [/\bNumber\.NaN\b/g, 'NaN'],
  [/\bNumber\.isNaN\(/g, 'isNaN('],
  [/\breadonly (?=\w)/g, ''],
  [/([\])])!(?!=)/g, '$1'],
  [/\): true \{/g, '): bool {'],
  [/\bUint8Array\b/g, 'Bytes'],
  [/\bInt32Array\b/g, 'Ints'],
  [/\bUint16Array\b/g, 'Shorts'],
  [/\bFloat64Array\b/g, 'Reals'],
  [/\bboolean\b/g, 'bool'],
  [/\bnumber\b/g, 'i32'],
  [/\bReal\b/g, 'f64'],
];

/** Comments and texts, which stay as they are; but not the names of files. */
const KEPT = /\/\*.*?\*\/|\/\/[^\n]*|(?<! from )'[^'\n]*'/gs;

/** A function to be inlined; as a decorator other tools would take it for an error. */
const INLINE = /^\/\/ @inline$/gm;

function rewritten(text, file) {
  const kept = [];
  let code = text.replace(KEPT, (found) => `§${kept.push(found) - 1}§`);
  for (const [from, to] of REWRITES) code = code.replace(from, to);
  code = code.replace(/§(\d+)§/g, (_, place) => kept[place]);
  const bytes = relative(dirname(file), `${KERNEL}/byte-view`);
  return `import { Bytes, Ints, imul, Reals, Shorts } from '${bytes}';\n${code}`;
}

const [entry, outFile] = process.argv.slice(2);
const { error } = await asc.main(
  [entry, '--outFile', outFile, '-O3', '--noAssert', '--runtime', 'minimal', '--enable', 'simd'],
  {
    stdout: process.stdout,
    stderr: process.stderr,
    readFile: async (name, folder) => {
      const file = resolve(folder, name);
      const text = await readFile(file, 'utf8').catch(() => null);
      const isOurs = file.startsWith(KERNEL) || file.includes('node_modules');
      if (text === null || !file.endsWith('.ts')) return text;
      return isOurs ? text.replace(INLINE, '@inline') : rewritten(text, file);
    },
  },
);
if (error) process.exitCode = 1;
