import type { Define } from './define.js';
import { storeOption } from './store-option.js';

export const defineVerify: Define = (program, exitCode) => {
  program
    .command('verify')
    .description('Prove every checksum and every order of the store.')
    .addOption(storeOption())
    .option('--deep', 'also find every term anew and compare with the index')
    .option('-q, --quiet', 'print only what is wrong')
    .action(async (options: Record<string, unknown>) => {
      const { runVerify } = await import('../commands/verify.js');
      exitCode.value = runVerify(options);
    });
};
