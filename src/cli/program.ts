import { Command, CommanderError, Option } from 'commander';
import { EXIT_ERROR, EXIT_FOUND } from './exit-codes.js';
import { toStderr, toStdout } from './output.js';
import { VERSION } from './version.js';

const STORE_HELP = 'folder of the store (default: $HAYABUSA_STORE, else ./hayabusa-store)';

function storeOption(): Option {
  return new Option('--store <dir>', STORE_HELP);
}

/**
 * Runs the command that argv asks for; returns the exit code. Each command's module is imported when it runs, so that
 * `--help` and small searches start at once.
 */
export async function runProgram(): Promise<number> {
  const exitCode = { value: EXIT_FOUND };
  try {
    await buildProgram(exitCode).parseAsync();
    return exitCode.value;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_FOUND : EXIT_ERROR;
    throw error;
  }
}

function buildProgram(exitCode: { value: number }): Command {
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
  hayabusa stats                                       what the store holds

Exit codes: 0 found or done, 1 nothing found, 2 error.`,
    );

  program
    .command('ingest')
    .description('Read log files into the store (made if there is none).')
    .argument('<file...>', 'files, folders with -r, or - for standard input')
    .addOption(storeOption())
    .option('-r, --recursive', 'read all files of folders')
    .option('--resume', 'go on where an interrupted ingest of the same files stopped')
    .option('--year <yyyy>', 'year of the first line, for dates without one')
    .option('--input-timezone <zone>', "zone of times that name none (default: this machine's)")
    .addOption(
      new Option('--framing <kind>', 'how messages end')
        .choices(['newline', 'octet'])
        .default('newline'),
    )
    .option('--force', 'read files that look binary')
    .option('--threads <n>', 'worker threads for a large input, 300 MB each (default: 1, none)')
    .option('--commit-every <size>', 'text between commits, such as 16MB', '256MB')
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText(
      'after',
      `
Ingesting a file twice adds its messages twice; --resume reads only what is not in the store yet.

Examples:
  hayabusa ingest /var/log/messages* router.log.gz
  xz -dc old.log.xz | hayabusa ingest -
  hayabusa ingest --year 2021 --input-timezone Europe/Berlin auth.log
  hayabusa ingest -r /var/log/remote`,
    )
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { runIngest } = await import('./commands/ingest.js');
      exitCode.value = await runIngest(files, options);
    });

  program
    .command('search')
    .description('Find messages: all words, oldest first; no words at all: every message.')
    .argument('[word...]', 'words, prefixes*, "phrases", addresses')
    .addOption(storeOption())
    .option('-e, --exact', 'all words form one phrase')
    .option('-c, --count', 'print only how many')
    .option('-s, --sum', "with -c: one total (always so; the original's flag)")
    .option('-q, --quiet', 'print nothing; the exit code tells')
    .option('-n, --limit <number>', 'only the newest so many, printed oldest first')
    .option('--newest-first', 'newest first')
    .option('--from <time>', 'not before this time')
    .option('--to <time>', 'before this time')
    .option('--last <duration>', 'not older than this, such as 90m or 2h')
    .option('--time <glob>', 'local yyyy/mm/dd/hh/mm with *, ? and [0-9]; may be shorter')
    .option('--match <words>', "words to find (the original's flag)")
    .option('--timezone <zone>', "zone of times typed and printed (default: this machine's)")
    .option('--json', 'one JSON object a message')
    .option('--raw', 'exactly the bytes that arrived')
    .addOption(
      new Option('--framing <kind>', 'with --raw: how messages end')
        .choices(['newline', 'octet'])
        .default('newline'),
    )
    .addHelpText(
      'after',
      `
The query:
  failed password root     messages that hold all three words, in any order, in any case
  'session opened' -e      one phrase: the words one after the other
  '"session opened" root'  a phrase and a word
  'fail*'                  any word that begins with fail; the quotes keep it from the shell
  core-sw-01               punctuation inside a word makes it a phrase
  '"session open"*'        a phrase whose last word may go on; so is 'core-sw*'
  192.168.0.1              an IPv4, IPv6 or MAC address, in any spelling, and never a part of another
  -- -1                    after -- a word may start with -

Examples:
  hayabusa search failed password root
  hayabusa search 'fail*' root --last 2h
  hayabusa search -c sshd --from '2021-08-17' --to '2021-08-18 12:00'
  hayabusa search -e 'session opened for user' -n 20
  hayabusa search --time '2017/05/11/13/*' --match keyword -c -s
  hayabusa search --raw > everything.log

Exit codes: 0 found, 1 nothing found, 2 error (also when a damaged file may hold more).`,
    )
    .action(async (words: string[], options: Record<string, unknown>) => {
      const { runSearch } = await import('./commands/search.js');
      exitCode.value = runSearch(words, options);
    });

  program
    .command('stats')
    .description('Messages, time span, segments, bytes, hosts.')
    .addOption(storeOption())
    .option('--timezone <zone>', "zone of the times printed (default: this machine's)")
    .option('--top <number>', 'how many hosts', '10')
    .option('--json', 'one JSON object')
    .action(async (options: Record<string, unknown>) => {
      const { runStats } = await import('./commands/stats.js');
      exitCode.value = runStats(options);
    });

  program
    .command('inspect')
    .description('Make the bytes of a store readable.')
    .argument('<what>', 'catalog, pack, blocks, templates, terms or postings')
    .argument('[pack]', 'the number of a pack, as inspect catalog lists them')
    .argument('[term]', 'for terms: a prefix; for postings: the term')
    .addOption(storeOption())
    .addHelpText(
      'after',
      `
Examples:
  hayabusa inspect catalog               the packs, the message log, the inputs
  hayabusa inspect pack 1                where the bytes of pack 1 went
  hayabusa inspect blocks 1              its blocks, with their times and where they came from
  hayabusa inspect templates 1           its templates, most messages first
  hayabusa inspect terms 1 ssh           its words that begin with ssh
  hayabusa inspect postings 1 sshd       the units that hold a word: templates and columns of blocks`,
    )
    .action(
      async (
        what: string,
        pack: string | undefined,
        term: string | undefined,
        options: Record<string, unknown>,
      ) => {
        const { runInspect } = await import('./commands/inspect.js');
        exitCode.value = runInspect(what, pack, term, options);
      },
    );

  program
    .command('verify')
    .description('Prove every checksum and every order of the store.')
    .addOption(storeOption())
    .option('--deep', 'also find every term anew and compare with the index')
    .option('-q, --quiet', 'print only what is wrong')
    .action(async (options: Record<string, unknown>) => {
      const { runVerify } = await import('./commands/verify.js');
      exitCode.value = runVerify(options);
    });

  program
    .command('repair')
    .description(
      'Write packs with a damaged index anew, rebuild a lost catalog, and seal the message log.',
    )
    .addOption(storeOption())
    .option('-q, --quiet', 'print only what could not be saved')
    .action(async (options: Record<string, unknown>) => {
      const { runRepair } = await import('./commands/repair.js');
      exitCode.value = runRepair(options);
    });

  const all = [program, ...program.commands];
  for (const command of all) {
    command.exitOverride();
    command.configureOutput({
      writeOut: toStdout,
      writeErr: toStderr,
      outputError: (text, write) => write(text.replace(/^error: /, 'hayabusa: ')),
    });
  }
  return program;
}
