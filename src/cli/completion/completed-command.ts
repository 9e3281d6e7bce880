import type { Command, Option } from 'commander';

/** What a command takes, as far as a shell can complete it. */
export type CompletedCommand = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments may be: words, files, or neither. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
};

export type CompletedOption = {
  /** `-n`, `--limit` */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  /** Its value is a folder. */
  readonly takesFolder: boolean;
};

/** The commands of a program, as its definition has them. */
export function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: firstSentence(command.description()),
      options: [...command.options.filter(({ hidden }) => !hidden).map(completed), HELP],
      words: argument?.argChoices ?? [],
      takesFiles: argument?.name() === 'file',
    };
  });
}

const HELP: CompletedOption = {
  flags: ['-h', '--help'],
  description: 'display help for command',
  takesValue: false,
  choices: [],
  takesFolder: false,
};

function completed(option: Option): CompletedOption {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    // One that may be left out cannot be told from a word of the query.
    takesValue: option.required,
    choices: option.argChoices ?? [],
    takesFolder: option.flags.endsWith('<dir>'),
  };
}

function firstSentence(text: string): string {
  return text.replace(/[.:](?: .*)?$/s, '');
}
