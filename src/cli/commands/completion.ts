import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { completedCommands } from '../completion/completed-command.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';
import { EXIT_FOUND } from '../exit-codes.js';
import { toStdout } from '../output.js';

/** Runs `hayabusa completion`: a script that is made of the program's own definition. */
export function runCompletion(shell: string, program: Command): number {
  const commands = completedCommands(program);
  if (shell === 'bash') toStdout(bashCompletion(commands));
  else if (shell === 'zsh') toStdout(zshCompletion(commands));
  else toStdout(fishCompletion(commands));
  return EXIT_FOUND;
}
