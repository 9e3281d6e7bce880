// Makes a fresh clone ready: installs the packages when they are missing or older than the lock file, then builds
// what is out of date. Run by `npm start` and `npm test`; prints nothing when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
};
const mtime = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    const time = entry.isDirectory() ? newest(path) : path.endsWith('.ts') ? mtime(path) : 0;
    return Math.max(latest, time);
  }, 0);

if (mtime('node_modules/.package-lock.json') < mtime('package-lock.json')) run('npm', 'ci');

const sources = Math.max(
  newest('src'),
  newest('native-free-bench'),
  newest('test'),
  mtime('tsconfig.json'),
  mtime('package-lock.json'),
  mtime('.ci/bundle.mjs'),
  mtime('.ci/compile-kernel.mjs'),
  mtime('.ci/write-code-cache.cjs'),
);
const built = 'dist/.built';
if (mtime(built) < sources) {
  // First, for tsc stops here when there is a type error, though it writes all the same.
  run('node', '.ci/bundle.mjs');
  run('node', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(built, '');
}
