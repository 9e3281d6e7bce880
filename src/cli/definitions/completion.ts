import { Argument } from 'commander';
import type { Define } from './define.js';

export const defineCompletion: Define = (program, exitCode) => {
  program
    .command('completion')
    .description('Print what completes this command in a shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
To install it:
  bash   echo 'eval "$(hayabusa completion bash)"' >> ~/.bashrc
  zsh    hayabusa completion zsh > ~/.zfunc/_hayabusa      a folder of $fpath, before compinit
  fish   hayabusa completion fish > ~/.config/fish/completions/hayabusa.fish`,
    )
    .action(async (shell: string) => {
      const { runCompletion } = await import('../commands/completion.js');
      exitCode.value = runCompletion(shell, program);
    });
};
