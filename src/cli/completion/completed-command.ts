import type { Argument, Command, Option } from 'commander';
import { COUNTED_BY } from '../../engine/count-by.js';
import { FIELD_NAMES } from '../../query/field-names.js';
import { INSPECTED } from '../definitions/inspect.js';

/** What a command takes, as far as a shell can complete it. */
export type CompletedCommand = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments may be: words, of which one that ends with a colon goes on; files; or neither. */
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
      words: wordsOf(argument),
      takesFiles: argument?.name() === 'file',
    };
  });
}

function wordsOf(argument: Argument | undefined): readonly string[] {
  if (argument?.name() === 'what') return INSPECTED;
  // A query: words come from nobody but the user, fields have names.
  if (argument?.name() === 'word') return FIELD_NAMES.map((name) => `${name}:`);
  return argument?.argChoices ?? [];
}

/** What else may stand there is an expression, or a key of key=value. */
const CHOICES: Readonly<Record<string, readonly string[]>> = { '--by': COUNTED_BY };

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
    choices: option.argChoices ?? CHOICES[option.long ?? ''] ?? [],
    takesFolder: option.flags.endsWith('<dir>'),
  };
}

function firstSentence(text: string): string {
  return text.replace(/[.:](?: .*)?$/s, '');
}
