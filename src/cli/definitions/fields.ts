import type { Define } from './define.js';
import { whichTime } from './search.js';
import { storeOption } from './store-option.js';

export const defineFields: Define = (program, exitCode) => {
  const command = program
    .command('fields')
    .description('Which fields messages have: of the header, and key=value in the text.')
    .argument('[word...]', 'only of messages that a search for these finds')
    .addOption(storeOption())
    .option('-e, --exact', 'all words form one phrase')
    .option('--all', 'read every message, not only some of many')
    .option('--top <number>', 'how many keys, 0 for all (default: 40)')
    .option('--json', 'one JSON object a field')
    .option('-q, --quiet', 'print nothing; the exit code tells');
  whichTime(command);
  command
    .addHelpText(
      'after',
      `
Of many messages some are read, evenly apart, and it is said how many; a field that few messages have may be
missing then, and there may be more values.

Examples:
  hayabusa fields
  hayabusa fields '"UFW BLOCK"' --last 7d
  hayabusa fields --all --json sshd

Exit codes: 0 found, 1 nothing found, 2 error (also when a damaged file may hold more).`,
    )
    .action(async (words: string[], options: Record<string, unknown>) => {
      const { runFields } = await import('../commands/fields.js');
      exitCode.value = await runFields(words, options);
    });
};
