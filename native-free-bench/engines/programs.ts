import { fileURLToPath } from 'node:url';
import type { Command } from '../measure/command.js';

/** A program of this build, run by the Node that runs the benchmark; `path` is relative to native-free-bench/. */
export function nodeProgram(path: string, ...args: string[]): Command {
  const program = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { program: process.execPath, args: [program, ...args] };
}

export function shell(script: string): Command {
  return { program: 'sh', args: ['-c', script], env: { LC_ALL: 'C' }, strict: true };
}

/** A word of a shell script. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The sum of the numbers in an output, one a line. */
export function sumOf(output: string): number {
  let sum = 0;
  for (const line of output.split('\n')) if (line !== '') sum += Number(line);
  return sum;
}
