import { Command, CommanderError } from 'commander';
import { defineCompletion } from './definitions/completion.js';
import type { Define, ExitCode } from './definitions/define.js';
import { defineFields } from './definitions/fields.js';
import { withGrepHint } from './definitions/grep-habits.js';
import { defineIngest } from './definitions/ingest.js';
import { defineInspect } from './definitions/inspect.js';
import { defineRepair } from './definitions/repair.js';
import { defineSearch } from './definitions/search.js';
import { defineStats } from './definitions/stats.js';
import { defineVerify } from './definitions/verify.js';
import { EXIT_ERROR, EXIT_FOUND } from './exit-codes.js';
import { withHistogramWidth } from './histogram-argument.js';
import { toStderr, toStdout } from './output.js';
import { VERSION } from './version.js';

/** The commands in the order of the help. */
const COMMANDS: readonly Define[] = [
  defineIngest,
  defineSearch,
  defineFields,
  defineStats,
  defineInspect,
  defineVerify,
  defineRepair,
  defineCompletion,
];

/**
 * Runs the command that argv asks for; returns the exit code. Each command's module is imported when it runs, so that
 * `--help` and small searches start at once.
 */
export async function runProgram(): Promise<number> {
  const exitCode = { value: EXIT_FOUND };
  try {
    await buildProgram(exitCode).parseAsync(withHistogramWidth(process.argv));
    return exitCode.value;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_FOUND : EXIT_ERROR;
    throw error;
  }
}

export function buildProgram(exitCode: ExitCode): Command {
  const program = new Command('hayabusa')
    .description('A log search engine for syslog: ingest a dump, find the lines at once.')
    .version(VERSION)
    .showHelpAfterError('(run the command with --help for its options)')
    .addHelpText(
      'after',
      `
Examples:
  hayabusa ingest /var/log/messages* router.log.gz     read files (plain, gzip, zstd; - is standard input)
  hayabusa search failed password root                 all words, oldest first
  hayabusa search -c sshd --from '2021-08-17' --to '2021-08-18 12:00'
  hayabusa search 192.168.0.1 --last 2h                an address is one term
  hayabusa search 'sshd (failed OR invalid) -root'     OR, NOT, parentheses: search --help has all of the language
  hayabusa search failed --histogram                   a bar chart over time; --by host and --patterns count, too
  hayabusa stats                                       what the store holds

Exit codes: 0 found or done, 1 nothing found, 2 error.`,
    );
  for (const define of COMMANDS) define(program, exitCode);
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: toStdout,
      writeErr: toStderr,
      outputError: (text, write) => write(withGrepHint(text.replace(/^error: /, 'hayabusa: '))),
    });
  }
  return program;
}
