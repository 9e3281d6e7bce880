import { readFileSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { crc32 } from '../codec/checksum.js';
import type { CompiledModule } from './wasm.js';

/**
 * The code that V8 made of a module of the kernel when the program was built, in a file beside it: a tenth of an ingest of
 * 100 MB is V8 compiling its kernel.
 *
 *     file := crc:u32 code        crc: CRC-32 of who made it (`maker`), the module, and the code
 *
 * The code serves the Node that made it and no other: its checksum says so, and V8 itself refuses code of another version, of
 * other flags, or of a processor that can do other things. Then, or where there is no such file, the module is compiled.
 * Node has no call for it: V8's own function is reached through a flag that is set while a line of JavaScript is compiled.
 * A program may do that to the process that it is; a library does not, so only the command asks for it, and not in threads.
 */
export function storedModule(module: Uint8Array, path: URL): CompiledModule | undefined {
  try {
    const file = readFileSync(new URL(`${path.href}.code`));
    const code = file.subarray(4);
    if (crc32(code, crc32(module, crc32(maker()))) !== file.readUInt32LE()) return undefined;
    return deserializer()(new Uint8Array(code).buffer, module);
  } catch {
    return undefined;
  }
}

/** Which Node this is; `.ci/write-code-cache.cjs` writes it the same. */
function maker(): Uint8Array {
  const { size, mtimeMs } = statSync(process.execPath);
  return Buffer.from(`${process.version} ${process.arch} ${size} ${mtimeMs}`);
}

type Deserializer = (code: ArrayBuffer, module: Uint8Array) => CompiledModule | undefined;
let found: Deserializer | undefined;

function deserializer(): Deserializer {
  if (found !== undefined) return found;
  setFlagsFromString('--allow-natives-syntax');
  try {
    found = new Function(
      'code',
      'module',
      'return %DeserializeWasmModule(code, module)',
    ) as Deserializer;
    return found;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
