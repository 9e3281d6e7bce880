import { instantiate } from './wasm.js';

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
  orderByTime(times: number, count: number, order: number): number;
  writeOrder(order: number, count: number): number;
  templatesKnown(): number;
  templateBytes(): number;
  usedTemplates(templates: number, rows: number): number;
  listTemplates(): number;
  tellTemplates(): void;
  encodeTemplates(): number;
  writeTemplates(templates: number, rows: number): number;
  writeTimes(times: number, order: number, count: number): number;
  countHours(times: number, count: number): number;
  countOtherTimes(
    field: number,
    times: number,
    offset: number,
    digits: number,
    tail: number,
  ): number;
  writeBeyond(count: number): number;
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

/** The module that it is made of. */
export const KERNEL = 'kernel.wasm';

/** A new kernel; undefined where WebAssembly has no SIMD, or the build has left no kernel. */
export function startKernel(calls: KernelCalls): Kernel | undefined {
  return instantiate(KERNEL, { times: calls }) as Kernel | undefined;
}
