import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { EXIT_FOUND } from './exit-codes.js';
import { OutputClosed, type Sink, writeAll } from './output.js';
import { screenSize } from './terminal.js';

const LF = 0x0a;
const STDOUT = 1;

/** What trickles is shown as it comes: nobody waits longer for the first line because the screen may fill. */
const PATIENCE_MILLIS = 500;

/** How often the pager is heard, while there is nothing to write. */
const HEAR_MILLIS = 50;

/** What `less` does unless $LESS says otherwise, as with git: ends when all fits the screen, shows colours, leaves it there. */
const LESS_DEFAULT = 'FRX';

/**
 * The pager that the user wants, as a command of the shell; undefined for none, which is also what a program makes that is not
 * there.
 */
export function pagerCommand(env: NodeJS.ProcessEnv): string | undefined {
  const command = (env['HAYABUSA_PAGER'] ?? env['PAGER'] ?? 'less').trim();
  const [program = ''] = command.split(/\s/, 1);
  if (program === '' || command === 'cat') return undefined;
  // What is more than a plain name, the shell knows better.
  const isPlain = /^[\w./+-]+$/.test(program);
  if (isPlain && !isThere(program, env['PATH'] ?? '')) return undefined;
  // Whatever $LESS says: without it, it would show what colours are made of.
  return basename(program) === 'less' ? `${command} -R` : command;
}

function isThere(program: string, path: string): boolean {
  const folders = program.includes('/') ? [''] : path.split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(folder === '' ? program : join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Gathers a screenful; what is more goes to a pager, else all to standard output, also what takes too long. The pager reads from a named pipe, which we
 * write to as to any file: a pager that is slow makes us wait, one that has ended is a closed output.
 */
export class PagerSink implements Sink {
  readonly #command: string;
  readonly #screen = screenSize();
  #gathered: Uint8Array[] = [];
  #since: number | undefined;
  #rows = 0;
  #column = 0;
  /** Where bytes go once it is decided; undefined while they are gathered. */
  #fd: number | undefined;
  #pager: ChildProcess | undefined;
  #heardAt = 0;
  #isInterrupted = false;

  constructor(command: string) {
    this.#command = command;
  }

  write(bytes: Uint8Array): void {
    if (this.#fd !== undefined) {
      writeAll(this.#fd, bytes);
      return;
    }
    this.#gathered.push(Uint8Array.from(bytes));
    this.#countRows(bytes);
    this.#since ??= Date.now();
    if (this.#rows >= this.#screen.rows) this.#startPager();
    else if (Date.now() - this.#since > PATIENCE_MILLIS) this.#fd = STDOUT;
    else return;
    this.#writeGathered();
  }

  /**
   * Shows what was gathered too long. Ends the process when the pager has ended; throws `OutputClosed` after Ctrl-C in it: it shows
   * what was found until then.
   */
  async hear(): Promise<void> {
    const now = Date.now();
    if (
      this.#since !== undefined &&
      this.#fd === undefined &&
      now - this.#since > PATIENCE_MILLIS
    ) {
      this.#fd = STDOUT;
      this.#writeGathered();
    }
    if (this.#pager === undefined || now - this.#heardAt < HEAR_MILLIS) return;
    this.#heardAt = now;
    // A turn of Node's loop: signals, and the end of processes, are told there and nowhere else.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#isInterrupted) throw new OutputClosed();
  }

  async close(): Promise<void> {
    try {
      this.#writeGathered();
    } finally {
      await this.#endPager();
    }
  }

  #writeGathered(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    for (const bytes of gathered) writeAll(this.#fd ?? STDOUT, bytes);
  }

  /** Rows of the screen that are filled, a little too many where text has colours or is not ASCII. */
  #countRows(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === LF || this.#column === this.#screen.columns) {
        this.#rows++;
        this.#column = 0;
      }
      if (byte !== LF) this.#column++;
    }
  }

  #startPager(): void {
    this.#fd = STDOUT;
    const pipe = openPipe();
    if (pipe === undefined) return;
    const { LESS = LESS_DEFAULT, LV = '-c' } = process.env;
    // A shell reads the command, which may have options; what it starts takes its place.
    const pager = spawn('/bin/sh', ['-c', `exec ${this.#command}`], {
      stdio: [pipe.reader, 'inherit', 'inherit'],
      env: { ...process.env, LESS, LV },
    });
    closeSync(pipe.reader);
    pager.on('error', () => {});
    if (pager.pid === undefined) {
      closeSync(pipe.writer);
      return;
    }
    // Ctrl-C ends the search and not this process while the pager runs: it must not find itself without the terminal.
    process.on('SIGINT', () => {
      this.#isInterrupted = true;
    });
    // Whoever ends it has seen enough; heard between two pieces of work, or the next write finds out. A screenful was found.
    pager.once('exit', () => {
      if (this.#pager !== undefined) process.exit(EXIT_FOUND);
    });
    this.#fd = pipe.writer;
    this.#pager = pager;
  }

  async #endPager(): Promise<void> {
    const pager = this.#pager;
    if (pager === undefined || this.#fd === undefined) return;
    this.#pager = undefined;
    closeSync(this.#fd);
    this.#fd = STDOUT;
    if (pager.exitCode !== null || pager.signalCode !== null) return;
    await new Promise((resolve) => pager.once('exit', resolve));
  }
}

/** Both ends of a pipe, as files that block; undefined where the system has no named pipes. */
function openPipe(): { reader: number; writer: number } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'hayabusa-pager-'));
  try {
    const path = join(folder, 'pipe');
    if (spawnSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' }).status !== 0)
      return undefined;
    // An end opens when the other one is open, except a reader that does not block.
    const first = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, 'w');
    const reader = openSync(path, 'r');
    closeSync(first);
    return { reader, writer };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
