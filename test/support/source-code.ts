import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT: string = fileURLToPath(new URL('../../', import.meta.url));

export type SourceFile = {
  /** Relative to src, with `/`: `codec/varint.ts`. */
  path: string;
  /** Code with comments left out and strings emptied. */
  code: string;
  imports: readonly Import[];
};

export type Import = { name: string; typeOnly: boolean };

/** Every TypeScript file below src; the kernel is AssemblyScript, which looks like it. */
export function sourceFiles(): SourceFile[] {
  const root = join(PROJECT, 'src');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const text = readFileSync(full, 'utf8');
      const path = relative(root, full).split(sep).join('/');
      return { path, code: withoutText(text, false), imports: importsOf(text) };
    })
    .filter(({ path }) => !path.startsWith('kernel/'))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a file imports, as it is written; `typeOnly` imports are gone at run time. */
export function importsOf(text: string): Import[] {
  const code = withoutText(text, true);
  const statements =
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]+\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const calls = /(\btypeof\s+)?\b(?:import|getBuiltinModule)\s*\(\s*['"]([^'"]+)['"]/g;
  return [statements, calls].flatMap((pattern) =>
    Array.from(code.matchAll(pattern), ([, type, name = '']) => ({
      name,
      typeOnly: type !== undefined,
    })),
  );
}

/** Where an import of `path` leads, relative to src; undefined for packages and Node's own modules. */
export function targetOf(path: string, imported: string): string | undefined {
  if (!imported.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(path), imported)).replace(/\.js$/, '.ts');
}

/** The package that an import names: `fzstd`, `@scope/name`; undefined for files and Node's own modules. */
export function packageOf(imported: string): string | undefined {
  if (imported.startsWith('.') || imported.startsWith('node:')) return undefined;
  return imported.split('/', imported.startsWith('@') ? 2 : 1).join('/');
}

/** Source without its comments and, unless they are kept, without what its strings and regular expressions say. */
function withoutText(text: string, keepStrings: boolean): string {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(?<=[=(,:!&|?{};\n]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;
  return text.replace(token, (match) => {
    if (match.startsWith('//') || match.startsWith('/*')) return ' ';
    if (match.startsWith('/')) return ' 0 ';
    return keepStrings ? match : `''`;
  });
}
