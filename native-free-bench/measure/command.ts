import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { allEnded, watched } from './children.js';

/** A program to run: no shell in between unless it names one itself. */
export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Anything on its standard error is a failure: of a pipe only the last program's exit code is seen. */
  readonly strict?: boolean;
};

/** What running one or several commands side by side cost, start of the processes included. */
export type Cost = {
  readonly wallSeconds: number;
  /** User and system time of the processes, all their threads and children; NaN where there is no /proc. */
  readonly cpuSeconds: number;
  /** Sum over the processes of the most memory each had resident, children apart; NaN where there is no /proc. */
  readonly peakBytes: number;
};

/** How often a process's peak of memory is read, milliseconds: the kernel keeps the peak, only its end must be met. */
const PEAK_EVERY = 10;
/** Grep finds nothing: no failure. */
const OK_STATUS: readonly number[] = [0, 1];

/**
 * Runs commands side by side and waits for all. Their standard output goes to `onOutput` through a pipe: some programs
 * stop early when it is the null device. Throws with what it wrote on standard error when one fails.
 */
export async function runAll(
  commands: readonly Command[],
  onOutput: (bytes: Buffer) => void = () => {},
): Promise<Cost> {
  await allEnded();
  const cpuBefore = childCpuSeconds();
  const started = performance.now();
  const peaks = await Promise.all(commands.map((command) => runOne(command, onOutput)));
  return {
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: childCpuSeconds() - cpuBefore,
    peakBytes: peaks.reduce((sum, peak) => sum + peak, 0),
  };
}

function runOne(command: Command, onOutput: (bytes: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = watched(
      spawn(command.program, command.args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...command.env },
      }),
    );
    let peak = Number.NaN;
    const look = () => {
      const now = memoryOf(child.pid, 'peak');
      if (!Number.isNaN(now)) peak = now;
    };
    const timer = setInterval(look, PEAK_EVERY);
    let complaint = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      complaint = (complaint + bytes.toString('utf8')).slice(-4000);
    });
    child.stdout?.on('data', onOutput);
    child.on('error', (error) => {
      clearInterval(timer);
      reject(new Error(`${describe(command)} could not be started: ${error.message}`));
    });
    child.on('close', (status, signal) => {
      clearInterval(timer);
      const isComplaint = command.strict === true && complaint !== '';
      if (status !== null && OK_STATUS.includes(status) && !isComplaint) resolve(peak);
      else reject(new Error(`${describe(command)} ended with ${signal ?? status}: ${complaint}`));
    });
  });
}

/** As it could be typed. */
export function describe({ program, args }: Command): string {
  return [program, ...args]
    .map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : `'${word}'`))
    .join(' ');
}

/** CPU time of all children that have ended, from /proc/self/stat: ticks of 10 ms. */
export function childCpuSeconds(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Memory that a process has resident, or had at most, bytes; NaN where there is no /proc, or no such process. */
export function memoryOf(pid: number | undefined, which: 'resident' | 'peak'): number {
  const field = which === 'peak' ? 'VmHWM' : 'VmRSS';
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

/** The first line that a program prints of itself; undefined where it is not installed. */
export function versionOf(program: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? (stdout.split('\n', 1)[0] ?? '').trim() : undefined;
}

/** The command on one core, where the system has a way to say so. */
export function onOneCore(command: Command): Command {
  return canPin()
    ? { ...command, program: 'taskset', args: ['-c', '0', command.program, ...command.args] }
    : command;
}

let pins: boolean | undefined;
export function canPin(): boolean {
  pins ??= spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  return pins;
}
