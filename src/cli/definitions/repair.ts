import type { Define } from './define.js';
import { storeOption } from './store-option.js';

export const defineRepair: Define = (program, exitCode) => {
  program
    .command('repair')
    .description(
      'Write packs with a damaged index anew, rebuild a lost catalog, and seal the message log.',
    )
    .addOption(storeOption())
    .option('-q, --quiet', 'print only what could not be saved')
    .action(async (options: Record<string, unknown>) => {
      const { runRepair } = await import('../commands/repair.js');
      exitCode.value = runRepair(options);
    });
};
