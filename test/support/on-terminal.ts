import { spawnSync } from 'node:child_process';
import { MAIN } from './run-cli.js';

/** util-linux' script runs a command on a terminal of its own. */
export const hasTerminal: boolean =
  spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;

export type OnTerminal = { status: number | null; shown: Buffer };

/** What the command writes to a terminal (line ends are CR LF there), standard error included; `env` instead of the user's. */
export function runOnTerminal(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): OnTerminal {
  const quoted = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const { PATH = '', HOME = '/' } = process.env;
  const { status, stdout } = spawnSync('script', ['-qec', quoted, '/dev/null'], {
    cwd,
    env: { PATH, HOME, TZ: 'UTC', TERM: 'xterm', SHELL: '/bin/sh', ...env },
    input: '',
    maxBuffer: 1 << 28,
    timeout: 30_000,
  });
  return { status, shown: stdout };
}
