import { readFileSync } from 'node:fs';

/** As much of WebAssembly as is used here: Node's own types leave it to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledKernel;
  readonly Instance: new (module: CompiledKernel, imports: object) => { readonly exports: unknown };
};
type CompiledKernel = { readonly compiled: unique symbol };

/** What src/kernel exports. Addresses and lengths are bytes of `memory`. */
export type Kernel = {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
  release(at: number): void;
  clearShapes(): void;
  gather(
    text: number,
    textLength: number,
    starts: number,
    cuts: number,
    order: number,
    count: number,
    templates: number,
  ): void;
  templatesKnown(): number;
  usedTemplates(templates: number, rows: number): number;
  listTemplates(): number;
  tellTemplates(): void;
  writeTemplateTable(): number;
  writeTemplates(templates: number, rows: number): number;
  writeTimes(times: number, order: number, count: number): number;
  countOtherTimes(field: number, times: number, offset: number, digits: number): number;
  stampAt(): number;
  countOf(field: number): number;
  valuesOf(field: number): number;
  writeFields(from: number, plainBytes: number): number;
  columnsAt(): number;
  fieldAfter(): number;
  writeColumn(field: number): number;
  columnAt(): number;
  clearTerms(): void;
  termCount(): number;
  postingCount(): number;
  termBytes(): number;
  startDictionary(): void;
  writeTermBlock(): number;
  describedAt(): number;
  endDictionary(): void;
  deflateInput(length: number): number;
  deflate(at: number, length: number): number;
  deflatedAt(): number;
};

/** What the kernel asks of its caller; src/kernel says when. */
export type KernelCalls = {
  formatDay(time: number): number;
};

/** Beside the bundle that this stands in; or above, where this is a file of its own. */
const PLACES: readonly string[] = ['./kernel.wasm', '../../kernel.wasm', '../../dist/kernel.wasm'];

let compiled: CompiledKernel | undefined | null = null;

/** A new kernel; undefined where WebAssembly has no SIMD, or the build has left no kernel. */
export function startKernel(calls: KernelCalls): Kernel | undefined {
  if (compiled === null) compiled = compile();
  if (compiled === undefined) return undefined;
  const abort = () => {
    throw new Error('The kernel has no memory left');
  };
  // What is declared in a file of the kernel is asked for by the file's name.
  const imports = { env: { abort }, times: calls };
  const { exports } = new WebAssembly.Instance(compiled, imports);
  return exports as Kernel;
}

function compile(): CompiledKernel | undefined {
  for (const place of PLACES) {
    try {
      return new WebAssembly.Module(readFileSync(new URL(place, import.meta.url)));
    } catch {
      // Not here, or not for this machine: what the kernel does is done without it.
    }
  }
  return undefined;
}
