import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../result/result.js';

/** What a result says of where it was measured; never the machine's name. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('.').slice(0, 2).join('.')} ${process.arch}`,
    node: process.version,
    commit: commit(),
  };
}

/** The commit that is checked out, `-dirty` when files are not as it has them; results of other runs do not count. */
function commit(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const git = (...args: string[]) => spawnSync('git', args, { encoding: 'utf8', cwd });
  const head = git('rev-parse', '--short=7', 'HEAD');
  if (head.status !== 0) return 'unknown';
  const changed = git(
    'status',
    '--porcelain',
    '--',
    ':/',
    ':(top,exclude)native-free-bench/results',
  );
  return head.stdout.trim() + (changed.stdout.trim() === '' ? '' : '-dirty');
}
