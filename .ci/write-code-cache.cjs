// Preloaded into a run of dist/cli/main.js: when it ends, what V8 has compiled of each of its files is written beside it, and
// the machine code of the kernel it has used, as src/pack/machine-code.ts reads it.
const { readFileSync, statSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { crc32 } = require('node:zlib');

const FOLDER = dirname(process.argv[1]);
const CACHE = process.argv[2] === 'ingest' ? '.ingest.cache' : '.cache';

const scripts = [];
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.push([options.filename, this]);
  }
};

// V8 takes back what was made under the flags that are set when it is asked for: scripts before the command sets its own,
// the kernel after.
const flags = [];
const { setFlagsFromString } = v8;
v8.setFlagsFromString = (flag) => flags.push(flag);

// All of a module at once, by the compiler that V8 else comes to in the end.
const modules = [];
WebAssembly.Module = class extends WebAssembly.Module {
  constructor(bytes) {
    for (const flag of ['--no-liftoff', '--no-wasm-lazy-compilation']) setFlagsFromString(flag);
    super(bytes);
    for (const flag of ['--liftoff', '--wasm-dynamic-tiering', '--wasm-lazy-compilation'])
      setFlagsFromString(flag);
    modules.push([bytes, this]);
  }
};

function writeMachineCode() {
  for (const flag of flags) setFlagsFromString(flag);
  setFlagsFromString('--allow-natives-syntax');
  const serialize = new Function('module', 'return %SerializeWasmModule(module)');
  setFlagsFromString('--no-allow-natives-syntax');
  const { size, mtimeMs } = statSync(process.execPath);
  const maker = `${process.version} ${process.arch} ${size} ${mtimeMs}`;
  for (const name of ['kernel.wasm', 'lines.wasm', 'search.wasm']) {
    const bytes = readFileSync(join(FOLDER, name));
    const [, module] = modules.find(([each]) => bytes.equals(each)) ?? [];
    if (module === undefined) continue;
    const code = Buffer.from(serialize(module));
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(crc32(code, crc32(bytes, crc32(maker))));
    writeFileSync(join(FOLDER, `${basename(name)}.code`), Buffer.concat([crc, code]));
  }
}

process.on('exit', () => {
  for (const [filename, script] of scripts)
    writeFileSync(filename + CACHE, script.createCachedData());
  if (modules.length > 0) writeMachineCode();
});
