import { fstatSync } from 'node:fs';

const STDOUT = 1;

/** Whether a person looks at standard output. A file or a pipe is told without loading what Node knows of terminals. */
export function isTerminal(): boolean {
  try {
    return fstatSync(STDOUT).isCharacterDevice() && process.stdout.isTTY === true;
  } catch {
    return false;
  }
}

/** Rows and columns; what a terminal had long ago where it does not say. */
export function screenSize(): { rows: number; columns: number } {
  return { rows: process.stdout.rows || 24, columns: process.stdout.columns || 80 };
}

/** What `--color` says; `auto` goes by the variables that programs agree on, and by the terminal. */
export function usesColour(when: string, env: NodeJS.ProcessEnv = process.env): boolean {
  if (when !== 'auto') return when === 'always';
  if (env['NO_COLOR']) return false;
  if (isForced(env['CLICOLOR_FORCE']) || isForced(env['FORCE_COLOR'])) return true;
  return env['TERM'] !== 'dumb' && isTerminal();
}

function isForced(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
