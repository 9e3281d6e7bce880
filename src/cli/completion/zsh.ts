import type { CompletedCommand, CompletedOption } from './completed-command.js';

/** A script that completes in zsh, as `_hayabusa` in a folder of `$fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(
    ({ name, description }) => `    ${quoted(`${name}:${description}`)}`,
  );
  return `#compdef hayabusa
# Completion of hayabusa for zsh.
_hayabusa() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then compadd -- --help --version; else _describe command commands; fi
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _hayabusa "$@"; else compdef _hayabusa hayabusa; fi
`;
}

function commandCase({ name, options, words, takesFiles }: CompletedCommand): string {
  const rest = takesFiles
    ? quoted('*:file:_files')
    : words.length > 0
      ? wordsSpec(words)
      : // An empty action fails, and then what has matched is not taken.
        quoted('*:none:_nothing');
  const specs = [...options.flatMap(optionSpecs), rest];
  return `    ${name})
      _arguments -s \\
        ${specs.join(' \\\n        ')}
      ;;`;
}

function wordsSpec(words: readonly string[]): string {
  const list = words.join(' ').replaceAll(':', '\\:');
  return quoted(
    isOpen(words) ? `*:word:{compadd -S "" -- ${list}}` : `1:what:{compadd -- ${list}}`,
  );
}

/** Whether words go on, and any number of them may follow each other: those of a query. */
function isOpen(words: readonly string[]): boolean {
  return words.some((word) => word.endsWith(':'));
}

/** `'(-n --limit)-n+[only the newest so many]:number: '`, one for each flag. */
function optionSpecs(option: CompletedOption): string[] {
  const { flags, description, takesValue, choices, takesFolder } = option;
  const action = takesFolder ? '_files -/' : choices.length > 0 ? `(${choices.join(' ')})` : ' ';
  return flags.map((flag) => {
    const joined = takesValue ? (flag.startsWith('--') ? '=' : '+') : '';
    const text = description.replace(/[[\]:\\]/g, '\\$&');
    return quoted(
      `(${flags.join(' ')})${flag}${joined}[${text}]${takesValue ? `:value:${action}` : ''}`,
    );
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
