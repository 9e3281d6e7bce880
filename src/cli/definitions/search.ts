import { type Command, Option } from 'commander';
import { usage } from '../../base/errors.js';
import type { Define } from './define.js';
import { acceptGrepHabits, acceptTimeHabits } from './grep-habits.js';
import { SEARCH_HELP } from './search-help.js';
import { storeOption } from './store-option.js';

export const defineSearch: Define = (program, exitCode) => {
  const command = program
    .command('search')
    .description('Find messages: all words, oldest first; no words at all: every message.')
    .argument('[word...]', 'words, "phrases", addresses: the query, as told below')
    .addOption(storeOption());
  whichMessages(command);
  whichTime(command);
  whatIsPrinted(command);
  acceptGrepHabits(command);
  whatIsCounted(command);
  howItIsDone(command);
  command
    .addHelpText('after', SEARCH_HELP)
    .action(async (words: string[], options: Record<string, unknown>) => {
      const { runSearch } = await import('../commands/search.js');
      exitCode.value = await runSearch(words, options);
    });
};

function whichMessages(command: Command): void {
  command
    .optionsGroup('Which messages:')
    .option('-e, --exact', 'all words form one phrase')
    .option('--match <words>', "words to find (the original's flag)")
    .option('-n, --limit <number>', 'only the newest so many, printed oldest first')
    .option('--newest-first', 'newest first')
    .option(
      '--cursor [token]',
      'in order of arrival; ends with a cursor, which as the token goes on there',
    );
}

/** The options that say which time is searched. */
export function whichTime(command: Command): void {
  command
    .optionsGroup('Of which time:')
    .option('--from <time>', 'not before this time')
    .option('--to <time>', 'before this time')
    .option('--last <duration>', 'not older than this, such as 90m or 2h')
    .option('--around <time>', 'on both sides of this time')
    .option('-w, --window <duration>', 'with --around: how far (default: 5m)')
    .option('--time <glob>', 'local yyyy/mm/dd/hh/mm with *, ? and [0-9]; may be shorter')
    .option('--timezone <zone>', "zone of times typed and printed (default: this machine's)")
    .option('--utc', 'the same as --timezone UTC');
  acceptTimeHabits(command);
}

function whatIsPrinted(command: Command): void {
  command
    .optionsGroup('What is printed:')
    .option('-c, --count', 'print only how many')
    .option('-s, --sum', "with -c: one total (always so; the original's flag)")
    .option('-q, --quiet', 'print nothing; the exit code tells')
    .option('-o, --only-matching', 'only what answers the query, each match on a line')
    .option('-A, --after-context <number>', 'also so many messages after each')
    .option('-B, --before-context <number>', 'also so many before each')
    .option('-C, --context <number>', 'also so many before and after each; -- between groups')
    .option('--same-host', 'with -A, -B, -C: only messages of the same host')
    .option('--json', 'one JSON object a message')
    .option('--format <template>', "such as '{time} {host} {message}'; the fields stand below")
    .option('--raw', 'exactly the bytes that arrived')
    .addOption(
      new Option('--framing <kind>', 'with --raw: how messages end')
        .choices(['newline', 'octet'])
        .default('newline'),
    )
    .addOption(
      new Option('--color <when>', 'matches bold and red')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addOption(new Option('--colour <when>').choices(['auto', 'always', 'never']).hideHelp())
    .option('--no-pager', 'longer than the screen or not: straight to the terminal')
    .option('-v, --verbose', 'how the query was read, on standard error');
}

function whatIsCounted(command: Command): void {
  command
    .optionsGroup('Counts in place of messages:')
    .option('--histogram [width]', 'a bar for each 5m, 1h, 1d, … of time (default: as fits)')
    .option(
      '--by <value>',
      "how many of each host, app, …, source, hour, day, KEY of KEY=value, '/regex (group)/'",
      once('--by'),
    )
    .option('--patterns', 'which kinds of messages there are, how many of each, and an example')
    .option('--top <number>', 'with --by and --patterns: how many, 0 for all (default: 20)');
}

function howItIsDone(command: Command): void {
  command
    .optionsGroup('How it is done:')
    .option('--explain', 'print what the search would do, and do nothing')
    .option('--profile', 'say on standard error what the search did, and how long that took')
    .option('--threads <n>', 'threads of a long search (default: one a core)')
    .option('--strict', 'stop at the first damage; else the rest is answered');
}

/** Refuses an option that is given twice, where the first would be forgotten in silence. */
function once(flag: string): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before === undefined) return value;
    throw usage(
      `${flag} is given twice: expected one value to count by, got ${before} and ${value}: search once for each`,
    );
  };
}
