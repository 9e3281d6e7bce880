// Preloaded into a run of dist/cli/main.js: when it ends, what V8 has compiled of each of its files is written beside it.
const { writeFileSync } = require('node:fs');
const vm = require('node:vm');

const scripts = [];
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.push([options.filename, this]);
  }
};
process.on('exit', () => {
  for (const [filename, script] of scripts)
    writeFileSync(`${filename}.cache`, script.createCachedData());
});
