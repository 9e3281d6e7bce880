import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The real command, as `global-setup.ts` has built it. */
export const MAIN: string = project('dist/cli/main.js');
export const GENERATE: string = project('dist/native-free-bench/generator/generate.js');
export const FIXTURES: string = project('fixtures');

/** No variable of the person who runs the tests changes an answer. */
function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const { HAYABUSA_STORE: _, ...rest } = process.env;
  return { ...rest, TZ: 'UTC', ...env };
}

export type CliResult = {
  status: number | null;
  stdout: Buffer;
  stderr: string;
  /** Standard output as text, without line ends. */
  lines: string[];
};

export type CliOptions = {
  cwd: string;
  env?: Record<string, string>;
  input?: string | Uint8Array;
};

/** Runs the command to its end. */
export function runCli(args: readonly string[], { cwd, env, input }: CliOptions): CliResult {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: environment(env ?? {}),
    input: input ?? '',
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  const text = stdout.toString('utf8');
  return {
    status,
    stdout,
    stderr: stderr.toString('utf8'),
    lines: text === '' ? [] : text.replace(/\n$/, '').split('\n'),
  };
}

/** The command in one folder: `hayabusa('search', 'root')`. */
export function cliIn(
  cwd: string,
  env: Record<string, string> = {},
): (...args: string[]) => CliResult {
  return (...args) => runCli(args, { cwd, env });
}

/** The command while it runs; all three standard streams are pipes. */
export function startCli(
  args: readonly string[],
  { cwd, env }: Omit<CliOptions, 'input'>,
): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: environment(env ?? {}) });
}

/** How a started command ends. */
export function ended(
  child: ChildProcess,
): Promise<{ status: number | null; signal: NodeJS.Signals | null; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stderr }));
  });
}

export async function waitUntil(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** An empty folder that is gone after all tests of a file. */
export function folderOfTestFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hayabusa-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Expects success, and nothing to say about it. */
export function expectQuiet(result: CliResult, status = 0): CliResult {
  expect({ status: result.status, stderr: result.stderr }).toEqual({ status, stderr: '' });
  return result;
}

/** Expects one sentence on standard error, exit code 2, and nothing on standard output. */
export function expectRefusal(result: CliResult, sentence: RegExp): void {
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr).toMatch(/^hayabusa: [^\n]+\n$/);
  expect(result.status).toBe(2);
  expect(result.stdout.toString('utf8')).toBe('');
}
