import type { Define } from './define.js';
import { storeOption } from './store-option.js';

export const defineStats: Define = (program, exitCode) => {
  program
    .command('stats')
    .description('Messages, time span, segments, bytes, hosts.')
    .addOption(storeOption())
    .option('--timezone <zone>', "zone of the times printed (default: this machine's)")
    .option('--utc', 'the same as --timezone UTC')
    .option('--top <number>', 'how many hosts', '10')
    .option('--json', 'one JSON object')
    .action(async (options: Record<string, unknown>) => {
      const { runStats } = await import('../commands/stats.js');
      exitCode.value = runStats(options);
    });
};
