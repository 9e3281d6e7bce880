import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MAIN } from './run-cli.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Once before all tests: builds what test/cli runs, when it is out of date. A type error is only told: the compiler
 * writes its output all the same, and `npm run typecheck` is what fails.
 */
export function setup(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['.ci/prepare.mjs'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const report = `The build that test/cli needs has failed:\n${stdout}${stderr}`;
  if (!existsSync(MAIN)) throw new Error(report);
  process.stderr.write(report);
}
