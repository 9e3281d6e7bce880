import type { CompletedCommand, CompletedOption } from './completed-command.js';

/** A script that completes in bash, as `eval "$(hayabusa completion bash)"` runs it. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of hayabusa for bash.
_hayabusa() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  # "--color=al": the value is what stands behind the equals sign.
  if [[ $word == = ]]; then word=; fi
  if [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  # "host:core": what stands behind the colon is the user's.
  if [[ $word == : || $before == : ]]; then return; fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$word"))
    return
  fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _hayabusa hayabusa
`;
}

function commandCase({ name, options, words, takesFiles }: CompletedCommand): string {
  const flags = options.flatMap((option) => option.flags).join(' ');
  const rest = takesFiles
    ? reply('compgen -f -- "$word"')
    : words.length > 0
      ? replyWords(words)
      : 'return';
  return `    ${name})
      case $before in
${options
  .filter(({ takesValue }) => takesValue)
  .map(valueCase)
  .join('\n')}
      esac
      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '${flags}' -- "$word"))
      else ${rest}
      fi
      ;;`;
}

function valueCase({ flags, choices, takesFolder }: CompletedOption): string {
  const values = takesFolder
    ? reply('compgen -d -- "$word"')
    : choices.length > 0
      ? replyWords(choices)
      : ':';
  return `        ${flags.join('|')}) ${values}; return ;;`;
}

/** Names of files may hold spaces: a line each. Bash 3 has no compopt. */
function reply(generator: string): string {
  return `local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(${generator}))`;
}

/** No space stands behind a word that goes on. */
function replyWords(words: readonly string[]): string {
  const goesOn = words.some((word) => word.endsWith(':'));
  const before = goesOn ? 'compopt -o nospace 2>/dev/null; ' : '';
  return `${before}COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word"))`;
}
