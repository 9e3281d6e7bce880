import { readFileSync } from 'node:fs';

/** As much of WebAssembly as is used here: Node's own types leave it to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: unknown };
};
export type CompiledModule = { readonly compiled: unique symbol };

/** Beside the bundle that this stands in; or above, where this is a file of its own. */
const PLACES: readonly string[] = ['./', '../../', '../../dist/'];

const compiled = new Map<string, CompiledModule | undefined>();

/** What gives a module without compiling it, where there is such a thing. */
type StoredModule = (bytes: Uint8Array, path: URL) => CompiledModule | undefined;
let stored: StoredModule = () => undefined;

/** From now on modules are compiled of which `source` has none. */
export function takeModulesFrom(source: StoredModule): void {
  stored = source;
}

/**
 * What a new instance of a module exports that the build made of src/kernel; undefined where WebAssembly has no SIMD, or the
 * build has left no such module. What is declared in a file of src/kernel is asked for by the file's name.
 */
export function instantiate(name: string, imports: object): unknown {
  const module = compiledModule(name);
  if (module === undefined) return undefined;
  const abort = () => {
    throw new Error('The kernel has no memory left');
  };
  return new WebAssembly.Instance(module, { ...imports, env: { abort } }).exports;
}

/** Such a module. Another thread that is given it compiles nothing. */
export function compiledModule(name: string): CompiledModule | undefined {
  if (!compiled.has(name)) compiled.set(name, compile(name));
  return compiled.get(name);
}

function compile(name: string): CompiledModule | undefined {
  for (const place of PLACES) {
    try {
      const path = new URL(`${place}${name}`, import.meta.url);
      const bytes = readFileSync(path);
      return stored(bytes, path) ?? new WebAssembly.Module(bytes);
    } catch {
      // Not here, or not for this machine: what the kernel does is done without it.
    }
  }
  return undefined;
}
