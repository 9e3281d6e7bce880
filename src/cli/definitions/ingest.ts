import { Option } from 'commander';
import type { Define } from './define.js';
import { storeOption } from './store-option.js';

export const defineIngest: Define = (program, exitCode) => {
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
    .option('--threads <n>', 'threads for a large input (default: one a core, at most 4)')
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
      const { runIngest } = await import('../commands/ingest.js');
      exitCode.value = await runIngest(files, options);
    });
};
