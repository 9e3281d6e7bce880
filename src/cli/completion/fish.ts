import type { CompletedCommand, CompletedOption } from './completed-command.js';

/** A script that completes in fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = ['# Completion of hayabusa for fish.', 'complete -c hayabusa -f'];
  for (const { name, description } of commands)
    lines.push(
      `complete -c hayabusa -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    );
  for (const option of ['help', 'version'])
    lines.push(`complete -c hayabusa -n __fish_use_subcommand -l ${option}`);
  for (const command of commands) lines.push(...commandLines(command));
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, options, words, takesFiles }: CompletedCommand): string[] {
  // The first word is the command: words of a query may have the names of others.
  const prefix = `complete -c hayabusa -n 'set -l typed (commandline -opc); test "$typed[2]" = ${name}'`;
  const lines = options.map((option) => `${prefix} ${optionWords(option)}`);
  if (takesFiles) lines.push(`${prefix} -F`);
  if (words.length > 0) lines.push(`${prefix} -a ${quoted(words.join(' '))}`);
  return lines;
}

function optionWords({
  flags,
  description,
  takesValue,
  choices,
  takesFolder,
}: CompletedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const values = takesFolder
    ? ` -x -a '(__fish_complete_directories)'`
    : choices.length > 0
      ? ` -x -a ${quoted(choices.join(' '))}`
      : takesValue
        ? ' -x'
        : '';
  return `${names.join(' ')}${values} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
